// Figures about the running process, in Prometheus' text form: counters, gauges, histograms. A figure is
// looked up once, when its owner is made, and then costs one relaxed atomic addition. Labels are fixed at
// look-up: nothing that a request or a person brings in may become a label.
//
// Threads: any. A figure lives as long as the registry.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::telemetry {

class Counter {
public:
    void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void set(double value) { value_.store(value, std::memory_order_relaxed); }
    void add(double difference) { value_.fetch_add(difference, std::memory_order_relaxed); }
    double value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

// Spans of time, counted into buckets from 50 microseconds to 10 seconds.
class Histogram {
public:
    static constexpr std::array<std::int64_t, 17> bounds_us = {
        50,     100,     200,     500,     1'000,     2'000,     5'000,     10'000,    20'000,
        50'000, 100'000, 200'000, 500'000, 1'000'000, 2'000'000, 5'000'000, 10'000'000};

    void observe_us(std::int64_t microseconds);
    std::uint64_t count() const;
    std::uint64_t bucket(std::size_t index) const { return buckets_[index].load(std::memory_order_relaxed); }
    double sum_seconds() const { return static_cast<double>(sum_us_.load(std::memory_order_relaxed)) / 1e6; }

private:
    std::array<std::atomic<std::uint64_t>, bounds_us.size() + 1> buckets_{};
    std::atomic<std::int64_t> sum_us_{0};
};

struct Label {
    std::string name;
    std::string value;
};
using Labels = std::vector<Label>;

class Metrics {
public:
    // The same name and labels give the same figure; `help` of the first call is shown.
    Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    Histogram& histogram(std::string_view name, std::string_view help, const Labels& labels = {});
    // A gauge that is asked for when the figures are read, such as the length of a queue.
    void observe(std::string_view name, std::string_view help, std::function<double()> value);

    // The same for one gauge under a label that its owner chooses from a fixed list.
    using Tell = std::function<void(std::string_view value_of_label, double value)>;
    void observe_each(std::string_view name, std::string_view help, std::string_view label,
                      std::function<void(const Tell&)> values);

    std::string prometheus() const;

private:
    template <class Figure>
    struct Family {
        std::string help;
        std::map<std::string, Figure> by_labels;  // key: `route="x",status="200"`
    };
    template <class Figure>
    using Families = std::map<std::string, Family<Figure>, std::less<>>;

    template <class Figure>
    Figure& find(Families<Figure>& families, std::string_view name, std::string_view help,
                 const Labels& labels);

    mutable std::mutex mutex_;
    Families<Counter> counters_;
    Families<Gauge> gauges_;
    Families<Histogram> histograms_;
    std::map<std::string, std::pair<std::string, std::function<double()>>, std::less<>> observed_;
    struct ObservedEach {
        std::string help;
        std::string label;
        std::function<void(const Tell&)> values;
    };
    std::map<std::string, ObservedEach, std::less<>> observed_each_;
};

}  // namespace anlan::telemetry
