// The simulator as a whole: the same seed gives the same bytes, nothing is broken under any mix of faults, a
// failing story shrinks, and the stories that once failed pass.
#include "codec/json.hpp"
#include "sim/checks/bite_test_support.hpp"
#include "sim/run/scenarios.hpp"
#include "sim/run/shrink.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace anlan::sim::test {
namespace {

const Stage& stage() {
    static const Stage made;
    return made;
}

std::string told(const SimReport& report) {
    std::string text;
    for (const auto& v : report.violations) text += v.invariant + ": " + v.words + " " + v.stream + "\n";
    return text.empty() ? text : report.repeat + "\n" + text;
}

TEST(Simulation, TheSameSeedGivesTheSameBytesUnderEveryMixOfFaults) {
    for (const auto& faults : fault_names()) {
        auto settings = busy_town(faults);
        const auto first = stage().run(settings);
        const auto second = stage().run(settings);
        EXPECT_EQ(first.log_hash, second.log_hash) << faults;
        EXPECT_EQ(first.final_draw, second.final_draw) << faults;
        EXPECT_EQ(codec::to_json(first), codec::to_json(second)) << faults;
        EXPECT_EQ(told(first), "") << faults;
        ++settings.seed;
        EXPECT_NE(stage().run(settings).log_hash, first.log_hash) << faults;
    }
}

TEST(Simulation, EveryInvariantIsLookedAt) {
    auto settings = busy_town("all");
    settings.hours = 24;
    settings.mishaps = 4;
    const auto report = stage().run(settings);
    EXPECT_EQ(told(report), "");
    for (const auto& invariant : invariants()) {
        const auto found = report.invariants.find(std::string{invariant.name});
        EXPECT_TRUE(found != report.invariants.end() && found->second > 0) << invariant.name;
    }
}

TEST(Simulation, EveryFaultHappens) {
    std::map<std::string, std::uint64_t> faults;
    const auto live_through = [&](const SimSettings& settings) {
        for (const auto& [name, times] : stage().run(settings).counts.faults) faults[name] += times;
    };
    auto all = busy_town("all");
    all.hours = 36;
    live_through(all);
    // An append is lost where a lie and a loss of power meet: of a usual liar's days that is rare.
    auto liar = busy_town("liar");
    liar.faults.disk.lies = 0.7;
    liar.faults.process.power_cuts = 24;
    live_through(liar);
    for (const char* name :
         {"process.kill", "process.power_cut", "process.clean_stop", "process.snapshot", "clock.step",
          "disk.full", "disk.slow", "disk.unanswered", "disk.lies", "disk.appends_lost", "message.lost",
          "message.doubled", "message.repeated", "message.no_connection", "console.cut_off",
          "console.resumed", "console.reset", "process.stopped_itself"})
        EXPECT_GT(faults[name], 0u) << name;
}

TEST(Simulation, EveryModulesWorkloadWorks) {
    const auto report = stage().run(busy_town());
    const auto& figures = report.counts.workloads;
    for (const std::string name : {"callers", "crews", "thoughts", "shifts", "partners", "looks", "glasses",
                                   "accounts", "erasures", "capsules", "link_callers", "selections"}) {
        std::uint64_t refused = 0;
        for (const auto& [figure, times] : figures)
            if (figure.starts_with(name + ".refused.")) refused += times;
        EXPECT_GT(figures.at(name + ".commands"), refused) << name << ": nothing it says is heard";
    }
    EXPECT_GT(figures.at("looks.shown"), 0u);
    EXPECT_GT(figures.at("looks.not_shown"), 0u);
    EXPECT_GT(figures.at("link_callers.pages"), 0u);
    EXPECT_GT(figures.at("link_callers.not_opened"), 0u);
    EXPECT_GT(report.reports.reopened, 0u);
    EXPECT_GT(report.reports.undone, 0u);
    EXPECT_GT(report.obligations.at("incident.dispatch").escalated, 0u);
}

TEST(Simulation, ScenariosThatFitIntoATestHold) {
    for (const char* name : {"intrado-2014", "san-francisco-2024", "storm"}) {
        const auto* scenario = scenario_named(name);
        ASSERT_NE(scenario, nullptr) << name;
        EXPECT_EQ(told(stage().run(scenario->settings())), "") << name;
    }
    EXPECT_EQ(scenario_named("atlantis"), nullptr);
}

TEST(Simulation, DrawnStoriesHold) {
    for (std::uint64_t number = 1; number <= 8; ++number)
        EXPECT_EQ(told(stage().run(any_story(number))), "") << number;
}

TEST(Simulation, AFailingStoryBecomesSmallAndKeepsFailing) {
    Plants plants;
    plants.answer = [](engine::Outcome& outcome) {
        if (auto* accepted = std::get_if<engine::Accepted>(&outcome);
            accepted != nullptr && accepted->repeated)
            ++accepted->version;
    };
    const RunStory run = [&](const SimSettings& settings) { return stage().run(settings, plants); };
    auto settings = busy_town("all");
    const auto failing = run(settings);
    ASSERT_FALSE(failing.violations.empty());
    const auto small = shrink(failing, run, 60);
    EXPECT_EQ(small.report.violations.front().invariant, failing.violations.front().invariant);
    EXPECT_LT(small.report.counts.records, failing.counts.records / 2);
    EXPECT_EQ(run(small.settings).log_hash, small.report.log_hash);
}

TEST(Simulation, StoriesThatOnceFailedHold) {
    std::size_t told_again = 0;
    for (const auto& file : std::filesystem::directory_iterator{std::string{source_dir()} + "/tests/seeds"}) {
        if (file.path().extension() != ".json") continue;
        std::ostringstream text;
        text << std::ifstream{file.path()}.rdbuf();
        const auto settings = codec::read_json<SimSettings>(text.str(), codec::Unknown::ignore);
        ASSERT_TRUE(settings.ok()) << file.path();
        EXPECT_EQ(told(stage().run(settings.value())), "") << file.path();
        ++told_again;
    }
    EXPECT_GT(told_again, 0u);
}

TEST(Simulation, NamesOfFaultsAreKnownAndOthersAreNot) {
    for (const auto& name : fault_names()) EXPECT_EQ(faults_named(name)->name, name);
    EXPECT_FALSE(faults_named("meteor").has_value());
}

}  // namespace
}  // namespace anlan::sim::test
