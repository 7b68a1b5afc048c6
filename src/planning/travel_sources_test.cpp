#include "planning/travel_sources.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace anlan::planning {
namespace {

using testing::Chance;
using testing::wuhan;

GeoPoint north(double metres) { return moved(wuhan, Metres{metres}, Metres{0}); }

// Ten metres a second in a straight line for everybody, at any hour.
TravelTimes ten_metres_a_second() {
    TravelModel model;
    model.other = {UnitKind::patrol_car, 36, 36, 36, 1, Seconds{30}};
    return TravelTimes(model);
}

Candidate unit(const std::string& name, std::optional<GeoPoint> point, UnitKind kind = UnitKind::patrol_car) {
    Candidate candidate;
    candidate.unit_id = UnitId{name};
    candidate.kind = kind;
    candidate.point = point;
    return candidate;
}

// A straight road of 5 km to the north, a point each kilometre, 20 m/s both ways. Arc 2n leads north from
// kilometre n, arc 2n + 1 back.
std::shared_ptr<const RoadGraph> straight_road() {
    std::vector<GeoPoint> nodes;
    std::vector<RoadArc> arcs;
    for (RoadNode km = 0; km <= 5; ++km) {
        nodes.push_back(north(km * 1000.0));
        if (km == 5) break;
        arcs.push_back({km, km + 1, 50'000});
        arcs.push_back({km + 1, km, 50'000});
    }
    return std::make_shared<const RoadGraph>(nodes, arcs);
}

struct Asking {
    TravelTimes times = ten_metres_a_second();
    RoadTravelLimits limits{Metres{500}, 1000, 100, {UnitKind::patrol_car, UnitKind::motorcycle}};
    RoadClosures closures;
    int hour = 12;
    Seconds travel_max{3600};
    std::shared_ptr<const RoadGraph> graph = straight_road();

    std::vector<TravelEstimate> when(const std::vector<Candidate>& candidates, GeoPoint to = wuhan) const {
        RoadTravel roads(graph, limits);
        std::vector<TravelEstimate> out;
        roads.travel({times, hour, travel_max, closures, [](const Candidate& c) {
                          return c.status == UnitStatus::available;
                      }})(to, candidates, out);
        return out;
    }
};

TEST(TravelSources, RoadsAreTakenWhereTheyLeadAndDistanceWhereNot) {
    struct Row {
        const char* what;
        Candidate candidate;
        double seconds;
        TravelBasis by;
    };
    const double forever = std::numeric_limits<double>::infinity();
    const Row rows[] = {
        {"on the road", unit("a", north(2000)), 100, TravelBasis::road},
        {"300 m beside it", unit("b", moved(north(2000), Metres{0}, Metres{300})), 130, TravelBasis::road},
        {"5 km beside it", unit("c", moved(wuhan, Metres{0}, Metres{5000})), 500, TravelBasis::distance},
        {"a drone", unit("d", north(2000), UnitKind::drone), 200, TravelBasis::distance},
        {"nobody knows where", unit("e", std::nullopt), forever, TravelBasis::distance},
    };
    const Asking asking;
    for (const Row& row : rows) {
        const auto out = asking.when({row.candidate});
        if (std::isinf(row.seconds))
            EXPECT_TRUE(std::isinf(out[0].seconds)) << row.what;
        else
            EXPECT_NEAR(out[0].seconds, row.seconds, 0.2) << row.what;
        EXPECT_EQ(out[0].by, row.by) << row.what;
    }
}

TEST(TravelSources, AnIncidentFarFromEveryRoadIsReachedByDistance) {
    const auto out = Asking{}.when({unit("a", north(2000))}, moved(north(2000), Metres{0}, Metres{5000}));
    EXPECT_EQ(out[0].by, TravelBasis::distance);
    EXPECT_NEAR(out[0].seconds, 500, 0.5);
}

TEST(TravelSources, TwoWhoStandTogetherBesideTheRoadDoNotDriveToItAndBack) {
    const GeoPoint yard = moved(north(2000), Metres{0}, Metres{400});
    const auto out = Asking{}.when({unit("a", moved(yard, Metres{20}, Metres{0}))}, yard);
    EXPECT_EQ(out[0].by, TravelBasis::distance);
    EXPECT_NEAR(out[0].seconds, 2, 0.1);
}

TEST(TravelSources, AClosedRoadIsNeitherDrivenNorFlownOver) {
    Asking asking;
    asking.closures.close(3);  // from kilometre 2 to 1
    auto out = asking.when({unit("behind", north(2000)), unit("before", north(1000))});
    EXPECT_EQ(out[0].by, TravelBasis::distance);
    EXPECT_GT(out[0].seconds, 3600);  // the whole time was searched: there is no way
    EXPECT_NEAR(out[1].seconds, 50, 0.1);
    asking.closures.open(3);
    out = asking.when({unit("behind", north(2000))});
    EXPECT_NEAR(out[0].seconds, 100, 0.1);
}

TEST(TravelSources, WhomASearchDidNotReachIsNeverNearerThanItGot) {
    Asking asking;
    asking.limits.wanted_max = 1;
    asking.times = [] {  // so fast in a straight line that distance would put the far one first
        TravelModel model;
        model.other = {UnitKind::patrol_car, 360, 360, 360, 1, Seconds{30}};
        return TravelTimes(model);
    }();
    const auto out = asking.when({unit("near", north(2000)), unit("far", north(5000))});
    EXPECT_EQ(out[0].by, TravelBasis::road);
    EXPECT_EQ(out[1].by, TravelBasis::distance);
    EXPECT_GE(out[1].seconds, out[0].seconds);
}

TEST(TravelSources, KindAndHourSlowTheRoadAsTheySlowTheStraightLine) {
    TravelModel model;
    model.speeds = {{UnitKind::patrol_car, 36, 36, 18, 1, Seconds{0}},
                    {UnitKind::motorcycle, 72, 72, 72, 1, Seconds{0}}};
    Asking asking;
    asking.times = TravelTimes(model);
    const std::vector<Candidate> both{unit("car", north(2000)),
                                      unit("bike", north(2000), UnitKind::motorcycle)};
    auto out = asking.when(both);
    EXPECT_NEAR(out[0].seconds, 100, 0.1);
    EXPECT_NEAR(out[1].seconds, 50, 0.1);
    asking.hour = 8;  // rush: the car takes twice as long
    out = asking.when(both);
    EXPECT_NEAR(out[0].seconds, 200, 0.1);
    EXPECT_NEAR(out[1].seconds, 50, 0.1);
}

TEST(TravelSources, AUnitThatMovedIsLookedForAgain) {
    const Asking asking;
    RoadTravel roads(asking.graph, asking.limits);
    const auto travel = roads.travel(
        {asking.times, 12, asking.travel_max, asking.closures, [](const Candidate&) { return true; }});
    std::vector<TravelEstimate> out;
    for (const double metres : {3000.0, 1000.0, 3000.0}) {
        travel(wuhan, std::vector<Candidate>{unit("a", north(metres))}, out);
        EXPECT_NEAR(out[0].seconds, metres / 20, 0.1);
    }
}

}  // namespace
}  // namespace anlan::planning
