#include "views/roads.hpp"

#include "planning/datum.hpp"

namespace anlan::views {

std::unique_ptr<Roads> make_roads(std::string source, ports::RoadNetwork network,
                                  const ports::RoadRules& rules, int considered_max) {
    if (network.datum == ports::Datum::gcj02)
        for (GeoPoint& point : network.points) point = planning::wgs84_from_gcj02(point);
    std::vector<planning::RoadArc> arcs;
    arcs.reserve(network.stretches.size());
    for (const auto& stretch : network.stretches)
        arcs.push_back({stretch.from, stretch.to, stretch.milliseconds});
    LoadedRoads loaded{std::move(source), network.datum, network.points.size(), arcs.size()};
    auto graph = std::make_shared<const planning::RoadGraph>(std::move(network.points), arcs);
    planning::RoadTravelLimits limits{Metres{rules.snap_metres_max},
                                      static_cast<std::size_t>(rules.search_nodes_max),
                                      static_cast<std::size_t>(considered_max), rules.kinds};
    return std::make_unique<Roads>(
        Roads{std::move(loaded), planning::RoadTravel{std::move(graph), std::move(limits)}, {}});
}

}  // namespace anlan::views
