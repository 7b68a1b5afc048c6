#include "telemetry/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace anlan::telemetry {
namespace {

std::string key_of(const Labels& labels) {
    std::string key;
    for (const Label& label : labels) {
        if (!key.empty()) key += ',';
        key += label.name + "=\"";
        for (const char c : label.value) {
            if (c == '\n') {
                key += "\\n";
                continue;
            }
            if (c == '\\' || c == '"') key += '\\';
            key += c;
        }
        key += '"';
    }
    return key;
}

std::string braces(std::string_view key) { return key.empty() ? std::string{} : fmt::format("{{{}}}", key); }

void head(std::string& out, std::string_view name, std::string_view help, std::string_view type) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void put_histogram(std::string& out, std::string_view name, std::string_view key,
                   const Histogram& histogram) {
    const std::string_view comma = key.empty() ? "" : ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < Histogram::bounds_us.size(); ++i) {
        total += histogram.bucket(i);
        out += fmt::format("{}_bucket{{{}{}le=\"{:g}\"}} {}\n", name, key, comma,
                           static_cast<double>(Histogram::bounds_us[i]) / 1e6, total);
    }
    total += histogram.bucket(Histogram::bounds_us.size());
    out += fmt::format("{}_bucket{{{}{}le=\"+Inf\"}} {}\n", name, key, comma, total);
    out += fmt::format("{0}_sum{1} {2:g}\n{0}_count{1} {3}\n", name, braces(key), histogram.sum_seconds(),
                       total);
}

}  // namespace

void Histogram::observe_us(std::int64_t microseconds) {
    const auto found = std::lower_bound(bounds_us.begin(), bounds_us.end(), microseconds);
    buckets_[static_cast<std::size_t>(found - bounds_us.begin())].fetch_add(1, std::memory_order_relaxed);
    sum_us_.fetch_add(microseconds, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t total = 0;
    for (const auto& bucket : buckets_) total += bucket.load(std::memory_order_relaxed);
    return total;
}

template <class Figure>
Figure& Metrics::find(Families<Figure>& families, std::string_view name, std::string_view help,
                      const Labels& labels) {
    const std::lock_guard lock{mutex_};
    auto family = families.find(name);
    if (family == families.end()) {
        family = families.try_emplace(std::string{name}).first;
        family->second.help = help;
    }
    return family->second.by_labels[key_of(labels)];
}

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
    return find(counters_, name, help, labels);
}
Gauge& Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    return find(gauges_, name, help, labels);
}
Histogram& Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels) {
    return find(histograms_, name, help, labels);
}

void Metrics::observe(std::string_view name, std::string_view help, std::function<double()> value) {
    const std::lock_guard lock{mutex_};
    observed_.insert_or_assign(std::string{name}, std::pair{std::string{help}, std::move(value)});
}

void Metrics::observe_each(std::string_view name, std::string_view help, std::string_view label,
                           std::function<void(const Tell&)> values) {
    const std::lock_guard lock{mutex_};
    observed_each_.insert_or_assign(std::string{name},
                                    ObservedEach{std::string{help}, std::string{label}, std::move(values)});
}

std::string Metrics::prometheus() const {
    const std::lock_guard lock{mutex_};
    std::string out;
    for (const auto& [name, family] : counters_) {
        head(out, name, family.help, "counter");
        for (const auto& [key, counter] : family.by_labels)
            out += fmt::format("{}{} {}\n", name, braces(key), counter.value());
    }
    for (const auto& [name, family] : gauges_) {
        head(out, name, family.help, "gauge");
        for (const auto& [key, gauge] : family.by_labels)
            out += fmt::format("{}{} {:.17g}\n", name, braces(key), gauge.value());
    }
    for (const auto& [name, observed] : observed_) {
        head(out, name, observed.first, "gauge");
        out += fmt::format("{} {:.17g}\n", name, observed.second());
    }
    for (const auto& [name, each] : observed_each_) {
        head(out, name, each.help, "gauge");
        const auto start_of_line = name + '{' + each.label + "=\"";
        each.values([&](std::string_view value_of_label, double value) {
            out += fmt::format("{}{}\"}} {:.17g}\n", start_of_line, value_of_label, value);
        });
    }
    for (const auto& [name, family] : histograms_) {
        head(out, name, family.help, "histogram");
        for (const auto& [key, histogram] : family.by_labels) put_histogram(out, name, key, histogram);
    }
    return out;
}

}  // namespace anlan::telemetry
