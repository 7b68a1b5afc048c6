// A unit's day as a duty officer would tell it: who is sent where, what the crew says, what is refused and
// why.
#include "domain/unit/row.hpp"
#include "domain/unit/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::unit {
namespace {

using namespace std::chrono_literals;

struct Line {
    Seconds after;  // nine o'clock
    Command told;
    const char* happens;
};

void tell(Story& s, const std::vector<Line>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        s.now = kNine + lines[i].after;
        EXPECT_EQ(s.when(lines[i].told), lines[i].happens) << "line " << i << " of the story";
    }
}

BeginDuty duty_until(Instant until) { return {std::nullopt, until, std::nullopt}; }

TEST(Unit, ACarIsSentAndComesBack) {
    Story s;
    tell(s, {{0s, car(), "registered"},
             {1s, BeginDuty{}, "duty_begun"},
             {60s, assign("inc_A", Priority::p2), "assigned"},
             {75s, AcknowledgeAssignment{}, "assignment_acknowledged"},
             {95s, DepartForScene{}, "en_route"},
             {340s, ArriveOnScene{}, "arrived"},
             {1500s, AnswerSafetyCheck{}, "safety_checked"},
             {2000s, ClearUnit{}, "cleared"},
             {2100s, EndDuty{}, "duty_ended"}});
    ASSERT_EQ(s.state.assignments.size(), 1u);
    const Assignment& done = s.state.assignments[0];
    EXPECT_EQ(done.assignment_id, "武昌-21.1");
    EXPECT_EQ(done.outcome, "handled");
    EXPECT_EQ(done.acknowledged_at, kNine + 75s);
    EXPECT_EQ(done.en_route_at, kNine + 95s);
    EXPECT_EQ(done.arrived_at, kNine + 340s);
    EXPECT_EQ(done.ended_at, kNine + 2000s);
    EXPECT_EQ(s.owed(), "");
}

TEST(Unit, SaysWhatItIsDoingAndSinceWhen) {
    Story s;
    const auto status = [&] { return std::string{name_of(s.state.status)}; };
    EXPECT_EQ(status(), "off_duty");
    s.when(car());
    s.when(BeginDuty{});
    EXPECT_EQ(status(), "available");
    s.when(assign("inc_A"));
    EXPECT_EQ(status(), "assigned");
    s.now += 20s;
    s.when(AcknowledgeAssignment{});
    EXPECT_EQ(status(), "acknowledged");
    s.when(DepartForScene{});
    EXPECT_EQ(status(), "en_route");
    s.now += 200s;
    s.when(step<ArriveOnScene>(kNine + 180s));
    EXPECT_EQ(status(), "on_scene");
    EXPECT_EQ(s.state.status_since, kNine + 180s);
    s.when(ClearUnit{});
    EXPECT_EQ(status(), "available");
    s.when(PauseService{"meal", std::nullopt, std::nullopt});
    EXPECT_EQ(status(), "out_of_service");
    s.when(ResumeService{});
    s.when(EndDuty{});
    EXPECT_EQ(status(), "off_duty");
}

TEST(Unit, SaidTwiceIsTrueOnce) {
    Story s;
    tell(s, {{0s, car(), "registered"},
             {0s, car(), ""},
             {1s, BeginDuty{}, "duty_begun"},
             {2s, BeginDuty{}, ""},
             {3s, assign("inc_A"), "assigned"},
             {4s, assign("inc_A"), ""},
             {5s, DepartForScene{}, "en_route"},
             {6s, DepartForScene{}, ""},
             {7s, step<DepartForScene>(kNine + 5s), ""},
             {8s, RaisePanic{}, "panic_raised"},
             {9s, RaisePanic{}, ""},
             {10s, ClearPanic{"false alarm", std::nullopt}, "panic_cleared"},
             {11s, ClearPanic{"false alarm", std::nullopt}, ""},
             {12s, step<ClearUnit>(std::nullopt, "inc_A"), "cleared"},
             {13s, step<ClearUnit>(std::nullopt, "inc_A"), ""},
             {14s, PauseService{"meal", std::nullopt, std::nullopt}, "out_of_service"},
             {15s, PauseService{"meal", std::nullopt, std::nullopt}, ""},
             {16s, ResumeService{}, "back_in_service"},
             {17s, ResumeService{}, ""},
             {18s, EndDuty{}, "duty_ended"},
             {19s, EndDuty{}, ""}});
}

