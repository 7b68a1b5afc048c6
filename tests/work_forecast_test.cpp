// What a station is told of its evening, with the city's own rules: how many of the answers that are owed
// will be late, why, and who on duty could take some; what that is reckoned from, and whether it came true.
#include "forecast_test_support.hpp"

namespace anlan {
namespace {

using namespace test_support;

std::vector<std::string> in_words(const views::ForecastPage& page) {
    std::vector<std::string> words;
    for (const auto& move : page.moves)
        words.push_back(move.stream + " from " + move.from.value() + " to " + move.to.value() + ": " +
                        std::to_string(move.usual_after) + " late");
    return words;
}

TEST(WorkForecast, AStationWhereNothingIsOwedIsToldSo) {
    Evening evening;
    const auto page = evening.tells();
    EXPECT_EQ(page.owed, 0);
    EXPECT_EQ(page.usual, 0);
    EXPECT_TRUE(page.rows.empty() && page.moves.empty());
}

TEST(WorkForecast, FiveAnswersOfHalfAnHourInTwoHoursLeaveOneLateAndAColleagueTakesIt) {
    Evening evening;
    evening.on_duty(wang);
    evening.measured(12);
    for (const char* name : {"a", "b", "c", "d", "e"}) evening.given_to(name, wang, 2h);
    auto page = evening.tells();
    EXPECT_EQ(page.owed, 5);
    EXPECT_EQ(page.usual, 1);
    EXPECT_TRUE(page.moves.empty());  // nobody else is there
    evening.on_duty(li);
    page = evening.tells();
    EXPECT_EQ(in_words(page), std::vector<std::string>{"ins_e from pst_officer.1 to pst_officer.2: 0 late"});
}

TEST(WorkForecast, WhereNobodyIsOnDutyAllIsLateAndWhoIsThereIsProposed) {
    Evening evening;
    evening.on_duty(wang);
    evening.measured(12);
    evening.given_to("a", li);
    evening.given_to("b", li);
    const auto page = evening.tells();
    EXPECT_EQ(page.usual, 2);
    ASSERT_EQ(page.rows.size(), 2U);
    EXPECT_EQ(page.rows[0].on_duty, 0);
    EXPECT_EQ(page.rows[0].late, 1);
    ASSERT_EQ(page.moves.size(), 2U);
    EXPECT_EQ(page.moves[1].usual_after, 0);
}

TEST(WorkForecast, APlannedShiftIsReckonedWith) {
    Evening evening;
    evening.on_duty(wang);
    evening.measured(12);
    evening.given_to("a", li, 6h);
    EXPECT_EQ(evening.tells().usual, 1);
    post::ShiftPlanned shift;
    shift.shift_id = "s1";
    shift.account_id = AccountId{"acc_officer.2"};
    shift.from = evening.now + 2h;
    shift.until = evening.now + 10h;
    evening.happens(li, shift);
    EXPECT_EQ(evening.tells().usual, 0);
    evening.happens(li, post::ShiftCancelled{"s1", "ill", evening.now});
    EXPECT_EQ(evening.tells().usual, 1);
}

TEST(WorkForecast, WhatIsOverdueIsSaidApartAndTakesItsTime) {
    Evening evening;
    evening.on_duty(wang);
    evening.measured(12);
    evening.given_to("a", wang, 20min);
    evening.given_to("b", wang, 90min);
    evening.after(65min);
    const auto page = evening.tells();
    EXPECT_EQ(page.overdue, 1);
    EXPECT_EQ(page.owed, 1);
    EXPECT_EQ(page.usual, 1);  // nobody knows how long the first still takes; at least it is not over
    EXPECT_TRUE(page.rows[0].overdue);
}

TEST(WorkForecast, TheDeskSignsAndPassesOnBeforeAnybodyAnswers) {
    Evening evening;
    evening.on_duty(desk);
    evening.issued("a");
    auto page = evening.tells();
    ASSERT_EQ(page.rows.size(), 3U);
    EXPECT_EQ(page.owed, 3);
    EXPECT_EQ(page.usual, 0);
    evening.off_duty(desk);
    page = evening.tells();
    EXPECT_EQ(page.usual, 3);
    EXPECT_TRUE(page.moves.empty());  // what is not passed on is not handed over
}

TEST(WorkForecast, SpansAreTheRulebooksUntilEnoughWasMeasured) {
    Evening evening;
    evening.on_duty(wang);
    int asked = 0;
    const auto spans = [&] {
        const auto name = "x" + std::to_string(++asked);
        evening.given_to(name, wang);
        const auto page = evening.tells();
        evening.withdrawn(name);
        return page.spans.at(0);
    };
    EXPECT_EQ(spans().from, views::SpansFrom::usual);
    EXPECT_EQ(spans().middle_minutes, 60);
    evening.measured(11, 10min);
    EXPECT_EQ(spans().from, views::SpansFrom::usual);  // what is withdrawn was not done, and is no measure
    evening.measured(1, 10min);
    const auto now_known = spans();
    EXPECT_EQ(now_known.from, views::SpansFrom::station);
    EXPECT_EQ(now_known.count, 12);
    EXPECT_EQ(now_known.middle_minutes, 10);
}

TEST(WorkForecast, TimeOffDutyIsNoTimeWorked) {
    Evening evening;
    evening.on_duty(wang);
    for (int i = 0; i < 12; ++i) {
        const auto name = "n" + std::to_string(i);
        evening.given_to(name, wang, 24h);
        evening.after(10min);
        evening.off_duty(wang);
        evening.after(10h);
        evening.on_duty(wang);
        evening.after(10min);
        evening.answered(name);
        evening.accepted(name);
    }
    evening.given_to("x", wang);
    EXPECT_EQ(evening.tells().spans.at(0).middle_minutes, 20);
}

TEST(WorkForecast, WhoIsHandedItBeginsWithIt) {
    Evening evening;
    evening.on_duty(wang);
    evening.on_duty(li);
    evening.measured(12);
    evening.given_to("a", wang, 3h);
    evening.after(160min);
    evening.handed_over("a", li);
    const auto page = evening.tells();
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].owner.value(), li);
    EXPECT_EQ(page.rows[0].late, 1);  // half an hour is more than what is left
}

