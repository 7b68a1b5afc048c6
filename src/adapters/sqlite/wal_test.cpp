// The end of the log after a loss of power, which may leave any part of the last, unanswered commit behind.
#include "adapters/sqlite/wal_tail.hpp"

#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "adapters/sqlite/verify.hpp"
#include "ports/contract/event_log_contract.hpp"

#include <fstream>

namespace anlan::adapters {
namespace {

using ports::contract::frames;

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_text(const std::filesystem::path& file, std::string_view text) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << text;
}

// The files as they were with seven answered records, and the write-ahead log as it was when three more had
// been written to it. What lies between is what a power loss may tear.
struct Torn {
    Scratch before;
    std::string wal_before;
    std::string wal_after;

    Torn() {
        const Scratch live;
        auto log = SqliteEventLog::open(live.path()).value();
        EXPECT_TRUE(log->append(frames(1, 2, {})).ok());
        EXPECT_TRUE(log->append(frames(3, 5, log->head()->hash, 3'000)).ok());
        live.copy_to(before);
        wal_before = text_of(live.path() / "log.db-wal");
        EXPECT_TRUE(log->append(frames(8, 3, log->head()->hash, 3'000)).ok());
        wal_after = text_of(live.path() / "log.db-wal");
        std::filesystem::remove(before.path() / "log.db-shm");
    }

    void lose_power(Scratch& copy, std::string_view wal) const {
        before.copy_to(copy);
        write_text(copy.path() / "log.db-wal", wal);
    }
};

std::uint64_t records_after_opening(const Scratch& scratch, std::vector<std::string>& repairs) {
    auto log = SqliteEventLog::open(scratch.path());
    EXPECT_TRUE(log.ok()) << log.error().message;
    if (!log.ok()) return 0;
    repairs = log.value()->repairs();
    const auto head = log.value()->head().value();
    EXPECT_EQ(ports::contract::all(*log.value()).size(), head.records);
    EXPECT_TRUE(log.value()->append(frames(head.records + 1, 1, head.hash)).ok());
    return head.records;
}

TEST(WalTail, AWriteThatWasCutAnywhereIsDroppedAndReported) {
    const Torn torn;
    ASSERT_GT(torn.wal_after.size(), torn.wal_before.size() + 2 * 4'096);
    for (std::size_t cut = torn.wal_before.size(); cut <= torn.wal_after.size(); cut += 997) {
        Scratch copy;
        torn.lose_power(copy, std::string_view{torn.wal_after}.substr(0, cut));
        const std::size_t lost = cut - torn.wal_before.size();

        const auto report = verify(copy.path());
        ASSERT_TRUE(report.ok());
        EXPECT_TRUE(report->ok) << report->reason;
        EXPECT_EQ(report->repairs.size(), lost > 0 ? 1U : 0U) << cut;

        std::vector<std::string> repairs;
        EXPECT_EQ(records_after_opening(copy, repairs), 7U) << cut;
        if (lost == 0)
            EXPECT_TRUE(repairs.empty());
        else
            EXPECT_EQ(repairs, std::vector{"dropped " + std::to_string(lost) +
                                           " bytes of an unfinished write after record 7"});
        const auto after = verify(copy.path());
        EXPECT_TRUE(after.ok() && after->ok && after->records == 8 && after->repairs.empty());
    }
}

TEST(WalTail, AWriteThatReachedTheDiskWholeIsKept) {
    const Torn torn;
    Scratch copy;
    torn.lose_power(copy, torn.wal_after);
    std::vector<std::string> repairs;
    EXPECT_EQ(records_after_opening(copy, repairs), 10U);
    EXPECT_TRUE(repairs.empty());
}

TEST(WalTail, PagesMayReachTheDiskInAnyOrder) {
    const Torn torn;
    constexpr std::size_t frame = 24 + 4'096;
    // each page of the unfinished commit in turn is the one that was not written
    for (std::size_t hole = torn.wal_before.size(); hole + frame <= torn.wal_after.size(); hole += frame) {
        for (const char filler : {'\0', '\x5A'}) {
            Scratch copy;
            std::string wal = torn.wal_after;
            std::fill_n(wal.begin() + static_cast<std::ptrdiff_t>(hole + (filler == 0 ? 0 : 24)),
                        filler == 0 ? frame : 4'096, filler);
            torn.lose_power(copy, wal);
            std::vector<std::string> repairs;
            EXPECT_EQ(records_after_opening(copy, repairs), 7U);
            EXPECT_EQ(repairs.size(), 1U);
        }
    }
}

TEST(WalTail, DamageToAnsweredCommitsIsNoUnfinishedWrite) {
    const Torn torn;
    Scratch copy;
    std::string wal = torn.wal_after;
    wal[32 + 24 + 4'000] ^= 1;  // the first frame: records 1 and 2, with two commits behind it
    torn.lose_power(copy, wal);
    const auto opened = SqliteEventLog::open(copy.path());
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, "log.truncated");  // the note knows of seven records
    const auto report = verify(copy.path());
    EXPECT_FALSE(report->ok);
    EXPECT_EQ(report->first_bad_position, 1U);

    std::filesystem::remove(copy.path() / "head");
    const auto without_note = SqliteEventLog::open(copy.path());
    ASSERT_FALSE(without_note.ok());
    EXPECT_EQ(without_note.error().code, "log.damaged");
    EXPECT_FALSE(verify(copy.path())->ok);
    EXPECT_EQ(text_of(copy.path() / "log.db-wal"), wal);  // nobody touched the evidence
}

TEST(WalTail, ALogWithoutItsWriteAheadLogIsCutOff) {
    const Torn torn;
    Scratch copy;
    torn.lose_power(copy, "");
    std::filesystem::remove(copy.path() / "log.db-wal");
    const auto opened = SqliteEventLog::open(copy.path());
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, "log.truncated");
    EXPECT_EQ(opened.error().message,
              "the log ends with record 0 but had 7; was log.db-wal copied with log.db? To go on with what "
              "is there, "
              "remove the file head");
}

TEST(WalTail, FramesOfAnEarlierRoundAreNothingToReport) {
    const Scratch live;
    auto log = SqliteEventLog::open(live.path()).value();
    // Over a thousand pages: the write-ahead log starts over, shorter than it was.
    for (int i = 0; i < 12; ++i) {
        const auto head = log->head().value();
        ASSERT_TRUE(log->append(frames(head.records + 1, 1, head.hash, 400'000)).ok());
    }
    const auto head = log->head().value();
    ASSERT_TRUE(log->append(frames(head.records + 1, 1, head.hash)).ok());
    Scratch copy;
    live.copy_to(copy);
    std::filesystem::remove(copy.path() / "log.db-shm");
    std::vector<std::string> repairs;
    EXPECT_EQ(records_after_opening(copy, repairs), 13U);
    EXPECT_TRUE(repairs.empty());
}

TEST(HeadNote, AnUnreadableNoteIsReportedAndWrittenAnew) {
    const Torn torn;
    for (const std::string_view note : {"garbage", "anlan-head 1 00000000000000000009 "}) {
        Scratch copy;
        torn.lose_power(copy, torn.wal_before);
        write_text(copy.path() / "head", note);
        std::vector<std::string> repairs;
        EXPECT_EQ(records_after_opening(copy, repairs), 7U);
        EXPECT_EQ(repairs,
                  std::vector<std::string>{"the file head was unreadable and has been written anew"});
        EXPECT_EQ(read_head_note(copy.path() / "head").head->records, 8U);
    }
}

TEST(HeadNote, AnotherRecordThanTheNotedOneIsTampering) {
    const Torn torn;
    Scratch copy;
    torn.lose_power(copy, torn.wal_before);
    HeadNote::open(copy.path() / "head")->write({6, ports::Hash{1}});
    EXPECT_EQ(SqliteEventLog::open(copy.path()).error().code, "log.tampered");
}

}  // namespace
}  // namespace anlan::adapters
