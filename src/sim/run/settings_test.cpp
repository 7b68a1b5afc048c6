#include "sim/run/settings.hpp"

#include "sim/run/scenarios.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace anlan::sim {
namespace {

TEST(Settings, ThatTellNoStoryAreNamedByTheMember) {
    struct Row {
        const char* begins;
        std::function<void(SimSettings&)> bend;
    };
    for (const Row& row :
         {Row{"hours is 0", [](auto& s) { s.hours = 0; }},
          {"hours is -24", [](auto& s) { s.hours = -24; }},
          {"hours is nan", [](auto& s) { s.hours = std::nan(""); }},
          {"hours is inf", [](auto& s) { s.hours = std::numeric_limits<double>::infinity(); }},
          {"calls_per_day is -1", [](auto& s) { s.calls_per_day = -1; }},
          {"mishaps is -0.5", [](auto& s) { s.mishaps = -0.5; }},
          {"inspect_every_minutes is 0", [](auto& s) { s.inspect_every_minutes = 0; }},
          {"consoles_look_every_seconds is 0", [](auto& s) { s.consoles_look_every_seconds = 0; }},
          {"town.districts is 0", [](auto& s) { s.town.districts = 0; }},
          {"town.units is -4", [](auto& s) { s.town.units = -4; }},
          {"no call is left", [](auto& s) { s.first_call = s.last_call; }},
          {"queue_max is 0", [](auto& s) { s.queue_max = 0; }},
          {"rates.factor is -1", [](auto& s) { s.rates = {{"storm", 1, 2, -1}}; }},
          {"rates.until_hours is 1", [](auto& s) { s.rates = {{"storm", 2, 1, 3}}; }},
          {"faults.disk.full is 1.5", [](auto& s) { s.faults.disk.full = 1.5; }},
          {"faults.network.lost is -0.1", [](auto& s) { s.faults.network.lost = -0.1; }},
          {"faults.process.kills is -1", [](auto& s) { s.faults.process.kills = -1; }}}) {
        SimSettings settings;
        ASSERT_EQ(fault_in(settings), std::nullopt);
        row.bend(settings);
        const auto wrong = fault_in(settings);
        EXPECT_TRUE(wrong && wrong->starts_with(row.begins))
            << row.begins << " | " << wrong.value_or("taken");
    }
}

TEST(Settings, OfEveryScenarioAndEveryDrawnStoryTellOne) {
    for (const auto& scenario : scenarios()) EXPECT_EQ(fault_in(scenario.settings()), std::nullopt);
    for (std::uint64_t number = 0; number < 500; ++number)
        EXPECT_EQ(fault_in(any_story(number)), std::nullopt) << number;
}

TEST(Settings, AQuietMomentIsAStory) {
    SimSettings settings;
    settings.hours = 0.001;
    settings.calls_per_day = 0;
    settings.mishaps = 0;
    EXPECT_EQ(fault_in(settings), std::nullopt);
    for (const auto& name : fault_names()) {
        settings.faults = *faults_named(name);
        EXPECT_EQ(fault_in(settings), std::nullopt) << name;
    }
}

}  // namespace
}  // namespace anlan::sim
