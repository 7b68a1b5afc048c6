// Merging, undoing and splitting through the whole: the streams of incidents, calls and units follow each
// other by policy, and at the end every caller, unit and clock is where it belongs.
#include "access_world_test_support.hpp"
#include "domain/call/call.hpp"
#include "domain/incident/incident.hpp"
#include "domain/unit/unit.hpp"

namespace anlan::access_world {
namespace {

struct Desk {
    World world;

    // What a dispatcher of the district says; the code of a refusal, empty when it was done.
    std::string say(const std::string& path, const std::string& body) {
        const auto answer =
            world.ask(World::request("POST", path, world.tokens.at("dispatcher"), "dispatch", body));
        return answer.status < 300 ? "" : answer.code;
    }
    template <class Module>
    const typename Module::State& state(const std::string& stream) {
        held_ = world.board->find(stream).value()->state;
        return *static_cast<const typename Module::State*>(held_.get());
    }

    // A call, and the incident that it opens.
    void opened(const std::string& name) {
        const auto call = *record_body("call", Relation::inside, name);
        EXPECT_EQ(world.bring(call), "");
        const auto code = world.rules.section<IncidentCatalogue>().classes.front().code;
        EXPECT_EQ(
            say("/v1/calls/cal_" + name + "/incident",
                R"({"report":{"narrative":"着火","class_code":")" + code +
                    R"(","location":{"place_text":"路口","where":)" + where_of(Relation::inside) + "}}}"),
            "");
    }
    std::string unit_sent_to(const std::string& incident) {
        const auto unit = world.record("unit", Relation::inside);
        say("/v1/units/" + unit + "/duty", "{}");
        EXPECT_EQ(say("/v1/units/" + unit + "/assignment",
                      R"({"incident_id":")" + incident + R"(","priority":"p1"})"),
                  "");
        return unit;
    }
    std::string on(const std::string& unit) {
        const auto* active = unit::active_assignment(state<unit::Unit>(unit));
        return active == nullptr ? "" : active->incident_id.value();
    }
    std::vector<std::string> callers(const std::string& incident) {
        std::vector<std::string> calls;
        for (const auto& call : state<incident::Incident>(incident).calls)
            calls.push_back(call.call_id.value());
        return calls;
    }
    std::string incident_of(const std::string& call) {
        return state<call::Call>(call).outcome->incident_id->value();
    }
    bool live_there(const std::string& incident) {
        return incident::has_live_assignment(state<incident::Incident>(incident));
    }

private:
    kernel::StatePtr held_;
};

using Callers = std::vector<std::string>;

TEST(MergeWhole, CallersAndUnitsGoAlongAndComeBack) {
    Desk desk;
    desk.opened("a");
    desk.opened("b");
    const auto unit = desk.unit_sent_to("inc_a");
    const auto owed = desk.state<incident::Incident>("inc_a").open;
    EXPECT_EQ(desk.say("/v1/incidents/inc_a/merging", R"({"into":"inc_b","reason":"同一处"})"), "");
    EXPECT_EQ(desk.callers("inc_b"), (Callers{"cal_b", "cal_a"}));
    EXPECT_EQ(desk.incident_of("cal_a"), "inc_b");
    EXPECT_EQ(desk.on(unit), "inc_b");
    EXPECT_TRUE(desk.live_there("inc_b"));
    EXPECT_FALSE(desk.live_there("inc_a"));
    EXPECT_EQ(desk.say("/v1/units/" + unit + "/arrival", "{}"), "");
    EXPECT_TRUE(desk.state<incident::Incident>("inc_b").phases.arrived_at) << "what it does counts there";

    EXPECT_EQ(desk.say("/v1/incidents/inc_a/merging/undo", R"({"reason":"两处"})"), "");
    EXPECT_EQ(desk.callers("inc_b"), Callers{"cal_b"});
    EXPECT_EQ(desk.callers("inc_a"), Callers{"cal_a"});
    EXPECT_EQ(desk.incident_of("cal_a"), "inc_a");
    EXPECT_EQ(desk.on(unit), "inc_a");
    EXPECT_TRUE(desk.live_there("inc_a"));
    EXPECT_FALSE(desk.live_there("inc_b"));
    const auto& back = desk.state<incident::Incident>("inc_a");
    for (const auto& one : owed) {
        const auto* now = kernel::find(back.open, one.kind, one.key);
        if (one.kind == "close") {
            EXPECT_NE(now, nullptr);
        }
        if (now != nullptr) {
            EXPECT_EQ(now->due_by, one.due_by) << one.kind;
        }
    }
    EXPECT_NE(kernel::find(desk.state<incident::Incident>("inc_b").open, "dispatch"), nullptr)
        << "nobody is on that one any more";
}

