#include "terms/geo_point.hpp"

#include <cmath>
#include <numbers>

namespace anlan {

Metres distance(GeoPoint a, GeoPoint b) {
    constexpr double radius = 6'371'008.8;
    constexpr double to_radians = std::numbers::pi / 180;
    const double half_latitude = (b.latitude - a.latitude) * to_radians / 2;
    const double half_longitude = (b.longitude - a.longitude) * to_radians / 2;
    const double sin_latitude = std::sin(half_latitude);
    const double sin_longitude = std::sin(half_longitude);
    const double chord = sin_latitude * sin_latitude + std::cos(a.latitude * to_radians) *
                                                           std::cos(b.latitude * to_radians) * sin_longitude *
                                                           sin_longitude;
    return Metres{2 * radius * std::asin(std::sqrt(std::fmin(1.0, chord)))};
}

bool is_valid(GeoPoint point) {
    return std::isfinite(point.latitude) && std::isfinite(point.longitude) &&
           std::abs(point.latitude) <= 90 && std::abs(point.longitude) <= 180;
}

}  // namespace anlan
