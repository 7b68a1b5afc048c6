// What a unit owes, until when, and who hears of it: never early, once, and gone when it is met.
#include "domain/unit/owed.hpp"
#include "domain/unit/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::unit {
namespace {

using namespace std::chrono_literals;

TEST(Owed, AnUnheardAssignmentIsNotedOnceAndAtItsTime) {
    Story s = on_duty();
    s.when(assign("inc_A", Priority::p1));
    EXPECT_EQ(s.owed(), "acknowledge@30");
    s.now = kNine + 20s - 1ms;
    EXPECT_EQ(s.ring(), "");
    s.now = kNine + 20s;
    EXPECT_EQ(s.ring(), "acknowledge:deadline_warned");
    EXPECT_EQ(s.ring(), "");
    s.now = kNine + 30s - 1ms;
    EXPECT_EQ(s.ring(), "");
    s.now = kNine + 30s;
    EXPECT_EQ(s.ring(), "acknowledge:deadline_missed deadline_escalated");
    EXPECT_EQ(std::get<kernel::DeadlineEscalated>(s.last[1]).told.value(), "pst_dispatcher.420106");
    EXPECT_EQ(s.ring(), "");
    EXPECT_EQ(s.when(AcknowledgeAssignment{}), "assignment_acknowledged") << "late, and still counts";
    EXPECT_EQ(s.owed(), "depart@90");
}

TEST(Owed, EachStepMeetsWhatWasOwedAndBringsTheNext) {
    struct Row {
        Command told;
        const char* owed;
    };
    Story s = on_duty();
    const Row rows[] = {
        {assign("inc_A", Priority::p2), "acknowledge@40"}, {AcknowledgeAssignment{}, "depart@80"},
        {DepartForScene{}, "time_in_state@630"},           {ArriveOnScene{}, "safety_check@1240"},
        {AnswerSafetyCheck{}, "safety_check@1250"},        {ClearUnit{}, ""},
    };
    for (const Row& row : rows) {
        s.now += 10s;
        s.when(row.told);
        EXPECT_EQ(s.owed(), row.owed);
    }
}

TEST(Owed, ASkippedStepIsOwedNoLonger) {
    Story s = on_duty();
    s.when(assign("inc_A", Priority::p1));
    s.when(ArriveOnScene{});
    EXPECT_EQ(s.owed(), "safety_check@1200");
    s.now = kNine + 1h;
    s.when(step<AcknowledgeAssignment>(kNine));
    EXPECT_EQ(s.owed(), "safety_check@1200") << "an earlier step told late brings nothing back";
}

TEST(Owed, SafetyIsAskedForByUrgencyOrByClass) {
    const auto on_scene = [](Priority priority, std::optional<std::string> incident_class) {
        Story s = on_duty();
        AssignUnit c = assign("inc_A", priority);
        c.incident_class = std::move(incident_class);
        s.when(c);
        s.when(ArriveOnScene{});
        return s.owed();
    };
    EXPECT_EQ(on_scene(Priority::p2, std::nullopt), "safety_check@1200");
    EXPECT_EQ(on_scene(Priority::p3, "dispute.family"), "safety_check@1200");
    EXPECT_EQ(on_scene(Priority::p3, "noise"), "");
    EXPECT_EQ(on_scene(Priority::p4, "dispute.family"), "time_in_state@3600 safety_check@1200");
}

TEST(Owed, WaitingIncidentsOweNothingUntilTheyGoOn) {
    Story s = on_duty();
    s.when(assign("inc_A", Priority::p1));
    s.when(ArriveOnScene{});
    s.when(with_override(assign("inc_B", Priority::p1)));
    EXPECT_EQ(s.owed(), "acknowledge@30");
    s.now += 100s;
    s.when(ClearUnit{});
    EXPECT_EQ(s.owed(), "safety_check@1300") << "asked for again, from the return to the scene";
}

TEST(Owed, ByTheUnitsOwnPostWhereItHasOne) {
    Story station = on_duty();
    station.when(assign("inc_A"));
    EXPECT_EQ(station.state.open[0].owner.value(), "pst_patrol.420106007");
    Story posted;
    posted.when(car());
    posted.when(BeginDuty{PostId{"pst_police-post.shouyi"}, {}, {}});
    posted.when(assign("inc_A", Priority::p4));
    EXPECT_EQ(posted.state.open[0].owner.value(), "pst_police-post.shouyi");
    posted.when(ArriveOnScene{});
    EXPECT_EQ(posted.state.open[0].owner.value(), "pst_dispatcher.420106") << "watching is not the crew's";
}

TEST(Owed, APanicCallClimbsUntilSomebodyClearsIt) {
    Story s = on_duty();
    s.when(RaisePanic{});
    s.now = kNine + 15s;
    EXPECT_EQ(s.ring(), "panic:deadline_missed deadline_escalated");
    s.now = kNine + 45s;
    EXPECT_EQ(s.ring(), "panic:deadline_escalated");
    s.when(ClearPanic{"crew is safe", {}});
    EXPECT_EQ(s.owed(), "");
}

TEST(Owed, ADutyThatNobodyEndsAndAPauseThatDoesNotEndAreSeen) {
    Story s;
    s.when(car());
    s.when(BeginDuty{{}, kNine + 8h, {}});
    EXPECT_EQ(s.owed(), "end_duty@29700");
    s.when(BeginDuty{{}, kNine + 9h, {}});
    EXPECT_EQ(s.owed(), "end_duty@33300") << "prolonged";
    s.when(PauseService{"meal", kNine + 30min, {}});
    EXPECT_EQ(s.owed(), "end_duty@33300 return_to_service@2400");
    s.when(ResumeService{});
    s.when(EndDuty{});
    EXPECT_EQ(s.owed(), "");
}

TEST(Rules, ThatDoNotFitDoNotLoad) {
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row rows[] = {
        {".crew_role", [](Rules& r) { r.crew_role.clear(); }},
        {".outcomes", [](Rules& r) { r.outcomes.clear(); }},
        {".outcomes[1].code", [](Rules& r) { r.outcomes[1].code = r.outcomes[0].code; }},
        {".pauses[0]", [](Rules& r) { r.pauses[0].zh.clear(); }},
        {".acknowledge[1].deadline.within", [](Rules& r) { r.acknowledge[1].deadline.within = 0s; }},
        {".panic.ladder[1].after", [](Rules& r) { r.panic.ladder[1].after = 0s; }},
        {".end_duty.warn_before", [](Rules& r) { r.end_duty.warn_before = 900s; }},
    };
    EXPECT_EQ(validate(small_rules()), std::nullopt);
    for (const Row& row : rows) {
        Rules rules = small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
    const kernel::RoleLevels nobody{AreaId{"are_420100"}, {}};
    EXPECT_EQ(check_roles(small_rules(), nobody)->path, ".crew_role");
}

TEST(DispatchRules, ThatDoNotFitDoNotLoad) {
    struct Row {
        const char* path;
        void (*spoil)(DispatchRules&);
    };
    const Row rows[] = {
        {".rings", [](DispatchRules& r) { r.rings.clear(); }},
        {".rings[1].within", [](DispatchRules& r) { r.rings.push_back(r.rings[0]); }},
        {".travel.detour_factor", [](DispatchRules& r) { r.travel.detour_factor = 0.9; }},
        {".travel.speeds", [](DispatchRules& r) { r.travel.speeds.pop_back(); }},
        {".travel.speeds[0].metres_per_second",
         [](DispatchRules& r) { r.travel.speeds[0].metres_per_second = 61; }},
        {".preemption[1].from", [](DispatchRules& r) { r.preemption[1].from = {Priority::p2}; }},
        {".coverage[0].ring", [](DispatchRules& r) { r.coverage[0].ring = "9"; }},
        {".candidates", [](DispatchRules& r) { r.candidates.shown_max = 101; }},
        {".positions", [](DispatchRules& r) { r.positions.stale = 900s; }},
    };
    EXPECT_EQ(validate(small_dispatch_rules()), std::nullopt);
    for (const Row& row : rows) {
        DispatchRules rules = small_dispatch_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

}  // namespace
}  // namespace anlan::unit
