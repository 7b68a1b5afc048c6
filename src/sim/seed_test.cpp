#include "sim/seed.hpp"
#include "base/source_dir_test_support.hpp"

#include "adapters/memory/memory_event_log.hpp"
#include "adapters/rulebook/rulebook.hpp"
#include "sim/sections.hpp"
#include "sim/virtual_engine.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace anlan::sim {
namespace {

constexpr Instant noon{Millis{1'700'000'000'000}};

kernel::Rulebook wuhan(std::span<const kernel::Module> modules) {
    auto loaded =
        adapters::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", rulebook_sections(modules));
    if (!loaded.ok())
        for (const auto& error : loaded.error()) ADD_FAILURE() << adapters::to_text(error);
    return std::move(loaded).value();
}

class SeedTest : public testing::Test {
protected:
    Result<SeedReport, SeedFault> import(const std::string& text) {
        auto seed = Seed::read(text, "test", modules_);
        if (!seed.ok()) return Unexpected{seed.error()};
        return seed->send(door_, {});
    }
    std::string fault(const std::string& text) {
        const auto report = import(text);
        return report.ok() ? "" : to_text(report.error(), "city.jsonl");
    }

    kernel::Modules modules_ = domain::all_modules();
    kernel::Rulebook rules_ = wuhan(modules_);
    adapters::MemoryEventLog log_;
    engine::Engine engine_{{modules_, rules_, log_, {}, {}}, {}};
    VirtualEngine door_{engine_, noon};
};

const std::string district =
    R"({"stream":"are_420106","command":"area.register","body":{"level":"district","area_name":"武昌区",)"
    R"("code":"420106","where":{"city":"are_420100","district":"are_420106","station":"","beat":""}}})"
    "\n";
const std::string unit =
    R"({"stream":"unt_420106-21","command":"unit.register","body":{"kind":"patrol_car","call_sign":"武昌-21",)"
    R"("skills":["first_aid"],"home":{"city":"are_420100","district":"are_420106","station":"","beat":""},)"
    R"("crew_size":2}})"
    "\n";

TEST_F(SeedTest, SendsEachLineThroughTheDoor) {
    const auto report = import(district + "\n" + unit);
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report.value().lines, 2u);
    EXPECT_EQ(report.value().accepted, 2u);
    EXPECT_NE(engine_.find("are_420106"), nullptr);
    EXPECT_NE(engine_.find("unt_420106-21"), nullptr);
}

TEST_F(SeedTest, ChangesNothingTheSecondTime) {
    ASSERT_TRUE(import(district).ok());
    const auto records = engine_.head().records;
    const auto again = import(district + unit);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().repeated, 1u);
    EXPECT_EQ(again.value().accepted, 1u);
    EXPECT_EQ(engine_.head().records, records + 1);
}

TEST_F(SeedTest, NamesTheLineAndSendsNothingOfAFileThatIsWrong) {
    EXPECT_EQ(fault(district + "{}\n"), "city.jsonl:2: .stream: expected required member is missing");
    EXPECT_EQ(fault(district + "nothing\n").substr(0, 14), "city.jsonl:2: ");
    EXPECT_EQ(fault(R"({"stream":"x","command":"area.sell","body":{}})"),
              "city.jsonl:1: .command: no such command: area.sell");
    EXPECT_EQ(fault(R"({"stream":"are_1","command":"area.register","body":{"level":"town"}})"),
              "city.jsonl:1: .body.level: expected one of city, district, station, beat");
    EXPECT_EQ(engine_.head().records, 0u);
}

TEST_F(SeedTest, ListsWhatIsRefusedAndGoesOn) {
    const auto report = import(R"({"stream":"are_9","command":"area.correct","body":{"reason":"x"}})"
                               "\n" +
                               district);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report.value().refused, 1u);
    EXPECT_EQ(report.value().refusals.at(0).line, 1);
    EXPECT_EQ(report.value().accepted, 1u);
}

// The file is made at set-up from npm data (tools/city); without it there is nothing to import.
TEST_F(SeedTest, TakesTheWholeDemoCity) {
    const std::filesystem::path file = std::string{source_dir()} + "/build/demo/wuhan.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "build/demo/wuhan.jsonl has not been generated";
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    const auto report = import(text.str());
    ASSERT_TRUE(report.ok()) << to_text(report.error(), file.string());
    for (const auto& refusal : report.value().refusals) ADD_FAILURE() << to_text(refusal, file.string());
    EXPECT_EQ(report.value().accepted, report.value().lines);
    EXPECT_GT(report.value().lines, 10'000u);
    const auto records = engine_.head().records;
    const auto again = import(text.str());
    EXPECT_EQ(again.value().repeated, again.value().lines);
    EXPECT_EQ(engine_.head().records, records);
}

}  // namespace
}  // namespace anlan::sim
