// Rights for a time and by two persons, asked of the whole application as people ask: a delegation that ends
// by itself, a record opened in an emergency, a command that needs a second person.
#include "access_world_test_support.hpp"

namespace anlan::access_world {
namespace {

using namespace std::chrono_literals;

class Rights : public testing::Test {
protected:
    Answer post(const std::string& role, const std::string& path, const std::string& body,
                const std::string& purpose = {}) {
        return world.ask(World::request("POST", path, world.tokens.at(role), purpose, body));
    }
    Answer get(const std::string& role, const std::string& path, const std::string& purpose = {}) {
        return world.ask(World::request("GET", path, world.tokens.at(role), purpose));
    }
    std::string account(const std::string& role) const { return world.seat(role).actor.actor_id; }
    std::string in(Minutes span) { return to_text(world.clock.now() + span); }
    void pass(Minutes span) {
        world.clock.millis += Millis{span}.count();
        world.submit->advance(world.clock.now());
    }
    std::string stream_of(const Answer& answer) const {
        const auto at = answer.body.find(R"("stream":")");
        return at == std::string::npos
                   ? ""
                   : answer.body.substr(at + 10, answer.body.find('"', at + 10) - at - 10);
    }
    std::vector<kernel::Envelope> timeline(const std::string& stream) const {
        auto read = world.board->timeline(stream, 1, 1'000);
        EXPECT_TRUE(read.ok());
        return read.ok() ? read.value() : std::vector<kernel::Envelope>{};
    }
    std::string state(const std::string& stream) const {
        const auto read = world.board->find(stream);
        EXPECT_TRUE(read.ok());
        const auto& found = *read;
        return found ? found->module->encode_state(found->state) : "";
    }
    // The dispatcher of the district takes the post and lets `to` stand in.
    Answer delegate(const std::string& giver, const std::string& to, const std::string& more = "") {
        return post(giver, "/v1/posts/" + desk + "/delegation",
                    R"({"to_account_id":")" + account(to) + R"(","until":")" + in(60min) +
                        R"(","reason":"出庭")" + more + "}");
    }
    void staff_the_desk() {
        ASSERT_EQ(world.bring({desk, "post.create",
                               R"({"role":"dispatcher","post_name":"派警台","where":{"city":"are_420100",)"
                               R"("district":"are_420106","station":"","beat":""}})"}),
                  "");
        ASSERT_EQ(post("dispatcher", "/v1/posts/" + desk + "/duty", "{}").status, 200);
    }
    int change_priority(const std::string& role, const std::string& priority,
                        const std::string& incident = "inc_m0") {
        return post(role, "/v1/incidents/" + incident + "/priority",
                    R"({"priority":")" + priority + R"(","reason":"火势扩大"})")
            .status;
    }

