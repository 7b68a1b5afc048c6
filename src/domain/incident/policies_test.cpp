// What calls and units make necessary at an incident.
#include "domain/incident/policies.hpp"

#include "domain/call/events.hpp"
#include "domain/incident/test_support.hpp"
#include "domain/unit/events.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

using test::kNine;

template <class Policy, class E>
Sends react(Policy policy, const std::string& stream, E value, const kernel::StatePtr& incident = nullptr) {
    const test::Story story;
    kernel::Envelope envelope;
    envelope.stream = stream;
    kernel::EventSpec spec;
    spec.type = &kernel::type_tag<E>;
    const kernel::AnyEvent event{&spec, std::make_shared<const E>(std::move(value)), ""};
    const kernel::Recorded recorded{envelope, event};
    const std::function<kernel::StatePtr(std::string_view)> own = [&](std::string_view) { return incident; };
    return policy(kernel::PolicyInput{recorded, story.book, own});
}

template <class C>
const C& only(const Sends& sends) {
    EXPECT_EQ(sends.size(), 1u);
    return std::get<C>(sends.at(0).command);
}

call::OutcomeDecided decided(call::OutcomeKind kind) {
    call::OutcomeDecided e;
    e.outcome.kind = kind;
    e.outcome.incident_id = IncidentId{"inc_7"};
    e.channel = Channel::text;
    e.received_at = kNine - Seconds{30};
    e.decided_at = kNine;
    return e;
}

TEST(OpenIncidentWhenCallIsOpened, TakesEverythingFromTheOneFact) {
    auto e = decided(call::OutcomeKind::opened);
    e.report = call::Report{};
    e.report->class_code = "fire.building";
    e.report->narrative = PersonalText{"楼上着火"};
    e.report->priority = Priority::p2;
    e.priority = Priority::p1;  // duress made it more urgent than the report said
    e.duress = true;
    const Sends sends = react(open_incident_when_call_is_opened, "cal_7", e);
    const auto& command = only<OpenIncident>(sends);
    EXPECT_EQ(sends[0].stream, "inc_7");
    EXPECT_EQ(command.class_code, "fire.building");
    EXPECT_EQ(command.priority, Priority::p1);
    EXPECT_EQ(command.call_id, CallId{"cal_7"});
    EXPECT_EQ(command.opened_at, kNine);
    EXPECT_EQ(command.received_at, kNine - Seconds{30});
    EXPECT_TRUE(command.duress);
    test::Story story;
    EXPECT_EQ(story.when(sends[0].command), "opened");
    EXPECT_TRUE(
        react(open_incident_when_call_is_opened, "cal_7", decided(call::OutcomeKind::voided)).empty());
}

TEST(Joining, AddsTheCallAndUndoingRemovesIt) {
    auto e = decided(call::OutcomeKind::joined);
    EXPECT_EQ(only<AddCall>(react(add_call_when_it_joins, "cal_8", e)).call_id, CallId{"cal_8"});
    EXPECT_TRUE(react(open_incident_when_call_is_opened, "cal_8", e).empty());
    e.duress = true;
    e.priority = Priority::p1;
    EXPECT_EQ(react(add_call_when_it_joins, "cal_8", e).size(), 2u);
    call::OutcomeUndone undone;
    undone.outcome = e.outcome;
    undone.reason = "another storey";
    EXPECT_EQ(only<RemoveCall>(react(remove_call_when_its_join_is_undone, "cal_8", undone)).reason,
              "another storey");
    undone.outcome.kind = call::OutcomeKind::transferred;
    EXPECT_TRUE(react(remove_call_when_its_join_is_undone, "cal_8", undone).empty());
}

TEST(Duress, ReachesTheIncidentThatHasTheCall) {
    call::DuressFlagged e;
    e.priority = Priority::p1;
    EXPECT_TRUE(react(note_duress_when_it_is_flagged, "cal_7", e).empty());
    e.incident_id = IncidentId{"inc_7"};
    EXPECT_EQ(only<NoteDuress>(react(note_duress_when_it_is_flagged, "cal_7", e)).priority, Priority::p1);
}

TEST(Units, TellTheIncidentWhatTheyDo) {
    unit::UnitAssigned assigned;
    assigned.incident_id = IncidentId{"inc_7"};
    assigned.assignment_id = "E1.1";
    assigned.call_sign = "E1";
    assigned.assigned_at = kNine;
    const auto noted = only<NoteAssignment>(react(note_what_units_do, "unt_1", assigned));
    EXPECT_EQ(noted.unit_id, UnitId{"unt_1"});
    EXPECT_EQ(noted.assigned_at, kNine);
    unit::UnitPreempted preempted;
    preempted.incident_id = IncidentId{"inc_7"};
    preempted.for_incident_id = IncidentId{"inc_8"};
    EXPECT_EQ(only<NoteRelease>(react(note_what_units_do, "unt_1", preempted)).preempted_for,
              IncidentId{"inc_8"});
    unit::UnitReleased released;
    EXPECT_EQ(only<NoteRelease>(react(note_what_units_do, "unt_1", released)).preempted_for, std::nullopt);
    EXPECT_EQ(react(note_what_units_do, "unt_1", unit::AssignmentAcknowledged{}).size(), 1u);
    EXPECT_EQ(react(note_what_units_do, "unt_1", unit::UnitEnRoute{}).size(), 1u);
    EXPECT_EQ(react(note_what_units_do, "unt_1", unit::UnitArrived{}).size(), 1u);
    EXPECT_EQ(react(note_what_units_do, "unt_1", unit::UnitCleared{}).size(), 1u);
    EXPECT_EQ(react(note_what_units_do, "unt_1", unit::AssignmentHeld{}).size(), 1u);
    EXPECT_EQ(react(note_what_units_do, "unt_1", unit::AssignmentResumed{}).size(), 1u);
    EXPECT_TRUE(react(note_what_units_do, "unt_1", unit::DutyEnded{}).empty());
}

TEST(Units, ThatCameUponSomethingBeginItsIncident) {
    unit::UnitAssigned assigned;
    assigned.incident_id = IncidentId{"inc_7"};
    assigned.assignment_id = "E1.1";
    assigned.self_dispatched = true;
    assigned.priority = Priority::p2;
    assigned.assigned_at = kNine;
    const Sends sends = react(note_what_units_do, "unt_1", assigned);
    ASSERT_EQ(sends.size(), 2u);
    test::Story story;
    EXPECT_EQ(story.when(sends[0].command), "opened");
    EXPECT_EQ(story.when(sends[1].command), "assignment_noted");
    EXPECT_EQ(story.state.class_code, "dispute.neighbour");  // the rulebook's on_view_class
    EXPECT_EQ(story.state.priority, Priority::p2);
    const auto there = std::make_shared<const Incident::State>(story.state);
    EXPECT_EQ(react(note_what_units_do, "unt_2", assigned, there).size(), 1u);
}

}  // namespace
}  // namespace anlan::incident
