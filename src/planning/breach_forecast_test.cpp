// What will be late, told as a station's evening: who is there, what they have in hand, and how long such
// work took before.
#include "planning/breach_forecast.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace anlan::planning {
namespace {

using namespace std::chrono_literals;

const Instant four = *instant_from_text("2026-11-27T08:00:00Z");
const Instant six = four + 2h;
constexpr int replays = 200;

const std::vector<Millis> half_an_hour{30min};
const std::vector<Millis> short_or_long{20min, 30min, 40min, 3h};

DutyRoster one_officer(Instant until = four + 12h) { return {{{{four - 1h, until}}}}; }

std::vector<OwedWork> pieces(int count, Instant due_by, std::span<const Millis> took, std::size_t owner = 0) {
    std::vector<OwedWork> work;
    for (int i = 0; i < count; ++i)
        work.push_back({owner, {}, due_by, Millis{0}, took, static_cast<std::uint64_t>(i) + 100 * owner});
    return work;
}

LateForecast by(Instant until, const std::vector<OwedWork>& work, const std::vector<DutyRoster>& rosters) {
    return replay({work, rosters, four, until}, replays);
}
LateForecast by_six(const std::vector<OwedWork>& work, const std::vector<DutyRoster>& rosters) {
    return by(six, work, rosters);
}

TEST(BreachForecast, OneOfficerDoesFourHalfHoursInTwoAndNotEleven) {
    const std::vector<DutyRoster> rosters{one_officer()};
    EXPECT_EQ(by_six(pieces(4, six, half_an_hour), rosters).usual, 0);
    const auto eleven = by_six(pieces(11, six, half_an_hour), rosters);
    EXPECT_EQ(eleven.low, 7);
    EXPECT_EQ(eleven.usual, 7);
    EXPECT_EQ(eleven.high, 7);
    EXPECT_EQ(eleven.late[3], 0);
    EXPECT_EQ(eleven.late[4], 1);
}

TEST(BreachForecast, TwoOfficersOfAPostShareTheWork) {
    const std::vector<DutyRoster> rosters{{{{{four, six}}, {{four + 1h, six}}}}};
    EXPECT_EQ(by_six(pieces(7, six, half_an_hour), rosters).usual, 1);
}

TEST(BreachForecast, WhereNobodyIsOnDutyAllIsLate) {
    const std::vector<DutyRoster> rosters{{}, one_officer(four)};
    auto work = pieces(2, six, half_an_hour, 0);
    for (const auto& one : pieces(2, six, half_an_hour, 1)) work.push_back(one);
    EXPECT_EQ(by_six(work, rosters).usual, 4);
}

TEST(BreachForecast, WorkRestsOverNightAndGoesOnInTheMorning) {
    const std::vector<DutyRoster> rosters{{{{{four, four + 10min}, {four + 12h, four + 20h}}}}};
    const std::vector<OwedWork> in_time{{0, {}, four + 12h + 20min, Millis{0}, half_an_hour, 1}};
    EXPECT_EQ(by(four + 24h, in_time, rosters).usual, 0);
    const std::vector<OwedWork> too_soon{{0, {}, four + 12h + 19min, Millis{0}, half_an_hour, 1}};
    EXPECT_EQ(by(four + 24h, too_soon, rosters).usual, 1);
}

TEST(BreachForecast, WhatWasBegunIsSoonerDoneUnlessItIsOneOfTheLongOnes) {
    const std::vector<DutyRoster> rosters{one_officer()};
    std::vector<OwedWork> work{{0, {}, four + 15min, 25min, short_or_long, 1}};
    const auto begun = by_six(work, rosters);
    EXPECT_NEAR(begun.late[0], 1.0 / 3, 0.12);  // of 30 min, 40 min, 3 h the last
    work[0].worked = 50min;
    EXPECT_EQ(by_six(work, rosters).late[0], 1);  // it is the long one
    work[0].worked = 10h;                         // none was ever so long
    EXPECT_EQ(by_six(work, rosters).late[0], 1);
}

TEST(BreachForecast, TheAnswerFollowsThePassingOnAndWaitsBehindNoOther) {
    const std::vector<DutyRoster> rosters{one_officer()};
    auto work = pieces(3, four + 90min, half_an_hour);
    work.push_back({0, std::size_t{0}, six, Millis{0}, half_an_hour, 9});
    const auto forecast = by_six(work, rosters);
    EXPECT_EQ(forecast.late.back(), 0);  // after the first, beside the other two
    EXPECT_EQ(forecast.usual, 0);
}

TEST(BreachForecast, WhatIsDueLaterTakesTimeAndIsNotCounted) {
    const std::vector<DutyRoster> rosters{one_officer()};
    auto work = pieces(2, six, half_an_hour);
    for (const auto& one : pieces(20, six + 1min, half_an_hour)) work.push_back(one);
    EXPECT_EQ(by_six(work, rosters).usual, 0);
}

TEST(BreachForecast, TwoGivenToAColleagueLeaveOneLate) {
    const std::vector<DutyRoster> rosters{one_officer(), one_officer(four + 70min)};
    const auto work = pieces(7, six, half_an_hour);
    const auto before = by_six(work, rosters);
    EXPECT_EQ(before.usual, 3);
    const std::vector<std::size_t> takers{0, 1};
    const auto moves = best_moves({work, rosters, four, six}, std::vector<bool>(work.size(), true), takers,
                                  before, replays, {});
    ASSERT_EQ(moves.size(), 2U);  // the third would not be done before the colleague goes home
    EXPECT_EQ(moves[0].to, 1U);
    EXPECT_EQ(moves[1].usual_after, 1);
    EXPECT_LT(moves[1].expected_after, moves[0].expected_after);
}

TEST(BreachForecast, NothingIsMovedThatMayNotBeOrHelpsNobody) {
    const std::vector<DutyRoster> rosters{one_officer(), one_officer(four)};
    const auto work = pieces(7, six, half_an_hour);
    const auto before = by_six(work, rosters);
    const auto moves = [&](bool movable, std::size_t to) {
        const std::vector<std::size_t> takers{to};
        return best_moves({work, rosters, four, six}, std::vector<bool>(work.size(), movable), takers, before,
                          replays, {})
            .size();
    };
    EXPECT_EQ(moves(true, 1), 0U);  // has gone home
    EXPECT_EQ(moves(true, 0), 0U);  // has it already
    const std::vector<DutyRoster> free{one_officer(), one_officer()};
    const std::vector<std::size_t> takers{1};
    EXPECT_EQ(best_moves({work, free, four, six}, std::vector<bool>(work.size(), false), takers, before,
                         replays, {})
                  .size(),
              0U);
}

TEST(BreachForecast, TimeOnDutyIsCountedOnce) {
    const std::vector<DutySpan> spans{{four + 1h, four + 3h}, {four, four + 2h}, {four + 4h, four + 5h}};
    EXPECT_EQ(on_duty_within(spans, four, four + 24h), 4h);
    EXPECT_EQ(on_duty_within(spans, four + 90min, four + 270min), 2h);
    EXPECT_EQ(on_duty_within(spans, four + 3h, four + 4h), 0ms);
    EXPECT_EQ(on_duty_within({}, four, six), 0ms);
}

// Pieces of random limits, in the order in which they break.
std::vector<OwedWork> drawn(testing::Chance& chance, std::span<const Millis> took, std::size_t owners) {
    std::vector<OwedWork> work;
    for (std::size_t i = 0, count = 1 + chance.below(12); i < count; ++i)
        work.push_back(
            {chance.below(owners), {}, four + Minutes{chance.below(240)}, Millis{0}, took, chance.next()});
    std::sort(work.begin(), work.end(), [](const auto& a, const auto& b) { return a.due_by < b.due_by; });
    return work;
}

TEST(BreachForecast, MoreOfficersNeverMakeMoreLate) {
    testing::Chance chance{7};
    for (int town = 0; town < 200; ++town) {
        const auto work = drawn(chance, half_an_hour, 1);
        std::vector<DutyRoster> rosters{{}};
        auto late = static_cast<int>(work.size());
        for (int officers = 1; officers <= 4; ++officers) {
            rosters[0].officers.push_back({{four, four + 12h}});
            const auto now_late = replay({work, rosters, four, four + 12h}, 20).usual;
            ASSERT_LE(now_late, late) << "town " << town << " with " << officers;
            late = now_late;
        }
    }
}

TEST(BreachForecast, SharesAddUpToWhatIsExpectedAndMovesNeverMakeItWorse) {
    testing::Chance chance{11};
    const std::vector<std::size_t> takers{0, 1, 2};
    for (int town = 0; town < 100; ++town) {
        const OpenWork open{
            drawn(chance, short_or_long, 3), {one_officer(), one_officer(four + 1h), {}}, four, four + 24h};
        const auto forecast = replay(open, 50);
        double sum = 0;
        for (std::size_t i = 0; i < open.work.size(); ++i)
            if (open.work[i].due_by > four) sum += forecast.late[i];
        ASSERT_NEAR(sum, forecast.expected, 1e-9) << "town " << town;
        ASSERT_TRUE(forecast.low <= forecast.usual && forecast.usual <= forecast.high);
        double expected = forecast.expected;
        for (const auto& move :
             best_moves(open, std::vector<bool>(open.work.size(), true), takers, forecast, 50, {})) {
            ASSERT_LE(move.expected_after, expected - 0.5 + 1e-9) << "town " << town;
            expected = move.expected_after;
        }
    }
}

}  // namespace
}  // namespace anlan::planning
