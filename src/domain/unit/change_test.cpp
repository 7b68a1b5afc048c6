// Stories of a unit whose incident becomes another while it is on it.
#include "domain/incident/events.hpp"
#include "domain/unit/policies.hpp"
#include "domain/unit/row.hpp"
#include "domain/unit/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::unit {
namespace {

using namespace std::chrono_literals;

InformAssignment inform(std::optional<Priority> priority, std::optional<std::string> incident_class = {}) {
    InformAssignment c;
    c.incident_id = IncidentId{"inc_1"};
    c.assignment_id = "武昌-21.1";
    c.priority = priority;
    c.incident_class = std::move(incident_class);
    c.reason = "smoke";
    return c;
}

Story sent(Priority priority = Priority::p3) {
    Story s = on_duty();
    s.when(assign("inc_1", priority));
    return s;
}

TEST(Change, ARaiseHasToBeAcknowledgedByACrewThatIsOnItsWay) {
    Story s = sent();
    s.when(step<AcknowledgeAssignment>());
    s.now += 10s;
    EXPECT_EQ(s.when(inform(Priority::p1)), "assignment_informed");
    EXPECT_EQ(s.owed(), "depart@60 acknowledge_change@55");
    const auto row = row_of("unt_1", s.state);
    EXPECT_EQ(row->priority, Priority::p1);
    ASSERT_TRUE(row->change);
    EXPECT_EQ(row->change->from_priority, Priority::p3);
    EXPECT_EQ(row->change->acknowledge_by, kNine + 55s);
    EXPECT_EQ(s.when(inform(Priority::p1)), "") << "told twice";
    EXPECT_EQ(s.when(step<AcknowledgeChange>(kNine)), "! unit.out_of_order");
    EXPECT_EQ(s.when(AcknowledgeChange{}), "change_acknowledged");
    EXPECT_EQ(s.when(AcknowledgeChange{}), "");
    EXPECT_EQ(s.owed(), "depart@60");
    EXPECT_FALSE(row_of("unt_1", s.state)->change);
}

TEST(Change, WhatTheCrewDoesNotAcknowledgeIsMissedOnce) {
    Story s = sent();
    s.when(step<ArriveOnScene>());
    s.when(inform(Priority::p1));
    s.now += 45s;
    EXPECT_EQ(s.ring(), "acknowledge_change:deadline_missed deadline_escalated");
    EXPECT_EQ(s.ring(), "");
}

TEST(Change, ACrewThatHasNotAcknowledgedTakesTheAssignmentOnAsItIsNow) {
    Story s = sent();
    EXPECT_EQ(s.owed(), "acknowledge@600");
    s.now += 10s;
    s.when(inform(Priority::p1));
    EXPECT_EQ(s.owed(), "acknowledge@30") << "in the time of its new priority";
    ASSERT_TRUE(row_of("unt_1", s.state)->change);
    s.when(AcknowledgeAssignment{});
    EXPECT_FALSE(row_of("unt_1", s.state)->change);
}

TEST(Change, TheLastWordCounts) {
    Story s = sent();
    s.when(AcknowledgeAssignment{});
    s.when(inform(Priority::p1));
    EXPECT_EQ(s.when(inform(Priority::p2)), "assignment_informed");
    EXPECT_EQ(s.owed(), "depart@60") << "lowered again: nobody need hurry to say so";
    EXPECT_EQ(row_of("unt_1", s.state)->change->from_priority, Priority::p3) << "what the crew knows of";
    EXPECT_EQ(s.when(inform(Priority::p3)), "assignment_informed");
    EXPECT_FALSE(row_of("unt_1", s.state)->change) << "as the crew knows it, after all";
}

TEST(Change, ASafetyCheckArisesAndLapsesWithTheClass) {
    Story s = sent(Priority::p4);
    s.when(ArriveOnScene{});
    EXPECT_EQ(s.owed(), "time_in_state@3600");
    s.now += 60s;
    EXPECT_EQ(s.when(inform(std::nullopt, "dispute.family")), "assignment_informed");
    EXPECT_EQ(s.owed(), "time_in_state@3600 safety_check@1260");
    EXPECT_EQ(s.when(inform(std::nullopt, "noise")), "assignment_informed");
    EXPECT_EQ(s.owed(), "time_in_state@3600");
}

TEST(Change, PreemptionIsDecidedOnThePriorityOfNow) {
    Story s = sent(Priority::p3);
    s.when(AcknowledgeAssignment{});
    s.when(inform(Priority::p1));
    EXPECT_EQ(s.when(with_preemption(assign("inc_2", Priority::p1))), "! unit.preemption_not_allowed");
    Story lowered = sent(Priority::p1);
    lowered.when(AcknowledgeAssignment{});
    EXPECT_EQ(lowered.when(with_preemption(assign("inc_2", Priority::p1))), "! unit.preemption_not_allowed");
    lowered.when(inform(Priority::p4));
    EXPECT_EQ(lowered.when(with_preemption(assign("inc_2", Priority::p1))), "preempted assigned");
}

TEST(Change, AWaitingAssignmentIsChangedToo) {
    Story s = sent();
    s.when(AcknowledgeAssignment{});
    s.when(with_override(assign("inc_2")));
    EXPECT_EQ(s.when(inform(Priority::p1)), "assignment_informed");
    EXPECT_EQ(s.state.assignments[0].priority, Priority::p1);
    EXPECT_NE(s.owed().find("acknowledge_change@45"), std::string::npos) << s.owed();
    EXPECT_EQ(s.state.assignments[1].priority, Priority::p3);
}

TEST(Change, OfWhatIsOverNothingIsTold) {
    Story s = sent();
    s.when(ClearUnit{});
    EXPECT_EQ(s.when(inform(Priority::p1)), "");
    InformAssignment strange = inform(Priority::p1);
    strange.assignment_id = "武昌-21.9";
    EXPECT_EQ(s.when(strange), "");
    EXPECT_EQ(Story{}.when(inform(Priority::p1)), "! unit.unknown");
    EXPECT_EQ(s.when(AcknowledgeChange{}), "! unit.not_assigned");
}

template <class E>
Sends react(const E& fact) {
    const kernel::Rulebook rules = small_rulebook();
    kernel::Envelope envelope;
    envelope.stream = "inc_1";
    kernel::EventSpec spec;
    spec.type = &kernel::type_tag<E>;
    const kernel::AnyEvent event{&spec, std::make_shared<const E>(fact), ""};
    const kernel::Recorded recorded{envelope, event};
    const std::function<kernel::StatePtr(std::string_view)> none = [](std::string_view) {
        return kernel::StatePtr{};
    };
    return inform_units_when_their_incident_changes(kernel::PolicyInput{recorded, rules, none});
}

TEST(Change, ReachesEveryUnitThatIsOnTheIncident) {
    const std::vector<incident::AssignedUnit> both{{"武昌-21.1", UnitId{"unt_1"}}, {"A.2", UnitId{"unt_2"}}};
    incident::PriorityChanged raised;
    raised.priority = Priority::p1;
    EXPECT_TRUE(react(raised).empty());
    raised.tells = both;
    const Sends sends = react(raised);
    ASSERT_EQ(sends.size(), 2u);
    EXPECT_EQ(sends[1].stream, "unt_2");
    EXPECT_EQ(std::get<InformAssignment>(sends[1].command).assignment_id, "A.2");
    Story s = sent();
    EXPECT_EQ(s.when(sends[0].command), "assignment_informed");
    incident::IncidentReclassified other;
    other.class_code = "fire.building";
    other.priority = Priority::p2;
    other.tells = both;
    EXPECT_EQ(s.when(react(other).at(0).command), "assignment_informed");
    EXPECT_EQ(s.state.assignments[0].incident_class, "fire.building");
    EXPECT_EQ(s.state.assignments[0].priority, Priority::p2);
    incident::LocationCorrected moved;
    moved.location.place_text = PersonalText{"三楼王家"};
    moved.location.place_label = "后门";
    moved.tells = both;
    EXPECT_EQ(s.when(react(moved).at(0).command), "assignment_informed");
    EXPECT_EQ(s.state.assignments[0].place->place_label, "后门");
    incident::AssignmentNoted noted;
    noted.assignment_id = "武昌-21.1";
    noted.unit_id = UnitId{"unt_1"};
    EXPECT_TRUE(react(noted).empty());
    noted.priority = Priority::p1;
    EXPECT_EQ(react(noted).at(0).stream, "unt_1");
    EXPECT_TRUE(react(incident::NoteAdded{}).empty());
}

TEST(Partner, HasAPostOfItsOwnThatSeesItsUnit) {
    RegisterUnit guards = car("汉街-1");
    guards.kind = UnitKind::guard_team;
    guards.partner = PartnerLimits{"汉街物业", {"noise"}, Priority::p3};
    Story derived;
    EXPECT_EQ(derived.when(guards), "registered");
    EXPECT_EQ(derived.when(guards), "") << "said twice";
    ASSERT_EQ(scope_of(derived.state).shared_with.size(), 1u);
    EXPECT_EQ(scope_of(derived.state).shared_with[0].post_id, PostId{"pst_partner.420106"});
    guards.partner->post_id = PostId{"pst_partner.hanjie"};
    Story named = on_duty(guards);
    EXPECT_EQ(named.state.post_id, PostId{"pst_partner.hanjie"});
    AssignUnit order = assign("inc_1", Priority::p4);
    order.incident_class = "noise";
    EXPECT_EQ(named.when(order), "assigned");
    EXPECT_EQ(std::get<UnitAssigned>(named.last[0]).partner_post, PostId{"pst_partner.hanjie"});
    EXPECT_EQ(named.state.open[0].owner, PostId{"pst_partner.hanjie"});
    guards.partner->post_id = PostId{"hanjie"};
    EXPECT_EQ(Story{}.when(guards), "! unit.post_invalid");
    Story own = sent();
    EXPECT_EQ(std::get<UnitAssigned>(own.last[0]).partner_post, std::nullopt);
}

}  // namespace
}  // namespace anlan::unit
