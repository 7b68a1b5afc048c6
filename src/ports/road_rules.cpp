#include "ports/road_rules.hpp"

namespace anlan::ports {
namespace {

constexpr double kmh_max = 200;
constexpr double snap_max = 5'000;
constexpr double point_max = 1'000;
constexpr int nodes_max = 10'000'000;

bool within(double value, double low, double high) { return value >= low && value <= high; }

std::optional<RoadRulesFault> check_speeds(const RoadRules& rules) {
    const std::string expected = "a word and a speed between 1 and 200 km/h";
    for (std::size_t i = 0; i < rules.classes.size(); ++i)
        if (rules.classes[i].highway.empty() || !within(rules.classes[i].kmh, 1, kmh_max))
            return RoadRulesFault{".classes[" + std::to_string(i) + "]", expected};
    for (std::size_t i = 0; i < rules.speed_words.size(); ++i)
        if (rules.speed_words[i].word.empty() || !within(rules.speed_words[i].kmh, 1, kmh_max))
            return RoadRulesFault{".speed_words[" + std::to_string(i) + "]", expected};
    return std::nullopt;
}

}  // namespace

std::optional<RoadRulesFault> check_road_rules(const RoadRules& rules) {
    if (!within(rules.snap_metres_max, 1, snap_max))
        return RoadRulesFault{".snap_metres_max", "metres between 1 and 5000"};
    if (!within(rules.point_metres_max, 10, point_max))
        return RoadRulesFault{".point_metres_max", "metres between 10 and 1000"};
    if (rules.search_nodes_max < 1 || rules.search_nodes_max > nodes_max)
        return RoadRulesFault{".search_nodes_max", "a count between 1 and 10000000"};
    if (!within(rules.limit_share, 0.1, 2))
        return RoadRulesFault{".limit_share", "a share between 0.1 and 2"};
    if (rules.classes.empty()) return RoadRulesFault{".classes", "at least one class of road"};
    return check_speeds(rules);
}

}  // namespace anlan::ports
