// Two persons, two rights, one time.
#include "domain/proposal/proposal.hpp"

#include "domain/proposal/row.hpp"
#include "domain/proposal/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::proposal {
namespace {

using namespace std::chrono_literals;

const Instant nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};

struct Story {
    Proposal::State state{};
    Instant now = nine;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_a"}};
    std::string forbidden_to;  // the account that may not do what is proposed
    kernel::Around about;

    Story() {
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"chief", kernel::Level::city, std::nullopt, "长", "chief"}}});
        rules.put(Rules{{{"erasure.erase_early", {}, {24h, 4h, "chief", {}}}}});
        about.attempt = [this](const kernel::NamedCommand& named) -> Result<kernel::Tried, kernel::Refusal> {
            if (actor.actor_id == forbidden_to)
                return Unexpected{kernel::Refusal{"access.not_permitted", "no"}};
            return kernel::Tried{{{AreaId{"are_420100"}, {}, {}, {}}, {}}, named.body};
        };
    }
    std::string when(const Proposal::Command& command) {
        auto decision = Proposal::decide(state, command, {now, rules, actor, "prp_1", nullptr, &about});
        if (!decision.ok()) return "! " + decision.error().code;
        for (const auto& event : decision.value()) state = Proposal::evolve(std::move(state), event);
        return decision->empty() ? "" : boost::describe::enum_to_string(state.stage, "?");
    }
    std::string when(const std::string& who, const Proposal::Command& command) {
        actor.actor_id = who;
        return when(command);
    }
    std::string propose() {
        return when("acc_li", ProposeCommand{"ers_inc-1", "erasure.erase_early", "{}", "asked for"});
    }
};

TEST(Proposal, OneProposesAnotherApproves) {
    Story s;
    EXPECT_EQ(s.propose(), "waiting");
    EXPECT_EQ(s.propose(), "") << "said twice";
    EXPECT_EQ(s.state.open.at(0).owner, PostId{"pst_chief.420100"});
    EXPECT_EQ(s.when("acc_li", ApproveProposal{}), "! proposal.own_approval");
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "approved");
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "");
    ASSERT_EQ(s.state.open.size(), 1u);
    EXPECT_EQ(s.state.open.at(0).kind, "carry_out");
    EXPECT_EQ(s.when(NoteCarriedOut{"erasure.early_ordered.v1"}), "carried_out");
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.when("acc_zhao", RefuseProposal{"no"}), "! proposal.answered");
}

// Found by the simulator: two desks had asked for the same erasure, and both were approved. The second had
// nothing left to do, and stood in the list of what is open for ever.
TEST(Proposal, WhatCouldNotBeDoneAnyMoreComesToAnEnd) {
    Story s;
    s.propose();
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "approved");
    s.now += carried_out_within - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"carry_out", "", s.now}), "");
    s.now += 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"carry_out", "", s.now}), "not_carried_out");
    EXPECT_EQ(s.when(kernel::NoteDeadline{"carry_out", "", s.now}), "");
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "! proposal.answered");
    // A disk that had been full for longer than that: it was done all the same.
    EXPECT_EQ(s.when(NoteCarriedOut{"erasure.early_ordered.v1"}), "carried_out");
}

TEST(Proposal, BothMustBeAllowedToDoIt) {
    Story s;
    s.forbidden_to = "acc_li";
    EXPECT_EQ(s.propose(), "! access.not_permitted");
    s.forbidden_to = "acc_wang";
    EXPECT_EQ(s.propose(), "waiting");
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "! access.not_permitted");
    EXPECT_EQ(s.state.stage, Stage::waiting);
}

TEST(Proposal, ItLapsesToTheMillisecond) {
    Story s;
    s.propose();
    s.now += 20h;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"decide", "", s.now}), "waiting") << "a warning";
    s.now = nine + 24h - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"decide", "", s.now}), "");
    s.now += 1ms;
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "! proposal.lapsed") << "before the clock has noted it";
    EXPECT_EQ(s.when(kernel::NoteDeadline{"decide", "", s.now}), "lapsed");
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "! proposal.lapsed");
}

TEST(Proposal, ItIsRefusedWithAReasonOrWithdrawn) {
    Story s;
    s.propose();
    EXPECT_EQ(s.when("acc_li", RefuseProposal{"no"}), "! proposal.own_refusal");
    EXPECT_EQ(s.when("acc_wang", RefuseProposal{""}), "! proposal.reason_required");
    EXPECT_EQ(s.when("acc_wang", WithdrawProposal{}), "! proposal.not_yours");
    EXPECT_EQ(s.when("acc_wang", RefuseProposal{"on trial"}), "refused");
    EXPECT_EQ(row_of("prp_1", s.state)->answer, "on trial");
    Story other;
    other.propose();
    EXPECT_EQ(other.when("acc_li", WithdrawProposal{}), "withdrawn");
    EXPECT_EQ(other.when("acc_wang", ApproveProposal{}), "! proposal.answered");
}

TEST(Proposal, OnlyWhatTheRulebookNames) {
    Story s;
    EXPECT_EQ(s.when(ProposeCommand{"inc_1", "incident.close", "{}", "why"}), "! proposal.not_needed");
    EXPECT_EQ(s.when(ProposeCommand{"ers_1", "erasure.erase_early", std::string(17'000, ' '), "why"}),
              "! proposal.body_too_large");
    EXPECT_EQ(s.when(ProposeCommand{"ers_1", "erasure.erase_early", "{}", ""}), "! proposal.reason_required");
    EXPECT_EQ(s.when(ApproveProposal{}), "! proposal.unknown");
    EXPECT_FALSE(row_of("prp_1", s.state));
}

TEST(Proposal, ARulebookThatDoesNotFitIsNamedByItsMember) {
    const kernel::DeadlineRule day{24h, 0s, "chief", {}};
    EXPECT_EQ(validate(Rules{{{"a.b", {}, day}, {"a.b", {}, day}}})->path, ".commands[1].command");
    EXPECT_EQ(validate(Rules{{{"a.b", std::vector<std::string>{}, day}}})->path, ".commands[0].roles");
    EXPECT_EQ(validate(Rules{{{"a.b", {}, {24h, 0s, "chief", {{"chief", 1h}}}}}})->path,
              ".commands[0].deadline.ladder");
    EXPECT_EQ(check(Rules{{{"a.b", {}, day}}}, {})->path, ".commands[0].command");
}

TEST(Proposal, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("proposal"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::proposal
