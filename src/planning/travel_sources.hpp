// Where a recommendation's travel times come from: the calibrated distance, or a road graph where one is
// loaded.
#pragma once
#include "planning/recommendation.hpp"
#include "planning/road_graph.hpp"

#include <memory>
#include <unordered_map>

namespace anlan::planning {

TravelToPoint travel_by_distance(const TravelTimes& times, int civil_hour);

// How far a search over roads goes.
struct RoadTravelLimits {
    Metres snap{500};                // farther from the network a point is not on it
    std::size_t nodes_max = 40'000;  // settled by one search
    std::size_t wanted_max = 200;    // units that could go, found by one search
    std::vector<UnitKind>
        kinds;  // that drive: the others walk or fly, and no graph of carriageways binds them
};

// Travel over a road graph, for one question at a time. Remembers between questions where each unit stands on
// the graph, so that only those that moved are looked for again.
//
// The graph's times are those of a patrol car on free roads; kind and hour slow them as they do in the travel
// model. Both ends must lie on the network, else the calibrated distance stands. One search, backwards from
// the incident, ends when enough units that could go are found or its limits are reached. A unit on the
// network that it did not reach is estimated by distance, but never as nearer than the search had got: a
// closed bridge is not flown over.
class RoadTravel {
public:
    RoadTravel(std::shared_ptr<const RoadGraph> graph, RoadTravelLimits limits);

    const RoadGraph& graph() const { return *graph_; }

    struct Question {
        const TravelTimes& times;
        int civil_hour = 0;
        Seconds travel_max{};
        const RoadClosures& closures;
        std::function<bool(const Candidate&)> could_go;  // who counts towards `wanted_max`
    };
    // Refers to this and to what the question names.
    TravelToPoint travel(Question question);

private:
    struct Standing {
        GeoPoint point;
        std::optional<RoadGraph::Snapped> on;
    };
    bool drives(UnitKind kind) const;
    const Standing& standing(const Candidate& candidate);
    void ask(const Question& question, GeoPoint to, std::span<const Candidate> candidates,
             std::vector<TravelEstimate>& estimates);

    std::shared_ptr<const RoadGraph> graph_;
    RoadTravelLimits limits_;
    RoadSearch search_;
    std::unordered_map<std::string, Standing> standing_;  // by unit
    std::vector<const Standing*> found_;                  // of the candidates of the question being asked
    std::vector<RoadNode> wanted_;
};

}  // namespace anlan::planning
