// Stories of an incident: what it owes, what meets it, how it ends and begins again.
#include "domain/incident/row.hpp"
#include "domain/incident/test_support.hpp"
#include "kernel/module_of.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {

kernel::Module module();

namespace {

using test::assigned;
using test::fire;
using test::kNine;
using test::kRural;
using test::Story;
using namespace std::chrono_literals;

TEST(Incident, OwesDispatchArrivalAndCloseFromWhenItIsOpened) {
    Story s;
    EXPECT_EQ(s.when(fire()), "opened");
    EXPECT_EQ(s.owed(), "dispatch@60 arrive@300 close@14400");
    EXPECT_EQ(s.state.open[0].owner.value(), "pst_dispatcher.11");
    EXPECT_EQ(s.state.level, ResponseLevel::district);  // the class's
    EXPECT_EQ(s.state.priority, Priority::p1);
    Story country;
    EXPECT_EQ(country.when(fire(kRural)), "opened");
    EXPECT_EQ(country.owed(), "dispatch@60 arrive@1200 close@14400");
}

TEST(Incident, AResponseMeetsWhatIsOwedStepByStep) {
    Story s;
    s.when(fire());
    s.now += 40s;
    EXPECT_EQ(s.when(assigned("E1", s.now)), "assignment_noted");
    EXPECT_EQ(s.owed(), "arrive@300 close@14400 ring:3@220");
    EXPECT_EQ(s.when(NoteAcknowledgement{"E1", s.now + 5s}), "acknowledgement_noted");
    EXPECT_EQ(s.when(NoteDeparture{"E1", s.now + 50s}), "departure_noted");
    EXPECT_EQ(status_of(s.state), Status::en_route);
    EXPECT_EQ(s.when(NoteArrival{"E1", s.now + 170s}), "arrival_noted");
    EXPECT_EQ(s.owed(), "close@14400");
    EXPECT_EQ(status_of(s.state), Status::on_scene);
    s.now += 30min;
    EXPECT_EQ(s.when(NoteClearance{"E1", s.now, "handled"}), "clearance_noted");
    EXPECT_EQ(status_of(s.state), Status::cleared);
    EXPECT_EQ(s.when(CloseIncident{"fire_out", {}, {}, {}}), "closed");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.state.phases.dispatched_at, kNine + 40s);
    EXPECT_EQ(s.state.phases.acknowledged_at, kNine + 45s);
    EXPECT_EQ(s.state.phases.arrived_at, kNine + 210s);
    EXPECT_EQ(s.state.phases.closed_at, s.now);
}

TEST(Incident, AMissedDeadlineIsNotedOnceAndAtItsTime) {
    Story s;
    s.when(fire());
    s.now = kNine + 40s - 1ms;
    EXPECT_EQ(s.passes("dispatch"), "");
    s.now += 1ms;
    EXPECT_EQ(s.passes("dispatch"), "deadline_warned");
    EXPECT_EQ(s.passes("dispatch"), "");
    s.now = kNine + 60s;
    EXPECT_EQ(s.passes("dispatch"), "deadline_missed");
    EXPECT_EQ(s.passes("dispatch"), "");
    s.now = kNine + 120s;
    EXPECT_EQ(s.passes("dispatch"), "deadline_escalated");
    EXPECT_EQ(s.passes("dispatch"), "");
    EXPECT_EQ(row_of("inc_1", s.state)->missed, std::vector<std::string>{"dispatch"});
    s.when(assigned("E1", s.now));
    EXPECT_EQ(s.passes("dispatch"), "");
    EXPECT_EQ(s.state.missed.size(), 1u);  // late is still late
}

TEST(Incident, AStampThatComesLateDoesNotMakeTheArrivalLate) {
    Story s;
    s.when(fire());
    s.when(assigned("E1", kNine + 10s));
    s.now = kNine + 400s;
    EXPECT_EQ(s.passes("arrive"), "deadline_missed deadline_escalated");
    EXPECT_EQ(s.passes("ring", "3"), "deadline_missed deadline_escalated");
    EXPECT_EQ(s.when(NoteArrival{"E1", kNine + 250s}), "arrival_noted");
    ASSERT_EQ(s.state.missed.size(), 1u);
    EXPECT_EQ(s.state.missed[0].kind, "ring");  // 190 s it should have been
}

