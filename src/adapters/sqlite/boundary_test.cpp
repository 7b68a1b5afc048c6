// Numbers and clocks past the borders where other systems broke: positions, versions and instants around
// 2^31, 2^32, 2^53 and the year 2038, a clock set back by an hour, a leap second. The log takes them, gives
// them back exactly, and goes on behind them after a restart.
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/frame_blob.hpp"
#include "adapters/sqlite/log_schema.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "kernel/record.hpp"

#include <gtest/gtest.h>

namespace anlan::adapters {
namespace {

using ports::Frame;
using ports::Hash;

constexpr std::uint64_t borders[] = {std::uint64_t{1} << 31U, std::uint64_t{1} << 32U,
                                     std::uint64_t{1} << 53U};

kernel::Envelope envelope_at(std::uint64_t position, std::uint64_t version, Instant at) {
    kernel::Envelope envelope;
    envelope.position = position;
    envelope.stream = "inc_1";
    envelope.version = version;
    envelope.wire = "incident.noted.v1";
    envelope.recorded_at = envelope.happened_at = at;
    envelope.actor.actor_id = "acc_1";
    envelope.cause = position - 1;
    envelope.payload = "{}";
    return envelope;
}

Frame sealed(const Hash& before, const kernel::Envelope& envelope) {
    Frame frame{envelope.position, kernel::encode(envelope), {}};
    frame.hash = kernel::seal(before, frame.bytes);
    return frame;
}

// A log that has come this far, without the billions of records before.
void write_last_record(const Scratch& scratch, const Frame& frame) {
    ASSERT_TRUE(SqliteEventLog::open(scratch.path()).ok());
    auto database = Database::open((scratch.path() / "log.db").string(), Open::read_write, "log").value();
    std::string blob;
    ASSERT_EQ(pack(std::span{&frame, 1}, blob), 1U);
    auto insert = database.prepare("INSERT INTO frame (first, last, records) VALUES (?1, ?2, ?3)").value();
    const auto position = static_cast<std::int64_t>(frame.position);
    insert.bind(1, position).bind(2, position).bind_bytes(3, blob);
    ASSERT_EQ(insert.step(), Statement::Step::done);
}

TEST(Boundary, TheLogGoesOnBehindEachBorderAndAfterARestart) {
    for (const std::uint64_t border : borders) {
        const Scratch scratch;
        const Instant at{Millis{1'790'000'000'000}};
        std::vector<Frame> frames{sealed({}, envelope_at(border - 2, border - 2, at))};
        write_last_record(scratch, frames.front());
        for (std::uint64_t next = border - 1; next <= border + 2; ++next) {
            auto log = SqliteEventLog::open(scratch.path());
            ASSERT_TRUE(log.ok()) << log.error().message;
            ASSERT_EQ(log.value()->head()->records, next - 1);
            frames.push_back(sealed(frames.back().hash, envelope_at(next, next, at)));
            ASSERT_TRUE(log.value()->append(std::span{&frames.back(), 1}).ok());
        }
        auto log = SqliteEventLog::open(scratch.path()).value();
        std::size_t seen = 1;
        const auto read = log->read(border - 1, [&](auto position, std::string_view bytes, const Hash& hash) {
            if (seen >= frames.size()) return ++seen, false;
            const Frame& frame = frames[seen++];
            EXPECT_EQ(position, frame.position);
            EXPECT_EQ(bytes, frame.bytes);
            EXPECT_EQ(hash, frame.hash);
            const auto envelope = kernel::decode(bytes);
            EXPECT_TRUE(envelope.ok() && envelope->position == position && envelope->version == position &&
                        envelope->cause == position - 1);
            return true;
        });
        ASSERT_TRUE(read.ok()) << read.error().message;
        EXPECT_EQ(seen, frames.size());
    }
}

TEST(Boundary, InstantsPastTheirBordersComeBackExactly) {
    constexpr std::int64_t second = 1'000;
    constexpr std::int64_t millis[] = {
        -1,                                    // before 1970
        (std::int64_t{1} << 31) * second - 1,  // the last of 31 bits of seconds, 2038-01-19
        (std::int64_t{1} << 31) * second,      // the first behind
        (std::int64_t{1} << 32) * second,      // 2106
        (std::int64_t{1} << 32) - 1,           // of milliseconds
        std::int64_t{1} << 32,
        253'402'300'799'999,  // the end of the year 9999
    };
    for (const std::int64_t count : millis) {
        const Instant at{Millis{count}};
        const auto envelope = envelope_at(1, 1, at);
        const auto again = kernel::decode(kernel::encode(envelope));
        ASSERT_TRUE(again.ok()) << count;
        EXPECT_EQ(again.value(), envelope) << count;
        EXPECT_EQ(instant_from_text(to_text(at)), at) << to_text(at);
    }
    EXPECT_EQ(to_text(Instant{Millis{(std::int64_t{1} << 31) * second}}), "2038-01-19T03:14:08.000Z");
}

TEST(Boundary, ALeapSecondIsTheLastMomentBeforeTheNextMinute) {
    const auto leap = instant_from_text("2016-12-31T23:59:60Z");
    ASSERT_TRUE(leap);
    EXPECT_EQ(to_text(*leap), "2016-12-31T23:59:59.999Z");
    EXPECT_LT(*leap, *instant_from_text("2017-01-01T00:00:00Z"));
}

// What happened may be told late; when it was recorded never goes back, and a log in which it does is not
// ours.
TEST(Boundary, AnHourBackwardsInTheRecordsIsNoticedAndInTheWorldIsAllowed) {
    const Instant at{Millis{1'790'000'000'000}};
    const Frame first = sealed({}, envelope_at(1, 1, at));
    auto told_late = envelope_at(2, 2, at);
    told_late.happened_at = at - Hours{1};
    const Frame late = sealed(first.hash, told_late);
    kernel::ChainCheck allowed;
    EXPECT_TRUE(allowed.add(1, first.bytes, first.hash));
    EXPECT_TRUE(allowed.add(2, late.bytes, late.hash));

    const Frame back = sealed(first.hash, envelope_at(2, 2, at - Hours{1}));
    kernel::ChainCheck noticed;
    EXPECT_TRUE(noticed.add(1, first.bytes, first.hash));
    EXPECT_FALSE(noticed.add(2, back.bytes, back.hash));
    ASSERT_TRUE(noticed.broken());
    EXPECT_EQ(noticed.broken()->position, 2U);
}

}  // namespace
}  // namespace anlan::adapters
