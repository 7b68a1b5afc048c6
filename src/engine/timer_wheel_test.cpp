// The wheel against the simplest thing that could be right: a map from instant to timers.
#include "engine/timer_wheel.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace anlan::engine {
namespace {

Instant at(std::int64_t milliseconds) { return Instant{Millis{milliseconds}}; }

TEST(TimerWheel, FiresAtItsMillisecondAndNotBefore) {
    TimerWheel wheel;
    std::vector<TimerWheel::Timer> due;
    wheel.advance(at(1'000), due);
    wheel.arm(7, at(5'000));
    wheel.advance(at(4'999), due);
    EXPECT_TRUE(due.empty());
    wheel.advance(at(5'000), due);
    EXPECT_EQ(due, (std::vector<TimerWheel::Timer>{7}));
    wheel.advance(at(9'000), due);
    EXPECT_EQ(due.size(), 1U);
}

TEST(TimerWheel, ArmedInThePastIsDueAtOnce) {
    TimerWheel wheel;
    std::vector<TimerWheel::Timer> due;
    wheel.advance(at(1'000), due);
    wheel.arm(1, at(10));
    EXPECT_EQ(wheel.next(), at(1'000));
    wheel.advance(at(1'000), due);
    EXPECT_EQ(due, (std::vector<TimerWheel::Timer>{1}));
}

TEST(TimerWheel, BehavesLikeAMapUnderAnythingAndAcrossYears) {
    std::mt19937_64 random{20261122};
    for (int round = 0; round < 40; ++round) {
        TimerWheel wheel;
        std::map<TimerWheel::Timer, std::int64_t> expected;
        std::int64_t now = 1'700'000'000'000 + static_cast<std::int64_t>(random() % 1'000'000'000);
        std::vector<TimerWheel::Timer> due;
        wheel.advance(at(now), due);
        for (int step = 0; step < 500; ++step) {
            const auto timer = static_cast<TimerWheel::Timer>(random() % 200);
            const std::int64_t spans[] = {1, 70, 5'000, 4'000'000, 90'000'000'000, 3'000'000'000'000};
            const auto span = static_cast<std::int64_t>(random() % 6);
            const auto ahead = static_cast<std::int64_t>(random() % 1'000) * spans[span] / 1'000;
            switch (random() % 4) {
                case 0:
                    wheel.cancel(timer);
                    expected.erase(timer);
                    break;
                case 1: {
                    now += ahead;
                    if (const auto next = wheel.next(); next && !expected.empty()) {
                        std::int64_t earliest = expected.begin()->second;
                        for (const auto& [_, when] : expected) earliest = std::min(earliest, when);
                        EXPECT_LE(next->time_since_epoch().count(), std::max(earliest, now));
                    }
                    due.clear();
                    wheel.advance(at(now), due);
                    std::multimap<std::int64_t, TimerWheel::Timer> wanted;
                    for (const auto& [name, when] : expected)
                        if (when <= now) wanted.emplace(when, name);
                    ASSERT_EQ(due.size(), wanted.size());
                    std::size_t i = 0;
                    std::int64_t before = 0;
                    for (const auto fired : due) {
                        EXPECT_GE(expected[fired], before) << "out of order at " << i++;
                        before = expected[fired];
                        expected.erase(fired);
                    }
                    break;
                }
                default:
                    wheel.arm(timer, at(now + ahead));
                    expected[timer] = now + ahead;
                    break;
            }
            ASSERT_EQ(wheel.size(), expected.size());
        }
    }
}

}  // namespace
}  // namespace anlan::engine
