#include "planning/coverage.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <map>

namespace anlan::planning {
namespace {

using testing::Chance;
using testing::wuhan;

// 10 m/s in a straight line at every hour: a minute is 600 m.
TravelTimes ten_metres_a_second() {
    TravelModel model;
    model.other = {UnitKind::patrol_car, 36, 36, 36, 1, Seconds{0}};
    return TravelTimes(model);
}

GeoPoint north(double metres) { return moved(wuhan, Metres{metres}, Metres{0}); }

Ring bridge(std::vector<RingTier> tiers) {
    return {"ring_bridge", "长江大桥", {{wuhan, 2}}, std::move(tiers)};
}

CoveragePrice price_of(const CoverageBoard& board, std::vector<std::string> taken,
                       std::vector<Reserve> reserves) {
    CoverageBoard::WhatIf what_if(board);
    for (const std::string& unit : taken) what_if.take(UnitId{unit});
    return what_if.price(reserves);
}

TEST(Coverage, ARingSaysWhichTierIsMet) {
    const Ring ring =
        bridge({{Minutes{1}, 1, {}}, {Minutes{3}, 2, {}}, {Minutes{5}, 2, {UnitKind::patrol_car}}});
    const std::vector<CoveringUnit> units{{UnitId{"unt_a"}, UnitKind::patrol_car, north(590)},
                                          {UnitId{"unt_b"}, UnitKind::motorcycle, north(1700)}};
    const auto cover = ring_cover(ring, units, ten_metres_a_second(), 12);
    ASSERT_EQ(cover.size(), 3U);
    EXPECT_EQ(cover[0].points_covered, 1);
    EXPECT_EQ(cover[1].points_covered, 1);
    EXPECT_EQ(cover[2].points_covered, 0);  // the motorcycle does not count here
    EXPECT_EQ(cover[0].weight_covered, 2);
}

TEST(Coverage, ThePriceOfTheOnlyUnitIsTheRingUntilAnotherMovesUp) {
    CoverageBoard board({bridge({{Minutes{1}, 1, {}}, {Minutes{5}, 1, {}}})}, ten_metres_a_second(), 12);
    board.put(UnitId{"unt_a"}, UnitKind::patrol_car, north(500));
    board.put(UnitId{"unt_b"}, UnitKind::patrol_car, north(2000));
    const std::vector<Reserve> reserves{{UnitId{"unt_b"}, UnitKind::patrol_car, north(2000), {}}};
    const CoveragePrice price = price_of(board, {"unt_a"}, reserves);
    ASSERT_EQ(price.gaps.size(), 1U);  // five minutes are still covered by b
    EXPECT_EQ(price.gaps[0].within, Minutes{1});
    EXPECT_EQ(price.gaps[0].covered_again_in, Seconds{140});  // 2,000 m less the 600 m that a minute is worth
    EXPECT_EQ(price.gaps[0].covered_again_by, UnitId{"unt_b"});
    EXPECT_EQ(price.gaps[0].refill, Refill::moves_up);
    EXPECT_EQ(price.weight, 2);
}

TEST(Coverage, AReturningUnitFillsTheGapWhenItIsFree) {
    CoverageBoard board({bridge({{Minutes{1}, 1, {}}})}, ten_metres_a_second(), 12);
    board.put(UnitId{"unt_a"}, UnitKind::patrol_car, north(0));
    const std::vector<Reserve> reserves{{UnitId{"unt_a"}, UnitKind::patrol_car, north(0), {}},
                                        {UnitId{"unt_busy"}, UnitKind::patrol_car, north(100), Seconds{240}}};
    const CoveragePrice price = price_of(board, {"unt_a"}, reserves);
    ASSERT_EQ(price.gaps.size(), 1U);
    EXPECT_EQ(price.gaps[0].covered_again_in, Seconds{240});
    EXPECT_EQ(price.gaps[0].refill, Refill::returns);
    const CoveragePrice alone = price_of(board, {"unt_a"}, {});
    EXPECT_EQ(alone.gaps[0].covered_again_in, std::nullopt);
}

TEST(Coverage, WhatWasOpenBeforeIsNotThePriceOfThisDispatch) {
    CoverageBoard board({bridge({{Minutes{1}, 2, {}}})}, ten_metres_a_second(), 12);
    board.put(UnitId{"unt_a"}, UnitKind::patrol_car, north(0));
    EXPECT_TRUE(price_of(board, {"unt_a"}, {}).gaps.empty());
    board.put(UnitId{"unt_b"}, UnitKind::patrol_car, north(0));
    EXPECT_EQ(price_of(board, {"unt_a"}, {}).gaps.size(), 1U);
    EXPECT_EQ(price_of(board, {"unt_a", "unt_b", "unt_a"}, {}).gaps.size(), 1U);
    board.withdraw(UnitId{"unt_b"});
    EXPECT_TRUE(price_of(board, {"unt_a"}, {}).gaps.empty());
}

struct City {
    std::vector<Ring> rings;
    std::map<std::string, CoveringUnit> units;
};

City some_city(Chance& chance) {
    City city;
    for (int r = 0; r < 25; ++r) {
        Ring ring{"ring_" + std::to_string(r), "", {}, {}};
        for (std::size_t p = 0; p <= chance.below(4); ++p)
            ring.points.push_back(
                {testing::somewhere(chance, 0.05), 1.0 + static_cast<double>(chance.below(3))});
        for (const int minutes : {1, 3, 5})
            ring.tiers.push_back({Minutes{minutes}, 1 + static_cast<int>(chance.below(2)), {}});
        if (chance.hit(0.3)) ring.tiers.back().kinds = {UnitKind::patrol_car, UnitKind::drone};
        city.rings.push_back(std::move(ring));
    }
    return city;
}

std::vector<CoveringUnit> listed(const City& city) {
    std::vector<CoveringUnit> units;
    for (const auto& [name, unit] : city.units) units.push_back(unit);
    return units;
}

std::vector<TierCover> brute_force(const City& city, const TravelTimes& times, int hour) {
    std::vector<TierCover> all;
    for (const Ring& ring : city.rings)
        for (TierCover& cover : ring_cover(ring, listed(city), times, hour)) all.push_back(std::move(cover));
    return all;
}

TEST(CoverageProperty, TheBoardEqualsCountingFromNothing) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Chance chance(seed);
        City city = some_city(chance);
        const TravelTimes times(usual_travel_model());
        int hour = 12;
        CoverageBoard board(city.rings, times, hour);
        for (int step = 0; step < 300; ++step) {
            const std::string name = "unt_" + std::to_string(chance.below(60));
            if (chance.hit(0.2)) {
                city.units.erase(name);
                board.withdraw(UnitId{name});
            } else {
                const auto kind = static_cast<UnitKind>(chance.below(unit_kinds));
                city.units[name] = {UnitId{name}, kind, testing::somewhere(chance, 0.06)};
                board.put(UnitId{name}, kind, city.units[name].point);
            }
            if (chance.hit(0.05)) board.set_hour(hour = static_cast<int>(chance.below(24)));
            if (step % 10 != 0) continue;
            ASSERT_EQ(board.cover(), brute_force(city, times, hour)) << "seed " << seed << " step " << step;
        }
    }
}

