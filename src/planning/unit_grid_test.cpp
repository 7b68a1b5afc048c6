#include "planning/unit_grid.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

using testing::Chance;
using testing::somewhere;
using testing::wuhan;

constexpr Traits free_bit = 1;
constexpr Traits car_bit = 2;
constexpr Traits dog_bit = 4;
constexpr GridExtent city{{30.35, 114.05}, {30.85, 114.55}, Metres{500}};

struct Known {
    UnitGrid::Slot slot = 0;
    GeoPoint point;
    Traits traits = 0;
};

std::vector<UnitGrid::Hit> brute_force(const std::vector<Known>& units, GeoPoint point, std::size_t k,
                                       Traits needs) {
    std::vector<UnitGrid::Hit> hits;
    for (const Known& unit : units)
        if ((unit.traits & needs) == needs) hits.push_back({unit.slot, distance(point, unit.point)});
    std::sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.slot < b.slot;
    });
    if (hits.size() > k) hits.resize(k);
    return hits;
}

void expect_same(const UnitGrid& grid, const std::vector<Known>& units, GeoPoint point, std::size_t k,
                 Traits needs) {
    std::vector<UnitGrid::Hit> hits;
    grid.nearest(point, k, needs, hits);
    const auto expected = brute_force(units, point, k, needs);
    ASSERT_EQ(hits.size(), expected.size());
    for (std::size_t i = 0; i < hits.size(); ++i)
        ASSERT_NEAR(hits[i].distance.value(), expected[i].distance.value(), 1e-5) << "hit " << i;
}

Traits some_traits(Chance& chance) {
    return (chance.hit(0.6) ? free_bit : 0) | (chance.hit(0.5) ? car_bit : 0) |
           (chance.hit(0.01) ? dog_bit : 0);
}

TEST(UnitGrid, FindsTheNearestCarThatIsFree) {
    UnitGrid grid(city, {free_bit | car_bit});
    grid.add(moved(wuhan, Metres{100}, Metres{0}), car_bit);  // nearer, but busy
    const auto free_car = grid.add(moved(wuhan, Metres{0}, Metres{900}), car_bit | free_bit);
    std::vector<UnitGrid::Hit> hits;
    grid.nearest(wuhan, 5, car_bit | free_bit, hits);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].slot, free_car);
    EXPECT_NEAR(hits[0].distance.value(), 900, 0.1);
}

TEST(UnitGrid, AnEmptyCityHasNoUnits) {
    const UnitGrid grid(city, {});
    std::vector<UnitGrid::Hit> hits{{7, Metres{1}}};
    grid.nearest(wuhan, 5, 0, hits);
    EXPECT_TRUE(hits.empty());
}

TEST(UnitGrid, UnitsAtOnePlaceComeInTheOrderOfTheirSlots) {
    UnitGrid grid(city, {});
    for (int i = 0; i < 1000; ++i) grid.add(wuhan, free_bit);
    std::vector<UnitGrid::Hit> hits;
    grid.nearest(wuhan, 3, free_bit, hits);
    ASSERT_EQ(hits.size(), 3U);
    for (UnitGrid::Slot i = 0; i < 3; ++i) EXPECT_EQ(hits[i].slot, i);
}

TEST(UnitGrid, AFilterSeesEachUnitThatHasTheTraits) {
    UnitGrid grid(city, {});
    const auto first = grid.add(wuhan, free_bit);
    const auto second = grid.add(moved(wuhan, Metres{50}, Metres{0}), free_bit);
    std::vector<UnitGrid::Hit> hits;
    grid.nearest(wuhan, 1, free_bit, [&](UnitGrid::Slot slot) { return slot != first; }, hits);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].slot, second);
}

TEST(UnitGrid, ASlotIsGivenAgainAfterRemoval) {
    UnitGrid grid(city, {free_bit});
    const auto gone = grid.add(wuhan, free_bit);
    grid.remove(gone);
    EXPECT_EQ(grid.size(), 0U);
    EXPECT_EQ(grid.add(wuhan, car_bit), gone);
    std::vector<UnitGrid::Hit> hits;
    grid.nearest(wuhan, 1, free_bit, hits);
    EXPECT_TRUE(hits.empty());
}

// Moves, changes, removals and additions in any order; points far outside of the extent; searches from near,
// from the next province and from the other side of the earth; layers of one unit and of all.
TEST(UnitGridProperty, EqualsBruteForce) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Chance chance(seed);
        UnitGrid grid(city, {free_bit, free_bit | car_bit, free_bit | dog_bit});
        std::vector<Known> units;
        const std::size_t count = seed % 2 == 0 ? 200 : 3000;
        for (std::size_t i = 0; i < count; ++i) {
            const GeoPoint point = somewhere(chance, chance.hit(0.02) ? 20 : 0.25);
            const Traits traits = some_traits(chance);
            units.push_back({grid.add(point, traits), point, traits});
        }
        for (int step = 0; step < 400; ++step) {
            for (int change = 0; change < 20; ++change) {
                Known& unit = units[chance.below(units.size())];
                unit.point = chance.hit(0.5) ? somewhere(chance, 0.3)
                                             : moved(unit.point, Metres{chance.between(-30, 30)}, Metres{20});
                grid.move(unit.slot, unit.point);
                if (chance.hit(0.3)) grid.change(unit.slot, unit.traits = some_traits(chance));
                if (!chance.hit(0.1)) continue;
                grid.remove(unit.slot);
                unit.slot = grid.add(unit.point, unit.traits);
            }
            const double reach = chance.hit(0.1) ? 60 : 0.3;
            GeoPoint from = somewhere(chance, reach);
            from.latitude = std::clamp(from.latitude, -90.0, 90.0);
            if (chance.hit(0.02)) from.longitude = -65;
            constexpr Traits asked[] = {0, free_bit, free_bit | car_bit, free_bit | dog_bit,
                                        dog_bit | car_bit};
            expect_same(grid, units, from, 1 + chance.below(12), asked[chance.below(5)]);
            if (HasFatalFailure()) FAIL() << "seed " << seed << " step " << step;
        }
    }
}

}  // namespace
}  // namespace anlan::planning