TEST(MergeWhole, WhoCallsForTheMergedOneIsHeardOnTheOther) {
    Desk desk;
    desk.opened("a");
    desk.opened("b");
    EXPECT_EQ(desk.say("/v1/incidents/inc_a/merging", R"({"into":"inc_b","reason":"同一处"})"), "");
    EXPECT_EQ(desk.world.bring(*record_body("call", Relation::inside, "late")), "");
    EXPECT_EQ(desk.say("/v1/calls/cal_late/joining", R"({"incident_id":"inc_a","matched_words":[]})"), "");
    EXPECT_EQ(desk.callers("inc_b"), (Callers{"cal_b", "cal_a", "cal_late"}));
    EXPECT_EQ(desk.incident_of("cal_late"), "inc_b");
}

TEST(MergeWhole, ASecondEventHasItsOwnIncidentAndGoesBackByAMerge) {
    Desk desk;
    desk.opened("a");
    EXPECT_EQ(desk.world.bring(*record_body("call", Relation::inside, "b")), "");
    EXPECT_EQ(desk.say("/v1/calls/cal_b/joining", R"({"incident_id":"inc_a","matched_words":[]})"), "");
    const auto unit = desk.unit_sent_to("inc_a");
    const auto assignment = unit::active_assignment(desk.state<unit::Unit>(unit))->assignment_id;
    EXPECT_EQ(desk.say("/v1/incidents/inc_a/split",
                       R"({"calls":["cal_b"],"assignments":[")" + assignment + R"("],"reason":"另一处"})"),
              "");
    EXPECT_EQ(desk.callers("inc_a"), Callers{"cal_a"});
    EXPECT_EQ(desk.callers("inc_a-s1"), Callers{"cal_b"});
    EXPECT_EQ(desk.incident_of("cal_b"), "inc_a-s1");
    EXPECT_EQ(desk.on(unit), "inc_a-s1");
    const auto opened = desk.state<incident::Incident>("inc_a").phases.opened_at;
    EXPECT_EQ(desk.state<incident::Incident>("inc_a-s1").phases.opened_at, opened);
    EXPECT_NE(kernel::find(desk.state<incident::Incident>("inc_a").open, "dispatch"), nullptr)
        << "the first event needs somebody again";

    EXPECT_EQ(desk.say("/v1/incidents/inc_a-s1/merging", R"({"into":"inc_a","reason":"误拆"})"), "");
    EXPECT_EQ(desk.callers("inc_a"), (Callers{"cal_a", "cal_b"}));
    EXPECT_EQ(desk.on(unit), "inc_a");
}

TEST(CapsuleWhole, TheEndOfAShiftOwesASignature) {
    Desk desk;
    ASSERT_EQ(desk.world.bring(
                  {"pst_dispatcher.420106", "post.create",
                   R"({"role":"dispatcher","post_name":"派警","where":)" + where_of(Relation::inside) + "}"}),
              "");
    ASSERT_EQ(desk.world.bring({"pst_dispatcher.420106", "post.begin_duty", R"({"account_id":"acc_li"})"}),
              "");
    const auto since = desk.world.clock.now();
    ASSERT_EQ(desk.world.bring({"pst_dispatcher.420106", "post.end_duty", R"({"account_id":"acc_li"})"}), "");
    const auto id = capsule::capsule_id(PostId{"pst_dispatcher.420106"}, AccountId{"acc_li"}, since);
    ASSERT_TRUE(desk.world.board->find(id)) << id;
    EXPECT_NE(kernel::find(desk.state<capsule::Capsule>(id).open, "sign_capsule"), nullptr);
    EXPECT_EQ(desk.say("/v1/capsules/" + id + "/signature", R"({"capsule_version":0,"remarks":""})"), "");
    EXPECT_EQ(kernel::find(desk.state<capsule::Capsule>(id).open, "sign_capsule"), nullptr);
}

}  // namespace
}  // namespace anlan::access_world