// The gaps are what the cover loses; each time is the least wait after which enough reserves are near enough.
TEST(CoverageProperty, ThePriceEqualsTheDifferenceOfTwoCovers) {
    Chance chance(77);
    const TravelTimes times(usual_travel_model());
    for (int round = 0; round < 60; ++round) {
        City city = some_city(chance);
        CoverageBoard board(city.rings, times, 12);
        std::vector<Reserve> reserves;
        for (int u = 0; u < 80; ++u) {
            const UnitId unit_id{"unt_" + std::to_string(u)};
            const auto kind = static_cast<UnitKind>(chance.below(unit_kinds));
            const GeoPoint point = testing::somewhere(chance, 0.06);
            const bool is_free = chance.hit(0.7);
            const Seconds ready_in{is_free ? 0 : 60 + static_cast<int>(chance.below(900))};
            reserves.push_back({unit_id, kind, point, ready_in});
            if (!is_free) continue;
            city.units[unit_id.value()] = {unit_id, kind, point};
            board.put(unit_id, kind, point);
        }
        const auto before = brute_force(city, times, 12);
        CoverageBoard::WhatIf what_if(board);
        double lost = 0;
        for (int taken = 0; taken < 6; ++taken) {
            const UnitId unit_id{"unt_" + std::to_string(chance.below(80))};
            if (city.units.erase(unit_id.value()) > 0) lost += what_if.weight_lost(unit_id);
            what_if.take(unit_id);
            std::erase_if(reserves, [&](const Reserve& reserve) { return reserve.unit_id == unit_id; });
        }
        const auto after = brute_force(city, times, 12);
        const auto price = what_if.price(reserves);
        std::size_t gaps = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i].points_covered == after[i].points_covered) continue;
            ++gaps;
            const auto gap = std::find_if(price.gaps.begin(), price.gaps.end(), [&](const RingGap& g) {
                return g.ring_id == before[i].ring_id && g.within == before[i].within;
            });
            ASSERT_NE(gap, price.gaps.end());
            EXPECT_EQ(gap->points, before[i].points_covered - after[i].points_covered);
            EXPECT_DOUBLE_EQ(gap->weight, before[i].weight_covered - after[i].weight_covered);
            if (!gap->covered_again_in) continue;
            // After that wait the tier is as whole as it was before; a second and a half earlier it is not.
            const auto covered_after = [&](double wait) {
                const Ring& ring = *std::find_if(city.rings.begin(), city.rings.end(),
                                                 [&](const Ring& r) { return r.ring_id == gap->ring_id; });
                int covered = 0;
                for (const RingPoint& point : ring.points)
                    for (const RingTier& tier : ring.tiers) {
                        if (tier.within != gap->within) continue;
                        int met = 0;
                        for (const Reserve& reserve : reserves) {
                            const bool counts =
                                tier.kinds.empty() || std::find(tier.kinds.begin(), tier.kinds.end(),
                                                                reserve.kind) != tier.kinds.end();
                            const double travel =
                                times.seconds(reserve.kind, distance(reserve.point, point.point), 12);
                            const auto within = static_cast<double>(Seconds{tier.within}.count());
                            const double late = std::max(0.0, travel - within);
                            met += counts && static_cast<double>(reserve.ready_in.count()) + late <= wait;
                        }
                        if (met >= tier.units) covered += 1;
                    }
                return covered;
            };
            const double wait = static_cast<double>(gap->covered_again_in->count()) + 0.001;
            EXPECT_GE(covered_after(wait), before[i].points_covered);
            EXPECT_LT(covered_after(wait - 1.002), covered_after(wait));
        }
        EXPECT_TRUE(price.gaps.size() == gaps && std::abs(price.weight - lost) < 1e-9);
    }
}

}  // namespace
}  // namespace anlan::planning
