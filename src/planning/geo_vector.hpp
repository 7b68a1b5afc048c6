// A point as a vector from the earth's centre, in metres. The straight chord between two such vectors grows
// with the great-circle distance, so comparing chords orders points exactly as distance() does, with three
// subtractions and no trigonometry: what every search over thousands of moving units is made of.
#pragma once
#include "terms/geo_point.hpp"

#include <cmath>
#include <numbers>

namespace anlan::planning {

inline constexpr double earth_radius = 6'371'008.8;  // the sphere of terms/geo_point.cpp
inline constexpr double radians_per_degree = std::numbers::pi / 180;

struct GeoVector {
    double x = 0;
    double y = 0;
    double z = 0;
};

inline GeoVector to_vector(GeoPoint point) {
    const double latitude = point.latitude * radians_per_degree;
    const double longitude = point.longitude * radians_per_degree;
    const double around = earth_radius * std::cos(latitude);
    return {around * std::cos(longitude), around * std::sin(longitude), earth_radius * std::sin(latitude)};
}

inline double chord_squared(const GeoVector& a, const GeoVector& b) {
    const double x = a.x - b.x;
    const double y = a.y - b.y;
    const double z = a.z - b.z;
    return x * x + y * y + z * z;
}

inline Metres arc_of_chord_squared(double squared) {
    return Metres{2 * earth_radius * std::asin(std::fmin(1.0, std::sqrt(squared) / (2 * earth_radius)))};
}

inline double chord_squared_of_arc(Metres arc) {
    const double half = std::fmin(arc.value() / (2 * earth_radius), std::numbers::pi / 2);
    const double chord = 2 * earth_radius * std::sin(half);
    return chord * chord;
}

// The point reached from `from` by going `north` and `east`; meant for distances within a city.
inline GeoPoint moved(GeoPoint from, Metres north, Metres east) {
    const double around = earth_radius * std::cos(from.latitude * radians_per_degree);
    return {from.latitude + north.value() / earth_radius / radians_per_degree,
            from.longitude + east.value() / around / radians_per_degree};
}

}  // namespace anlan::planning
