// What the tags of a map's way say to a driver: whether it is a road for us, in which directions, how fast.
// Knows OpenStreetMap's words; which of them count is the rulebook's (roads.toml). No library is needed to
// read a tag, so this is apart from what reads the file.
#pragma once
#include "ports/road_rules.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace anlan::adapters::roads {

// The value of a key, empty where it is absent.
using Tags = std::function<std::string_view(std::string_view key)>;

struct Driving {
    double forward_kmh = 0;  // 0: not in this direction
    double backward_kmh = 0;

    bool possible() const { return forward_kmh > 0 || backward_kmh > 0; }
};

Driving driving(const ports::RoadRules& rules, const Tags& way);

// Whether a node of a way lets nobody drive through: bollards, unless they open for us.
enum class Passage { open, barred };
Passage passage(const ports::RoadRules& rules, const Tags& node);

// "50", "30 mph", "CH:urban"; none where it cannot be read.
std::optional<double> stated_kmh(const ports::RoadRules& rules, std::string_view text);

}  // namespace anlan::adapters::roads
