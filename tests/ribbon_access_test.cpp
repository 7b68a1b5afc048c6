// The same-event ribbon over HTTP, by whom: what lies in another's area is not shown, takes no place from
// what may be shown, and does not show by its absence.
#include "access_world_test_support.hpp"

namespace anlan::access_world {
namespace {

constexpr const char* fight = "粮道街路口有两个人打架动手";

void open_fight(World& world, const std::string& incident, Relation relation) {
    EXPECT_EQ(world.bring({incident, "incident.open",
                           std::string{R"({"class_code":"order.fight","summary":")"} + fight +
                               R"(","answers":[],"duress":false,"location":{"place_text":"粮道街",)"
                               R"("point":{"latitude":30.5445,"longitude":114.3025},"where":)" +
                               where_of(relation) + "}}"}),
              "");
}

Answer asked_by(World& world, const std::string& role) {
    return world.ask(World::request("POST", "/v1/same_events", world.tokens.at(role), {},
                                    std::string{R"({"text":")"} + fight +
                                        R"(","point":{"latitude":30.5445,"longitude":114.3025},)"
                                        R"("class_code":"order.fight","callback":""})"));
}

TEST(RibbonAccess, WhatLiesElsewhereTakesNoPlaceAndLeavesNoTrace) {
    World world;
    open_fight(world, "inc_own", Relation::inside);
    const auto alone = asked_by(world, "dispatcher");
    ASSERT_EQ(alone.status, 200) << alone.body;
    EXPECT_NE(alone.body.find("inc_own"), std::string::npos) << alone.body;
    world.clock.millis += 60'000;  // so that what lies elsewhere is the more recent, and chosen first
    for (const char* incident : {"inc_away1", "inc_away2", "inc_away3", "inc_away4"})
        open_fight(world, incident, Relation::outside);
    world.clock.millis -= 60'000;
    const auto beside_others = asked_by(world, "dispatcher");
    EXPECT_NE(beside_others.body.find("inc_own"), std::string::npos) << beside_others.body;
    EXPECT_EQ(beside_others.body.find("inc_away"), std::string::npos) << beside_others.body;
}

}  // namespace
}  // namespace anlan::access_world
