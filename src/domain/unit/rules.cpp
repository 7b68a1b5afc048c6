#include "domain/unit/rules.hpp"

#include <algorithm>
#include <set>

namespace anlan::unit {
namespace {

using kernel::RuleFault;
using MaybeFault = std::optional<RuleFault>;

std::string at(const char* list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

MaybeFault check_words(const std::vector<CodedWord>& words, const char* list) {
    if (words.empty()) return RuleFault{"." + std::string{list}, "at least one"};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].code.empty() || words[i].zh.empty() || words[i].en.empty())
            return RuleFault{at(list, i), "a code, and words for people in zh and en"};
        if (!seen.insert(words[i].code).second)
            return RuleFault{at(list, i) + ".code", "a code not used before"};
    }
    return std::nullopt;
}

template <class Row>
MaybeFault check_rows(const std::vector<Row>& rows, const char* list) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (auto fault = kernel::check_rule(rows[i].deadline, at(list, i) + ".deadline")) return fault;
    return std::nullopt;
}

template <class Row>
MaybeFault check_row_roles(const std::vector<Row>& rows, const kernel::RoleLevels& levels, const char* list) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (auto fault = kernel::check_roles(rows[i].deadline, levels, at(list, i) + ".deadline"))
            return fault;
    return std::nullopt;
}

MaybeFault check_rings(const std::vector<RingTier>& rings) {
    if (rings.empty()) return RuleFault{".rings", "at least one"};
    Seconds before{0};
    for (std::size_t i = 0; i < rings.size(); ++i) {
        if (rings[i].within <= before)
            return RuleFault{at("rings", i) + ".within", "more than the ring before it"};
        if (rings[i].based_at.empty()) return RuleFault{at("rings", i) + ".based_at", "at least one level"};
        before = rings[i].within;
    }
    return std::nullopt;
}

MaybeFault check_travel(const Travel& travel) {
    if (travel.detour_factor < 1)
        return RuleFault{".travel.detour_factor", "1 or more: no way is shorter than the line"};
    if (travel.not_urgent_factor < 1) return RuleFault{".travel.not_urgent_factor", "1 or more"};
    for (std::size_t i = 0; i < travel.speeds.size(); ++i)
        if (travel.speeds[i].metres_per_second <= 0 || travel.speeds[i].metres_per_second > 60)
            return RuleFault{at("travel.speeds", i) + ".metres_per_second", "more than 0, at most 60"};
    for (UnitKind kind : {UnitKind::patrol_car, UnitKind::foot_patrol, UnitKind::motorcycle})
        if (std::none_of(travel.speeds.begin(), travel.speeds.end(),
                         [&](const KindSpeed& s) { return s.kind == kind; }))
            return RuleFault{".travel.speeds", "a speed for patrol_car, foot_patrol and motorcycle at least"};
    for (std::size_t i = 0; i < travel.rush_hours.size(); ++i) {
        const RushHour& rush = travel.rush_hours[i];
        if (rush.from_minute < 0 || rush.until_minute > 24 * 60 || rush.from_minute >= rush.until_minute)
            return RuleFault{at("travel.rush_hours", i),
                             "from_minute before until_minute, both in 0 to 1440"};
        if (rush.factor < 1) return RuleFault{at("travel.rush_hours", i) + ".factor", "1 or more"};
        if (std::any_of(rush.weekdays.begin(), rush.weekdays.end(),
                        [](int day) { return day < 1 || day > 7; }))
            return RuleFault{at("travel.rush_hours", i) + ".weekdays", "1 (Monday) to 7 (Sunday)"};
    }
    return std::nullopt;
}

// A unit is never taken from something more urgent than what it is taken for.
MaybeFault check_preemption(const std::vector<PreemptionRule>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (std::any_of(rows[i].from.begin(), rows[i].from.end(),
                        [&](Priority from) { return from <= rows[i].by; }))
            return RuleFault{at("preemption", i) + ".from", "priorities less urgent than `by`"};
    return std::nullopt;
}

