#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "adapters/sqlite/snapshot_store.hpp"
#include "ports/contract/event_log_contract.hpp"
#include "ports/contract/snapshot_store_contract.hpp"

#include <fstream>

namespace anlan::adapters {
namespace {

struct LogWorld {
    Scratch scratch;
    std::unique_ptr<ports::EventLog> open() {
        auto log = SqliteEventLog::open(scratch.path());
        EXPECT_TRUE(log.ok()) << log.error().message;
        return log.ok() ? std::move(log).value() : nullptr;
    }
};

struct SnapshotWorld {
    Scratch scratch;
    std::unique_ptr<ports::SnapshotStore> open() {
        auto store = SqliteSnapshotStore::open(scratch.path());
        EXPECT_TRUE(store.ok()) << store.error().message;
        return store.ok() ? std::move(store).value() : nullptr;
    }
};

TEST(SqliteEventLog, OneProcessOwnsADirectory) {
    const Scratch scratch;
    auto owner = SqliteEventLog::open(scratch.path());
    ASSERT_TRUE(owner.ok());
    const auto second = SqliteEventLog::open(scratch.path());
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, "log.in_use");
    EXPECT_EQ(second.error().then, ports::Then::stop);
    EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos);
    owner->reset();
    EXPECT_TRUE(SqliteEventLog::open(scratch.path()).ok());
}

TEST(SqliteEventLog, AClosedLogIsOneFile) {
    const Scratch scratch;
    ASSERT_TRUE(
        SqliteEventLog::open(scratch.path()).value()->append(ports::contract::frames(1, 50, {})).ok());
    EXPECT_FALSE(std::filesystem::exists(scratch.path() / "log.db-wal"));
    std::filesystem::remove(scratch.path() / "head");  // a copy of log.db alone will do
    auto log = SqliteEventLog::open(scratch.path());
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(log.value()->head()->records, 50U);
}

TEST(SqliteEventLog, ADirectoryWithAnOddNameWillDo) {
    const Scratch scratch;
    const auto odd = scratch.path() / "a b" / "100%?#武汉";
    auto log = SqliteEventLog::open(odd);
    ASSERT_TRUE(log.ok()) << log.error().message;
    EXPECT_TRUE(std::filesystem::exists(odd / "log.db"));
    EXPECT_TRUE(log.value()->append(ports::contract::frames(1, 1, {})).ok());
}

TEST(SqliteEventLog, WhatIsNoLogIsNotTouched) {
    const Scratch scratch;
    {
        auto other = Database::open((scratch.path() / "log.db").string(), Open::create, "log");
        ASSERT_TRUE(other.ok());
        ASSERT_TRUE(other->run("CREATE TABLE holiday (day TEXT)").ok());
    }
    EXPECT_EQ(SqliteEventLog::open(scratch.path()).error().code, "log.foreign");

    const Scratch garbage;
    std::ofstream{garbage.path() / "log.db"} << std::string(9'000, 'x');
    EXPECT_EQ(SqliteEventLog::open(garbage.path()).error().code, "log.corrupt");

    const Scratch file;
    std::ofstream{file.path() / "data"} << "a file where the directory should be";
    EXPECT_EQ(SqliteEventLog::open(file.path() / "data").error().code, "log.read_only");
}

TEST(SqliteEventLog, ALaterFormatIsNotGuessedAt) {
    const Scratch scratch;
    ASSERT_TRUE(SqliteEventLog::open(scratch.path()).ok());
    ASSERT_TRUE(Database::open((scratch.path() / "log.db").string(), Open::read_write, "log")
                    ->run("PRAGMA user_version = 2")
                    .ok());
    const auto log = SqliteEventLog::open(scratch.path());
    ASSERT_FALSE(log.ok());
    EXPECT_EQ(log.error().code, "log.foreign");
    EXPECT_EQ(log.error().message, "log.db has format 2; this build reads format 1");
}

TEST(SqliteSnapshotStore, AFileThatCannotBeReadIsMadeAnew) {
    const Scratch scratch;
    std::ofstream{scratch.path() / "snapshots.db"} << std::string(9'000, 'x');
    auto store = SqliteSnapshotStore::open(scratch.path());
    ASSERT_TRUE(store.ok()) << store.error().message;
    EXPECT_FALSE(store.value()->info()->has_value());
}

}  // namespace
}  // namespace anlan::adapters

namespace anlan::ports::contract {

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, EventLogContract, adapters::LogWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, SnapshotStoreContract, adapters::SnapshotWorld);

}  // namespace anlan::ports::contract