    World world;
    const std::string desk = "pst_dispatcher.420106";
    const std::string inside = "inc_m0";
    const std::string outside = "inc_m1";
};

TEST_F(Rights, ADelegationGivesTheNamedPartOfAPostUntilItsHour) {
    staff_the_desk();
    EXPECT_EQ(change_priority("community_officer", "p1"), 403);
    ASSERT_EQ(
        delegate("dispatcher", "community_officer", R"(,"permissions":["incident.change_priority"])").status,
        200);
    EXPECT_EQ(change_priority("community_officer", "p4"), 200);
    const auto last = timeline(inside).back();
    EXPECT_EQ(last.actor.actor_id, account("community_officer"));
    EXPECT_EQ(last.actor.under, desk) << "who acts by delegation stands in the record";
    EXPECT_EQ(post("community_officer", "/v1/incidents/inc_m0/cancellation", R"({"reason":"x"})").code,
              "access.not_permitted")
        << "only what was named";
    EXPECT_EQ(change_priority("community_officer", "p1", outside), 403) << "only in the post's area";
    for (const char* role : {"dispatcher", "community_officer"})
        EXPECT_NE(get(role, "/v1/rights").body.find(R"("reason":"出庭")"), std::string::npos) << role;
    EXPECT_EQ(get("patrol", "/v1/rights").body.find("出庭"), std::string::npos);
    pass(59min);
    EXPECT_EQ(change_priority("community_officer", "p2"), 200);
    world.clock.millis += Millis{1min}.count();  // its hour, before the clock has noted it
    EXPECT_EQ(change_priority("community_officer", "p3"), 403);
    pass(0min);
    EXPECT_EQ(timeline(desk).back().wire, "post.delegation_ended.v1");
}

TEST_F(Rights, ADelegationIsWithdrawnAndNotPassedOnAndGivesNoMoreThanTheGiverHas) {
    staff_the_desk();
    EXPECT_EQ(delegate("dispatcher", "patrol", R"(,"permissions":["account.lock"])").code,
              "post.delegation_exceeds_giver");
    EXPECT_EQ(delegate("station_desk", "patrol").status, 403) << "not their post, nor above it";
    EXPECT_EQ(delegate("administrator", "patrol").code, "post.delegation_exceeds_giver");
    ASSERT_EQ(delegate("dispatcher", "patrol").status, 200);
    EXPECT_EQ(change_priority("patrol", "p1"), 200) << "all of the role";
    EXPECT_EQ(delegate("patrol", "community_officer").code, "post.delegation_not_passed_on");
    EXPECT_EQ(post("patrol", "/v1/posts/" + desk + "/delegation",
                   R"({"account_id":")" + account("dispatcher") + R"(","to_account_id":")" +
                       account("community_officer") + R"(","until":")" + in(30min) + R"(","reason":"r"})")
                  .code,
              "post.delegation_not_passed_on");
    ASSERT_EQ(post("dispatcher", "/v1/posts/" + desk + "/delegation_end",
                   R"({"to_account_id":")" + account("patrol") + R"("})")
                  .status,
              200);
    EXPECT_EQ(change_priority("patrol", "p2"), 403);
}

// Temporary duty: nobody is on duty, and a superior lets somebody in.
TEST_F(Rights, ASuperiorLetsSomebodyInWhereNobodyIsOnDuty) {
    staff_the_desk();
    ASSERT_EQ(post("dispatcher", "/v1/posts/" + desk + "/duty_end", "{}").status, 200);
    EXPECT_EQ(delegate("dispatcher", "patrol").code, "post.not_on_duty");
    ASSERT_EQ(delegate("district_watch_officer", "patrol").status, 200);
    EXPECT_EQ(change_priority("patrol", "p1"), 200);
    EXPECT_EQ(timeline(desk).back().actor.actor_id, account("district_watch_officer"));
}

TEST_F(Rights, WhatWasGivenIsSeenOnTheLiveFeedAndGoesWhenItEnds) {
    staff_the_desk();
    ASSERT_EQ(delegate("dispatcher", "partner").status, 200);
    const auto feed = [&] { return get("partner", "/v1/stream?after=0").body; };
    EXPECT_NE(feed().find("\"stream\":\"" + inside + '"'), std::string::npos);
    pass(60min);
    EXPECT_EQ(feed().find("\"stream\":\"" + inside + '"'), std::string::npos);
}

