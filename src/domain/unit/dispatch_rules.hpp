// The rulebook's section dispatch.toml: whom a proposal may name, how fast they come, what a dispatch may
// leave uncovered, and who may be taken away from whom. decide uses the pre-emption table; the rest is for
// the rooms that only advise (planning, views), which cannot be included from here and copy these plain
// figures.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::unit {

struct CodedWord {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(CodedWord, (), (code, zh, en))

// A tier of the quick-response rings (1-3-5): who counts as able to be at a place within `within`. A unit
// fits a tier by kind or by skill, and by where it is based.
struct RingTier {
    std::string ring;  // "1", "3", "5"
    Seconds within{0};
    std::string zh;
    std::string en;
    std::vector<UnitKind> kinds;          // empty: any
    std::vector<std::string> skills;      // any of these counts too, whatever the kind
    std::vector<kernel::Level> based_at;  // of a station, of a district, of the city
};
BOOST_DESCRIBE_STRUCT(RingTier, (), (ring, within, zh, en, kinds, skills, based_at))

struct KindSpeed {
    UnitKind kind{};
    double metres_per_second = 0;  // with urgency, off the rush hours, along the way that is really driven
    Seconds turnout{0};            // from being told to moving
};
BOOST_DESCRIBE_STRUCT(KindSpeed, (), (kind, metres_per_second, turnout))

// Civil time of day; `factor` multiplies the travel time.
struct RushHour {
    int from_minute = 0;  // of the day
    int until_minute = 0;
    std::vector<int> weekdays;  // 1 Monday to 7 Sunday; empty: all
    double factor = 1;
    std::vector<UnitKind> kinds;  // empty: all
};
BOOST_DESCRIBE_STRUCT(RushHour, (), (from_minute, until_minute, weekdays, factor, kinds))

struct Travel {
    double detour_factor = 1;      // way really driven over straight line, where no road graph is loaded
    double not_urgent_factor = 1;  // on travel time, without siren
    std::vector<KindSpeed> speeds;
    std::vector<RushHour> rush_hours;
};
BOOST_DESCRIBE_STRUCT(Travel, (), (detour_factor, not_urgent_factor, speeds, rush_hours))

// Who may be taken from whom, and until when.
struct PreemptionRule {
    Priority by{};
    std::vector<Priority> from;
    std::vector<UnitStatus> in_status;
};
BOOST_DESCRIBE_STRUCT(PreemptionRule, (), (by, from, in_status))

struct CoverageMinimum {
    std::string ring;
    int units = 0;     // of this ring, free, for each station area
    double share = 0;  // of a district's demand points that must stay covered, 0 to 1
};
BOOST_DESCRIBE_STRUCT(CoverageMinimum, (), (ring, units, share))

struct CandidateLimits {
    int shown_max = 0;       // proposals a dispatcher sees
    int considered_max = 0;  // units a recommendation looks at
    double radius_metres_max = 0;
};
BOOST_DESCRIBE_STRUCT(CandidateLimits, (), (shown_max, considered_max, radius_metres_max))

// Age of a position. Older than `unusable`: the unit counts as being at its base, and that is said.
struct PositionAges {
    Seconds fresh{0};
    Seconds stale{0};
    Seconds unusable{0};
};
BOOST_DESCRIBE_STRUCT(PositionAges, (), (fresh, stale, unusable))

struct DispatchRules {
    std::vector<RingTier> rings;  // ascending
    Travel travel;
    std::vector<PreemptionRule> preemption;
    std::vector<CodedWord> override_reasons;  // offered to the person; free text is allowed beside them
    std::vector<CoverageMinimum> coverage;
    CandidateLimits candidates;
    PositionAges positions;
};
BOOST_DESCRIBE_STRUCT(DispatchRules, (),
                      (rings, travel, preemption, override_reasons, coverage, candidates, positions))

bool may_preempt(const DispatchRules& rules, Priority by, Priority from, UnitStatus status);

std::optional<kernel::RuleFault> validate(const DispatchRules& rules);

}  // namespace anlan::unit