TEST(Incident, WhenTheOnlyUnitIsTakenAwaySomebodyHasToBeSentAgain) {
    Story s;
    s.when(fire());
    s.when(assigned("E1", kNine + 10s));
    s.when(assigned("E2", kNine + 12s));
    s.now = kNine + 100s;
    EXPECT_EQ(s.when(NoteRelease{"E1", s.now, "engine broke down", {}}), "release_noted");
    EXPECT_EQ(s.owed(), "arrive@300 close@14400 ring:3@190");
    EXPECT_EQ(s.when(NoteRelease{"E2", s.now, "more urgent", IncidentId{"inc_9"}}), "release_noted");
    EXPECT_EQ(s.owed(), "arrive@300 close@14400 ring:3@190 dispatch@160");
    EXPECT_EQ(progress_of(s.state.assignments[1]), Progress::preempted);
    EXPECT_EQ(s.when(assigned("E3", s.now + 20s)), "assignment_noted");
    EXPECT_EQ(s.owed(), "arrive@300 close@14400 ring:3@190");
    EXPECT_EQ(s.when(NoteRelease{"E2", s.now, "more urgent", IncidentId{"inc_9"}}), "");
}

// Found by the simulator (--faults network --seed 8): the call-taker's message came after the dispatcher's.
TEST(Incident, KnowsTheUnitsThatWereSentBeforeItWasOpened) {
    Story s;
    EXPECT_EQ(s.when(assigned("E1", kNine)), "assignment_noted");
    EXPECT_EQ(s.when(NoteAcknowledgement{"E1", kNine + 5s}), "acknowledgement_noted");
    EXPECT_EQ(row_of("inc_1", s.state), std::nullopt);
    EXPECT_EQ(s.when(NoteArrival{"E2", kNine + 5s}), "! incident.unknown");
    s.now = kNine + 20s;
    EXPECT_EQ(s.when(fire()), "opened");
    EXPECT_EQ(s.owed(), "arrive@320 close@14420 ring:3@180");  // as opened, as opened, as sent
    EXPECT_EQ(s.state.phases.dispatched_at, kNine);
    EXPECT_EQ(status_of(s.state), Status::assigned);
    EXPECT_EQ(row_of("inc_1", s.state)->units.size(), 1u);
}

TEST(Incident, WhoHadLeftBeforeItWasOpenedDoesNotCount) {
    Story s;
    s.when(assigned("E1", kNine));
    EXPECT_EQ(s.when(NoteRelease{"E1", kNine + 5s, "mistake", {}}), "release_noted");
    EXPECT_EQ(s.when(fire()), "opened");
    EXPECT_EQ(s.owed(), "dispatch@60 arrive@300 close@14400");
}

TEST(Incident, TellsNothingOfItselfBeforeItIsOpened) {
    const auto table = module();
    const auto told = [&](const Story& s) {
        return table.brief(std::make_shared<const Incident::State>(s.state), &kernel::brief_tag<Brief>);
    };
    Story s;
    s.when(assigned("E1", kNine));
    EXPECT_EQ(told(s), nullptr);
    s.when(fire());
    ASSERT_NE(told(s), nullptr);
    EXPECT_TRUE(static_cast<const Brief*>(told(s).get())->open);
}

// Found by the simulator (--story 2): the message that opens it came after the one by which another call
// joined.
TEST(Incident, KnowsTheCallersWhoJoinedBeforeItWasOpened) {
    Story s;
    EXPECT_EQ(s.when(AddCall{CallId{"cal_2"}, Channel::text, kNine}), "call_added");
    EXPECT_EQ(s.when(AddCall{CallId{"cal_3"}, Channel::text, kNine}), "call_added");
    EXPECT_EQ(s.when(NoteDuress{CallId{"cal_2"}, Priority::p1}), "duress_noted");
    EXPECT_EQ(s.when(RemoveCall{CallId{"cal_3"}, "another fire"}), "call_removed");
    EXPECT_EQ(row_of("inc_1", s.state), std::nullopt);
    const auto joined = s.state.calls.size();
    EXPECT_EQ(joined, 1u);
    EXPECT_EQ(s.when(fire()), "opened");
    EXPECT_EQ(s.state.calls.front().call_id.value(), "cal_2");
    EXPECT_TRUE(s.state.duress);
}

