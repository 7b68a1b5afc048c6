#include "planning/recommendation_cost.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {
namespace {

bool is_on_the_way(UnitStatus status) {
    return status == UnitStatus::assigned || status == UnitStatus::acknowledged ||
           status == UnitStatus::en_route;
}

bool may_preempt(const RecommendationRequest& request, const Candidate& candidate) {
    return request.rules.preemption_allowed && is_on_the_way(candidate.status) &&
           candidate.assigned_priority && *candidate.assigned_priority > request.priority;
}

const std::string* missing_skill(const Requirement& requirement, const Candidate& candidate) {
    for (const std::string& skill : requirement.skills)
        if (std::find(candidate.skills.begin(), candidate.skills.end(), skill) == candidate.skills.end())
            return &skill;
    return nullptr;
}

bool is_wrong_kind(const Requirement& requirement, UnitKind kind) {
    const auto& kinds = requirement.kinds;
    return !kinds.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end();
}

double seconds_of(Seconds seconds) { return static_cast<double>(seconds.count()); }

}  // namespace

std::optional<Exclusion> exclusion(const RecommendationRequest& request, const Requirement& requirement,
                                   const Candidate& candidate, double travel) {
    using enum PassedOverCode;
    if (candidate.status == UnitStatus::off_duty) return Exclusion{off_duty, 0, {}};
    if (candidate.status == UnitStatus::out_of_service) return Exclusion{out_of_service, 0, {}};
    if (is_wrong_kind(requirement, candidate.kind)) return Exclusion{wrong_kind, 0, {}};
    if (const std::string* skill = missing_skill(requirement, candidate))
        return Exclusion{lacks_skill, 0, *skill};
    if (candidate.partnership == Partnership::limited_partner && !requirement.partners_admitted)
        return Exclusion{limited_partner, 0, {}};
    if (candidate.status != UnitStatus::available && !may_preempt(request, candidate))
        return Exclusion{busy, candidate.assigned_priority ? figure_of(*candidate.assigned_priority) : 0, {}};
    if (!std::isfinite(travel)) return Exclusion{position_unknown, 0, {}};
    if (travel > seconds_of(request.rules.travel_max)) return Exclusion{too_far, travel, {}};
    return std::nullopt;
}

CostParts own_cost(const RecommendationRules& rules, const Candidate& candidate, double travel,
                   Seconds turnout) {
    CostParts cost;
    cost.travel = travel;
    cost.turnout = candidate.moving ? 0 : seconds_of(turnout);
    const double doubted = seconds_of(candidate.position_age - rules.stale_after) * rules.stale_share;
    cost.stale_position = std::clamp(doubted, 0.0, seconds_of(rules.stale_cost_max));
    cost.load = seconds_of(rules.cost_per_job) * candidate.jobs_in_shift;
    if (candidate.status != UnitStatus::available) cost.preemption = seconds_of(rules.preemption_cost);
    if (candidate.partnership != Partnership::own) cost.partner = seconds_of(rules.partner_cost);
    cost.total =
        cost.travel + cost.turnout + cost.stale_position + cost.load + cost.preemption + cost.partner;
    return cost;
}

double weight_of(const RecommendationRules& rules, double coverage_seconds) {
    return rules.seconds_per_weight > 0 ? coverage_seconds / rules.seconds_per_weight : 0;
}

Exclusion dearest_part(const RecommendationRules& rules, const Candidate& candidate, const CostParts& cost,
                       const CostParts& chosen) {
    struct Part {
        PassedOverCode code;
        double dearer_by;
        double figure;
    };
    const double priority = candidate.assigned_priority ? figure_of(*candidate.assigned_priority) : 0;
    const Part parts[] = {
        {PassedOverCode::kept_for_coverage, cost.coverage - chosen.coverage, weight_of(rules, cost.coverage)},
        {PassedOverCode::would_preempt, cost.preemption - chosen.preemption, priority},
        {PassedOverCode::partner, cost.partner - chosen.partner, 0},
        {PassedOverCode::position_stale, cost.stale_position - chosen.stale_position,
         seconds_of(candidate.position_age)},
        {PassedOverCode::higher_load, cost.load - chosen.load, static_cast<double>(candidate.jobs_in_shift)},
        {PassedOverCode::longer_turnout, cost.turnout - chosen.turnout, cost.turnout},
    };
    const Part* worst =
        std::max_element(std::begin(parts), std::end(parts),
                         [](const Part& a, const Part& b) { return a.dearer_by < b.dearer_by; });
    return {worst->code, worst->figure, {}};
}

std::vector<Reserve> reserves_among(std::span<const Candidate> candidates) {
    std::vector<Reserve> out;
    for (const Candidate& candidate : candidates) {
        if (!candidate.point || candidate.partnership == Partnership::limited_partner) continue;
        if (candidate.status == UnitStatus::off_duty || candidate.status == UnitStatus::out_of_service)
            continue;
        const bool is_free = candidate.status == UnitStatus::available;
        if (!is_free && !candidate.free_in) continue;
        out.push_back(
            {candidate.unit_id, candidate.kind, *candidate.point, is_free ? Seconds{0} : *candidate.free_in});
    }
    return out;
}

}  // namespace anlan::planning
