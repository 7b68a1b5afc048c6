// Noted once, recovered by the clock, reviewed by a person who says what was done.
#include "domain/outage/outage.hpp"

#include "domain/outage/row.hpp"
#include "domain/outage/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::outage {
namespace {

using namespace std::chrono_literals;

const Instant two{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 2h};
const NoteOutage from_two_to_five{two, two + 3h, 17, two + 10s, 4};

struct Story {
    Outage::State state{};
    Instant now = two + 3h;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_watch-officer.420100"}};

    Story() {
        rules.put(kernel::RoleLevels{
            AreaId{"are_420100"},
            {{"supervisor", kernel::Level::city, std::nullopt, "督察", "supervisor"},
             {"watch_officer", kernel::Level::city, std::nullopt, "指挥长", "watch officer"}}});
        rules.put(Rules{2s, {30min, 10min, "watch_officer", {{"supervisor", 30min}}}});
    }
    std::string when(const Outage::Command& command) {
        auto decision = Outage::decide(state, command, {now, rules, actor});
        if (!decision.ok()) return "! " + decision.error().code;
        for (const auto& event : decision.value()) state = Outage::evolve(std::move(state), event);
        return decision->empty() ? "" : "done";
    }
};

TEST(Outage, TheWatchOfficerOwesAReviewOfWhatFellIntoIt) {
    Story s;
    EXPECT_EQ(s.when(from_two_to_five), "done");
    EXPECT_EQ(s.when(from_two_to_five), "") << "noted once";
    const auto* review = kernel::find(s.state.open, "review");
    ASSERT_NE(review, nullptr);
    EXPECT_EQ(review->owner, PostId{"pst_watch-officer.420100"});
    EXPECT_EQ(review->due_by, two + 3h + 30min);
    EXPECT_EQ(s.when(ReviewOutage{"everybody was called back"}), "! outage.not_recovered");
    EXPECT_EQ(s.when(kernel::NoteDeadline{"recovery", "", two + 3h}), "done");
    EXPECT_EQ(s.when(kernel::NoteDeadline{"recovery", "", two + 3h}), "") << "recovered once";
    EXPECT_EQ(s.when(ReviewOutage{""}), "! outage.remark_required");
    EXPECT_EQ(s.when(ReviewOutage{"everybody was called back"}), "done");
    EXPECT_EQ(s.when(ReviewOutage{"everybody was called back"}), "") << "said twice";
    EXPECT_TRUE(Outage::obligations(s.state).empty());
    EXPECT_EQ(row_of("out_17", s.state)->reviewed->reviewed_by, AccountId{"acc_li"});
}

TEST(Outage, AReviewThatNobodyMakesClimbsTheLadder) {
    Story s;
    s.when(from_two_to_five);
    s.when(kernel::NoteDeadline{"recovery", "", two + 3h});
    s.now += 1h;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"review", "", two + 3h + 30min}), "done");
    EXPECT_TRUE(kernel::find(s.state.open, "review")->missed);
    EXPECT_EQ(kernel::find(s.state.open, "review")->climbed, 1);
    EXPECT_EQ(s.when(ReviewOutage{"late, but read"}), "done") << "late still counts";
}

TEST(Outage, WhatNeverWasIsNotReviewed) {
    Story s;
    EXPECT_EQ(s.when(ReviewOutage{"nothing"}), "! outage.unknown");
    EXPECT_FALSE(row_of("out_1", s.state).has_value());
}

TEST(Outage, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("outage"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::outage
