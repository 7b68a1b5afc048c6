// Two people on one record know of each other, for as long as both have it open, and nobody else does.
#include "api/presence.hpp"

#include <gtest/gtest.h>

namespace anlan::api {
namespace {

using Colleagues = std::vector<Colleague>;

constexpr Instant nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + Hours{9}};
const std::string fire = "inc_fire";

Colleague person(const char* name, Instant since = {}) {
    return {std::string{"acc_"} + name, name, PostId{"pst_dispatcher.420106"}, since};
}

TEST(Presence, TwoOnTheSameRecordSeeEachOtherAndNotThemselves) {
    Presence presence;
    EXPECT_EQ(presence.here(fire, person("li"), nine), Colleagues{});
    EXPECT_EQ(presence.here(fire, person("wang"), nine + Seconds{3}), Colleagues{person("li", nine)});
    EXPECT_EQ(presence.here(fire, person("li"), nine + Seconds{5}),
              Colleagues{person("wang", nine + Seconds{3})});
    EXPECT_EQ(presence.here("inc_theft", person("zhao"), nine + Seconds{5}), Colleagues{});
}

TEST(Presence, WhoClosesTheRecordIsGoneAtOnce) {
    Presence presence;
    presence.here(fire, person("li"), nine);
    presence.left(fire, "acc_li");
    presence.left(fire, "acc_li");
    presence.left("inc_never_seen", "acc_li");
    EXPECT_EQ(presence.here(fire, person("wang"), nine), Colleagues{});
}

TEST(Presence, ADeskThatFellSilentIsGoneAfterItsTime) {
    Presence presence;
    presence.here(fire, person("li"), nine);
    EXPECT_EQ(presence.here(fire, person("wang"), nine + Presence::kept_for - Millis{1}).size(), 1U);
    EXPECT_EQ(presence.here(fire, person("wang"), nine + Presence::kept_for).size(), 0U);
}

TEST(Presence, WhoComesBackIsThereSinceThen) {
    Presence presence;
    presence.here(fire, person("wang"), nine);
    presence.here(fire, person("li"), nine);
    presence.here(fire, person("wang"), nine + Seconds{14});
    const Instant back = nine + Seconds{20};
    presence.here(fire, person("li"), back);
    EXPECT_EQ(presence.here(fire, person("wang"), back), Colleagues{person("li", back)});
}

TEST(Presence, AClockThatIsSetBackKeepsNobodyForHours) {
    Presence presence;
    presence.here(fire, person("li"), nine + Hours{3});
    EXPECT_EQ(presence.here(fire, person("wang"), nine), Colleagues{});
}

TEST(Presence, ACrowdIsToldOfSoMany) {
    Presence presence;
    for (std::size_t i = 0; i < Presence::colleagues_max + 10; ++i)
        presence.here(fire, person(std::to_string(i).c_str()), nine);
    EXPECT_EQ(presence.here(fire, person("li"), nine).size(), Presence::colleagues_max);
}

}  // namespace
}  // namespace anlan::api