TEST_F(Rights, BreakingTheGlassOpensOneRecordForAWhileAndIsReviewed) {
    const std::string path = "/v1/incidents/" + outside;
    EXPECT_EQ(get("dispatcher", path, "dispatch").code, "access.outside_reach");
    EXPECT_EQ(post("dispatcher", "/v1/break_glasses", R"({"record":"inc_m1","reason":""})").status, 422);
    EXPECT_EQ(post("dispatcher", "/v1/break_glasses", R"({"record":"inc_none","reason":"追查"})").code,
              "break_glass.record_unknown");
    EXPECT_EQ(post("station_desk", "/v1/break_glasses", R"({"record":"inc_m1","reason":"追查"})").code,
              "access.not_permitted")
        << "a role that does not hold it";
    const auto broken = post("dispatcher", "/v1/break_glasses", R"({"record":"inc_m1","reason":"追查车辆"})");
    ASSERT_EQ(broken.status, 201) << broken.body;
    const auto glass = stream_of(broken);
    EXPECT_NE(state(glass).find(R"("kind":"review","key":"","owner":"pst_supervisor.)"), std::string::npos);
    EXPECT_EQ(get("dispatcher", path).code, "access.purpose_required") << "purpose as ever";
    EXPECT_EQ(get("dispatcher", path, "curiosity").code, "access.purpose_unknown");
    EXPECT_EQ(get("dispatcher", path, "dispatch").status, 200);
    EXPECT_EQ(change_priority("dispatcher", "p1", outside), 403) << "to read, and nothing else";
    EXPECT_EQ(get("dispatcher", "/v1/calls/cal_m1", "dispatch").status, 403) << "one record";
    EXPECT_EQ(get("district_watch_officer", path, "dispatch").status, 403) << "one person";
    const auto review =
        get("supervisor", "/v1/looks/review?day=" + to_text(world.clock.now() + 8h).substr(0, 10));
    EXPECT_NE(review.body.find(R"("break_glass")"), std::string::npos) << review.body;
    EXPECT_NE(review.body.find(R"("under":")" + glass), std::string::npos);
    pass(60min);
    EXPECT_EQ(get("dispatcher", path, "dispatch").status, 403);
    EXPECT_NE(state(glass).find("closed_at"), std::string::npos);
}

TEST_F(Rights, ABreakingIsClosedEarlyAndReviewedByAnother) {
    const auto glass =
        stream_of(post("dispatcher", "/v1/break_glasses", R"({"record":"inc_m1","reason":"追查车辆"})"));
    EXPECT_EQ(post("watch_officer", "/v1/break_glasses/" + glass + "/closing", "{}").status, 403);
    ASSERT_EQ(post("dispatcher", "/v1/break_glasses/" + glass + "/closing", "{}").status, 200);
    EXPECT_EQ(get("dispatcher", "/v1/incidents/inc_m1", "dispatch").status, 403);
    EXPECT_EQ(
        post("dispatcher", "/v1/break_glasses/" + glass + "/review", R"({"finding":"in_order"})").status,
        403);
}

TEST_F(Rights, WhatNobodyDoesAloneIsProposedAndApprovedByAnother) {
    const std::string grant = R"({"post_id":"pst_watch-officer.420100"})";
    const std::string path = "/v1/accounts/acc_m0/post";
    EXPECT_EQ(post("administrator", path, grant).code, "proposal.second_person_needed");
    EXPECT_EQ(post("administrator", path, R"({"post_id":"pst_call-taker.420100"})").status, 200)
        << "only high roles need two";
    const auto propose = [&](const std::string& role) {
        return post(role, "/v1/proposals",
                    R"({"target":"acc_m0","command":"account.grant_post","body":"{\"post_id\":)"
                    R"(\"pst_watch-officer.420100\"}","reason":"调任"})");
    };
    EXPECT_EQ(propose("supervisor").status, 403) << "who may not do it may not propose it";
    const auto made = propose("administrator");
    ASSERT_EQ(made.status, 201) << made.body;
    const auto proposal = stream_of(made);
    const auto approve = [&](const std::string& role) {
        return post(role, "/v1/proposals/" + proposal + "/approval", "{}");
    };
    EXPECT_EQ(approve("administrator").code, "proposal.own_approval");
    EXPECT_EQ(approve("watch_officer").status, 403) << "nor approve it";
    EXPECT_EQ(state("acc_m0").find("watch-officer"), std::string::npos);
    // Another administrator: the world has one of each role.
    const auto second = world.another("administrator");
    ASSERT_EQ(
        world.ask(World::request("POST", "/v1/proposals/" + proposal + "/approval", second, {}, "{}")).status,
        200);
    pass(0min);
    EXPECT_NE(state("acc_m0").find("watch-officer"), std::string::npos);
    const auto last = timeline("acc_m0").back();
    EXPECT_EQ(last.actor.actor_id, account("administrator"));
    EXPECT_EQ(last.actor.under, proposal);
    EXPECT_EQ(last.actor.approved_by, world.identity->session(second)->account_id) << "both names";
    EXPECT_NE(state(proposal).find(R"("stage":"carried_out")"), std::string::npos) << state(proposal);
}

// Two proposed the same. The first is done; the second has nothing left to do, and says so.
TEST_F(Rights, WhatTwoAgreedOnAndNothingCameOfIsVisible) {
    const auto propose = [&] {
        return stream_of(post(
            "supervisor", "/v1/proposals",
            R"({"target":"ers_plc-m0","command":"erasure.erase_early","body":"{\"record\":\"plc_m0\",)"
            R"(\"reason\":\"本人申请\",\"basis\":\"个人信息保护法 第四十七条\"}","reason":"本人申请"})"));
    };
    const auto first = propose(), second = propose();
    ASSERT_NE(first, second);
    for (const auto& proposal : {first, second}) {
        const auto approved = post("watch_officer", "/v1/proposals/" + proposal + "/approval", "{}");
        ASSERT_EQ(approved.status, 200) << approved.body;
        pass(0min);
    }
    EXPECT_EQ(timeline(first).back().wire, "proposal.carried_out.v1");
    EXPECT_EQ(timeline(second).back().wire, "proposal.not_carried_out.v1");
    EXPECT_NE(state(second).find(R"("stage":"not_carried_out")"), std::string::npos) << state(second);
    EXPECT_NE(state(second).find(R"("hindered_by":"engine.nothing_changed")"), std::string::npos)
        << state(second);
}

TEST_F(Rights, AProposalThatNobodyAnswersLapses) {
    const auto proposal =
        stream_of(post("administrator", "/v1/proposals",
                       R"({"target":"acc_m0","command":"account.grant_post","body":"{\"post_id\":)"
                       R"(\"pst_watch-officer.420100\"}","reason":"调任"})"));
    pass(24h);
    EXPECT_NE(state(proposal).find(R"("stage":"lapsed")"), std::string::npos) << state(proposal);
    const auto late = world.another("administrator");
    EXPECT_EQ(
        world.ask(World::request("POST", "/v1/proposals/" + proposal + "/approval", late, {}, "{}")).code,
        "proposal.lapsed");
    EXPECT_EQ(state("acc_m0").find("watch-officer"), std::string::npos);
}

TEST_F(Rights, AHoldKeepsARecordFromItsErasureAndSaysWhy) {
    const auto order = [&] {
        return post(
            "supervisor", "/v1/proposals",
            R"({"target":"ers_unt-m0","command":"erasure.erase_early","body":"{\"record\":\"unt_m0\",)"
            R"(\"reason\":\"本人申请\",\"basis\":\"个人信息保护法 第四十七条\"}","reason":"本人申请"})");
    };
    const auto held = order();  // the world began with a hold on it
    EXPECT_EQ(held.code, "erasure.held");
    EXPECT_NE(held.body.find("诉讼"), std::string::npos) << held.body;
    EXPECT_EQ(
        post("supervisor", "/v1/erasures/ers_unt-m0/hold_lifting", R"({"hold_id":"h1","reason":"结案"})")
            .code,
        "proposal.second_person_needed");
    EXPECT_EQ(
        post("supervisor", "/v1/erasures/ers_inc-m0/order", R"({"record":"inc_m0","reason":"r","basis":"b"})")
            .code,
        "erasure.still_open");
}

}  // namespace
}  // namespace anlan::access_world
