// A bit of snapshots.db that flips is found, or changes nothing that is read: never is another state served.
#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "adapters/sqlite/snapshot_store.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace anlan::adapters {
namespace {

using ports::Resting;
using ports::StreamSnapshot;

constexpr int streams = 60;

std::string name_of(int i) { return (i % 2 == 0 ? "inc_" : "cal_") + std::to_string(1'000 + i); }

void fill(const std::filesystem::path& folder) {
    auto store = SqliteSnapshotStore::open(folder).value();
    std::vector<StreamSnapshot> all;
    for (int i = 0; i < streams; ++i) {
        StreamSnapshot one{name_of(i),
                           2,
                           R"({"n":)" + std::to_string(i) + R"(,"words":")" + std::string(150, 'w') + "\"}",
                           {static_cast<std::uint64_t>(1 + 2 * i), static_cast<std::uint64_t>(2 + 2 * i)},
                           {}};
        if (i % 3 != 0)
            one.rests =
                Resting{std::map<std::string, std::string>{{"status", i % 5 == 0 ? "void" : "closed"}},
                        "call/voided", Instant{Millis{i}}};
        all.push_back(std::move(one));
    }
    ASSERT_TRUE(store->save({200, "build", "hash"}, all).ok());
}

// All that can be read of a store that says it is whole; empty if it does not.
std::string all_of(const std::filesystem::path& folder) {
    auto opened = SqliteSnapshotStore::open(folder);
    if (!opened.ok()) return {};
    auto& store = *opened.value();
    const auto info = store.info();
    if (!info.ok() || !*info || !store.check().ok()) return {};
    std::ostringstream all;
    // A position or a fingerprint that is not ours is compared with the log and the build by the engine.
    if ((*info)->position != 200 || (*info)->fingerprint != "build" || (*info)->extra != "hash") return {};
    for (int i = 0; i < streams; ++i) {
        const auto row = store.load(name_of(i));
        const auto positions = store.positions(name_of(i), 1, 100);
        if (!row.ok() || !positions.ok()) return {};  // found when it is read
        all << name_of(i) << (*row ? (*row)->state + ((*row)->rests ? " rests" : " lives") : "missing");
        for (const auto position : *positions) all << ' ' << position;
    }
    const auto living = store.for_each_living([&](const StreamSnapshot& one) {
        all << " living " << one.stream;
        return true;
    });
    if (!living.ok()) return {};
    for (const char* prefix : {"inc_", "cal_"}) {
        const auto rows = store.resting(prefix, {}, 1'000);
        if (!rows.ok()) return {};
        for (const auto& row : *rows) all << ' ' << row.stream << '=' << row.facets.at("status");
    }
    const auto closed = store.closed("call/voided", {}, 1'000);
    if (!closed.ok()) return {};
    for (const auto& row : *closed)
        all << ' ' << row.stream << '@' << row.closed_at.time_since_epoch().count();
    return all.str();
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(SnapshotDamage, AFlippedBitIsFoundOrChangesNothing) {
    const Scratch scratch;
    fill(scratch.path());
    const auto whole = read_file(scratch.path() / "snapshots.db");
    const auto expected = all_of(scratch.path());
    ASSERT_FALSE(expected.empty());
    // Every 97th byte; `./dev soak corruption` takes each (ANLAN_FLIPS).
    const char* flips = std::getenv("ANLAN_FLIPS");
    const std::size_t step = flips != nullptr && std::string_view{flips} == "all" ? 1 : 97;
    std::size_t found = 0;
    std::size_t harmless = 0;
    const Scratch damaged;
    for (std::size_t at = 0; at < whole.size(); at += step) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << (at % 8)));
        for (const char* part : {"-wal", "-shm"})
            std::filesystem::remove(damaged.path() / ("snapshots.db" + std::string{part}));
        std::ofstream{damaged.path() / "snapshots.db", std::ios::binary | std::ios::trunc} << bytes;
        const auto read = all_of(damaged.path());
        ASSERT_TRUE(read.empty() || read == expected) << "byte " << at;
        ++(read.empty() ? found : harmless);
    }
    EXPECT_GT(found, whole.size() / step / 3);
    EXPECT_GT(harmless, 0U) << "free space of a page is nobody's";
}

TEST(SnapshotStore, AFileOfTheFormerFormatIsMadeAnew) {
    const Scratch scratch;
    {
        auto old = Database::open((scratch.path() / "snapshots.db").string(), Open::create, "snapshots");
        ASSERT_TRUE(old.ok());
        ASSERT_TRUE(old->run("CREATE TABLE stream (name TEXT PRIMARY KEY, version INTEGER NOT NULL,"
                             "  state TEXT NOT NULL, positions BLOB NOT NULL, owes INTEGER NOT NULL)")
                        .ok());
    }
    auto store = SqliteSnapshotStore::open(scratch.path());
    ASSERT_TRUE(store.ok()) << store.error().message;
    EXPECT_FALSE(store.value()->info()->has_value());
    EXPECT_TRUE(store.value()->save({1, "f", ""}, {}).ok());
}

}  // namespace
}  // namespace anlan::adapters
