// Asks, before each dispatch of a replay, whom Anlan would have proposed, and compares with who was sent. The
// proposal is planning's, as a dispatcher gets it; how long each unit is expected to take comes from what the
// log has taught so far (practice.hpp), because a log has no positions between calls. The baseline is
// planning's own: the nearest free unit by straight line from where it was last seen.
#pragma once
#include "planning/recommendation.hpp"
#include "sim/replay/practice.hpp"
#include "sim/replay/report.hpp"

#include <string>

namespace anlan::sim {

class ProposalCheck {
public:
    explicit ProposalCheck(const Mapping& mapping) : mapping_(mapping) {}

    void call_received(const LoggedCall& call);
    // To be called before the unit is assigned: everything asked is asked of the past.
    void dispatched(const LoggedCall& call, const LoggedResponse& response, Instant at);
    void went_to_hospital(const LoggedResponse& response) { practice_.went_to_hospital(response.unit); }
    void cleared(const LoggedResponse& response, Instant at) { practice_.cleared(response.unit, at); }

    const RecommendationFigures& figures() const { return figures_; }

private:
    bool planned(const LoggedCall& call, const LoggedResponse& response) const;
    void compare(const Ask& ask, const LoggedResponse& response);
    std::string home_station(const std::string& unit) const;

    const Mapping& mapping_;
    DispatchPractice practice_;
    planning::TravelTimes times_{planning::usual_travel_model()};
    planning::CoverageBoard no_rings_{{}, times_, 12};  // a log does not say which rings are promised
    RecommendationFigures figures_;
};

}  // namespace anlan::sim
