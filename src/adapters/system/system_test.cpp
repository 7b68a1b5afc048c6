#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace anlan::adapters {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

struct Machine {
    nanoseconds wall = std::chrono::seconds{1'700'000'000};
    nanoseconds boot = 1'000s;

    void pass(nanoseconds span) {
        wall += span;
        boot += span;
    }
};

class FakeTime final : public RawTime {
public:
    explicit FakeTime(const Machine& machine) : machine_(machine) {}
    nanoseconds wall() noexcept override { return machine_.wall; }
    nanoseconds since_boot() noexcept override { return machine_.boot; }

private:
    const Machine& machine_;
};

struct World {
    Machine machine;
    SystemClock clock{std::make_unique<FakeTime>(machine)};
    const Instant start = clock.now();

    Millis passed() { return clock.now() - start; }
};

TEST(SystemClock, StartsWithTheWallAndGoesWithIt) {
    World world;
    EXPECT_EQ(world.start, Instant{1'700'000'000s});
    world.machine.pass(1'234ms + 999us);
    EXPECT_EQ(world.passed(), 1'234ms);
    world.machine.pass(1us);
    EXPECT_EQ(world.passed(), 1'235ms);
    EXPECT_EQ(world.clock.wall_difference(), 0ms);
}

TEST(SystemClock, AStepOfTheWallIsToldAndNotFollowed) {
    for (const nanoseconds step :
         {nanoseconds{-1h}, nanoseconds{-501ms}, nanoseconds{501ms}, nanoseconds{24h}}) {
        World world;
        world.machine.wall += step;
        EXPECT_EQ(world.passed(), 0ms);
        world.machine.pass(10min);
        EXPECT_EQ(world.passed(), 10min);
        EXPECT_EQ(world.clock.wall_difference(), std::chrono::duration_cast<Millis>(step));
        world.machine.wall -= step;  // set back
        EXPECT_EQ(world.clock.wall_difference(), 0ms);
        EXPECT_EQ(world.passed(), 10min);
    }
}

TEST(SystemClock, SmallDifferencesAreFollowedByOnePartInTwenty) {
    for (const int sign : {-1, 1}) {
        World world;
        world.machine.wall += sign * 500ms;
        EXPECT_EQ(world.passed(), 0ms);  // nothing has gone by, so nothing can be made up
        world.machine.pass(1s);
        EXPECT_EQ(world.passed(), 1s + sign * 50ms);
        for (int i = 0; i < 900; ++i) {
            world.machine.pass(10ms);
            world.clock.now();
        }
        EXPECT_EQ(world.passed(), 10s + sign * 500ms);
        EXPECT_EQ(world.clock.wall_difference(), 0ms);
        world.machine.pass(1s);
        EXPECT_EQ(world.passed(), 11s + sign * 500ms);
    }
}

TEST(SystemClock, NeverGoesBack) {
    World world;
    Instant last = world.start;
    for (int i = 0; i < 2'000; ++i) {
        world.machine.pass(nanoseconds{(i * 7'919) % 3'000'000});
        world.machine.wall += nanoseconds{(i * 104'729) % 900'000'000 - 450'000'000};
        const Instant now = world.clock.now();
        EXPECT_GE(now, last);
        last = now;
    }
}

TEST(SystemClock, DoesNotStartBeforeTheLastRecord) {
    World world;
    world.clock.start_at_least(world.start - 1h);
    EXPECT_EQ(world.passed(), 0ms);
    world.clock.start_at_least(world.start + 1h);
    EXPECT_EQ(world.passed(), 1h);
    EXPECT_EQ(world.clock.wall_difference(), -1h);
    world.machine.pass(10s);
    EXPECT_EQ(world.passed(), 1h + 10s);
}

TEST(SystemClock, TheMachinesTimeIsOfThisCentury) {
    SystemClock clock;
    EXPECT_GT(clock.now(), *instant_from_text("2026-01-01T00:00:00Z"));
    EXPECT_LE(clock.now(), clock.now());
}

TEST(SystemRandom, DoesNotRepeatItself) {
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random.next());
    EXPECT_EQ(seen.size(), 1'000U);
}

}  // namespace
}  // namespace anlan::adapters