TEST(Incident, OpensAsUrgentAsTheDuressOfWhoeverJoinedBefore) {
    Story s;
    EXPECT_EQ(s.when(AddCall{CallId{"cal_2"}, Channel::text, kNine}), "call_added");
    EXPECT_EQ(s.when(AddCall{CallId{"cal_3"}, Channel::text, kNine}), "call_added");
    EXPECT_EQ(std::get<CallAdded>(s.facts.back()).not_opened_yet, true);
    EXPECT_EQ(s.when(NoteDuress{CallId{"cal_2"}, Priority::p2}), "duress_noted");
    EXPECT_EQ(s.when(NoteDuress{CallId{"cal_2"}, Priority::p2}), "");
    EXPECT_EQ(s.when(NoteDuress{CallId{"cal_3"}, Priority::p1}), "duress_noted");
    auto small = fire();
    small.priority = Priority::p4;
    EXPECT_EQ(s.when(small), "opened");
    EXPECT_EQ(s.state.priority, Priority::p1);
    const auto& opened = std::get<IncidentOpened>(s.facts.back());
    EXPECT_EQ(opened.joined_before, (std::vector{CallId{"cal_2"}, CallId{"cal_3"}}));
    EXPECT_EQ(s.when(AddCall{CallId{"cal_4"}, Channel::text, kNine}), "call_added");
    EXPECT_EQ(std::get<CallAdded>(s.facts.back()).not_opened_yet, std::nullopt);
}

// Whoever was joined by mistake takes the duress along.
TEST(Incident, DuressOfACallThatLeftBeforeDoesNotMakeItUrgent) {
    Story s;
    s.when(AddCall{CallId{"cal_2"}, Channel::text, kNine});
    s.when(NoteDuress{CallId{"cal_2"}, Priority::p1});
    s.when(RemoveCall{CallId{"cal_2"}, "another street"});
    auto small = fire();
    small.priority = Priority::p4;
    s.when(small);
    EXPECT_EQ(s.state.priority, Priority::p4);
}

TEST(Incident, AUnitThatWaitsIsSeenToWait) {
    Story s;
    s.when(fire());
    s.when(assigned("E1", kNine));
    EXPECT_EQ(s.when(NoteHold{"E1", kNine + 5s, IncidentId{"inc_2"}}), "hold_noted");
    EXPECT_EQ(row_of("inc_1", s.state)->units[0].progress, Progress::waiting);
    EXPECT_EQ(s.when(NoteResumption{"E1", kNine + 9s}), "resumption_noted");
    EXPECT_EQ(s.when(NoteResumption{"E1", kNine + 9s}), "");
    EXPECT_EQ(status_of(s.state), Status::assigned);
}

TEST(Incident, ChangesOfUrgencyMoveTheDeadlines) {
    Story s;
    OpenIncident quarrel = fire();
    quarrel.class_code = "dispute.neighbour";
    s.when(quarrel);
    EXPECT_EQ(s.owed(), "dispatch@600 arrive@1800 close@14400");
    s.now = kNine + 100s;
    EXPECT_EQ(s.when(ChangePriority{Priority::p1, "knife seen"}), "priority_changed");
    EXPECT_EQ(s.owed(), "dispatch@160 arrive@300 close@14400");  // 60 s had gone by: they count from now
    EXPECT_EQ(s.when(ChangePriority{Priority::p1, "knife seen"}), "");
    s.now = kNine + 160s;
    s.passes("dispatch");
    EXPECT_EQ(s.when(ChangePriority{Priority::p3, "toy knife"}), "priority_changed");
    EXPECT_EQ(s.owed(), "dispatch@160! arrive@1800 close@14400");  // a breach stays one
    EXPECT_EQ(s.when(Reclassify{"complaint.police", {}, {}, "about an officer"}), "reclassified");
    EXPECT_EQ(s.owed(), "close@14400");  // nobody is owed to be sent
    EXPECT_EQ(s.state.urgency, Urgency::not_urgent);
}

