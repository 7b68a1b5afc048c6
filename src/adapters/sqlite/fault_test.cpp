// Full disks, failing writes, failing syncs: nothing answered is lost, nothing refused stays, and work goes
// on when the trouble is over.
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/faulty_vfs.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "adapters/sqlite/verify.hpp"
#include "ports/contract/event_log_contract.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <csignal>

namespace anlan::adapters {
namespace {

using ports::contract::all;
using ports::contract::frames;
using ports::contract::same;

struct World {
    Scratch scratch;
    FaultyVfs vfs{"faulty"};
    std::unique_ptr<SqliteEventLog> log = SqliteEventLog::open(scratch.path(), vfs.name()).value();
    std::vector<ports::Frame> written;

    std::vector<ports::Frame> next(std::uint64_t count, std::size_t bytes = 1'000) const {
        return frames(written.size() + 1, count, written.empty() ? ports::Hash{} : written.back().hash,
                      bytes);
    }
    // "" or the fault's code.
    std::string append(std::uint64_t count, std::size_t bytes = 1'000) {
        const auto more = next(count, bytes);
        const auto appended = log->append(more);
        if (!appended.ok()) return appended.error().code;
        written.insert(written.end(), more.begin(), more.end());
        return "";
    }
    void expect_nothing_lost() {
        ASSERT_TRUE(log->head().ok()) << log->head().error().message;
        EXPECT_EQ(log->head()->records, written.size());
        EXPECT_TRUE(same(all(*log), written));
    }
};

TEST(Fault, AFullDiskRefusesAtWhicheverWriteItComes) {
    World world;
    ASSERT_EQ(world.append(3), "");
    for (int write = 0; write < 12; ++write) {
        world.vfs.trouble = {.writes_until_failure = write};
        const std::string code = world.append(5, 3'000);
        world.vfs.trouble.heal();
        EXPECT_EQ(code, code.empty() ? "" : "log.disk_full") << write;
        if (write < 5)
            EXPECT_EQ(code, "log.disk_full") << write;  // five records of 3,000 bytes are more pages
        world.expect_nothing_lost();
        EXPECT_EQ(world.append(1), "") << write;
        world.expect_nothing_lost();
    }
    world.log.reset();
    world.log = SqliteEventLog::open(world.scratch.path()).value();
    world.expect_nothing_lost();
    EXPECT_TRUE(verify(world.scratch.path())->ok);
}

TEST(Fault, ADiskThatStaysFullRefusesUntilThereIsSpace) {
    World world;
    ASSERT_EQ(world.append(3), "");
    world.vfs.trouble = {.writes_until_failure = 0};
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(world.append(4), "log.disk_full");
        world.expect_nothing_lost();  // reading goes on
    }
    EXPECT_EQ(world.log->append(world.next(1)).error().then, ports::Then::retry_call);
    world.vfs.trouble.heal();
    EXPECT_EQ(world.append(4), "");
    world.expect_nothing_lost();
}

// What the disk did with a write whose sync failed is unknown. It was not answered; it may not come back as
// long as the process lives, and after a crash the log may have it or not, but whole.
TEST(Fault, AFailedSyncIsRefusedAndWrittenOver) {
    World world;
    ASSERT_EQ(world.append(3), "");
    const auto lost = world.next(5, 3'000);
    world.vfs.trouble = {.syncs_until_failure = 0};
    EXPECT_EQ(world.append(5, 3'000), "log.io");
    EXPECT_EQ(world.append(5, 3'000), "log.io");

    const Scratch crashed;
    world.scratch.copy_to(crashed);
    std::filesystem::remove(crashed.path() / "log.db-shm");

    world.vfs.trouble.heal();
    world.expect_nothing_lost();
    EXPECT_EQ(world.append(2), "");
    world.expect_nothing_lost();
    world.log.reset();
    world.log = SqliteEventLog::open(world.scratch.path()).value();
    world.expect_nothing_lost();

    auto after = SqliteEventLog::open(crashed.path());
    ASSERT_TRUE(after.ok()) << after.error().message;
    const std::uint64_t records = after.value()->head()->records;
    EXPECT_TRUE(records == 3 || records == 8) << records;
    auto expected = std::vector(world.written.begin(), world.written.begin() + 3);
    if (records == 8) expected.insert(expected.end(), lost.begin(), lost.end());
    EXPECT_TRUE(same(all(*after.value()), expected));
}

TEST(Fault, ACheckpointThatFailsRefusesNothing) {
    World world;
    for (int i = 0; i < 4; ++i) ASSERT_EQ(world.append(1, 900'000), "");
    // The next commit passes a thousand pages; its own sync is the first, those of the checkpoint follow.
    world.vfs.trouble = {.syncs_until_failure = 1};
    EXPECT_EQ(world.append(1, 900'000), "");
    world.vfs.trouble.heal();
    world.expect_nothing_lost();
    EXPECT_EQ(world.append(1), "");
    world.log.reset();
    EXPECT_EQ(verify(world.scratch.path())->records, 6U);
}

TEST(Fault, TheCodeSaysWhatIsWrong) {
    struct Row {
        int write_error;
        int system_error;
        const char* code;
    };
    const Row rows[] = {
        {SQLITE_FULL, ENOSPC, "log.disk_full"},       {SQLITE_IOERR_WRITE, EDQUOT, "log.disk_full"},
        {SQLITE_IOERR_WRITE, EFBIG, "log.disk_full"}, {SQLITE_IOERR_WRITE, EROFS, "log.read_only"},
        {SQLITE_IOERR_WRITE, EIO, "log.io"},          {SQLITE_READONLY, 0, "log.read_only"}};
    World world;
    for (const Row& row : rows) {
        world.vfs.trouble = {
            .writes_until_failure = 0, .write_error = row.write_error, .system_error = row.system_error};
        EXPECT_EQ(world.append(1), row.code) << row.write_error << " " << row.system_error;
        world.vfs.trouble.heal();
        EXPECT_EQ(world.append(1), "");
    }
    world.expect_nothing_lost();
}

TEST(Fault, TheTroubleIsSaidUntilTheDiskTakesWritesAgain) {
    World world;
    ASSERT_EQ(world.append(3), "");
    EXPECT_FALSE(world.log->trouble());
    world.vfs.trouble = {.writes_until_failure = 0};
    EXPECT_EQ(world.append(1), "log.disk_full");
    ASSERT_TRUE(world.log->trouble());
    EXPECT_EQ(world.log->trouble()->code, "log.disk_full");
    world.vfs.trouble = {.syncs_until_failure = 0};
    EXPECT_EQ(world.log->trouble()->code, "log.io");  // as it is now, not as it was
    world.vfs.trouble.heal();
    EXPECT_FALSE(world.log->trouble());  // though nobody appended
    EXPECT_EQ(world.append(2), "");
    world.expect_nothing_lost();
    world.log.reset();
    world.log = SqliteEventLog::open(world.scratch.path()).value();
    world.expect_nothing_lost();
}

// The same with the kernel's own refusal, not a shim's: files may not grow beyond a limit.
TEST(Fault, TheKernelsLimitIsAFullDisk) {
    World world;
    ASSERT_EQ(world.append(3), "");
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old_limit{};
    ::getrlimit(RLIMIT_FSIZE, &old_limit);
    const rlimit tight{150'000, old_limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    std::string code;
    for (int i = 0; i < 100 && code.empty(); ++i) code = world.append(10);
    const std::string again = world.append(10);
    ::setrlimit(RLIMIT_FSIZE, &old_limit);
    std::signal(SIGXFSZ, old_handler);
    EXPECT_EQ(code, "log.disk_full");
    EXPECT_EQ(again, "log.disk_full");
    world.expect_nothing_lost();
    EXPECT_EQ(world.append(100), "");
    world.expect_nothing_lost();
    world.log.reset();
    const auto report = verify(world.scratch.path());
    EXPECT_TRUE(report->ok) << report->reason;
    EXPECT_EQ(report->records, world.written.size());
}

}  // namespace
}  // namespace anlan::adapters
