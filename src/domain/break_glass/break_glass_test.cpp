// One record, one person, one reason; for a time; and somebody else reads about it.
#include "domain/break_glass/break_glass.hpp"

#include "domain/break_glass/row.hpp"
#include "domain/break_glass/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::break_glass {
namespace {

using namespace std::chrono_literals;

const Instant nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};

struct Story {
    Glass::State state{};
    Instant now = nine;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_dispatcher.420106"}};
    kernel::Around about;
    Glass::Events last{};

    Story() {
        rules.put(kernel::RoleLevels{
            AreaId{"are_420100"},
            {{"supervisor", kernel::Level::city, std::nullopt, "督察", "supervisor"},
             {"watch_officer", kernel::Level::city, std::nullopt, "指挥长", "watch officer"}}});
        rules.put(Rules{60min, {4h, 1h, "supervisor", {{"watch_officer", 1h}}}, 4});
        about.record = [](std::string_view stream) -> std::optional<kernel::RecordFacts> {
            if (stream != "inc_1") return std::nullopt;
            return kernel::RecordFacts{{{AreaId{"are_420100"}, AreaId{"are_420103"}, {}, {}}, {}}};
        };
    }
    std::string when(const Glass::Command& command) {
        auto decision = Glass::decide(state, command, {now, rules, actor, "brk_1", nullptr, &about});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        for (const auto& event : last) state = Glass::evolve(std::move(state), event);
        return last.empty() ? "" : "done";
    }
};

TEST(BreakGlass, TheSupervisorOwesAReviewFromTheFirstInstant) {
    Story s;
    EXPECT_EQ(s.when(BreakGlass{"inc_1", "same car"}), "done");
    const auto* review = kernel::find(s.state.open, "review");
    ASSERT_NE(review, nullptr);
    EXPECT_EQ(review->owner, PostId{"pst_supervisor.420100"});
    EXPECT_EQ(review->due_by, nine + 4h);
    EXPECT_EQ(review->ladder.at(0).post, PostId{"pst_watch-officer.420100"});
    EXPECT_EQ(s.state.where.district, AreaId{"are_420103"}) << "whose record it is";
    EXPECT_EQ(s.when(BreakGlass{"inc_1", "same car"}), "") << "said twice";
    EXPECT_EQ(s.when(BreakGlass{"inc_2", "another"}), "! break_glass.already_broken") << "nor another record";
}

TEST(BreakGlass, ItClosesByItselfToTheMillisecondAndThatIsNoBreach) {
    Story s;
    s.when(BreakGlass{"inc_1", "same car"});
    s.now += 60min - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"end", "", s.now}), "");
    s.now += 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"end", "", s.now}), "done");
    EXPECT_EQ(std::get<GlassClosed>(s.last.at(0)).end, End::time);
    EXPECT_EQ(s.when(kernel::NoteDeadline{"end", "", s.now}), "");
    EXPECT_NE(kernel::find(s.state.open, "review"), nullptr) << "the review is still owed";
}

TEST(BreakGlass, AReviewThatNobodyMakesIsMissedAndClimbs) {
    Story s;
    s.when(BreakGlass{"inc_1", "same car"});
    s.now += 5h;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"review", "", s.now}), "done");
    EXPECT_EQ(s.last.size(), 3u) << "warned, missed, told to the next";
}

TEST(BreakGlass, AnotherReviewsIt) {
    Story s;
    s.when(BreakGlass{"inc_1", "same car"});
    EXPECT_EQ(s.when(ReviewBreak{Finding::in_order, {}}), "! break_glass.own_review");
    s.actor.actor_id = "acc_du.cha";
    EXPECT_EQ(s.when(ReviewBreak{Finding::questioned, {}}), "! break_glass.remark_required");
    EXPECT_EQ(s.when(ReviewBreak{Finding::questioned, "why that one?"}), "done");
    EXPECT_EQ(s.when(ReviewBreak{Finding::questioned, "why that one?"}), "");
    EXPECT_EQ(s.when(ReviewBreak{Finding::in_order, {}}), "done") << "another finding may follow";
    EXPECT_EQ(kernel::find(s.state.open, "review"), nullptr);
}

TEST(BreakGlass, WhatIsRefused) {
    Story s;
    EXPECT_EQ(s.when(BreakGlass{"inc_1", "..."}), "! break_glass.reason_required");
    EXPECT_EQ(s.when(BreakGlass{"inc_1", std::string(1001, 'x')}), "! break_glass.reason_required");
    EXPECT_EQ(s.when(BreakGlass{"inc_9", "same car"}), "! break_glass.record_unknown");
    EXPECT_EQ(s.when(CloseGlass{}), "! break_glass.unknown");
    EXPECT_EQ(s.when(ReviewBreak{}), "! break_glass.unknown");
    EXPECT_FALSE(row_of("brk_1", s.state)) << "nothing has changed";
}

TEST(BreakGlass, ARulebookThatDoesNotFitIsNamedByItsMember) {
    Rules rules{0min, {4h, 1h, "supervisor", {}}};
    EXPECT_EQ(validate(rules)->path, ".open_for");
    rules.open_for = 25h;
    EXPECT_EQ(validate(rules)->path, ".open_for");
    rules.open_for = 1h;
    EXPECT_FALSE(validate(rules));
    rules.review.within = 0s;
    EXPECT_EQ(validate(rules)->path, ".review.within");
}

TEST(BreakGlass, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("break_glass"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::break_glass
