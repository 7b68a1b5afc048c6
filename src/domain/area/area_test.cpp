// An area says where it lies and what its outline is.
#include "domain/area/area.hpp"

#include "domain/area/row.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::area {
namespace {

using namespace std::chrono_literals;

const Ring kSquare{{30.0, 114.0}, {30.0, 115.0}, {31.0, 115.0}, {31.0, 114.0}};
const Ring kHole{{30.4, 114.4}, {30.4, 114.6}, {30.6, 114.6}, {30.6, 114.4}};

RegisterArea station() {
    RegisterArea c;
    c.level = AreaLevel::station;
    c.area_name = "水果湖派出所";
    c.code = "420106007";
    c.where = {AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106007"}, {}};
    c.centre = GeoPoint{30.5, 114.3};
    c.outline = {kSquare};
    return c;
}

std::string decide(Area::State& state, const Area::Command& command) {
    const kernel::Rulebook rules;
    const kernel::Actor actor;
    const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
    auto decision = Area::decide(state, command, kernel::Now{now, rules, actor});
    if (!decision.ok()) return "! " + decision.error().code;
    std::string words;
    for (const Event& event : *decision) {
        state = Area::evolve(std::move(state), event);
        words += std::visit([](const auto& e) { return std::string{e.wire.substr(5)}; }, event);
    }
    return words;
}

TEST(Area, KnowsItselfAndTheAreaItLiesIn) {
    Area::State state;
    EXPECT_EQ(decide(state, station()), "registered.v1");
    EXPECT_EQ(decide(state, station()), "");
    EXPECT_EQ(own_id(state).value(), "are_420106007");
    EXPECT_EQ(parent_of(state).value(), "are_420106");
    CorrectArea renamed;
    renamed.area_name = "水果湖街派出所";
    EXPECT_EQ(decide(state, renamed), "! area.reason_required");
    renamed.reason = "renamed by the bureau";
    EXPECT_EQ(decide(state, renamed), "corrected.v1");
    EXPECT_EQ(decide(state, renamed), "");
    EXPECT_EQ(state.outline.size(), 1u) << "what is left out stays";
    EXPECT_EQ(facets_of(state).at("level"), "station");
    EXPECT_EQ(row_of("are_420106007", state)->parent_id.value(), "are_420106");
}

TEST(Area, OfTheCityHasNoParent) {
    RegisterArea city = station();
    city.level = AreaLevel::city;
    city.where = {AreaId{"are_420100"}, {}, {}, {}};
    Area::State state;
    EXPECT_EQ(decide(state, city), "registered.v1");
    EXPECT_EQ(parent_of(state), AreaId{});
}

TEST(Area, IsNotRegisteredWhereItDoesNotFit) {
    struct Row {
        const char* code;
        void (*spoil)(RegisterArea&);
    };
    const Row rows[] = {
        {"! area.name_invalid", [](RegisterArea& c) { c.area_name.clear(); }},
        {"! area.where_does_not_fit_level", [](RegisterArea& c) { c.where.station = AreaId{}; }},
        {"! area.where_does_not_fit_level", [](RegisterArea& c) { c.where.district = AreaId{}; }},
        {"! area.where_does_not_fit_level", [](RegisterArea& c) { c.where.beat = AreaId{"are_1"}; }},
        {"! area.point_invalid", [](RegisterArea& c) { c.centre = GeoPoint{-91, 0}; }},
        {"! area.outline_invalid", [](RegisterArea& c) { c.outline[0].resize(2); }},
        {"! area.outline_invalid", [](RegisterArea& c) { c.outline[0][1].longitude = 181; }},
        {"! area.outline_too_large", [](RegisterArea& c) { c.outline.assign(rings_max + 1, kSquare); }},
        {"! area.outline_too_large",
         [](RegisterArea& c) { c.outline[0].assign(points_max + 1, GeoPoint{30, 114}); }},
    };
    for (const Row& row : rows) {
        RegisterArea c = station();
        row.spoil(c);
        Area::State state;
        EXPECT_EQ(decide(state, c), row.code);
    }
    Area::State state;
    EXPECT_EQ(decide(state, CorrectArea{{}, {}, {}, "why"}), "! area.unknown");
}

TEST(Area, APointInAHoleIsNotInside) {
    EXPECT_TRUE(is_inside({30.2, 114.2}, {kSquare, kHole}));
    EXPECT_FALSE(is_inside({30.5, 114.5}, {kSquare, kHole}));
    EXPECT_TRUE(is_inside({30.5, 114.5}, {kSquare}));
    EXPECT_FALSE(is_inside({29.9, 114.5}, {kSquare}));
    EXPECT_FALSE(is_inside({30.5, 115.1}, {kSquare}));
    EXPECT_FALSE(is_inside({30.5, 114.5}, {}));
    EXPECT_FALSE(is_inside({30.5, 114.5}, {Ring{}}));
}

TEST(AreaGolden, EveryEventOfAnAreaEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("area"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::area