TEST(Unit, IsNotSentWhenItCannotGo) {
    RegisterUnit other = car();
    other.kind = UnitKind::motorcycle;
    AssignUnit taken_id = assign("inc_B");
    taken_id.assignment_id = "武昌-21.1";
    AssignUnit no_incident = assign("B");
    AssignUnit tomorrow = assign("inc_B");
    tomorrow.at = kNine + 24h;
    ClearUnit outcome;
    outcome.outcome = "went_well";
    struct Row {
        const char* says;
        std::vector<Command> before;
        Command told;
        const char* happens;
    };
    const Row rows[] = {
        {"registered otherwise", {}, other, "! unit.already_registered"},
        {"off duty", {EndDuty{}}, assign("inc_B"), "! unit.off_duty"},
        {"at a meal", {PauseService{"meal", {}, {}}}, assign("inc_B"), "! unit.out_of_service"},
        {"already on one", {assign("inc_A")}, assign("inc_B"), "! unit.already_assigned"},
        {"no reason in the reason",
         {assign("inc_A")},
         with_override(assign("inc_B"), ""),
         "! unit.reason_required"},
        {"an id in use", {assign("inc_A")}, with_override(taken_id), "! unit.assignment_id_taken"},
        {"not an incident", {}, no_incident, "! unit.incident_id_invalid"},
        {"in the future", {}, tomorrow, "! unit.in_the_future"},
        {"nothing to acknowledge", {}, AcknowledgeAssignment{}, "! unit.not_assigned"},
        {"another's incident",
         {assign("inc_A")},
         step<ArriveOnScene>({}, "inc_B"),
         "! unit.assignment_unknown"},
        {"nothing to clear", {}, ClearUnit{}, "! unit.not_assigned"},
        {"no such outcome", {assign("inc_A")}, outcome, "! unit.outcome_unknown"},
        {"no such pause", {}, PauseService{"tired", {}, {}}, "! unit.pause_reason_unknown"},
        {"back before it left", {}, PauseService{"meal", kNine, {}}, "! unit.back_before_out"},
        {"home with an open incident", {assign("inc_A")}, EndDuty{}, "! unit.still_assigned"},
        {"home with a panic call", {RaisePanic{}}, EndDuty{}, "! unit.panic_open"},
        {"not at a scene", {assign("inc_A")}, AnswerSafetyCheck{}, "! unit.not_on_scene"},
        {"released without a reason", {assign("inc_A")}, ReleaseUnit{}, "! unit.reason_required"},
        {"nothing waits", {assign("inc_A")}, ResumeAssignment{}, "! unit.nothing_waits"},
        {"a crew of minus one", {}, ChangeCrew{-1, {}, {}}, "! unit.crew_size_invalid"},
        {"a point off the earth",
         {assign("inc_A")},
         ArriveOnScene{{}, {}, GeoPoint{91, 0}, {}},
         "! unit.point_invalid"},
        {"duty over before it begins",
         {EndDuty{}},
         duty_until(kNine - 1s),
         "! unit.duty_ends_before_it_begins"},
    };
    for (const Row& row : rows) {
        Story s = on_duty();
        for (const Command& command : row.before)
            ASSERT_EQ(s.when(command).find('!'), std::string::npos) << row.says;
        const std::size_t open = s.state.open.size();
        EXPECT_EQ(s.when(row.told), row.happens) << row.says;
        EXPECT_EQ(s.state.open.size(), open) << row.says << ": a refusal changes nothing";
    }
}

TEST(Unit, WhatIsNotThereKnowsNothing) {
    const Command all[] = {BeginDuty{},
                           EndDuty{},
                           ChangeCrew{},
                           PauseService{"meal", {}, {}},
                           ResumeService{},
                           assign("inc_A"),
                           AcknowledgeAssignment{},
                           ClearUnit{},
                           RaisePanic{},
                           SelfDispatch{}};
    for (const Command& command : all) {
        Story s;
        EXPECT_EQ(s.when(command), "! unit.unknown") << command.index();
    }
}

TEST(Unit, WithAReasonOneIncidentWaitsForAnother) {
    Story s = on_duty();
    tell(s, {{0s, assign("inc_A"), "assigned"},
             {10s, ArriveOnScene{}, "arrived"},
             {20s, with_override(assign("inc_B")), "assignment_held assigned"},
             {30s, AcknowledgeAssignment{}, "assignment_acknowledged"},
             {40s, DepartForScene{}, "en_route"}});
    EXPECT_EQ(active_assignment(s.state)->incident_id.value(), "inc_B");
    EXPECT_EQ(row_of("unt_21", s.state)->waiting_incident_ids, std::vector{IncidentId{"inc_A"}});
    tell(s, {{50s, ArriveOnScene{}, "arrived"}, {90s, ClearUnit{}, "cleared assignment_resumed"}});
    EXPECT_EQ(active_assignment(s.state)->incident_id.value(), "inc_A");
    EXPECT_EQ(s.state.status, UnitStatus::on_scene) << "with the status it had";
    tell(s, {{95s, ClearUnit{}, "cleared"}});
    EXPECT_EQ(s.state.status, UnitStatus::available);
}

