// Roads from an OpenStreetMap extract: .osm.pbf, .osm, .osm.gz, .osm.bz2, read with libosmium. The file is
// read twice: first its ways, to know which nodes are needed, then those nodes. Where ways meet, and at least
// every `point_metres_max`, the network gets a point.
//
// Left out: turn restrictions, lights, ferries, and what a limit says only at some hours.
#pragma once
#include "ports/road_rules.hpp"
#include "ports/roads.hpp"

namespace anlan::adapters::roads {

class OsmRoads final : public ports::Roads {
public:
    OsmRoads(std::string file, const ports::RoadRules& rules, ports::Datum datum)
        : file_(std::move(file)), rules_(rules), datum_(datum) {}

    Result<ports::RoadNetwork, ports::RoadsFault> read() noexcept override;

private:
    std::string file_;
    const ports::RoadRules& rules_;
    ports::Datum datum_;
};

}  // namespace anlan::adapters::roads
