#include "planning/travel.hpp"

#include "planning/geo_vector.hpp"
#include "planning/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

using testing::Chance;
using testing::wuhan;

TravelModel simple_model() {
    TravelModel model;
    model.speeds = {{UnitKind::patrol_car, 72, 36, 18, 1.5, Seconds{30}}};
    model.other = {UnitKind::foot_patrol, 3.6, 3.6, 3.6, 1, Seconds{0}};
    return model;
}

TEST(Travel, TheHourAndTheKindDecideTheSpeed) {
    struct Row {
        UnitKind kind;
        int hour;
        std::int64_t seconds;
    };
    const Row rows[] = {
        {UnitKind::patrol_car, 3, 75},    // night: 1,000 m x 1.5 at 20 m/s
        {UnitKind::patrol_car, 12, 150},  // day: 10 m/s
        {UnitKind::patrol_car, 8, 300},   // peak: 5 m/s
        {UnitKind::patrol_car, 22, 75},   // the night begins at 22
        {UnitKind::patrol_car, 6, 150},   // and ends at 6
        {UnitKind::drone, 12, 1000},      // not listed: as `other`
    };
    const TravelTimes times(simple_model());
    const GeoPoint there = moved(wuhan, Metres{999.5}, Metres{0});
    for (const Row& row : rows)
        EXPECT_NEAR(static_cast<double>(times.travel_time(row.kind, wuhan, there, row.hour).count()),
                    static_cast<double>(row.seconds), 1)
            << "hour " << row.hour;
}

TEST(Travel, ReachIsTheInverseOfTime) {
    const TravelTimes times(usual_travel_model());
    for (int hour = 0; hour < 24; ++hour)
        for (std::size_t kind = 0; kind < unit_kinds; ++kind) {
            const auto of = static_cast<UnitKind>(kind);
            EXPECT_NEAR(times.seconds(of, times.reach(of, Seconds{300}, hour), hour), 300, 1e-9);
        }
}

TEST(Travel, MeasuredTripsReplaceTheGuess) {
    Chance chance(1);
    std::vector<Trip> trips;
    for (int i = 0; i < 400; ++i) {  // 8 m/s as the crow flies, with noise
        const double metres = chance.between(300, 5000);
        trips.push_back({UnitKind::patrol_car, Metres{metres},
                         Seconds{static_cast<int>(metres / 8 * chance.between(0.8, 1.25))}, 12});
    }
    const TravelTimes times(calibrated(simple_model(), trips));
    EXPECT_NEAR(1 / times.pace(UnitKind::patrol_car, 12), 8, 0.4);
    EXPECT_NEAR(1 / times.pace(UnitKind::patrol_car, 3), 20 / 1.5, 0.01);  // no night trips: the night stays
}

TEST(Travel, TooFewTripsChangeNothing) {
    const std::vector<Trip> trips(29, Trip{UnitKind::patrol_car, Metres{1000}, Seconds{10}, 12});
    EXPECT_EQ(calibrated(simple_model(), trips), simple_model());
}

}  // namespace
}  // namespace anlan::planning
