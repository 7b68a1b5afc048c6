// The rulebook's section bulletin.toml: what the weekly bulletin counts and by which formula, when a week is
// counted, how long its records stay openable, and by when the draft is reviewed, objected to, answered and
// published.
#pragma once
#include "domain/bulletin/events.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"

#include <boost/describe.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::bulletin {

BOOST_DEFINE_ENUM_CLASS(FigureUnit, count, share, minutes)
BOOST_DEFINE_ENUM_CLASS(Better, higher, lower, neither)

// How a figure is counted; docs/supervision.md says each in words.
BOOST_DEFINE_ENUM_CLASS(Measure, reports_received, reports_entered, incidents, incidents_finished,
                        dispatched_in_time, arrived_in_time, instructions_in_time, answers_returned,
                        incidents_repeated, errands_in_time, burden_minutes, in_community, incidents_ended_so,
                        callers_satisfied, incidents_sound)

struct FigureRule {
    std::string code;
    std::string zh;
    std::string en;
    Measure measure{};
    FigureUnit unit{};
    std::string formula_zh;
    std::string formula_en;
    Better better = Better::neither;
    bool kpi = false;                            // one of the five: four up, one down
    std::optional<double> goal = {};             // of a share 0 to 1
    std::vector<std::string> channels = {};      // reports that came so; none: however
    std::vector<std::string> classes = {};       // incidents of these classes or groups; none: any
    std::vector<std::string> dispositions = {};  // incidents_ended_so: the endings meant
    std::optional<std::string> stage = {};       // instructions_in_time: sign, pass_on, reply
    std::optional<int> rating_from = {};         // callers_satisfied: 1 to 5
};
BOOST_DESCRIBE_STRUCT(FigureRule, (),
                      (code, zh, en, measure, unit, formula_zh, formula_en, better, kpi, goal, channels,
                       classes, dispositions, stage, rating_from))

// What a full-time community officer does not do. Each such fact that is recorded from the officer's post
// takes so many minutes off.
struct ForbiddenWork {
    std::string wire;  // an event's name
    std::string zh;
    std::string en;
    int minutes = 0;
};
BOOST_DESCRIBE_STRUCT(ForbiddenWork, (), (wire, zh, en, minutes))

struct InCommunity {
    std::vector<std::string>
        roles;  // whose duty is in the community; duty elsewhere of the same officer is not
    std::vector<ForbiddenWork> forbidden;
};
BOOST_DESCRIBE_STRUCT(InCommunity, (), (roles, forbidden))

struct Rules {
    int cut_off_hours = 0;   // after the week's end: what is recorded later does not count
    int weeks_opened = 0;    // so long the records behind a figure can be opened
    int weeks_compared = 0;  // so long its counts are held, to be compared with
    std::vector<std::string> objecting_roles;
    std::string audit_owner_role;  // whose a report without an entry or an incident without an outcome is
    kernel::DeadlineRule draft;
    kernel::DeadlineRule review;
    kernel::DeadlineRule object_until;
    kernel::DeadlineRule answer_objection;
    kernel::DeadlineRule publish;
    InCommunity in_community;
    std::vector<FigureRule> figures;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (cut_off_hours, weeks_opened, weeks_compared, objecting_roles, audit_owner_role, draft,
                       review, object_until, answer_objection, publish, in_community, figures))

const FigureRule* find_figure(const Rules& rules, std::string_view code);

// Monday to Sunday of the city's clock. `number` counts weeks and is for arithmetic only.
struct Week {
    std::int64_t number = 0;
    std::string name;  // "2026W10", ISO 8601
    Instant begins{};
    Instant ends{};
};
Week week_of(Instant instant, Minutes civil_offset);
Week week_numbered(std::int64_t number, Minutes civil_offset);
std::optional<Week> week_named(std::string_view name, Minutes civil_offset);
Instant counted_until(const Rules& rules, const Week& week);

// "bul_2026W10.420106"; of what has no district, the city's.
std::string bulletin_id(const Week& week, const Jurisdiction& where);

std::optional<kernel::RuleFault> validate(const Rules& rules);
// Against the roles and the catalogue of incidents.
std::optional<kernel::RuleFault> fits(const kernel::Rulebook& book);

}  // namespace anlan::bulletin
