// An area says where it lies and what its outline is.
#include "domain/area/area.hpp"

#include "domain/area/row.hpp"
#include "domain/area/views.hpp"
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
    EXPECT_EQ(parent_of(state.level, state.where).value(), "are_420106");
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
    EXPECT_EQ(parent_of(state.level, state.where), AreaId{});
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

struct Map {
    OutlinesView view;

    template <class E>
    void tell(const std::string& stream, E value) {
        kernel::Envelope envelope;
        envelope.stream = stream;
        kernel::EventSpec spec;
        spec.type = &kernel::type_tag<E>;
        view.apply({envelope, {&spec, std::make_shared<const E>(std::move(value)), ""}});
    }
    std::string within(const std::string& area) {
        const auto specs = view.queries();
        const kernel::Rulebook rules;
        const kernel::Actor actor;
        const std::function<bool(const kernel::Scope&)> visible = [](const kernel::Scope&) { return true; };
        const auto answer = specs.front().answer({{{"within", area}}, "", {}, actor, rules, visible});
        return answer.ok() ? answer.value() : answer.error().code;
    }
};

TEST(AreaOutlines, AreThoseDirectlyWithinAsTheyWereLastCorrected) {
    Map map;
    const auto registered = [](AreaLevel level, std::string name, Jurisdiction where, Ring ring) {
        return AreaRegistered{level, std::move(name), "", std::move(where), {}, {std::move(ring)}, true, "",
                              {}};
    };
    const AreaId city{"are_1"}, district{"are_12"}, station{"are_123"};
    map.tell("are_1", registered(AreaLevel::city, "C", {city, {}, {}, {}}, kSquare));
    map.tell("are_12", registered(AreaLevel::district, "D", {city, district, {}, {}}, kSquare));
    map.tell("are_123", registered(AreaLevel::station, "S", {city, district, station, {}}, kSquare));
    EXPECT_EQ(map.within("are_123"), R"({"rows":[]})");
    EXPECT_EQ(map.within("are_9"), R"({"rows":[]})");
    EXPECT_EQ(map.within(""), "advice.invalid");
    EXPECT_NE(map.within("are_1").find(R"("area_id":"are_12")"), std::string::npos);
    EXPECT_EQ(map.within("are_1").find("are_123"), std::string::npos) << "not what lies deeper";
    map.tell("are_123", AreaCorrected{"S2", {}, std::vector<Ring>{kHole}, "surveyed", {}});
    EXPECT_NE(map.within("are_12").find(R"("area_name":"S2","outline":[[{"latitude":30.4,)"),
              std::string::npos)
        << map.within("are_12");
}

TEST(AreaGolden, EveryEventOfAnAreaEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("area"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::area
