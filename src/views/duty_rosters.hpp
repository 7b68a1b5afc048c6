// Who is on duty at which post until when, who is planned, and for how long somebody was there: what a
// forecast replays work on. Names nobody: an officer is a row of spans.
#pragma once
#include "base/instant.hpp"
#include "kernel/module.hpp"
#include "planning/breach_forecast.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::views {

class DutyRosters {
public:
    explicit DutyRosters(Hours duty_usual) : duty_usual_(duty_usual) {}

    void apply(const kernel::Recorded& recorded);

    // From `now` on: whoever is on duty until the planned end, or as long as a duty usually is, and an hour
    // at least; and the shifts that are planned and still to begin.
    planning::DutyRoster ahead(std::string_view post, Instant now) const;
    int on_duty(std::string_view post) const;
    // Of [from, until) the time in which somebody was on duty. A span of more than two days counts as one.
    Millis worked(std::string_view post, Instant from, Instant until) const;
    // Posts of this station with one of these roles, in the order of their ids.
    std::vector<std::string> at_station(std::string_view station, std::span<const std::string> roles) const;

    std::size_t size() const { return posts_.size(); }

private:
    struct Shift {
        std::string account;
        planning::DutySpan span;
    };
    struct OnDuty {
        std::string account;
        Instant since{};
        Instant until{};
    };
    struct Post {
        std::string role;
        Jurisdiction where;
        std::map<std::string, Shift> shifts;  // not taken up
        std::vector<OnDuty> on_duty;
        std::deque<planning::DutySpan> past;
    };

    void begin(Post& post, const kernel::Recorded& recorded) const;
    static void end(Post& post, const kernel::Recorded& recorded);

    Hours duty_usual_;
    std::map<std::string, Post, std::less<>> posts_;
    std::map<std::string, std::vector<std::string>, std::less<>> by_station_;
};

}  // namespace anlan::views
