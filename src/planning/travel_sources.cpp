#include "planning/travel_sources.hpp"

#include <limits>

namespace anlan::planning {
namespace {

constexpr double unknown = std::numeric_limits<double>::infinity();

// What the search needs of each candidate that stands on the road graph.
struct OnRoad {
    std::vector<std::size_t> candidates;
    std::vector<RoadNode> nodes;
    std::vector<double> off_road;  // seconds
};

OnRoad snapped(const RoadGraph& graph, std::span<const Candidate> candidates, const TravelTimes& times,
               int hour) {
    OnRoad out;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& candidate = candidates[i];
        if (!candidate.point || candidate.kind == UnitKind::drone) continue;
        const auto snap = graph.snap(*candidate.point);
        if (!snap) continue;
        out.candidates.push_back(i);
        out.nodes.push_back(snap->node);
        out.off_road.push_back(times.seconds(candidate.kind, snap->off_road, hour));
    }
    return out;
}

}  // namespace

TravelToPoint travel_by_distance(const TravelTimes& times, int civil_hour) {
    return [times, civil_hour](GeoPoint to, std::span<const Candidate> candidates,
                               std::vector<double>& seconds) {
        const GeoVector target = to_vector(to);
        seconds.assign(candidates.size(), unknown);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!candidates[i].point) continue;
            const Metres straight =
                arc_of_chord_squared(chord_squared(to_vector(*candidates[i].point), target));
            seconds[i] = times.seconds(candidates[i].kind, straight, civil_hour);
        }
    };
}

TravelToPoint travel_by_roads(std::shared_ptr<const RoadGraph> graph, RoadClosures closures,
                              const TravelTimes& times, int civil_hour, Seconds search_limit) {
    const TravelToPoint by_distance = travel_by_distance(times, civil_hour);
    return [=, closures = std::move(closures)](GeoPoint to, std::span<const Candidate> candidates,
                                               std::vector<double>& seconds) {
        by_distance(to, candidates, seconds);
        const auto goal = graph->snap(to);
        if (!goal) return;
        const OnRoad on_road = snapped(*graph, candidates, times, civil_hour);
        RoadSearch search(*graph);
        std::vector<RoadMillis> found;
        const auto limit = static_cast<RoadMillis>(Millis{search_limit}.count());
        search.times_to(goal->node, on_road.nodes, limit, closures, found);
        for (std::size_t n = 0; n < found.size(); ++n) {
            if (found[n] == unreachable) continue;
            const std::size_t i = on_road.candidates[n];
            const UnitKind kind = candidates[i].kind;
            const double share = times.pace(kind, civil_hour) / times.pace(UnitKind::patrol_car, civil_hour);
            seconds[i] = found[n] / 1000.0 * share + on_road.off_road[n] +
                         times.seconds(kind, goal->off_road, civil_hour);
        }
    };
}

}  // namespace anlan::planning
