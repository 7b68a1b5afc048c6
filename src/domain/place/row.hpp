// What lists and maps show of a place.
#pragma once
#include "domain/place/place.hpp"

#include <map>

namespace anlan::place {

struct PlaceRow {
    std::string place_id;
    std::string place_name;
    std::vector<std::string> aliases;
    std::string kind;
    std::string address;
    std::string road;
    std::string house_number;
    Jurisdiction where;
    std::optional<GeoPoint> point;
    bool generated = false;
    std::string source;
    bool retired = false;
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (),
                      (place_id, place_name, aliases, kind, address, road, house_number, where, point,
                       generated, source, retired))

std::optional<PlaceRow> row_of(std::string_view stream, const Place::State& state);
std::map<std::string, std::string> facets_of(const Place::State& state);

}  // namespace anlan::place
