// What most workloads are: somebody with chance, a voice, and an agenda of what they are going to do.
#pragma once
#include "sim/people.hpp"
#include "sim/world/calendar.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace anlan::sim {

class Agenda : public Workload {
public:
    // `share`: of the calls of a day, and never less than `least` a day, so that a quiet town has some, too.
    Agenda(const WorkloadParts& parts, std::string name, double share, double least)
        : parts_(parts),
          name_(std::move(name)),
          chance_(parts.seed),
          speaker_(parts, name_),
          people_(parts.rules),
          per_second_(std::max(parts.settings.calls_per_day * share, least) / seconds_of_day) {}

    std::string_view name() const override { return name_; }
    void setup(Instant now) override {
        now_ = now;
        again();
    }
    Instant step(Instant now) override {
        now_ = now;
        agenda_.carry_out(now);
        return agenda_.next().value_or(now + Hours{1});
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override { speaker_.report(figures); }

protected:
    // One story begins; it plans what follows with later().
    virtual void begin() = 0;

    template <class Act>
    void later(double low, double high, Act act) {
        agenda_.plan(now_ + chance_.seconds(low, high), std::move(act));
    }
    template <class C>
    void say(const std::string& stream, C command, const access::Seat& seat, const char* purpose) {
        speaker_.say(stream, std::move(command), seat, purpose);
    }
    std::string fresh(const char* prefix) {
        return prefix + std::string{"_"} + name_ + "-" + std::to_string(++numbered_);
    }
    // One of the rows that a list of this resource shows at its top, or "" where there is none.
    std::string any_of(const char* resource, bool only_open) {
        const auto* records = parts_.records();
        if (records == nullptr) return {};
        const auto page = records->list({resource, {}, only_open, {}, rows_looked_at},
                                        [](const kernel::Scope&) { return true; });
        if (!page.ok() || page->rows.empty()) return {};  // nothing, or a disk that would not be read
        return page->rows[chance_.below(page->rows.size())].stream;
    }
    template <class State>
    std::shared_ptr<const State> state_of(const std::string& stream) const {
        const auto* records = parts_.records();
        if (records == nullptr) return nullptr;
        const auto read = records->find(stream);
        if (!read.ok() || !*read) return nullptr;
        return std::static_pointer_cast<const State>((*read)->state);
    }
    using Answered = std::function<void(const ports::Response&)>;
    void ask(const access::Seat& seat, std::string path, const char* purpose, Answered told = {}) {
        ports::Request request;
        request.method = "GET";
        request.path = std::move(path);
        if (*purpose != 0) request.headers.push_back({"anlan-purpose", purpose});
        parts_.ask(seat, std::move(request), [told = std::move(told)](const ports::Response& response) {
            if (told) told(response);
        });
    }
    // Another officer at the same post.
    static access::Seat colleague(access::Seat seat, int number = 2) {
        seat.actor.actor_id += "-" + std::to_string(number);
        return seat;
    }

    const WorkloadParts parts_;
    const std::string name_;
    Chance chance_;
    Speaker speaker_;
    People people_;
    Calendar agenda_;
    Instant now_{};

private:
    static constexpr double seconds_of_day = 86'400;
    static constexpr std::size_t rows_looked_at = 40;

    void again() {
        agenda_.plan(now_ + chance_.waiting(per_second_) + Millis{1}, [this] {
            again();
            begin();
        });
    }

    double per_second_;
    std::uint64_t numbered_ = 0;
};

}  // namespace anlan::sim