MaybeFault check_limits(const DispatchRules& rules) {
    for (std::size_t i = 0; i < rules.coverage.size(); ++i) {
        const CoverageMinimum& minimum = rules.coverage[i];
        if (std::none_of(rules.rings.begin(), rules.rings.end(),
                         [&](const RingTier& ring) { return ring.ring == minimum.ring; }))
            return RuleFault{at("coverage", i) + ".ring", "a ring of this file"};
        if (minimum.units < 0 || minimum.share < 0 || minimum.share > 1)
            return RuleFault{at("coverage", i), "units of 0 or more and a share of 0 to 1"};
    }
    const CandidateLimits& limits = rules.candidates;
    if (limits.shown_max < 1 || limits.considered_max < limits.shown_max || limits.radius_metres_max <= 0)
        return RuleFault{".candidates", "shown_max of 1 or more, considered_max not less, and a radius"};
    const PositionAges& ages = rules.positions;
    if (ages.fresh <= Seconds{0} || ages.stale <= ages.fresh || ages.unusable <= ages.stale)
        return RuleFault{".positions", "fresh < stale < unusable"};
    return std::nullopt;
}

}  // namespace

std::optional<RuleFault> validate(const Rules& rules) {
    if (rules.crew_role.empty()) return RuleFault{".crew_role", "the role that crews have"};
    if (rules.partner_role.empty()) return RuleFault{".partner_role", "the role that partners' posts have"};
    if (rules.clock_tolerance < Seconds{0}) return RuleFault{".clock_tolerance", "0 seconds or more"};
    if (auto fault = check_words(rules.outcomes, "outcomes")) return fault;
    if (auto fault = check_words(rules.pauses, "pauses")) return fault;
    if (auto fault = check_words(rules.skills, "skills")) return fault;
    if (auto fault = check_rows(rules.acknowledge, "acknowledge")) return fault;
    if (auto fault = check_rows(rules.depart, "depart")) return fault;
    if (auto fault = check_rows(rules.acknowledge_change, "acknowledge_change")) return fault;
    if (auto fault = check_rows(rules.time_in_state, "time_in_state")) return fault;
    if (auto fault = check_rows(rules.safety_check, "safety_check")) return fault;
    if (auto fault = kernel::check_rule(rules.panic, ".panic")) return fault;
    if (auto fault = kernel::check_rule(rules.return_to_service, ".return_to_service")) return fault;
    return kernel::check_rule(rules.end_duty, ".end_duty");
}

std::optional<RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    if (kernel::find_role(levels, rules.crew_role) == nullptr)
        return RuleFault{".crew_role", "a role of posts.toml, not " + rules.crew_role};
    if (kernel::find_role(levels, rules.partner_role) == nullptr)
        return RuleFault{".partner_role", "a role of posts.toml, not " + rules.partner_role};
    if (auto fault = check_row_roles(rules.acknowledge_change, levels, "acknowledge_change")) return fault;
    if (auto fault = check_row_roles(rules.acknowledge, levels, "acknowledge")) return fault;
    if (auto fault = check_row_roles(rules.depart, levels, "depart")) return fault;
    if (auto fault = check_row_roles(rules.time_in_state, levels, "time_in_state")) return fault;
    if (auto fault = check_row_roles(rules.safety_check, levels, "safety_check")) return fault;
    if (auto fault = kernel::check_roles(rules.panic, levels, ".panic")) return fault;
    if (auto fault = kernel::check_roles(rules.return_to_service, levels, ".return_to_service")) return fault;
    return kernel::check_roles(rules.end_duty, levels, ".end_duty");
}

bool may_preempt(const DispatchRules& rules, Priority by, Priority from, UnitStatus status) {
    const auto has = [](const auto& list, auto value) {
        return std::find(list.begin(), list.end(), value) != list.end();
    };
    return std::any_of(rules.preemption.begin(), rules.preemption.end(), [&](const PreemptionRule& row) {
        return row.by == by && has(row.from, from) && has(row.in_status, status);
    });
}

std::optional<RuleFault> validate(const DispatchRules& rules) {
    if (auto fault = check_rings(rules.rings)) return fault;
    if (auto fault = check_travel(rules.travel)) return fault;
    if (auto fault = check_preemption(rules.preemption)) return fault;
    if (auto fault = check_words(rules.override_reasons, "override_reasons")) return fault;
    return check_limits(rules);
}

}  // namespace anlan::unit
