#include "planning/datum.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

using testing::Chance;

TEST(Datum, WuhanIsShiftedByHalfAKilometre) {
    const double shift = distance(testing::wuhan, gcj02_from_wgs84(testing::wuhan)).value();
    EXPECT_GT(shift, 300);
    EXPECT_LT(shift, 800);
}

// Tiananmen flag pole, as the published examples of the transformation give it.
TEST(Datum, AgreesWithAPublishedPair) {
    const GeoPoint shifted = gcj02_from_wgs84({39.907333, 116.391083});
    EXPECT_NEAR(shifted.latitude, 39.908736, 2e-5);
    EXPECT_NEAR(shifted.longitude, 116.397324, 2e-5);
}

TEST(Datum, OutsideOfChinaNothingMoves) {
    constexpr GeoPoint auckland{-36.85, 174.76};
    EXPECT_EQ(gcj02_from_wgs84(auckland), auckland);
    EXPECT_EQ(wgs84_from_gcj02(auckland), auckland);
}

TEST(DatumProperty, ThereAndBackIsWithinTenCentimetres) {
    Chance chance(5);
    for (int i = 0; i < 20'000; ++i) {
        const GeoPoint point{chance.between(4, 53), chance.between(74, 135)};
        const GeoPoint back = wgs84_from_gcj02(gcj02_from_wgs84(point));
        ASSERT_LT(distance(point, back).value(), 0.1) << point.latitude << ' ' << point.longitude;
    }
}

}  // namespace
}  // namespace anlan::planning
