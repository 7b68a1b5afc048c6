// A backup taken while the log grows is one state of it; what comes back from it is that state, or a part of
// it that ends where it was asked to end; and what is damaged does not come back unnoticed.
#include "adapters/sqlite/backup.hpp"

#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "adapters/sqlite/verify.hpp"
#include "kernel/record.hpp"
#include "ports/contract/event_log_contract.hpp"

#include <atomic>
#include <fstream>
#include <thread>

namespace anlan::adapters {
namespace {

using ports::contract::frames;

constexpr Instant noon{Millis{1'790'000'000'000}};

// The contract's record n is recorded n ms after this.
Instant recorded_at(std::uint64_t position) {
    return Instant{Millis{1'700'000'000'000 + static_cast<std::int64_t>(position)}};
}

struct World {
    Scratch scratch;
    std::filesystem::path data = scratch.path() / "data";
    std::filesystem::path backup = scratch.path() / "backup";
    std::filesystem::path restored = scratch.path() / "restored";

    void write(std::uint64_t records) const {
        auto log = SqliteEventLog::open(data).value();
        const auto all = frames(1, records, {});
        for (std::size_t i = 0; i < all.size(); i += 7)
            ASSERT_TRUE(
                log->append(std::span{all}.subspan(i, std::min<std::size_t>(7, all.size() - i))).ok());
        auto accounts = Database::open((data / "identity.db").string(), Open::create, "test").value();
        ASSERT_TRUE(accounts
                        .run("CREATE TABLE account (account_id TEXT PRIMARY KEY, login TEXT);"
                             "INSERT INTO account VALUES ('acc_1', 'li.wei');"
                             "CREATE TABLE session (token TEXT);"
                             "INSERT INTO session VALUES ('open');")
                        .ok());
    }
    std::string back_up_code() const {
        const auto done = back_up(data, backup, noon);
        return done.ok() ? "" : done.error().code;
    }
    std::string restore_code(const Until& until = {}) const {
        const auto done = restore(backup, restored, until);
        return done.ok() ? "" : done.error().code;
    }
    std::uint64_t restored_records() const {
        const auto report = verify(restored);
        EXPECT_TRUE(report.ok() && report->ok);
        return report.ok() ? report->records : 0;
    }
    static std::int64_t figure(const std::filesystem::path& file, const char* what) {
        auto database = Database::open(file.string(), Open::read_only, "test").value();
        return std::string_view{what} == "account" ? database.figure("SELECT count(*) FROM account").value()
                                                   : database.figure("SELECT count(*) FROM session").value();
    }
};

TEST(Backup, ComesBackAsItWas) {
    const World world;
    world.write(100);
    ASSERT_EQ(world.back_up_code(), "");
    ASSERT_EQ(world.restore_code(), "");
    auto before = SqliteEventLog::open(world.data).value();
    auto after = SqliteEventLog::open(world.restored).value();
    EXPECT_TRUE(ports::contract::same(ports::contract::all(*before), ports::contract::all(*after)));
    EXPECT_TRUE(after->repairs().empty());
    EXPECT_TRUE(after->append(frames(101, 1, after->head()->hash)).ok());
    EXPECT_EQ(World::figure(world.restored / "identity.db", "account"), 1);
}

TEST(Backup, NobodyIsSignedInAfterARestore) {
    const World world;
    world.write(10);
    ASSERT_EQ(world.back_up_code(), "");
    ASSERT_EQ(world.restore_code(), "");
    EXPECT_EQ(World::figure(world.data / "identity.db", "session"), 1);
    EXPECT_EQ(World::figure(world.restored / "identity.db", "session"), 0);
}

// Whatever was revoked, or used up, after the backup was made must not count again.
TEST(Backup, AKeyOpensNothingAfterARestoreUntilItIsConfirmed) {
    const World world;
    world.write(10);
    {
        auto accounts =
            Database::open((world.data / "identity.db").string(), Open::read_write, "test").value();
        ASSERT_TRUE(accounts
                        .run("CREATE TABLE service_key (key_id TEXT PRIMARY KEY, revoked_at INTEGER);"
                             "INSERT INTO service_key VALUES ('key_1', NULL), ('key_2', 4711);"
                             "CREATE TABLE recovery_code (selector TEXT);"
                             "INSERT INTO recovery_code VALUES ('K7QF');")
                        .ok());
    }
    ASSERT_EQ(world.back_up_code(), "");
    const auto done = restore(world.backup, world.restored);
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(done->accounts_unconfirmed, 1u) << "who was locked since is in no backup";
    EXPECT_EQ(done->keys_unconfirmed, 1u) << "one is revoked, and stays so";
    auto accounts =
        Database::open((world.restored / "identity.db").string(), Open::read_only, "test").value();
    EXPECT_EQ(accounts.figure("SELECT count(*) FROM service_key_unconfirmed WHERE key_id = 'key_1'").value(),
              1);
    EXPECT_EQ(accounts.figure("SELECT count(*) FROM recovery_code").value(), 0);
}

TEST(Backup, AnAccountSignsInNowhereAfterARestoreUntilItIsConfirmed) {
    const World world;
    world.write(10);
    ASSERT_EQ(world.back_up_code(), "");
    ASSERT_EQ(world.restore_code(), "");
    const auto unconfirmed = [](const std::filesystem::path& folder) {
        auto accounts = Database::open((folder / "identity.db").string(), Open::read_only, "test").value();
        const auto count = accounts.figure("SELECT count(*) FROM account_unconfirmed");
        return count.ok() ? count.value() : -1;
    };
    EXPECT_EQ(unconfirmed(world.restored), 1);
    EXPECT_EQ(unconfirmed(world.data), -1) << "where it was backed up nothing changes";
}

TEST(Backup, IsOneStateWhileTheLogGrows) {
    const World world;
    auto log = SqliteEventLog::open(world.data).value();
    ASSERT_TRUE(log->append(frames(1, 500, {}, 2'000)).ok());
    std::atomic<bool> enough{false};
    std::thread writer{[&] {
        while (!enough) {
            const auto head = log->head().value();
            ASSERT_TRUE(log->append(frames(head.records + 1, 5, head.hash, 2'000)).ok());
        }
    }};
    for (int i = 0; i < 5; ++i) {
        const auto to = world.scratch.path() / std::to_string(i);
        const auto done = back_up(world.data, to, noon);
        ASSERT_TRUE(done.ok()) << done.error().message;
        EXPECT_GE(done->records, 500U);
        const auto report = verify(to);
        EXPECT_TRUE(report.ok() && report->ok && report->records == done->records);
        EXPECT_EQ(report->head, done->head);
    }
    enough = true;
    writer.join();
}

TEST(Backup, EndsAtThePositionOrInstantThatWasAsked) {
    const World world;
    world.write(100);
    ASSERT_EQ(world.back_up_code(), "");
    struct Row {
        Until until;
        std::uint64_t records;
    };
    const Row rows[] = {{{1, {}}, 1},
                        {{57, {}}, 57},
                        {{100, {}}, 100},
                        {{{}, recorded_at(1)}, 1},
                        {{{}, recorded_at(57)}, 57},
                        {{{}, recorded_at(57) + Millis{1}}, 58},
                        {{{}, noon}, 100}};
    for (const Row& row : rows) {
        ASSERT_EQ(world.restore_code(row.until), "") << row.records;
        EXPECT_EQ(world.restored_records(), row.records);
        EXPECT_EQ(read_head_note(world.restored / "head").head->records, row.records);
        std::filesystem::remove_all(world.restored);
    }
    EXPECT_EQ(world.restore_code({101, {}}), "restore.nothing_until");
    EXPECT_EQ(world.restore_code({{}, recorded_at(0)}), "restore.nothing_until");
    EXPECT_FALSE(std::filesystem::exists(world.restored));
}

TEST(Backup, OverwritesNothing) {
    const World world;
    world.write(10);
    std::filesystem::create_directories(world.backup);  // empty: may be used
    ASSERT_EQ(world.back_up_code(), "");
    EXPECT_EQ(world.back_up_code(), "backup.exists");
    ASSERT_EQ(world.restore_code(), "");
    EXPECT_EQ(world.restore_code(), "restore.exists");
    EXPECT_EQ(world.restored_records(), 10U);
}

TEST(Backup, OfADamagedLogIsRefused) {
    const World world;
    world.write(100);
    const auto file = world.data / "log.db";
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) - 2'000));
    stream.write("damaged", 7);
    stream.close();
    EXPECT_EQ(world.back_up_code(), "backup.not_verified");
    EXPECT_FALSE(std::filesystem::exists(world.backup));
    EXPECT_FALSE(std::filesystem::exists(world.scratch.path() / "backup.unfinished"));
}

TEST(Backup, ThatWasChangedIsNotRestored) {
    const World world;
    world.write(100);
    ASSERT_EQ(world.back_up_code(), "");
    for (const char* name : {"log.db", "identity.db", "backup.json"}) {
        const World copy;
        std::filesystem::copy(world.backup, copy.backup, std::filesystem::copy_options::recursive);
        std::fstream stream{copy.backup / name, std::ios::in | std::ios::out | std::ios::binary};
        stream.seekp(std::string_view{name} == "backup.json" ? 0 : 5'000);
        stream.put('X');
        stream.close();
        EXPECT_EQ(copy.restore_code(), "restore.damaged") << name;
        EXPECT_FALSE(std::filesystem::exists(copy.restored)) << name;
        std::filesystem::remove(copy.backup / name);
        EXPECT_EQ(copy.restore_code(),
                  std::string_view{name} == "backup.json" ? "restore.no_backup" : "restore.damaged");
    }
}

TEST(Backup, OfNothingIsRefused) {
    const World world;
    EXPECT_EQ(world.back_up_code(), "log.not_found");
    EXPECT_EQ(world.restore_code(), "restore.no_backup");
}

}  // namespace
}  // namespace anlan::adapters