TEST(Incident, ACorrectedPlaceChangesWhoOwesAndKeepsTheOldOne) {
    Story s;
    s.when(fire());
    s.now += 10s;
    Location country = s.state.location;
    country.where = kRural;
    EXPECT_EQ(s.when(CorrectLocation{country, "same road name"}), "location_corrected");
    EXPECT_EQ(s.owed(), "dispatch@60 arrive@1200 close@14400");
    EXPECT_EQ(s.state.open[0].owner.value(), "pst_dispatcher.12");
    ASSERT_EQ(s.state.earlier_locations.size(), 1u);
    EXPECT_EQ(s.state.earlier_locations[0].location.where, test::kUrban);
    EXPECT_EQ(s.when(CorrectLocation{country, "same road name"}), "");
}

TEST(Incident, ReopeningStartsNewClocksAndShowsTheOld) {
    Story s;
    s.when(fire());
    s.when(assigned("E1", kNine + 30s));
    s.when(NoteArrival{"E1", kNine + 200s});
    s.when(NoteClearance{"E1", kNine + 900s, "handled"});
    s.now = kNine + 1000s;
    s.when(CloseIncident{"fire_out", {}, {}, {}});
    s.now = kNine + 2000s;
    EXPECT_EQ(s.when(ReopenIncident{"smoke again"}), "reopened");
    EXPECT_EQ(s.owed(), "dispatch@2060 arrive@2300 close@16400");
    ASSERT_EQ(s.state.earlier.size(), 1u);
    EXPECT_EQ(s.state.earlier[0].disposition, "fire_out");
    EXPECT_EQ(s.state.earlier[0].phases.arrived_at, kNine + 200s);
    EXPECT_EQ(s.state.episode, 2);
    EXPECT_EQ(s.state.phases.arrived_at, std::nullopt);
    EXPECT_EQ(status_of(s.state), Status::waiting);
    EXPECT_EQ(s.when(ReopenIncident{"smoke again"}), "! incident.not_closed");
}

TEST(Incident, AfterTheCloseTheCallerIsCalledBackWhereTheClassWantsIt) {
    Story s;
    OpenIncident complaint = fire();
    complaint.class_code = "complaint.police";
    s.when(complaint);
    EXPECT_EQ(s.owed(), "close@14400");
    s.when(CloseIncident{"handled", {}, {}, {}});
    EXPECT_EQ(s.owed(), "call_back@93600");  // two office hours from Sunday: Monday at eleven
    EXPECT_EQ(s.when(NoteCallBack{CallBackResult::no_answer, {}}), "call_back_noted");
    EXPECT_EQ(s.owed(), "call_back@93600");
    EXPECT_EQ(s.when(NoteCallBack{CallBackResult::reached, {}}), "call_back_noted");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(SetFollowUp{s.now + 100s, "asked for it"}), "follow_up_set");
    EXPECT_EQ(s.owed(), "call_back@100");
    EXPECT_EQ(s.when(SetFollowUp{s.now + 100s, "asked for it"}), "");
}

TEST(Incident, WhatUnitsDidIsNotedEvenWhenItIsOver) {
    Story s;
    s.when(fire());
    s.when(CloseIncident{"handled", {}, {}, {}});
    EXPECT_EQ(s.when(assigned("E1", s.now)), "assignment_noted");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(NoteArrival{"E1", s.now + 1s}), "arrival_noted");
    EXPECT_EQ(s.when(AddCall{CallId{"cal_2"}, Channel::phone, s.now}), "call_added");
}

TEST(Incident, EveryCommandSaidTwiceIsTrueOnce) {
    Story s;
    OpenIncident open = fire();
    open.call_id = CallId{"cal_1"};
    EXPECT_EQ(s.when(open), "opened");
    EXPECT_EQ(s.when(open), "");
    for (const Command& command : {Command{assigned("E1", kNine)}, Command{NoteArrival{"E1", kNine + 1s}},
                                   Command{NoteClearance{"E1", kNine + 2s, "handled"}},
                                   Command{AddCall{CallId{"cal_2"}, Channel::text, kNine}},
                                   Command{NoteDuress{CallId{"cal_2"}, Priority::p1}},
                                   Command{LinkIncident{IncidentId{"inc_2"}, Relation::related, ""}},
                                   Command{RaiseLevel{ResponseLevel::city, "spreading"}},
                                   Command{CloseIncident{"fire_out", {}, {}, {}}}}) {
        EXPECT_NE(s.when(command), "");
        EXPECT_EQ(s.when(command), "") << command.index();
    }
    EXPECT_EQ(s.when(RemoveCall{CallId{"cal_2"}, "another fire"}), "call_removed");
    EXPECT_EQ(s.when(RemoveCall{CallId{"cal_2"}, "another fire"}), "");
}

