// Who should go, why each, why not the nearer one, what is still missing, and what it costs the rings.
//
// Everything that speaks for or against a unit is a number of seconds, so that it can be added up and read
// out: travel, turnout, doubt about an old position, load of the shift, taking it from another incident, and
// the weight of the rings it would leave uncovered. Hard conditions (off duty, lacks a skill) exclude.
// Requirements are served the scarcest first, each taking the cheapest unit until its count is reached; the
// coverage cost of a unit is marginal to what was taken before. Equal costs are decided by travel, then by
// unit id: same input, same answer.
//
// This advises; a person decides, and may send anyone.
#pragma once
#include "planning/coverage.hpp"
#include "terms/incident_terms.hpp"

#include <functional>
#include <limits>

namespace anlan::planning {

// Whose unit it is. A limited partner (guards, volunteers) goes only where a requirement admits partners.
BOOST_DEFINE_ENUM_CLASS(Partnership, own, partner, limited_partner)

struct Candidate {
    UnitId unit_id;
    std::string call_sign;
    UnitKind kind = UnitKind::patrol_car;
    std::vector<std::string> skills;
    UnitStatus status = UnitStatus::available;
    std::optional<GeoPoint> point;
    Seconds position_age{};
    bool moving = false;                        // no turnout
    std::optional<Priority> assigned_priority;  // of the incident it is on
    std::optional<Seconds> free_in;             // expected, where it is busy
    int jobs_in_shift = 0;
    Partnership partnership = Partnership::own;
};

struct Requirement {
    std::string name;                 // "first car", shown back
    std::vector<UnitKind> kinds;      // any of them; empty: any kind
    std::vector<std::string> skills;  // all of them
    int count = 1;
    bool partners_admitted = false;

    friend bool operator==(const Requirement&, const Requirement&) = default;
};
BOOST_DESCRIBE_STRUCT(Requirement, (), (name, kinds, skills, count, partners_admitted))

// Held by the rulebook.
struct RecommendationRules {
    bool preemption_allowed = false;
    Seconds preemption_cost{300};
    Seconds partner_cost{120};
    Seconds cost_per_job{15};  // jobs already done in this shift
    Seconds stale_after{120};  // a position older than this is doubted
    double stale_share = 0.5;  // of the age beyond that counts as travel
    Seconds stale_cost_max{300};
    double seconds_per_weight = 20;  // of ring points left uncovered
    Seconds travel_max{5400};        // farther units are not proposed
    int alternatives_max = 3;
    int passed_over_max = 5;

    friend bool operator==(const RecommendationRules&, const RecommendationRules&) = default;
};
BOOST_DESCRIBE_STRUCT(RecommendationRules, (),
                      (preemption_allowed, preemption_cost, partner_cost, cost_per_job, stale_after,
                       stale_share, stale_cost_max, seconds_per_weight, travel_max, alternatives_max,
                       passed_over_max))

struct RecommendationRequest {
    GeoPoint point;
    Priority priority = Priority::p3;
    std::vector<Requirement> requirements;
    RecommendationRules rules;
};

// What each unit costs, in seconds; `total` is the order.
struct CostParts {
    double travel = 0;
    double turnout = 0;
    double stale_position = 0;
    double load = 0;
    double preemption = 0;
    double partner = 0;
    double coverage = 0;
    double total = 0;

    friend bool operator==(const CostParts&, const CostParts&) = default;
};
BOOST_DESCRIBE_STRUCT(CostParts, (),
                      (travel, turnout, stale_position, load, preemption, partner, coverage, total))

BOOST_DEFINE_ENUM_CLASS(ReasonCode, nearest_capable, kind_matches, skill_matches, already_moving,
                        keeps_rings_covered, uncovers_rings, stale_position, preempts, partner, fewest_jobs)

// `figure`: rank, number of skills, seconds, weight, priority (1 to 4) or jobs, as the code says.
struct Reason {
    ReasonCode code = ReasonCode::nearest_capable;
    double figure = 0;

    friend bool operator==(const Reason&, const Reason&) = default;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (code, figure))

BOOST_DEFINE_ENUM_CLASS(PassedOverCode, off_duty, out_of_service, busy, wrong_kind, lacks_skill,
                        limited_partner, position_unknown, too_far, sent_for_other_requirement,
                        kept_for_coverage, higher_load, position_stale, longer_turnout, would_preempt,
                        partner)

// What a travel time rests on: a search over the road graph, or the calibrated straight line.
BOOST_DEFINE_ENUM_CLASS(TravelBasis, distance, road)

// A nearer unit that is not proposed. `figure`: priority it is busy on, weight it keeps covered, seconds or
// jobs; `missing`: the skill it lacks.
struct PassedOver {
    UnitId unit_id;
    std::string call_sign;
    Seconds travel{};
    TravelBasis travel_by = TravelBasis::distance;
    PassedOverCode code = PassedOverCode::busy;
    double figure = 0;
    std::string missing;

    friend bool operator==(const PassedOver&, const PassedOver&) = default;
};
BOOST_DESCRIBE_STRUCT(PassedOver, (), (unit_id, call_sign, travel, travel_by, code, figure, missing))

struct Proposal {
    UnitId unit_id;
    std::string call_sign;
    int rank = 0;      // 1 is first among the requirement's proposals, alternatives included
    Seconds travel{};  // moving time
    TravelBasis travel_by = TravelBasis::distance;
    Seconds arrives_in{};  // with turnout
    CostParts cost;
    std::vector<Reason> reasons;
    std::vector<PassedOver> why_not_nearer;  // nearest first

    friend bool operator==(const Proposal&, const Proposal&) = default;
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (unit_id, call_sign, rank, travel, travel_by, arrives_in, cost, reasons,
                       why_not_nearer))

struct RequirementAnswer {
    std::string name;
    std::vector<Proposal> chosen;
    std::vector<Proposal> alternatives;
    int shortfall = 0;
    int capable = 0;  // units that could go at all

    friend bool operator==(const RequirementAnswer&, const RequirementAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(RequirementAnswer, (), (name, chosen, alternatives, shortfall, capable))

struct Recommendation {
    std::vector<RequirementAnswer> answers;  // as the requirements were given
    CoveragePrice price;                     // of sending everyone chosen

    friend bool operator==(const Recommendation&, const Recommendation&) = default;
};
BOOST_DESCRIBE_STRUCT(Recommendation, (), (answers, price))

struct TravelEstimate {
    double seconds = std::numeric_limits<double>::infinity();  // moving; infinite: no position, or no way
    TravelBasis by = TravelBasis::distance;
};

// One estimate for each candidate.
using TravelToPoint = std::function<void(GeoPoint to, std::span<const Candidate> candidates,
                                         std::vector<TravelEstimate>& estimates)>;

Recommendation recommend(const RecommendationRequest& request, std::span<const Candidate> candidates,
                         const TravelToPoint& travel, const CoverageBoard& board);

// Whether the unit could serve any of the requirements, wherever it is.
bool could_go(const RecommendationRequest& request, const Candidate& candidate);

// The nearest capable free units and nothing else: what a recommendation is measured against.
std::vector<std::vector<UnitId>> nearest_first(const RecommendationRequest& request,
                                               std::span<const Candidate> candidates,
                                               const TravelToPoint& travel);

}  // namespace anlan::planning
