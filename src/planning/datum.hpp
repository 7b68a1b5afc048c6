// Between WGS-84, the only datum we store, and GCJ-02, in which map vendors and phones in China give points.
// GCJ-02 shifts a point by some hundred metres, along a published sum of sines; there is no closed inverse,
// so the way back repeats the forward shift until it stands still (error under a millimetre; the test allows
// 0.1 m). Outside of the rectangle around China both are the same.
#pragma once
#include "terms/geo_point.hpp"

namespace anlan::planning {

GeoPoint gcj02_from_wgs84(GeoPoint wgs84);
GeoPoint wgs84_from_gcj02(GeoPoint gcj02);

}  // namespace anlan::planning
