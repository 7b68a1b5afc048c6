// Roads from two tables of figures, one of points and one of stretches between them, as route planners and
// simulators keep them. A TOML file beside the tables says which column holds what (mappings/roads-jemss.toml
// is one). Rows before the one that names all the columns are passed over; empty rows too.
#pragma once
#include "ports/roads.hpp"

#include <iosfwd>
#include <optional>

namespace anlan::adapters::roads {

BOOST_DEFINE_ENUM_CLASS(TimeUnit, seconds, minutes, hours, days)
BOOST_DEFINE_ENUM_CLASS(Ways, one_way, both_ways)  // what a row of the second table speaks of

struct PointTable {
    std::string file;  // beside the TOML file
    std::string index;
    std::string latitude;
    std::string longitude;
};
BOOST_DESCRIBE_STRUCT(PointTable, (), (file, index, latitude, longitude))

struct StretchTable {
    std::string file;
    std::string from;
    std::string to;
    std::string time;
    TimeUnit time_unit{};
    Ways ways{};
};
BOOST_DESCRIBE_STRUCT(StretchTable, (), (file, from, to, time, time_unit, ways))

struct RoadTables {
    std::string source;  // where the tables come from, for people
    ports::Datum datum{};
    PointTable points;
    StretchTable stretches;
};
BOOST_DESCRIBE_STRUCT(RoadTables, (), (source, datum, points, stretches))

// The two tables as they stand in `folder`, which is for the words of a fault.
Result<ports::RoadNetwork, ports::RoadsFault> read_road_tables(const std::string& folder,
                                                               const RoadTables& tables, std::istream& points,
                                                               std::istream& stretches);

class CsvRoads final : public ports::Roads {
public:
    CsvRoads(std::string folder, RoadTables tables)
        : folder_(std::move(folder)), tables_(std::move(tables)) {}

    Result<ports::RoadNetwork, ports::RoadsFault> read() noexcept override;

private:
    std::string folder_;
    RoadTables tables_;
};

}  // namespace anlan::adapters::roads
