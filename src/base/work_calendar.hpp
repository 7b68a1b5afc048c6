// Working time: the hours of a working day, public holidays, and weekend days that are worked in exchange
// (调休). A deadline "within two working hours" is counted here, and nowhere else. Civil time is an Instant
// plus a fixed offset; there is no summer time to care for.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace anlan {

// The rulebook's words for it, holidays.toml.
struct WorkHours {
    std::string from;  // "08:30", civil time
    std::string to;    // "12:00"; "24:00" is the end of the day
};
BOOST_DESCRIBE_STRUCT(WorkHours, (), (from, to))

struct Holiday {
    std::string from;  // "2026-02-15"
    std::string to;    // the last day, included
    std::string zh;
    std::string en;
    bool provisional = false;  // the State Council's notice for that year is not out yet
};
BOOST_DESCRIBE_STRUCT(Holiday, (), (from, to, zh, en, provisional))

struct WorkedDay {
    std::string date;  // a day off by the week, worked in exchange for a holiday
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(WorkedDay, (), (date, zh, en))

struct WorkRules {
    std::vector<int> weekdays;     // worked ones: 1 is Monday, 7 is Sunday
    std::vector<WorkHours> hours;  // ascending, not overlapping
    std::vector<Holiday> holidays;
    std::vector<WorkedDay> worked_days;
};
BOOST_DESCRIBE_STRUCT(WorkRules, (), (weekdays, hours, holidays, worked_days))

struct WorkRulesFault {
    std::string path;      // ".holidays[3].from"
    std::string expected;  // "a date as 2026-02-15"
};

class WorkCalendar {
public:
    // Fails on texts that are no dates or hours, on spans out of order, and on rules without any working
    // time.
    static Result<WorkCalendar, WorkRulesFault> from(const WorkRules& rules, Minutes civil_offset);

    bool is_working_day(std::chrono::sys_days civil_day) const;
    bool is_working(Instant instant) const;

    // The first instant by which `span` of working time has passed since `from`. A span of nothing is `from`.
    Instant after(Instant from, Millis span) const;

    // Working time in [from, to); nothing if `to` is not later.
    Millis between(Instant from, Instant to) const;

private:
    struct Span {
        Minutes from;  // of the civil day
        Minutes to;
    };

    WorkCalendar() = default;
    static std::optional<WorkRulesFault> read_week(const WorkRules& rules, WorkCalendar& calendar);
    static std::optional<WorkRulesFault> read_days(const WorkRules& rules, WorkCalendar& calendar);

    Millis within_day(std::chrono::sys_days civil_day, Millis from, Millis to) const;

    Minutes civil_offset_{0};
    bool weekday_[7] = {};  // from Monday
    std::vector<Span> hours_;
    Millis day_total_{0};
    std::set<std::chrono::sys_days> holidays_;
    std::set<std::chrono::sys_days> worked_;
};

}  // namespace anlan
