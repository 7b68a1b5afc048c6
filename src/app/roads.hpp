// --roads: which adapter reads which file.
#pragma once
#include "ports/road_rules.hpp"
#include "ports/roads.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace anlan::app {

struct RoadsChosen {
    std::filesystem::path file;  // empty: no roads
    ports::Datum datum = ports::Datum::wgs84;
};

void add_roads(CLI::App& command, RoadsChosen& chosen);

// An OpenStreetMap extract by its suffix, or a TOML file that describes tables beside it. The text is for the
// person who started us.
Result<ports::RoadNetwork, std::string> read_roads(const RoadsChosen& chosen, const ports::RoadRules& rules);

}  // namespace anlan::app
