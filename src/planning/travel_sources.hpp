// Where a recommendation's travel times come from: the calibrated distance, or a road graph where one is
// loaded.
#pragma once
#include "planning/recommendation.hpp"
#include "planning/road_graph.hpp"

#include <memory>

namespace anlan::planning {

TravelToPoint travel_by_distance(const TravelTimes& times, int civil_hour);

// One search backwards from the incident. The graph's times are those of a patrol car; other kinds take the
// same share more or less as in the travel model. A drone flies, and a unit too far for the search is
// estimated by distance.
TravelToPoint travel_by_roads(std::shared_ptr<const RoadGraph> graph, RoadClosures closures,
                              const TravelTimes& times, int civil_hour, Seconds search_limit = Seconds{1800});

}  // namespace anlan::planning