TEST(Unit, ACrewThatArrivesAtTheWaitingIncidentIsWorkingThere) {
    Story s = on_duty();
    tell(s, {{0s, assign("inc_A"), "assigned"},
             {5s, with_override(assign("inc_B")), "assignment_held assigned"},
             {9s, step<AcknowledgeAssignment>({}, "inc_A"), "assignment_acknowledged"}});
    EXPECT_EQ(active_assignment(s.state)->incident_id.value(), "inc_B") << "only heard of";
    tell(s, {{20s, step<ArriveOnScene>({}, "inc_A"), "assignment_held assignment_resumed arrived"},
             {30s, ResumeAssignment{}, "assignment_held assignment_resumed"}});
    EXPECT_EQ(active_assignment(s.state)->incident_id.value(), "inc_B");
    tell(s, {{40s, step<ClearUnit>({}, "inc_A"), "cleared"}, {50s, ClearUnit{}, "cleared"}});
}

TEST(Unit, OnlySoManyIncidentsWait) {
    Story s = on_duty();
    s.when(assign("inc_0"));
    for (std::size_t i = 1; i < open_assignments_max; ++i)
        EXPECT_EQ(s.when(with_override(assign(("inc_" + std::to_string(i)).c_str()))),
                  "assignment_held assigned");
    EXPECT_EQ(s.when(with_override(assign("inc_more"))), "! unit.too_many_waiting");
}

TEST(Unit, IsTakenFromALessUrgentIncidentWhereTheRulebookAllowsIt) {
    struct Row {
        Priority from;
        UnitStatus in;
        Priority by;
        const char* happens;
    };
    const char* taken = "preempted assigned";
    const char* refused = "! unit.preemption_not_allowed";
    const Row rows[] = {
        {Priority::p4, UnitStatus::assigned, Priority::p1, taken},
        {Priority::p4, UnitStatus::on_scene, Priority::p1, taken},
        {Priority::p3, UnitStatus::on_scene, Priority::p1, taken},
        {Priority::p2, UnitStatus::assigned, Priority::p1, refused},
        {Priority::p4, UnitStatus::en_route, Priority::p2, taken},
        {Priority::p4, UnitStatus::on_scene, Priority::p2, refused},
        {Priority::p4, UnitStatus::assigned, Priority::p4, refused},
        {Priority::p1, UnitStatus::assigned, Priority::p4, refused},
    };
    for (const Row& row : rows) {
        Story s = on_duty();
        s.when(assign("inc_A", row.from));
        if (row.in >= UnitStatus::en_route) s.when(DepartForScene{});
        if (row.in == UnitStatus::on_scene) s.when(ArriveOnScene{});
        EXPECT_EQ(s.when(with_preemption(assign("inc_B", row.by))), row.happens)
            << name_of(row.in) << " on p" << int(row.from) + 1 << ", wanted by p" << int(row.by) + 1;
    }
}

TEST(Unit, WhoMayNotBeTakenCanStillBeLentWithAReason) {
    Story s = on_duty();
    s.when(assign("inc_A", Priority::p2));
    AssignUnit both = with_override(with_preemption(assign("inc_B", Priority::p3)));
    EXPECT_EQ(s.when(both), "assignment_held assigned");
    EXPECT_EQ(std::get<UnitAssigned>(s.last[1]).override_reason, "no other unit");
}

TEST(Unit, APartnerIsSentOnlyWhereItMayAct) {
    RegisterUnit guards = car("楚河汉街保安");
    guards.kind = UnitKind::guard_team;
    guards.partner = PartnerLimits{"汉街物业", {"noise", "help.lost_person"}, Priority::p3};
    const auto sent_to = [&](std::optional<std::string> incident_class, Priority priority) {
        Story s = on_duty(guards);
        AssignUnit c = with_override(with_preemption(assign("inc_A", priority)));
        c.incident_class = std::move(incident_class);
        return s.when(c);
    };
    EXPECT_EQ(sent_to("noise", Priority::p3), "assigned");
    EXPECT_EQ(sent_to("noise.night", Priority::p4), "assigned") << "a class of the group";
    EXPECT_EQ(sent_to("help.lost_person", Priority::p3), "assigned");
    EXPECT_EQ(sent_to("help.suicide", Priority::p3), "! unit.partner_not_allowed");
    EXPECT_EQ(sent_to("noise", Priority::p2), "! unit.partner_not_allowed") << "too urgent";
    EXPECT_EQ(sent_to(std::nullopt, Priority::p4), "! unit.partner_not_allowed") << "class not told";
}

