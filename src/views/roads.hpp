// The road graph that advice reckons with, made of a network that some adapter read.
#pragma once
#include "planning/travel_sources.hpp"
#include "ports/road_rules.hpp"
#include "ports/roads.hpp"

namespace anlan::views {

struct LoadedRoads {
    std::string source;  // the file's name
    ports::Datum datum{};
    std::size_t points = 0;
    std::size_t stretches = 0;
};
BOOST_DESCRIBE_STRUCT(LoadedRoads, (), (source, datum, points, stretches))

struct Roads {
    LoadedRoads loaded;
    planning::RoadTravel travel;
    planning::RoadClosures closures;
};

// `considered_max`: after how many units that could go a search has found enough.
std::unique_ptr<Roads> make_roads(std::string source, ports::RoadNetwork network,
                                  const ports::RoadRules& rules, int considered_max);

}  // namespace anlan::views
