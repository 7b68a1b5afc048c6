#include "planning/area_index.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace anlan::planning {
namespace {

using testing::Chance;

Outline square(double south, double west, double size) {
    return {{south, west}, {south, west + size}, {south + size, west + size}, {south + size, west}};
}

std::vector<std::string> names(const std::vector<AreaId>& areas) {
    std::vector<std::string> out;
    for (const AreaId& area : areas) out.push_back(area.value());
    return out;
}

TEST(AreaIndex, NamesBeatStationAndDistrictFromTheWholeToThePart) {
    const AreaIndex index({{AreaId{"are_district"}, {square(30, 114, 1)}},
                           {AreaId{"are_station"}, {square(30.2, 114.2, 0.4)}},
                           {AreaId{"are_beat"}, {square(30.3, 114.3, 0.1)}}});
    EXPECT_EQ(names(index.at({30.35, 114.35})),
              (std::vector<std::string>{"are_district", "are_station", "are_beat"}));
    EXPECT_EQ(names(index.at({30.9, 114.9})), std::vector<std::string>{"are_district"});
    EXPECT_TRUE(index.at({29, 114.5}).empty());
    EXPECT_TRUE(index.at({std::nan(""), 114.5}).empty());
}

TEST(AreaIndex, AHoleIsOutside) {
    const AreaIndex index({{AreaId{"are_ring"}, {square(30, 114, 1), square(30.4, 114.4, 0.2)}}});
    EXPECT_TRUE(index.at({30.5, 114.5}).empty());
    EXPECT_EQ(index.at({30.1, 114.5}).size(), 1U);
}

TEST(AreaIndex, AnEmptyIndexKnowsNothing) {
    EXPECT_TRUE(AreaIndex{}.at(testing::wuhan).empty());
    EXPECT_TRUE(AreaIndex({{AreaId{"are_nothing"}, {}}}).at(testing::wuhan).empty());
}

// Winding number: another way to the same answer.
bool encloses(const Outline& outline, GeoPoint p) {
    double turned = 0;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const GeoPoint a = outline[i];
        const GeoPoint b = outline[(i + 1) % outline.size()];
        const double from = std::atan2(a.latitude - p.latitude, a.longitude - p.longitude);
        const double to = std::atan2(b.latitude - p.latitude, b.longitude - p.longitude);
        turned += std::remainder(to - from, 2 * std::numbers::pi);
    }
    return std::abs(turned) > std::numbers::pi;
}

TEST(AreaIndexProperty, EqualsTheWindingNumberOverRandomStars) {
    Chance chance(11);
    std::vector<OutlinedArea> areas;
    for (int i = 0; i < 60; ++i) {
        const GeoPoint centre = testing::somewhere(chance, 0.3);
        const std::size_t corners = 3 + chance.below(400);
        Outline outline;
        for (std::size_t c = 0; c < corners; ++c) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(c) / static_cast<double>(corners);
            const double reach = chance.between(0.01, 0.08);
            outline.push_back(
                {centre.latitude + reach * std::sin(angle), centre.longitude + reach * std::cos(angle)});
        }
        areas.push_back({AreaId{"are_" + std::to_string(i)}, {outline}});
    }
    const AreaIndex index(areas);
    for (int i = 0; i < 1200; ++i) {
        const GeoPoint point = testing::somewhere(chance, 0.4);
        std::vector<std::string> expected;
        for (const OutlinedArea& area : areas)
            if (encloses(area.outlines[0], point)) expected.push_back(area.area_id.value());
        ASSERT_EQ(names(index.at(point)), expected);
    }
}

// A chessboard of squares: every point, corners and borders included, lies in exactly one.
TEST(AreaIndexProperty, SharedBordersBelongToExactlyOne) {
    std::vector<OutlinedArea> areas;
    for (int row = 0; row < 8; ++row)
        for (int column = 0; column < 8; ++column)
            areas.push_back({AreaId{"are_" + std::to_string(row * 8 + column)},
                             {square(30 + row * 0.125, 114 + column * 0.125, 0.125)}});
    const AreaIndex index(areas);
    Chance chance(3);
    for (int i = 0; i < 4000; ++i) {
        const double latitude = 30 + 0.0625 * static_cast<double>(chance.below(16));
        const double longitude = 114 + 0.0625 * static_cast<double>(chance.below(16));
        ASSERT_EQ(index.at({latitude, longitude}).size(), 1U) << latitude << ' ' << longitude;
    }
}

}  // namespace
}  // namespace anlan::planning