TEST(Unit, ComesUponAnIncident) {
    const GeoPoint here{30.5469, 114.2970};
    Story s = on_duty();
    SelfDispatch found{IncidentId{"inc_A"}, {}, {}, here, {}, {}};
    EXPECT_EQ(s.when(found), "assigned arrived");
    EXPECT_TRUE(std::get<UnitAssigned>(s.last[0]).self_dispatched);
    EXPECT_EQ(s.state.status, UnitStatus::on_scene);
    EXPECT_EQ(s.state.assignments[0].priority, Priority::p2)
        << "the rulebook's, until somebody says otherwise";
    EXPECT_EQ(s.state.stated_point, (StatedPoint{here, kNine}));
    EXPECT_EQ(s.when(found), "") << "said twice";
    SelfDispatch second{IncidentId{"inc_B"}, Priority::p1, {}, here, {}, {}};
    EXPECT_EQ(s.when(second), "! unit.already_assigned");
    second.override_reason = "next door";
    EXPECT_EQ(s.when(second), "assignment_held assigned arrived");
    Story sent = on_duty();
    sent.when(assign("inc_A"));
    EXPECT_EQ(sent.when(found), "arrived") << "already sent there: it says that it has arrived";
}

TEST(Unit, ThatBreaksDownIsOffItsIncidentsAtOnce) {
    Story s = on_duty();
    s.when(assign("inc_A"));
    s.when(with_override(assign("inc_B")));
    EXPECT_EQ(s.when(PauseService{"breakdown", {}, {}}), "released released out_of_service");
    EXPECT_EQ(s.state.status, UnitStatus::out_of_service);
    EXPECT_EQ(active_assignment(s.state), nullptr);
    EXPECT_EQ(s.owed(), "");
}

TEST(Unit, IsReleasedAndTheWaitingIncidentGoesOn) {
    Story s = on_duty();
    s.when(assign("inc_A"));
    s.when(with_override(assign("inc_B")));
    ReleaseUnit release;
    release.reason = "caller called it off";
    EXPECT_EQ(s.when(release), "released assignment_resumed");
    EXPECT_EQ(active_assignment(s.state)->incident_id.value(), "inc_A");
}

TEST(Unit, PanicIsHeardWhateverElseIsTrue) {
    Story s;
    s.when(car());
    RaisePanic strange;
    strange.point = GeoPoint{500, 500};
    strange.at = kNine + 1h;
    EXPECT_EQ(s.when(strange), "panic_raised") << "off duty, clock ahead, no such point";
    EXPECT_EQ(std::get<PanicRaised>(s.last[0]).raised_at, kNine);
    EXPECT_EQ(s.state.stated_point, std::nullopt);
    Story busy = on_duty();
    busy.when(assign("inc_A"));
    EXPECT_EQ(busy.when(RaisePanic{}), "panic_raised");
    EXPECT_EQ(std::get<PanicRaised>(busy.last[0]).incident_id, IncidentId{"inc_A"});
}

TEST(Unit, RowTellsWhatTheBoardShows) {
    Story s = on_duty();
    s.when(assign("inc_A", Priority::p1));
    s.now += 90s;
    s.when(ArriveOnScene{{}, {}, GeoPoint{30.5, 114.3}, {}});
    const auto row = row_of("unt_21", s.state);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->call_sign, "武昌-21");
    EXPECT_EQ(row->status, UnitStatus::on_scene);
    EXPECT_EQ(row->status_since, kNine + 90s);
    EXPECT_EQ(row->incident_id, IncidentId{"inc_A"});
    EXPECT_EQ(row->point_at, kNine + 90s);
    const auto facets = facets_of(s.state);
    EXPECT_EQ(facets.at("status"), "on_scene");
    EXPECT_EQ(facets.at("kind"), "patrol_car");
    EXPECT_EQ(facets.at("district"), "are_420106");
    EXPECT_EQ(facets.at("duty"), "on");
    EXPECT_EQ(row_of("unt_22", Unit::State{}), std::nullopt);
}

}  // namespace
}  // namespace anlan::unit
