#include "planning/datum.hpp"

#include <cmath>
#include <numbers>

namespace anlan::planning {
namespace {

constexpr double pi = std::numbers::pi;
// The ellipsoid the shift is defined on (Krasovsky 1940): half axis in metres, squared eccentricity.
constexpr double half_axis = 6'378'245.0;
constexpr double eccentricity_squared = 0.00669342162296594323;

bool is_shifted(GeoPoint point) {
    return point.longitude >= 72.004 && point.longitude <= 137.8347 && point.latitude >= 0.8293 &&
           point.latitude <= 55.8271;
}

// The waves that both axes share, over the longitude difference x.
double common_waves(double x) { return (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3; }

double northward(double x, double y) {
    double metres = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x));
    metres += common_waves(x);
    metres += (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3;
    metres += (160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30)) * 2 / 3;
    return metres;
}

double eastward(double x, double y) {
    double metres = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x));
    metres += common_waves(x);
    metres += (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3;
    metres += (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
    return metres;
}

GeoPoint shift_at(GeoPoint point) {
    const double x = point.longitude - 105;
    const double y = point.latitude - 35;
    const double latitude = point.latitude / 180 * pi;
    const double sine = std::sin(latitude);
    const double flat = 1 - eccentricity_squared * sine * sine;
    const double metres_north = half_axis * (1 - eccentricity_squared) / (flat * std::sqrt(flat)) * pi / 180;
    const double metres_east = half_axis / std::sqrt(flat) * std::cos(latitude) * pi / 180;
    return {northward(x, y) / metres_north, eastward(x, y) / metres_east};
}

}  // namespace

GeoPoint gcj02_from_wgs84(GeoPoint wgs84) {
    if (!is_shifted(wgs84)) return wgs84;
    const GeoPoint shift = shift_at(wgs84);
    return {wgs84.latitude + shift.latitude, wgs84.longitude + shift.longitude};
}

GeoPoint wgs84_from_gcj02(GeoPoint gcj02) {
    if (!is_shifted(gcj02)) return gcj02;
    GeoPoint guess = gcj02;
    constexpr int rounds_max = 12;  // each shortens the error about a thousandfold; three are usually enough
    for (int round = 0; round < rounds_max; ++round) {
        const GeoPoint shift = shift_at(guess);
        const GeoPoint next{gcj02.latitude - shift.latitude, gcj02.longitude - shift.longitude};
        const double moved =
            std::abs(next.latitude - guess.latitude) + std::abs(next.longitude - guess.longitude);
        guess = next;
        if (moved < 1e-11) break;
    }
    return guess;
}

}  // namespace anlan::planning
