// What excludes a unit from a requirement, and what it costs apart from the rings. Used by recommendation.cpp
// only.
#pragma once
#include "planning/recommendation.hpp"

namespace anlan::planning {

struct Exclusion {
    PassedOverCode code = PassedOverCode::busy;
    double figure = 0;
    std::string missing;
};

// Why the unit cannot go at all; none: it can.
std::optional<Exclusion> exclusion(const RecommendationRequest& request, const Requirement& requirement,
                                   const Candidate& candidate, double travel);

// Everything but coverage, which depends on who else goes.
CostParts own_cost(const RecommendationRules& rules, const Candidate& candidate, double travel,
                   Seconds turnout);

// The part of the cost that speaks most against `candidate` beside a unit of cost `chosen`.
Exclusion dearest_part(const RecommendationRules& rules, const Candidate& candidate, const CostParts& cost,
                       const CostParts& chosen);

// Whoever could fill a gap: the free ones where they are, the busy ones when they are expected back.
std::vector<Reserve> reserves_among(std::span<const Candidate> candidates);

inline double figure_of(Priority priority) { return static_cast<double>(priority) + 1; }

// The weight of rings behind a coverage cost.
double weight_of(const RecommendationRules& rules, double coverage_seconds);

}  // namespace anlan::planning
