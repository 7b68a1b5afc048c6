// What lists show of an area. The outline is large and changes rarely: it is read with the area itself.
#pragma once
#include "domain/area/area.hpp"

#include <map>

namespace anlan::area {

struct AreaRow {
    std::string area_id;
    AreaLevel level{};
    std::string area_name;
    std::string code;
    AreaId parent_id;
    Jurisdiction where;
    std::optional<GeoPoint> centre;
    bool generated = false;
    std::string source;
};
BOOST_DESCRIBE_STRUCT(AreaRow, (),
                      (area_id, level, area_name, code, parent_id, where, centre, generated, source))

std::optional<AreaRow> row_of(std::string_view stream, const Area::State& state);
std::map<std::string, std::string> facets_of(const Area::State& state);

}  // namespace anlan::area
