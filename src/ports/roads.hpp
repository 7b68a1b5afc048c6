// The roads of a city, from whoever has them: points, and stretches between two points that can be driven in
// that direction. Read once at start, as a whole or not at all.
#pragma once
#include "base/result.hpp"
#include "terms/geo_point.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace anlan::ports {

// In which datum a source gives its points; what Anlan keeps is WGS-84.
BOOST_DEFINE_ENUM_CLASS(Datum, wgs84, gcj02)

struct RoadStretch {
    std::uint32_t from = 0;  // index of a point
    std::uint32_t to = 0;
    std::uint32_t milliseconds = 0;  // of a patrol car on a free road
};

struct RoadNetwork {
    std::vector<GeoPoint> points;
    std::vector<RoadStretch> stretches;
    Datum datum = Datum::wgs84;
};

inline constexpr std::size_t road_points_max = 20'000'000;  // a large province; 1 GB as a graph

// "roads.osm.gz: line 12, column 5: expected ..."
struct RoadsFault {
    std::string file;
    std::string place;  // empty: the file as a whole
    std::string expected;
};

class Roads {
public:
    virtual ~Roads() = default;
    virtual Result<RoadNetwork, RoadsFault> read() noexcept = 0;
};

}  // namespace anlan::ports
