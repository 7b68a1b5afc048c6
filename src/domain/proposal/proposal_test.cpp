// Two persons, two rights, one time.
#include "domain/proposal/proposal.hpp"

#include "domain/proposal/policies.hpp"
#include "domain/proposal/row.hpp"
#include "domain/proposal/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::proposal {

kernel::Module module();

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
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.when(NoteCarriedOut{"erasure.early_ordered.v1"}), "carried_out");
    EXPECT_EQ(s.when("acc_zhao", RefuseProposal{"no"}), "! proposal.answered");
}

// The record had changed between the second person's word and the deed.
TEST(Proposal, WhatComesToNothingEndsWithItsReason) {
    Story s;
    s.propose();
    EXPECT_EQ(s.when(NoteNotCarriedOut{"erasure.held", "a hold"}), "") << "nobody has agreed yet";
    s.when("acc_wang", ApproveProposal{});
    EXPECT_EQ(s.when(NoteNotCarriedOut{"erasure.held", "a hold"}), "not_carried_out");
    EXPECT_EQ(row_of("prp_1", s.state)->hindered_by, "erasure.held");
    EXPECT_EQ(s.when(NoteNotCarriedOut{"erasure.held", "a hold"}), "") << "told once";
    EXPECT_EQ(s.when(NoteCarriedOut{"erasure.early_ordered.v1"}), "");
    EXPECT_EQ(s.when("acc_wang", ApproveProposal{}), "");
    EXPECT_EQ(s.when("acc_zhao", ApproveProposal{}), "! proposal.answered");
}

// At each start policies run again over what was recorded last.
TEST(Proposal, OnlyWhatWaitsToBeCarriedOutIs) {
    for (const Stage stage : {Stage::approved, Stage::carried_out, Stage::not_carried_out}) {
        auto state = std::make_shared<Proposal::State>();
        state->stage = stage;
        state->target = "ers_inc-1";
        const auto described = module();
        kernel::Envelope envelope;
        envelope.stream = "prp_1";
        const kernel::AnyEvent event{
            described.find_event(ProposalApproved::wire), std::make_shared<const ProposalApproved>(), {}};
        const kernel::Rulebook none;
        const std::function<kernel::StatePtr(std::string_view)> own = [&](std::string_view) { return state; };
        const kernel::Recorded recorded{envelope, event};
        const auto followups = carry_out({recorded, none, own});
        EXPECT_EQ(followups.size(), stage == Stage::approved ? 1u : 0u);
    }
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