TEST(Incident, RefusesWhatDoesNotFitAndSaysWhy) {
    struct Row {
        Command command;
        const char* code;
    };
    const Row on_nothing[] = {
        {AddNote{PersonalText{"?"}}, "! incident.unknown"},
        {AddAttachment{}, "! incident.unknown"},
        {NoteArrival{"E1", kNine}, "! incident.unknown"},
        {CloseIncident{"handled", {}, {}, {}}, "! incident.unknown"},
    };
    for (const Row& row : on_nothing) EXPECT_EQ(Story{}.when(row.command), row.code);

    OpenIncident odd_class = fire();
    odd_class.class_code = "fire.sea";
    OpenIncident odd_point = fire();
    odd_point.location->point = GeoPoint{91, 0};
    OpenIncident ahead = fire();
    ahead.opened_at = kNine + 1ms;
    EXPECT_EQ(Story{}.when(odd_class), "! incident.class_unknown");
    EXPECT_EQ(Story{}.when(odd_point), "! incident.point_invalid");
    EXPECT_EQ(Story{}.when(ahead), "! incident.instant_in_future");

    const Row on_open[] = {
        {fire(), "! incident.already_open"},
        {CloseIncident{"", {}, {}, {}}, "! incident.disposition_required"},
        {CloseIncident{"boiled", {}, {}, {}}, "! incident.disposition_unknown"},
        {CloseIncident{"unfounded", {}, {}, {}}, "! incident.note_required"},
        {CloseIncident{"handled", {}, {}, {}}, "! incident.units_still_active"},
        {CloseIncident{"handled", {}, "", {}}, "! incident.reason_required"},
        {CloseIncident{"handled", {}, "crew forgot", kNine - 1s}, "! incident.instant_out_of_order"},
        {CancelIncident{"caller withdrew"}, "! incident.units_still_active"},
        {Reclassify{"fire.sea", {}, {}, "x"}, "! incident.class_unknown"},
        {Reclassify{"dispute.neighbour", {}, {}, ""}, "! incident.reason_required"},
        {ChangePriority{Priority::p2, ""}, "! incident.reason_required"},
        {RaiseLevel{ResponseLevel::station, "x"}, "! incident.level_not_higher"},
        {AddNote{PersonalText{std::string(8001, 'x')}}, "! incident.text_too_long"},
        {LinkIncident{IncidentId{"unt_1"}, Relation::related, ""}, "! incident.id_invalid"},
        {NoteArrival{"E9", kNine}, "! incident.assignment_unknown"},
        {SetFollowUp{kNine, "x"}, "! incident.due_by_passed"},
        {ReopenIncident{"x"}, "! incident.not_closed"},
    };
    for (const Row& row : on_open) {
        Story s;
        s.when(fire());
        s.when(assigned("E1", kNine));
        EXPECT_EQ(s.when(row.command), row.code);
    }
    Story quarrel;
    OpenIncident open = fire();
    open.class_code = "dispute.neighbour";
    quarrel.when(open);
    EXPECT_EQ(quarrel.when(CloseIncident{"fire_out", {}, {}, {}}), "! incident.disposition_not_allowed");
    EXPECT_EQ(quarrel.when(CancelIncident{"withdrawn"}), "cancelled");
    EXPECT_EQ(quarrel.owed(), "");
    EXPECT_EQ(quarrel.when(ChangePriority{Priority::p1, "x"}), "! incident.not_open");
}

TEST(Incident, ClosesWithUnitsOnItOnlyForAReason) {
    Story s;
    s.when(fire());
    s.when(assigned("E1", kNine));
    EXPECT_EQ(s.when(CloseIncident{"handled", {}, "crew's radio is dead", {}}), "closed");
    const auto& closed = std::get<IncidentClosed>(s.facts.back());
    EXPECT_EQ(closed.override_reason, "crew's radio is dead");
    EXPECT_EQ(row_of("inc_1", s.state)->status, Status::closed);
}

}  // namespace
}  // namespace anlan::incident
