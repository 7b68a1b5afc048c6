// An intact log and damaged copies of it. Each copy has to be found out at the first position that does not
// fit, by verify and by the independent tests/verify_log.py alike.
#include "adapters/sqlite/verify.hpp"
#include "base/source_dir_test_support.hpp"

#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/frame_blob.hpp"
#include "adapters/sqlite/log_schema.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "ports/contract/event_log_contract.hpp"

#include <cstdio>
#include <fstream>
#include <functional>

namespace anlan::adapters {
namespace {

using ports::Frame;
using ports::Hash;

constexpr std::uint64_t record_count = 60;

void write_log(const Scratch& scratch, std::size_t payload_bytes = 200) {
    auto log = SqliteEventLog::open(scratch.path());
    ASSERT_TRUE(log.ok());
    const auto all = ports::contract::frames(1, record_count, {}, payload_bytes);
    std::span<const Frame> rest{all};
    for (const std::size_t count : {1U, 4U, 20U, 1U, 34U}) {
        ASSERT_TRUE(log.value()->append(rest.first(count)).ok());
        rest = rest.subspan(count);
    }
}

struct Row {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::vector<Frame> frames;
};

// Rewrites the table as somebody with a SQLite shell would.
void tamper(const Scratch& scratch, const std::function<void(std::vector<Row>&)>& change) {
    auto database = Database::open((scratch.path() / "log.db").string(), Open::read_write, "log").value();
    std::vector<Row> rows;
    auto select = database.prepare("SELECT first, last, records FROM frame ORDER BY first").value();
    while (select.step() == Statement::Step::row) {
        Row row{select.integer(0), select.integer(1), {}};
        ASSERT_TRUE(
            each_frame(row.first, row.last, select.bytes(2), [&row](auto position, auto bytes, auto& hash) {
                row.frames.push_back({position, std::string{bytes}, hash});
                return true;
            }).ok());
        rows.push_back(std::move(row));
    }
    select.reset();
    change(rows);
    ASSERT_TRUE(database.run("DELETE FROM frame").ok());
    auto insert = database.prepare("INSERT INTO frame (first, last, records) VALUES (?1, ?2, ?3)").value();
    for (const Row& row : rows) {
        std::string blob;
        pack(row.frames, blob);
        ASSERT_EQ(insert.bind(1, row.first).bind(2, row.last).bind_bytes(3, blob).step(),
                  Statement::Step::done);
        insert.reset();
    }
}

// Row 2 holds the records 6 to 25.
Frame& record(std::vector<Row>& rows, std::uint64_t position) {
    for (Row& row : rows)
        for (Frame& frame : row.frames)
            if (frame.position == position) return frame;
    ADD_FAILURE() << "no record " << position;
    return rows.front().frames.front();
}

void overwrite(const std::filesystem::path& file, std::uintmax_t at, std::string_view bytes) {
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekp(static_cast<std::streamoff>(at));
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::string verdict(const Scratch& scratch, const VerifyOptions& options = {}) {
    const auto report = verify(scratch.path(), options);
    if (!report.ok()) return report.error().code;
    if (report->ok) return "ok " + std::to_string(report->records);
    return std::to_string(report->first_bad_position) + ": " + report->reason;
}

// What the independent verifier says of each directory, without the reason: "ok 60" or "bad 12".
std::vector<std::string> verdicts_of_stranger(const std::vector<const Scratch*>& directories) {
    std::string command = std::string{"python3 "} + source_dir() + "/tests/verify_log.py";
    for (const Scratch* directory : directories) command += " " + directory->path().string();
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::vector<std::string> verdicts;
    char line[500];
    while (std::fgets(line, sizeof line, pipe) != nullptr) {
        const std::string_view text = line;
        verdicts.emplace_back(text.substr(0, text.find(' ', text.find(' ') + 1)));
    }
    ::pclose(pipe);
    return verdicts;
}

std::string verdict_of_stranger(const Scratch& scratch) {
    const auto verdicts = verdicts_of_stranger({&scratch});
    return verdicts.empty() ? "python3 did not answer" : verdicts.front();
}

TEST(Verify, AnIntactLogFitsAndIsNotChanged) {
    const Scratch scratch;
    write_log(scratch);
    const std::string before = text_of(scratch.path() / "log.db");
    const auto report = verify(scratch.path());
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report->ok) << report->reason;
    EXPECT_EQ(report->records, record_count);
    EXPECT_EQ(report->head, kernel::to_hex(ports::contract::frames(1, record_count, {}, 200).back().hash));
    EXPECT_EQ(report->first_bad_position, 0U);
    EXPECT_TRUE(report->repairs.empty());
    EXPECT_EQ(text_of(scratch.path() / "log.db"), before);
    EXPECT_EQ(verdict_of_stranger(scratch), "ok 60");
}

TEST(Verify, EmptyAndAbsent) {
    const Scratch scratch;
    EXPECT_EQ(verdict(scratch), "log.not_found");
    ASSERT_TRUE(SqliteEventLog::open(scratch.path()).ok());
    EXPECT_EQ(verdict(scratch), "ok 0");
}

TEST(Verify, AlsoWhileTheLogIsWritten) {
    const Scratch scratch;
    auto log = SqliteEventLog::open(scratch.path());
    ASSERT_TRUE(log.value()->append(ports::contract::frames(1, 7, {})).ok());
    EXPECT_EQ(verdict(scratch), "ok 7");
    const auto head = log.value()->head().value();
    ASSERT_TRUE(log.value()->append(ports::contract::frames(8, 3, head.hash)).ok());
    EXPECT_EQ(verdict(scratch), "ok 10");
    EXPECT_EQ(verdict_of_stranger(scratch), "ok 10");
}

struct Damage {
    const char* name;
    std::function<void(std::vector<Row>&)> change;
    const char* verdict;
};

const Damage damages[] = {
    {"a payload byte", [](auto& rows) { record(rows, 12).bytes.back() = ']'; },
     "12: content and hash do not fit the record before"},
    {"an actor",
     [](auto& rows) {
         auto& bytes = record(rows, 30).bytes;
         bytes.replace(bytes.find("acc_"), 5, "acc_9");
     },
     "30: content and hash do not fit the record before"},
    {"a deleted record", [](auto& rows) { rows[2].frames.erase(rows[2].frames.begin() + 3); },
     "9: record 10 stands here"},
    {"a deleted record, made to look whole",
     [](auto& rows) {
         rows[2].frames.erase(rows[2].frames.begin() + 3);
         rows[2].last -= 1;
     },
     "9: record 10 stands here"},
    {"a deleted row", [](auto& rows) { rows.erase(rows.begin() + 2); },
     "6: missing; the next record there is says 26"},
    {"two records swapped", [](auto& rows) { std::swap(record(rows, 8), record(rows, 40)); },
     "8: record 40 stands here"},
    {"two neighbours swapped", [](auto& rows) { std::swap(rows[4].frames[0], rows[4].frames[1]); },
     "27: record 28 stands here"},
    {"the last row cut off", [](auto& rows) { rows.pop_back(); },
     "27: the log ends before it, but the file head counts 60 records"},
    {"the last record cut off",
     [](auto& rows) {
         rows.back().frames.pop_back();
         rows.back().last -= 1;
     },
     "60: the log ends before it, but the file head counts 60 records"},
    {"everything cut off", [](auto& rows) { rows.clear(); },
     "1: the log ends before it, but the file head counts 60 records"},
    {"a hash", [](auto& rows) { record(rows, 26).hash[0] ^= 0x80; },
     "26: content and hash do not fit the record before"},
    {"the last hash", [](auto& rows) { record(rows, 60).hash[31] ^= 1; },
     "60: content and hash do not fit the record before"},
    {"an appended forgery",
     [](auto& rows) {
         Row row{61, 61, ports::contract::frames(61, 1, Hash{})};
         rows.push_back(row);
     },
     "61: content and hash do not fit the record before"},
    {"a record put in between",
     [](auto& rows) {
         rows[1].frames.push_back(rows[1].frames.back());
         rows[1].last += 1;
     },
     "6: record 5 stands here"},
    {"a row that overlaps",
     [](auto& rows) {
         rows[3].first = 7;
         rows[3].last = 7;
     },
     "26: a second record stored as 7 stands here"},
    {"a record before the first",
     [](auto& rows) {
         rows.front().first = 0;
         rows.front().last = 0;
     },
     "1: a second record stored as 0 stands here"},
};

TEST(Verify, EachDamageIsFoundAtItsFirstPosition) {
    const Scratch intact;
    write_log(intact);
    std::vector<Scratch> copies(std::size(damages));
    std::vector<const Scratch*> directories;
    for (std::size_t i = 0; i < copies.size(); ++i) {
        intact.copy_to(copies[i]);
        tamper(copies[i], damages[i].change);
        EXPECT_EQ(verdict(copies[i]), damages[i].verdict) << damages[i].name;
        directories.push_back(&copies[i]);
    }
    const auto strangers = verdicts_of_stranger(directories);
    ASSERT_EQ(strangers.size(), copies.size());
    for (std::size_t i = 0; i < copies.size(); ++i) {
        const std::string expected = damages[i].verdict;
        EXPECT_EQ(strangers[i], "bad " + expected.substr(0, expected.find(':'))) << damages[i].name;
    }
}

// The whole chain forged from record 20 on, hashes and all: only what was noted or published elsewhere can
// tell.
TEST(Verify, ARewrittenChainIsFoundByTheNoteOrByAPublishedHead) {
    const Scratch scratch;
    write_log(scratch);
    const auto published = ports::contract::frames(1, 40, {}, 200).back().hash;
    tamper(scratch, [](std::vector<Row>& rows) {
        record(rows, 20).bytes.back() = ']';
        Hash before = record(rows, 19).hash;
        for (Row& row : rows)
            for (Frame& frame : row.frames)
                if (frame.position >= 20) before = frame.hash = kernel::seal(before, frame.bytes);
    });
    EXPECT_EQ(verdict(scratch), "60: the chain fits, but the file head has another hash here");
    std::filesystem::remove(scratch.path() / "head");
    EXPECT_EQ(verdict(scratch), "ok 60");
    EXPECT_EQ(verdict(scratch, {.known = ports::Head{40, published}}),
              "40: the chain fits, but the head published before has another hash here");
}

TEST(Verify, APublishedHeadBeyondTheEndTellsATruncation) {
    const Scratch scratch;
    write_log(scratch);
    EXPECT_EQ(verdict(scratch, {.known = ports::Head{61, {}}}),
              "61: the log ends before it, but the head published before counts 61 records");
}

TEST(Verify, AFileThatWasCutIsFoundWhereItWasCut) {
    const Scratch scratch;
    write_log(scratch, 2'000);  // sixty records over many pages
    const auto file = scratch.path() / "log.db";
    for (const std::uintmax_t kept : {4'096U, 20'480U, 61'440U, 10'000U, 100U, 0U}) {
        const Scratch copy;
        scratch.copy_to(copy);
        std::filesystem::resize_file(copy.path() / "log.db", kept);
        const auto report = verify(copy.path());
        ASSERT_TRUE(report.ok()) << kept;
        EXPECT_FALSE(report->ok) << kept;
        EXPECT_EQ(report->first_bad_position, report->records + 1) << kept << report->reason;
        EXPECT_LT(report->records, record_count) << kept;
    }
    std::filesystem::remove(file);
    EXPECT_EQ(verdict(scratch), "1: the log ends before it, but the file head counts 60 records");
}

TEST(Verify, AnyDamagedPageIsFound) {
    const Scratch scratch;
    write_log(scratch, 1'000);
    const auto size = std::filesystem::file_size(scratch.path() / "log.db");
    for (std::uintmax_t page = 0; page < size / 4'096; ++page) {
        const Scratch copy;
        scratch.copy_to(copy);
        overwrite(copy.path() / "log.db", page * 4'096, std::string(4'096, '\x5A'));
        const auto report = verify(copy.path());
        ASSERT_TRUE(report.ok()) << page;
        EXPECT_FALSE(report->ok) << page;
        EXPECT_FALSE(report->reason.empty()) << page;
    }
}

TEST(Verify, AFileThatIsNoDatabaseDoesNotFitFromTheFirstRecordOn) {
    const Scratch scratch;
    write_log(scratch);
    std::ofstream{scratch.path() / "log.db"} << std::string(20'000, 'x');
    const auto report = verify(scratch.path());
    ASSERT_TRUE(report.ok());
    EXPECT_FALSE(report->ok);
    EXPECT_EQ(report->first_bad_position, 1U);
}

TEST(Verify, TellsHowFarItHasCome) {
    const Scratch scratch;
    {
        auto log = SqliteEventLog::open(scratch.path());
        ASSERT_TRUE(log.value()->append(ports::contract::frames(1, 70'000, {}, 1)).ok());
    }
    std::vector<std::uint64_t> told;
    const VerifyOptions options{.progress = [&told](std::uint64_t done, std::uint64_t total) {
        told.push_back(done);
        EXPECT_EQ(total, 70'000U);
    }};
    EXPECT_EQ(verdict(scratch, options), "ok 70000");
    EXPECT_EQ(told, std::vector<std::uint64_t>{65'536});
}

}  // namespace
}  // namespace anlan::adapters
