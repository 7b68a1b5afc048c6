// What happens to a place: a building, a compound, a crossing, a shop. An entry of the register of places,
// which addresses and place names are resolved against. Nothing here tells who lives there, and nothing ever
// will.
#pragma once
#include "base/instant.hpp"
#include "terms/geo_point.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::place {

// What other modules may know of a place while they decide (kernel/now.hpp).
struct Brief {
    std::string place_name;
    std::string kind;
    Jurisdiction where;
    bool retired = false;
};

struct PlaceRegistered {
    static constexpr std::string_view wire = "place.registered.v1";
    std::string place_name;
    std::vector<std::string> aliases;
    std::string kind;     // a code of places.toml
    std::string address;  // as people write it, in full
    std::string road;
    std::string house_number;
    Jurisdiction where;
    std::optional<GeoPoint> point;
    bool generated = false;  // made for the demo city; exists nowhere
    std::string source;
    Instant registered_at{};
};
BOOST_DESCRIBE_STRUCT(PlaceRegistered, (),
                      (place_name, aliases, kind, address, road, house_number, where, point, generated,
                       source, registered_at))

struct PlaceAliasAdded {
    static constexpr std::string_view wire = "place.alias_added.v1";
    std::string alias;
    Instant added_at{};
};
BOOST_DESCRIBE_STRUCT(PlaceAliasAdded, (), (alias, added_at))

// Only what changed is stated.
struct PlaceCorrected {
    static constexpr std::string_view wire = "place.corrected.v1";
    std::optional<std::string> place_name;
    std::optional<std::vector<std::string>> aliases;
    std::optional<std::string> kind;
    std::optional<std::string> address;
    std::optional<std::string> road;
    std::optional<std::string> house_number;
    std::optional<Jurisdiction> where;
    std::optional<GeoPoint> point;
    std::string reason;
    Instant corrected_at{};
};
BOOST_DESCRIBE_STRUCT(PlaceCorrected, (),
                      (place_name, aliases, kind, address, road, house_number, where, point, reason,
                       corrected_at))

struct PlaceRetired {
    static constexpr std::string_view wire = "place.retired.v1";
    std::string reason;
    std::optional<PlaceId> replaced_by;
    Instant retired_at{};
};
BOOST_DESCRIBE_STRUCT(PlaceRetired, (), (reason, replaced_by, retired_at))

using Event = std::variant<PlaceRegistered, PlaceAliasAdded, PlaceCorrected, PlaceRetired>;

}  // namespace anlan::place
