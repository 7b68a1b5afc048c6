// What every EventLog must do, as tests. An adapter's test file names a world and instantiates the suite:
//
//   struct World {
//       std::unique_ptr<ports::EventLog> open();   // the same log each time; the one before is gone
//   };
//   INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, EventLogContract, World);
#pragma once
#include "kernel/record.hpp"
#include "ports/event_log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace anlan::ports::contract {

// Records of one stream per ten positions, from `first` on, chained onto `before`.
inline std::vector<Frame> frames(std::uint64_t first, std::uint64_t count, Hash before,
                                 std::size_t payload_bytes = 40) {
    std::vector<Frame> made;
    for (std::uint64_t position = first; position < first + count; ++position) {
        kernel::Envelope envelope;
        envelope.position = position;
        envelope.stream = "inc_" + std::to_string((position - 1) / 10);
        envelope.version = (position - 1) % 10 + 1;
        envelope.wire = "incident.noted.v1";
        envelope.recorded_at = Instant{Millis{1'700'000'000'000 + static_cast<std::int64_t>(position)}};
        envelope.happened_at = envelope.recorded_at;
        envelope.actor.actor_id = "acc_" + std::to_string(position % 7);
        envelope.payload =
            "{\"n\":\"" + std::string(payload_bytes, static_cast<char>('a' + position % 26)) + "\"}";
        Frame frame{position, kernel::encode(envelope), {}};
        frame.hash = before = kernel::seal(before, frame.bytes);
        made.push_back(std::move(frame));
    }
    return made;
}

inline std::vector<Frame> all(EventLog& log, std::uint64_t first = 1) {
    std::vector<Frame> found;
    const auto read = log.read(first, [&](std::uint64_t position, std::string_view bytes, const Hash& hash) {
        found.push_back({position, std::string{bytes}, hash});
        return true;
    });
    EXPECT_TRUE(read.ok()) << read.error().message;
    return found;
}

inline bool same(const std::vector<Frame>& left, const std::vector<Frame>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Frame& a, const Frame& b) {
                          return a.position == b.position && a.bytes == b.bytes && a.hash == b.hash;
                      });
}

template <class World>
class EventLogContract : public testing::Test {
protected:
    void append(std::uint64_t count, std::size_t payload_bytes = 40) {
        const auto more =
            frames(written.size() + 1, count, written.empty() ? Hash{} : written.back().hash, payload_bytes);
        const auto appended = log->append(more);
        ASSERT_TRUE(appended.ok()) << appended.error().message;
        written.insert(written.end(), more.begin(), more.end());
    }
    void reopen() {
        log.reset();
        log = world.open();
    }
    Head head() {
        auto head = log->head();
        EXPECT_TRUE(head.ok());
        return head.ok() ? head.value() : Head{};
    }

    World world;
    std::unique_ptr<EventLog> log = world.open();
    std::vector<Frame> written;
};

TYPED_TEST_SUITE_P(EventLogContract);

TYPED_TEST_P(EventLogContract, AnEmptyLogHasAHeadOfZero) {
    EXPECT_EQ(this->head().records, 0U);
    EXPECT_EQ(this->head().hash, Hash{});
    EXPECT_TRUE(all(*this->log).empty());
    EXPECT_TRUE(this->log->repairs().empty());
}

TYPED_TEST_P(EventLogContract, WhatWasAppendedIsReadInOrder) {
    this->append(1);
    this->append(32);
    this->append(1000);
    EXPECT_EQ(this->head().records, 1033U);
    EXPECT_EQ(this->head().hash, this->written.back().hash);
    EXPECT_TRUE(same(all(*this->log), this->written));
}

TYPED_TEST_P(EventLogContract, NothingAppendedIsNothing) {
    EXPECT_TRUE(this->log->append({}).ok());
    EXPECT_EQ(this->head().records, 0U);
}

TYPED_TEST_P(EventLogContract, ReadingStartsAtAnyPosition) {
    this->append(3);
    this->append(5);
    this->append(1);
    for (std::uint64_t first = 0; first <= 11; ++first) {
        const auto begin =
            this->written.begin() + static_cast<long>(std::min<std::uint64_t>(first == 0 ? 0 : first - 1, 9));
        EXPECT_TRUE(same(all(*this->log, first), {begin, this->written.end()})) << first;
    }
}

TYPED_TEST_P(EventLogContract, TheReaderMayStop) {
    this->append(10);
    std::uint64_t last = 0;
    const auto read = this->log->read(2, [&](std::uint64_t position, std::string_view, const Hash&) {
        last = position;
        return position < 4;
    });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(last, 4U);
}

TYPED_TEST_P(EventLogContract, EverythingIsThereAfterOpeningAgain) {
    this->append(2);
    this->append(7);
    this->reopen();
    EXPECT_EQ(this->head().records, 9U);
    this->append(3);
    this->reopen();
    EXPECT_TRUE(same(all(*this->log), this->written));
    EXPECT_TRUE(this->log->repairs().empty());
}

TYPED_TEST_P(EventLogContract, RecordsOfAnySize) {
    this->append(1, 0);
    this->append(3, 1'000'000);  // one append of three megabytes
    this->append(2, 5'000);
    this->reopen();
    EXPECT_TRUE(same(all(*this->log), this->written));
}

TYPED_TEST_P(EventLogContract, ReadersSeeWholeAppendsWhileTheLogGrows) {
    std::atomic<bool> done = false;
    std::atomic<int> broken = 0;
    std::thread reader{[&] {
        do {
            kernel::ChainCheck check;
            const auto read =
                this->log->read(1, [&](std::uint64_t position, std::string_view bytes, const Hash& hash) {
                    return check.add(position, bytes, hash);
                });
            if (!read.ok() || check.broken() || check.records() % 10 != 0) ++broken;
        } while (!done);
    }};
    for (int i = 0; i < 60; ++i) this->append(10);
    done = true;
    reader.join();
    EXPECT_EQ(broken, 0);
    EXPECT_EQ(all(*this->log).size(), 600U);
}

REGISTER_TYPED_TEST_SUITE_P(EventLogContract, AnEmptyLogHasAHeadOfZero, WhatWasAppendedIsReadInOrder,
                            NothingAppendedIsNothing, ReadingStartsAtAnyPosition, TheReaderMayStop,
                            EverythingIsThereAfterOpeningAgain, RecordsOfAnySize,
                            ReadersSeeWholeAppendsWhileTheLogGrows);

}  // namespace anlan::ports::contract
