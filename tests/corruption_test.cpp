// Each single bit of a log of one MiB flipped, and the log cut at each byte. What must hold: `anlan verify`
// finds it and names the position, or every record is as it was; and the service does not open, or reads
// every record as it was, or says at a position that it is not what was written. Never a wrong record.
//
// Bytes of records are nearly all of the file. SQLite hands them on as they lie there, so for them a flip is
// carried out on the row that holds it and checked by what verify uses (each_frame and kernel::ChainCheck),
// from the state of the check before that row: millions instead of hundreds a second. That this says the same
// as the whole of verify over the whole file is itself checked, on a sample. All other bytes (the b-tree's)
// go through the whole of verify. ANLAN_FLIPS=all flips every bit (`./dev soak corruption`, hours);
// ANLAN_FLIPS=records every bit of the records and a sample of the others, and cuts at every length
// (`./dev soak corruption records`, minutes).
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/frame_blob.hpp"
#include "adapters/sqlite/log_schema.hpp"
#include "adapters/sqlite/verify.hpp"
#include "kernel/record.hpp"
#include "power_day.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

namespace anlan {
namespace {

using adapters::SqliteEventLog;
using ports::Frame;
using ports::Hash;

constexpr std::size_t page_bytes = 4'096;
constexpr std::size_t log_bytes = std::size_t{1} << 20U;

struct Row {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::string blob;
    kernel::ChainCheck before;  // as verify has it when it comes to this row
};

// Where in the file a byte of a row's records lies.
struct Place {
    std::uint32_t row = 0;
    std::uint32_t at = 0;
};

std::string noise(std::mt19937_64& random, std::size_t size) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    while (text.size() < size) text += digits[random() % digits.size()];
    return text;
}

// As live logs are: few and many records a commit, small and large.
std::vector<Frame> next_frames(std::mt19937_64& random, const ports::Head& head,
                               std::map<std::string, std::uint64_t>& versions) {
    std::vector<Frame> frames;
    Hash before = head.hash;
    const std::uint64_t count = random() % 12 == 0 ? 2 + random() % 5 : 1;
    for (std::uint64_t position = head.records + 1; position <= head.records + count; ++position) {
        kernel::Envelope envelope;
        envelope.position = position;
        envelope.stream = "inc_" + std::to_string(random() % 3);
        envelope.version = ++versions[envelope.stream];
        envelope.wire = "incident.noted.v1";
        envelope.recorded_at = Instant{Millis{1'790'000'000'000 + static_cast<std::int64_t>(position) * 40}};
        envelope.happened_at = envelope.recorded_at;
        envelope.actor.actor_id = "acc_" + noise(random, 8);
        envelope.payload =
            "{\"n\":\"" + noise(random, random() % 60 == 0 ? 6'000 : 60 + random() % 400) + "\"}";
        Frame frame{position, kernel::encode(envelope), {}};
        frame.hash = before = kernel::seal(before, frame.bytes);
        frames.push_back(std::move(frame));
    }
    return frames;
}

class Log {
public:
    Log() : directory_(power::memory_directory("corruption")) {
        std::mt19937_64 random{110};
        std::map<std::string, std::uint64_t> versions;
        {
            auto log = SqliteEventLog::open(directory_).value();
            while (size_of_records_ < log_bytes * 96 / 100) {
                const auto more = next_frames(random, log->head().value(), versions);
                EXPECT_TRUE(log->append(more).ok());
                for (const auto& frame : more) size_of_records_ += frame.bytes.size() + 36;
                records.insert(records.end(), more.begin(), more.end());
            }
        }
        std::filesystem::remove(directory_ / "head");  // without its help
        file = read_file();
        find_rows();
        find_places();
    }
    ~Log() { std::filesystem::remove_all(directory_); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    std::vector<Frame> records;
    std::string file;
    std::vector<Row> rows;
    std::vector<Place> places;  // one a byte; row 0 is none, row n is rows[n - 1]
    std::size_t placed = 0;

private:
    std::string read_file() const {
        std::ifstream in{directory_ / "log.db", std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    std::size_t find(std::string_view key) const {
        const void* found = ::memmem(file.data(), file.size(), key.data(), key.size());
        if (found == nullptr) return std::string::npos;
        return static_cast<std::size_t>(static_cast<const char*>(found) - file.data());
    }
    void find_rows() {
        auto database =
            adapters::Database::open((directory_ / "log.db").string(), adapters::Open::read_only, "test")
                .value();
        auto select = database.prepare("SELECT first, last, records FROM frame ORDER BY first").value();
        kernel::ChainCheck check;
        while (select.step() == adapters::Statement::Step::row) {
            rows.push_back({select.integer(0), select.integer(1), std::string{select.bytes(2)}, check});
            const auto each = adapters::each_frame(rows.back().first, rows.back().last, rows.back().blob,
                                                   [&](auto position, auto bytes, const Hash& hash) {
                                                       return check.add(position, bytes, hash);
                                                   });
            ASSERT_TRUE(each.ok() && each.value());
        }
    }
    // A blob lies in its cell as far as it fits, then in overflow pages of four bytes and content. Its bytes
    // are noise, so that sixteen of them are found in one place only.
    void find_places() {
        places.resize(file.size());
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const std::string& blob = rows[row].blob;
            for (std::size_t at = 0; at < blob.size();) {
                const std::string_view key = std::string_view{blob}.substr(at, 64);
                const std::size_t found = find(key);
                if (found == std::string::npos || (at > 0 && found % page_bytes != 4)) {
                    // The seam may be nearer than the key is long.
                    ++at;
                    continue;
                }
                std::size_t size = 0;
                while (at + size < blob.size() && (found + size) / page_bytes == found / page_bytes &&
                       file[found + size] == blob[at + size])
                    ++size;
                for (std::size_t i = 0; i < size; ++i)
                    places[found + i] = {static_cast<std::uint32_t>(row + 1),
                                         static_cast<std::uint32_t>(at + i)};
                placed += size;
                at += size;
            }
        }
    }

    std::filesystem::path directory_;
    std::size_t size_of_records_ = 0;
};

const Log& the_log() {
    static const Log log;
    return log;
}

struct Verdict {
    bool found = false;
    std::uint64_t position = 0;  // 0: the file around the records
    friend bool operator==(const Verdict&, const Verdict&) = default;
};

// What verify comes to at the row that holds the flipped byte.
Verdict verdict_of_row(const Row& row, std::string& blob) {
    kernel::ChainCheck check = row.before;
    const auto walked = adapters::each_frame(
        row.first, row.last, blob,
        [&](auto position, auto bytes, const Hash& hash) { return check.add(position, bytes, hash); });
    if (walked.ok() && walked.value()) return {};
    return {true, check.broken() ? check.broken()->position : check.records() + 1};
}

// A copy of the log's file that is damaged and mended again.
class Copy {
public:
    explicit Copy(const std::string& name) : directory_(power::memory_directory(name)) {
        descriptor_ = ::open((directory_ / "log.db").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        mend();
    }
    ~Copy() {
        ::close(descriptor_);
        std::filesystem::remove_all(directory_);
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    void mend() {
        const std::string& file = the_log().file;
        EXPECT_EQ(::pwrite(descriptor_, file.data(), file.size(), 0), static_cast<ssize_t>(file.size()));
        EXPECT_EQ(::ftruncate(descriptor_, static_cast<off_t>(file.size())), 0);
        for (const char* name : {"head", "log.db-wal", "log.db-shm", "log.db-journal"})
            std::filesystem::remove(directory_ / name);
    }
    void put(std::size_t at, char byte) {
        EXPECT_EQ(::pwrite(descriptor_, &byte, 1, static_cast<off_t>(at)), 1);
    }
    void flip(std::size_t bit) {
        put(bit / 8, static_cast<char>(the_log().file[bit / 8] ^ static_cast<char>(1 << (bit % 8))));
    }
    void unflip(std::size_t bit) { put(bit / 8, the_log().file[bit / 8]); }
    void cut(std::size_t size) { EXPECT_EQ(::ftruncate(descriptor_, static_cast<off_t>(size)), 0); }

    Verdict verdict() const {
        const auto report = adapters::verify(directory_);
        if (!report.ok()) return {true, 1};  // nothing there to judge is no log either
        return {!report->ok, report->first_bad_position};
    }

    // "" if all is well: nothing wrong was served. Counts in `refused` when the service said that it is
    // damaged.
    std::string serve(std::uint64_t& refused) const {
        auto log = SqliteEventLog::open(directory_);
        if (!log.ok()) return ++refused, "";
        const auto& records = the_log().records;
        std::size_t same = 0;
        bool wrong = false;
        const auto read = log.value()->read(1, [&](auto position, std::string_view bytes, const Hash& hash) {
            wrong = same >= records.size() || records[same].position != position ||
                    records[same].bytes != bytes || records[same].hash != hash;
            ++same;
            return !wrong;
        });
        if (wrong) return "record " + std::to_string(same) + " was served and is not the one written";
        if (!read.ok()) return ++refused, "";
        if (log.value()->head()->records != same) return ++refused, "";  // the engine does not start on it
        return same == records.size() ? "" : "only " + std::to_string(same) + " records, and nobody said so";
    }

    // Without opening for service, which may write: whether every record is as it was.
    bool all_there() const {
        adapters::LogReaders readers{
            (directory_ / "log.db").string(), {}, adapters::LogReaders::Access::as_it_lies};
        std::size_t same = 0;
        const auto& records = the_log().records;
        const auto read = readers.read(1, [&](auto, std::string_view bytes, const Hash& hash) {
            if (same >= records.size() || records[same].bytes != bytes || records[same].hash != hash)
                return false;
            ++same;
            return true;
        });
        return read.ok() && same == records.size();
    }

private:
    std::filesystem::path directory_;
    int descriptor_ = -1;
};

struct Tally {
    std::uint64_t in_records = 0;  // flips of bytes of records
    std::uint64_t around = 0;      // of others
    std::uint64_t found = 0;
    std::uint64_t harmless = 0;  // verify finds nothing, and every record is as it was
    std::uint64_t served = 0;    // opened for service
    std::uint64_t refused = 0;   // of them, said to be damaged
    std::vector<std::string> wrong;

    void add(const Tally& other) {
        in_records += other.in_records;
        around += other.around;
        found += other.found;
        harmless += other.harmless;
        served += other.served;
        refused += other.refused;
        wrong.insert(wrong.end(), other.wrong.begin(), other.wrong.end());
    }
};

// Which bits are flipped, and what is done with each.
struct Plan {
    std::uint64_t one_in_records = 1;  // of so many bits within records, one
    std::uint64_t one_around = 1;      // of so many others, one
    std::uint64_t one_served = 1;      // of so many of the flipped, one is opened for service too
};

class Flipper {
public:
    Flipper(const std::string& name, const Plan& plan) : copy_(name), plan_(plan) {}

    Tally run(std::size_t worker, std::size_t workers) {
        const Log& log = the_log();
        std::mt19937_64 random{worker};
        for (std::size_t byte = worker; byte < log.file.size(); byte += workers) {
            const Place place = log.places[byte];
            for (std::size_t bit = byte * 8; bit < byte * 8 + 8; ++bit) {
                if (random() % (place.row > 0 ? plan_.one_in_records : plan_.one_around) != 0) continue;
                place.row > 0 ? in_record(bit, place) : around(bit);
                if (random() % plan_.one_served == 0) serve(bit);
            }
        }
        return std::move(tally_);
    }

private:
    void in_record(std::size_t bit, const Place& place) {
        ++tally_.in_records;
        const Row& row = the_log().rows[place.row - 1];
        if (blob_of_ != place.row) {
            blob_ = row.blob;
            blob_of_ = place.row;
        }
        char& byte = blob_[place.at];
        byte = static_cast<char>(byte ^ static_cast<char>(1 << (bit % 8)));
        const Verdict verdict = verdict_of_row(row, blob_);
        byte = row.blob[place.at];
        if (verdict.found && verdict.position > 0)
            ++tally_.found;
        else
            wrong(bit, "verify does not find it");
    }

    void around(std::size_t bit) {
        ++tally_.around;
        copy_.flip(bit);
        if (copy_.verdict().found)
            ++tally_.found;
        else if (copy_.all_there())
            ++tally_.harmless;
        else
            wrong(bit, "verify does not find it, and the records are others");
        copy_.unflip(bit);
    }

    void serve(std::size_t bit) {
        ++tally_.served;
        copy_.flip(bit);
        if (const auto what = copy_.serve(tally_.refused); !what.empty()) wrong(bit, what);
        copy_.mend();
    }

    void wrong(std::size_t bit, const std::string& what) {
        if (tally_.wrong.size() < 20)
            tally_.wrong.push_back("bit " + std::to_string(bit % 8) + " of byte " + std::to_string(bit / 8) +
                                   ": " + what);
    }

    Copy copy_;
    Plan plan_;
    Tally tally_;
    std::string blob_;
    std::uint32_t blob_of_ = 0;
};

enum class Asked { sample, records, all };

Asked asked() {
    const char* flips = std::getenv("ANLAN_FLIPS");
    if (flips == nullptr) return Asked::sample;
    return std::string_view{flips} == "records" ? Asked::records : Asked::all;
}

Plan plan_of(Asked asked) {
    if (asked == Asked::all) return {1, 1, 500};
    return asked == Asked::records ? Plan{1, 300, 5'000} : Plan{160, 300, 150};
}

// At least so many bits are flipped.
std::size_t flips_of(Asked asked) {
    if (asked == Asked::all) return the_log().file.size() * 8;
    return asked == Asked::records ? the_log().placed * 8 : 45'000;
}

TEST(Corruption, NearlyAllOfTheFileIsRecordsAndIsKnownWhere) {
    const Log& log = the_log();
    std::size_t bytes = 0;
    for (const Row& row : log.rows) bytes += row.blob.size();
    EXPECT_GE(log.file.size(), log_bytes);
    EXPECT_GE(log.placed, bytes * 98 / 100);
    EXPECT_GE(log.placed, log.file.size() * 85 / 100);
}

// The quick way of judging a flip within a record says what the whole of verify says.
TEST(Corruption, TheQuickWaySaysTheSameAsTheWhole) {
    const Log& log = the_log();
    Copy copy{"same"};
    std::mt19937_64 random{5};
    for (int i = 0; i < (asked() == Asked::all ? 20'000 : 600);) {
        const std::size_t bit = random() % (log.file.size() * 8);
        const Place place = log.places[bit / 8];
        if (place.row == 0) continue;
        ++i;
        std::string blob = log.rows[place.row - 1].blob;
        blob[place.at] = static_cast<char>(blob[place.at] ^ static_cast<char>(1 << (bit % 8)));
        copy.flip(bit);
        const Verdict whole = copy.verdict();
        copy.unflip(bit);
        ASSERT_EQ(whole, verdict_of_row(log.rows[place.row - 1], blob)) << bit;
    }
    EXPECT_EQ(copy.verdict(), Verdict{});
}

TEST(Corruption, AFlippedBitIsFoundAndNothingWrongIsServed) {
    const Plan plan = plan_of(asked());
    constexpr std::size_t workers = 2;
    (void)the_log();
    Tally tallies[workers];
    std::vector<std::thread> threads;
    for (std::size_t worker = 0; worker < workers; ++worker)
        threads.emplace_back([&, worker] {
            tallies[worker] = Flipper{"flip" + std::to_string(worker), plan}.run(worker, workers);
        });
    for (auto& thread : threads) thread.join();
    Tally tally;
    for (const auto& one : tallies) tally.add(one);
    for (const auto& wrong : tally.wrong) ADD_FAILURE() << wrong;
    EXPECT_GE(tally.in_records + tally.around, flips_of(asked()));
    EXPECT_GT(tally.served, 250U);
    EXPECT_GT(tally.refused, tally.served / 2);
    std::printf(
        "%zu bytes, %zu records; %llu bits flipped (%llu in records, %llu around): %llu found and "
        "named, %llu where no record lies and none is changed, 0 missed\n",
        the_log().file.size(), the_log().records.size(),
        static_cast<unsigned long long>(tally.in_records + tally.around),
        static_cast<unsigned long long>(tally.in_records), static_cast<unsigned long long>(tally.around),
        static_cast<unsigned long long>(tally.found), static_cast<unsigned long long>(tally.harmless));
    std::printf("%llu of them opened for service: %llu refused, 0 wrong records served\n",
                static_cast<unsigned long long>(tally.served),
                static_cast<unsigned long long>(tally.refused));
}

TEST(Corruption, ACutLogIsFoundWhereverItIsCut) {
    const std::size_t whole = the_log().file.size();
    Copy copy{"cut"};
    std::mt19937_64 random{7};
    std::uint64_t cuts = 0;
    std::uint64_t found = 0;
    std::uint64_t harmless = 0;
    for (std::size_t size = whole; size-- > 0;) {
        const bool edge = size % page_bytes < 2 || size % page_bytes == page_bytes - 1;
        if (asked() == Asked::sample && !(edge && random() % 4 == 0) && random() % 500 != 0) continue;
        copy.cut(size);
        ++cuts;
        const Verdict verdict = copy.verdict();
        if (verdict.found)
            ++found;
        else if (copy.all_there())
            ++harmless;
        else
            ADD_FAILURE() << "cut to " << size << " bytes: not found";
    }
    EXPECT_GT(cuts, 1'000U);
    std::printf("cut at %llu lengths: %llu found, %llu that cut off nothing but the last page's empty end\n",
                static_cast<unsigned long long>(cuts), static_cast<unsigned long long>(found),
                static_cast<unsigned long long>(harmless));
}

}  // namespace
}  // namespace anlan
