// roads.toml: a city's policy for driving. Which ways of a map count as roads, how fast a patrol car drives
// them, whom a sign keeps out, and how far a search over them goes.
#pragma once
#include "kernel/malformed.hpp"
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::ports {

struct RoadClass {
    std::string highway;  // the map's word: "residential"
    double kmh = 0;       // driven where no limit is stated
};
BOOST_DESCRIBE_STRUCT(RoadClass, (), (highway, kmh))

// What a stated limit means that is no figure: "walk", "CH:urban".
struct SpeedWord {
    std::string word;
    double kmh = 0;
};
BOOST_DESCRIBE_STRUCT(SpeedWord, (), (word, kmh))

struct RoadRules {
    double snap_metres_max = 0;   // farther from the network a point is not on it
    double point_metres_max = 0;  // between two points of the network at which one can get on it
    int search_nodes_max = 0;     // looked at by one search
    std::vector<UnitKind> kinds;  // that drive; the others are estimated by distance
    double limit_share = 0;       // of a stated limit that is really driven
    std::vector<RoadClass> classes;
    std::vector<SpeedWord> speed_words;
    std::vector<std::string> one_way_classes;    // one way although nothing says so
    std::vector<std::string> one_way_junctions;  // the same, of `junction`
    std::vector<std::string> access_keys;        // the first that is there decides
    std::vector<std::string> access_refused;     // values that keep us out
    std::vector<std::string> barriers_refused;   // that let nobody drive through
};
BOOST_DESCRIBE_STRUCT(RoadRules, (),
                      (snap_metres_max, point_metres_max, search_nodes_max, kinds, limit_share, classes,
                       speed_words, one_way_classes, one_way_junctions, access_keys, access_refused,
                       barriers_refused))

using RoadRulesFault = kernel::Malformed;
std::optional<RoadRulesFault> check_road_rules(const RoadRules& rules);

}  // namespace anlan::ports