// Forecasts of answers, what was said of them all and what came.
struct Tally {
    std::int64_t count = 0;
    double said = 0;
    double came = 0;
};
Tally of_answers(const Evening& evening) {
    for (const auto& kind : evening.view->calibration())
        if (kind.kind == "instruction.reply") {
            const auto all = static_cast<double>(kind.count);
            return {kind.count, kind.said * all, kind.came * all};
        }
    return {};
}

TEST(WorkForecast, ForecastsAreHeldAgainstWhatCame) {
    Evening evening;
    evening.on_duty(wang);
    evening.measured(12, 100min);
    const auto begin = of_answers(evening);
    evening.given_to("in time", wang, 3h);
    evening.after(91min);
    evening.happens(desk,
                    post::DelegationEnded{});  // half of its time has passed: the clock is read off the log
    evening.after(9min);
    evening.answered("in time");
    const auto in_time = of_answers(evening);
    EXPECT_EQ(in_time.count, begin.count + 1);
    EXPECT_NEAR(in_time.said, begin.said, 1e-9);
    EXPECT_NEAR(in_time.came, begin.came, 1e-9);
    evening.off_duty(wang);
    evening.given_to("nobody", wang, 2h);
    evening.after(61min);
    evening.happens(desk, post::DelegationEnded{});
    evening.after(60min);
    evening.missed("nobody");
    const auto late = of_answers(evening);
    EXPECT_EQ(late.count, begin.count + 2);
    EXPECT_NEAR(late.said, begin.said + 1, 1e-9);
    EXPECT_NEAR(late.came, begin.came + 1, 1e-9);
    evening.answered("nobody");
    EXPECT_EQ(of_answers(evening).count, late.count);  // it is counted once
}

TEST(WorkForecast, WhatIsHandedOverAfterItsForecastIsNotCounted) {
    Evening evening;
    evening.on_duty(wang);
    evening.on_duty(li);
    evening.given_to("a", wang, 2h);
    evening.after(61min);
    evening.happens(desk, post::DelegationEnded{});
    evening.handed_over("a", li);
    evening.after(10min);
    evening.answered("a");
    EXPECT_EQ(of_answers(evening).count, 0);
}

TEST(WorkForecast, WhatMayNotBeSeenIsNotCounted) {
    Evening evening;
    evening.on_duty(wang);
    evening.given_to("a", wang);
    EXPECT_EQ(evening.tells(8, true).owed, 1);
    const auto hidden = evening.tells(8, false);
    EXPECT_EQ(hidden.owed, 0);
    EXPECT_TRUE(hidden.rows.empty() && hidden.spans.empty());
}

TEST(WorkForecast, WhatIsOverLeavesMemory) {
    Evening evening;
    evening.on_duty(wang);
    evening.measured(5);
    EXPECT_EQ(evening.held("forecast_records"), 0U);
    EXPECT_EQ(evening.held("forecast_pieces"), 0U);
}

}  // namespace
}  // namespace anlan
