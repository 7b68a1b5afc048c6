#include "sim/run/shrink.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace anlan::sim {
namespace {

using Change = std::function<void(SimSettings&)>;

class Shrinking {
public:
    Shrinking(const SimReport& failing, const RunStory& run, int tries_max)
        : run_(run),
          tries_max_(tries_max),
          invariant_(failing.violations.front().invariant),
          best_{failing.settings, failing, 0} {}

    Shrunk smallest() {
        bool smaller = true;
        while (smaller && best_.tries < tries_max_) {
            smaller = false;
            end_with_the_violation();
            for (const auto& change : changes()) smaller = attempt(change) || smaller;
            smaller = fewer_calls() || smaller;
        }
        best_.settings.scenario.clear();
        return std::move(best_);
    }

private:
    // Whether the changed story is another one and still breaks the promise; then it is the best so far.
    bool attempt(const Change& change) {
        if (best_.tries >= tries_max_) return false;
        SimSettings settings = best_.settings;
        change(settings);
        if (settings == best_.settings || fault_in(settings)) return false;
        ++best_.tries;
        SimReport report = run_(settings);
        const bool still = std::any_of(report.violations.begin(), report.violations.end(),
                                       [&](const Violation& v) { return v.invariant == invariant_; });
        if (!still) return false;
        best_.settings = std::move(settings);
        best_.report = std::move(report);
        return true;
    }

    void end_with_the_violation() {
        const auto& violations = best_.report.violations;
        const auto first = std::find_if(violations.begin(), violations.end(),
                                        [&](const Violation& v) { return v.invariant == invariant_; });
        const auto& settings = best_.settings;
        const double hours =
            std::chrono::duration<double, std::ratio<3'600>>(first->at - settings.begins_at).count();
        if (hours + 0.02 < settings.hours) attempt([=](SimSettings& s) { s.hours = hours + 0.01; });
    }

    std::vector<Change> changes() const {
        std::vector<Change> all;
        for (double DiskFaults::* part :
             {&DiskFaults::full, &DiskFaults::slow, &DiskFaults::unanswered, &DiskFaults::lies})
            all.push_back([part](SimSettings& s) { s.faults.disk.*part = 0; });
        for (double NetworkFaults::* part : {&NetworkFaults::delayed, &NetworkFaults::lost,
                                             &NetworkFaults::doubled, &NetworkFaults::console_drops})
            all.push_back([part](SimSettings& s) { s.faults.network.*part = 0; });
        for (double ProcessFaults::* part :
             {&ProcessFaults::kills, &ProcessFaults::power_cuts, &ProcessFaults::clean_stops,
              &ProcessFaults::clock_steps, &ProcessFaults::partner_outages, &ProcessFaults::snapshots})
            all.push_back([part](SimSettings& s) { s.faults.process.*part = 0; });
        for (const char* name : {"callers", "crews", "thoughts", "shifts", "watch", "city"})
            all.push_back([name](SimSettings& s) {
                if (std::find(s.without.begin(), s.without.end(), name) == s.without.end())
                    s.without.emplace_back(name);
            });
        for (int TownSize::* part :
             {&TownSize::districts, &TownSize::stations, &TownSize::places, &TownSize::units})
            all.push_back([part](SimSettings& s) { s.town.*part = std::max(1, s.town.*part / 2); });
        all.push_back([](SimSettings& s) { s.rates.clear(); });
        all.push_back([](SimSettings& s) { s.mishaps = s.mishaps > 1 ? 1 : 0; });
        all.push_back([](SimSettings& s) { s.calls_per_day = std::max(1.0, s.calls_per_day / 2); });
        all.push_back(
            [](SimSettings& s) { s.inspect_every_minutes = std::max(1.0, s.inspect_every_minutes / 2); });
        all.push_back([](SimSettings& s) { s.hours /= 2; });
        return all;
    }

    // The living city's calls from both ends, by halves and then one by one.
    bool fewer_calls() {
        bool any = false;
        const auto last = std::min(best_.settings.last_call, best_.report.reports.calls + 1);
        for (auto span = last - std::min(last, best_.settings.first_call); span > 0; span /= 2) {
            any = attempt([span](SimSettings& s) { s.first_call += span; }) || any;
            any = attempt([span, last](SimSettings& s) {
                      const auto now_last = std::min(s.last_call, last);
                      s.last_call = now_last - std::min(now_last, span);
                  }) ||
                  any;
        }
        return any;
    }

    const RunStory& run_;
    int tries_max_;
    std::string invariant_;
    Shrunk best_;
};

}  // namespace

Shrunk shrink(const SimReport& failing, const RunStory& run, int tries_max) {
    return Shrinking{failing, run, tries_max}.smallest();
}

}  // namespace anlan::sim
