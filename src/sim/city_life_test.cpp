// The demo city's past: hours that go by on a virtual clock leave a city at work, at noon and in the dead of
// night, in which what is owed is mostly met.
#include "sim/city_life.hpp"

#include "adapters/memory/memory_event_log.hpp"
#include "adapters/rulebook/rulebook.hpp"
#include "base/source_dir_test_support.hpp"
#include "sim/sections.hpp"
#include "sim/seed.hpp"
#include "sim/virtual_engine.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace anlan::sim {
namespace {

constexpr Hours past{3};

// The file is made at set-up from npm data (tools/city); without it there is no city to live in.
std::optional<std::string> demo_city() {
    const std::filesystem::path file = std::string{source_dir()} + "/build/demo/wuhan.jsonl";
    if (!std::filesystem::exists(file)) return std::nullopt;
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

kernel::Rulebook wuhan(std::span<const kernel::Module> modules) {
    auto loaded =
        adapters::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", rulebook_sections(modules));
    if (!loaded.ok())
        for (const auto& error : loaded.error()) ADD_FAILURE() << adapters::to_text(error);
    return std::move(loaded).value();
}

struct Lived {
    CityLifeCounts counts;
    std::size_t owed = 0;
    std::size_t broken = 0;           // of them, due before the end
    std::size_t callers_waiting = 0;  // to be called back, and late
};

Lived lived_until(const std::string& city, Instant until) {
    const auto modules = domain::all_modules();
    const auto rules = wuhan(modules);
    adapters::MemoryEventLog log;
    std::set<std::string> streams;
    const auto note = [&](std::span<const kernel::Committed> committed) {
        for (const auto& one : committed) streams.insert(one.envelope.stream);
    };
    engine::Engine engine{{modules, rules, log, {}, note}, {}};
    VirtualEngine door{engine, until - past};
    auto seed = Seed::read(city, "test", modules);
    EXPECT_TRUE(seed.ok() && seed->send(door, {}).ok());
    CityLifeSettings settings;
    settings.seed = 110;
    CityLife life{plan_of(seed.value()), modules, rules, door, settings};
    live_until(life, door, until);
    EXPECT_EQ(door.now(), until);
    Lived lived{life.counts()};
    for (const auto& name : streams) {
        const auto* stream = engine.find(name);
        for (const auto& owed : stream->module->obligations(stream->state)) {
            const bool late = owed.due_by < until;
            ++lived.owed;
            lived.broken += late ? 1 : 0;
            lived.callers_waiting += late && owed.kind == "call_back" ? 1 : 0;
        }
    }
    return lived;
}

TEST(CityLifePast, LeavesACityAtWorkByDayAndByNight) {
    const auto city = demo_city();
    if (!city) GTEST_SKIP() << "build/demo/wuhan.jsonl has not been generated";
    struct Row {
        const char* until;  // civil time is eight hours ahead
        std::uint64_t open_at_least;
    };
    for (const Row& row : {Row{"2026-11-25T04:00:00Z", 30}, {"2026-11-24T20:00:00Z", 5}}) {
        const auto lived = lived_until(*city, *instant_from_text(row.until));
        const auto& counts = lived.counts;
        EXPECT_GE(counts.incidents - counts.closed, row.open_at_least) << row.until;
        EXPECT_GT(counts.closed, counts.incidents / 3) << row.until;
        EXPECT_LT(counts.refused * 100, counts.commands) << row.until;
        EXPECT_LT(lived.broken * 5, lived.owed) << row.until;
        EXPECT_EQ(lived.callers_waiting, 0u) << row.until;
    }
}

}  // namespace
}  // namespace anlan::sim
