// A point on the earth in WGS-84 degrees, the only datum that is stored. Other datums (GCJ-02, BD-09) are
// converted at the edge.
#pragma once
#include "base/strong.hpp"

#include <boost/describe.hpp>

namespace anlan {

using Metres = Strong<struct MetresTag, double>;

struct GeoPoint {
    double latitude = 0;   // -90 to 90
    double longitude = 0;  // -180 to 180

    friend bool operator==(const GeoPoint&, const GeoPoint&) = default;
};
BOOST_DESCRIBE_STRUCT(GeoPoint, (), (latitude, longitude))

// Great-circle distance on a sphere of 6,371,008.8 m (IUGG mean radius); error against WGS-84 under 0.6 %.
Metres distance(GeoPoint a, GeoPoint b);

// Whether both figures are finite and in range.
bool is_valid(GeoPoint point);

}  // namespace anlan
