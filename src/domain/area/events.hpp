// What happens to an area of the organisation: city, district, station or beat.
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

namespace anlan::area {

BOOST_DEFINE_ENUM_CLASS(AreaLevel, city, district, station, beat)

// Points one after another, WGS-84; the last need not repeat the first. A point is inside an outline if it is
// inside an odd number of its rings, so that holes and separate parts need no further words.
using Ring = std::vector<GeoPoint>;

// What other modules may know of an area while they decide (kernel/now.hpp).
struct Brief {
    AreaLevel level{};
    Jurisdiction where;
    std::string area_name = {};
};

struct AreaRegistered {
    static constexpr std::string_view wire = "area.registered.v1";
    AreaLevel level{};
    std::string area_name;
    std::string code;    // of GB/T 2260 or the city's own
    Jurisdiction where;  // the area itself as the last part, those it lies in before it
    std::optional<GeoPoint> centre;
    std::vector<Ring> outline;
    bool generated = false;  // made for the demo city; exists nowhere
    std::string source;
    Instant registered_at{};
};
BOOST_DESCRIBE_STRUCT(AreaRegistered, (),
                      (level, area_name, code, where, centre, outline, generated, source, registered_at))

struct AreaCorrected {
    static constexpr std::string_view wire = "area.corrected.v1";
    std::optional<std::string> area_name;
    std::optional<GeoPoint> centre;
    std::optional<std::vector<Ring>> outline;
    std::string reason;
    Instant corrected_at{};
};
BOOST_DESCRIBE_STRUCT(AreaCorrected, (), (area_name, centre, outline, reason, corrected_at))

using Event = std::variant<AreaRegistered, AreaCorrected>;

}  // namespace anlan::area
