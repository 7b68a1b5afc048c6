// Two incidents that are one event, and one that is two: who goes along, which clock counts, and that all of
// it comes back.
#include "domain/incident/policies.hpp"
#include "domain/incident/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

using namespace std::chrono_literals;
using test::assigned;
using test::fire;
using test::kNine;
using test::Story;

const IncidentId other{"inc_2"};

const MergeIncident merge{other, "同一处火情"};

NoteAssignment by(const char* name, Instant at) { return assigned(name, at); }

// What the other stream is told, by the policy of the module.
Absorb absorb_of(const Story& s) {
    const auto& e = std::get<IncidentMerged>(s.facts.back());
    return {IncidentId{"inc_1"}, e.reason, e.priority, e.duress, e.calls, e.units, e.phases,
            e.obligations,       e.missed};
}

TEST(Merge, TakesAlongCallersUnitsAndClocks) {
    Story s;
    s.when(fire());
    s.when(AddCall{CallId{"cal_1"}, Channel::phone, kNine - 20s});
    s.now += 30s;
    s.when(by("e1", s.now));
    const auto owed = s.state.open;
    EXPECT_EQ(s.when(merge), "merged");
    EXPECT_EQ(s.when(merge), "") << "said twice, true once";
    const auto& merged = std::get<IncidentMerged>(s.facts.back());
    EXPECT_EQ(merged.calls.size(), 1U);
    EXPECT_EQ(merged.units, (std::vector<AssignedUnit>{{"e1", UnitId{"unt_e1"}}}));
    EXPECT_EQ(merged.phases.opened_at, kNine);
    EXPECT_EQ(merged.obligations, owed);
    EXPECT_EQ(s.owed(), "") << "it is owed there now, and not twice";
    EXPECT_EQ(status_of(s.state), Status::merged);
}

TEST(Merge, OfEachDeadlineTheEarlierOneCounts) {
    Story late;  // the one that goes on: opened ten minutes after the other
    late.now = kNine + 60s;
    late.when(fire());
    const auto own = late.owed();
    EXPECT_EQ(own, "dispatch@120 arrive@360 close@14460");
    Story early;
    early.when(fire());
    early.now = kNine + 30s;
    early.when(merge);
    late.now = kNine + 61s;
    EXPECT_EQ(late.when(absorb_of(early)), "absorbed");
    EXPECT_EQ(late.owed(), "dispatch@60 arrive@300 close@14400") << "nobody waits longer because of a merge";
    EXPECT_EQ(late.state.phases.opened_at, kNine);
    EXPECT_EQ(late.when(UndoAbsorb{IncidentId{"inc_1"}, "两处火情"}), "absorption_undone");
    EXPECT_EQ(late.owed(), own);
    EXPECT_EQ(late.state.phases.opened_at, kNine + 60s);
    EXPECT_EQ(late.when(UndoAbsorb{IncidentId{"inc_1"}, "两处火情"}), "");
}

TEST(Merge, WhatIsMetIsNotOwedAgain) {
    Story going;
    going.when(fire());
    going.now += 10s;
    going.when(by("e1", going.now));
    Story coming;
    coming.when(fire());
    coming.when(merge);
    going.when(absorb_of(coming));
    EXPECT_EQ(going.owed().find("dispatch"), std::string::npos) << going.owed();
}

TEST(Merge, WhatOnlyItsUnitsHadMetIsOwedAgainWithoutThem) {
    Story going;
    going.when(fire());
    const auto own = going.owed();
    Story coming;
    coming.when(fire());
    coming.when(by("e1", kNine + 5s));
    coming.when(merge);
    going.when(absorb_of(coming));
    const TakeOverAssignment unit{"e1",         UnitId{"unt_e1"}, UnitKind::fire_engine, "江-1",
                                  other,        Priority::p1,     "fire.building",       kNine + 5s,
                                  std::nullopt, std::nullopt,     kNine + 40s,           std::nullopt};
    going.when(unit);
    EXPECT_EQ(going.owed(), "close@14400") << "it is there, for both";
    EXPECT_EQ(going.when(UndoAbsorb{IncidentId{"inc_1"}, "两处火情"}), "absorption_undone");
    EXPECT_EQ(going.state.phases.arrived_at, std::nullopt);
    EXPECT_EQ(going.state.phases.dispatched_at, std::nullopt);
    going.when(NoteRelease{"e1", kNine + 60s, "两处火情", std::nullopt});
    for (const char* kind : {"dispatch", "arrive"})
        EXPECT_NE(kernel::find(going.state.open, kind), nullptr) << kind << " of " << own;
    EXPECT_EQ(kernel::find(going.state.open, "dispatch")->due_by, kNine + 60s) << "by its own clock";
}

TEST(Merge, APromiseToACallerStaysAPromise) {
    Story going;
    going.when(fire());
    Story coming;
    coming.when(fire());
    coming.when(SetFollowUp{kNine + 2h, "回电告知"});
    coming.when(merge);
    going.when(absorb_of(coming));
    ASSERT_NE(kernel::find(going.state.open, "call_back", "inc_1"), nullptr) << going.owed();
    EXPECT_EQ(kernel::find(going.state.open, "call_back", "inc_1")->due_by, kNine + 2h);
}

TEST(Merge, TheMoreUrgentOneMakesBothUrgent) {
    Story going;
    going.when(fire());
    going.when(ChangePriority{Priority::p3, "小火"});
    Story coming;
    coming.when(fire());
    coming.when(merge);
    EXPECT_EQ(going.when(absorb_of(coming)), "absorbed priority_changed");
    EXPECT_EQ(going.state.priority, coming.state.priority);
}

TEST(Merge, OneThatHasEndedMeanwhileGoesOn) {
    Story going;
    going.when(fire());
    going.when(CancelIncident{"误报"});
    Story coming;
    coming.when(fire());
    coming.when(merge);
    EXPECT_EQ(going.when(absorb_of(coming)), "reopened absorbed");
    EXPECT_EQ(going.state.stage, Stage::open);
}

TEST(Merge, UndoingItBringsBackEveryClock) {
    Story s;
    s.when(fire());
    const auto before = s.owed();
    s.when(merge);
    s.now = kNine + 90s;
    EXPECT_EQ(s.when(UndoMerge{"两处火情"}), "merge_undone");
    EXPECT_EQ(s.owed(), before) << "its clocks ran on";
    EXPECT_EQ(s.state.stage, Stage::open);
    EXPECT_EQ(s.state.phases.closed_at, std::nullopt);
    EXPECT_EQ(s.passes("dispatch"), "deadline_warned deadline_missed") << "what passed meanwhile is missed";
    EXPECT_EQ(s.when(UndoMerge{"再来"}), "! incident.not_merged");
}

TEST(Merge, AMergedIncidentIsNotWorkedOn) {
    Story s;
    s.when(fire());
    s.when(merge);
    EXPECT_EQ(s.when(CloseIncident{"handled", {}, {}, {}}), "! incident.merged");
    EXPECT_EQ(s.when(ReopenIncident{"再开"}), "! incident.merged");
    EXPECT_EQ(s.when(MergeIncident{IncidentId{"inc_3"}, "又一起"}), "! incident.merged");
    EXPECT_EQ(s.when(AddNote{PersonalText{"邻居补充"}}), "note_added") << "what comes in is kept";
    EXPECT_EQ(s.when(AddCall{CallId{"cal_9"}, Channel::phone, s.now}), "call_added");
    EXPECT_EQ(std::get<CallAdded>(s.facts.back()).merged_into, other) << "and goes on where it is worked on";
}

TEST(Merge, IsRefusedWithoutAnotherIncident) {
    Story s;
    EXPECT_EQ(s.when(merge), "! incident.unknown");
    s.when(fire());
    EXPECT_EQ(s.when(MergeIncident{other, ""}), "! incident.reason_required");
    EXPECT_EQ(s.when(MergeIncident{IncidentId{"inc_1"}, "自己"}), "! incident.merge_into_itself");
    EXPECT_EQ(s.when(MergeIncident{IncidentId{"cal_1"}, "报警"}), "! incident.id_invalid");
}

TEST(Merge, TheOtherOneIsThereAndOpen) {
    Story s;
    s.when(fire());
    std::optional<Brief> brief;
    const kernel::Briefs briefs = [&](std::string_view, const void*) -> std::shared_ptr<const void> {
        return brief ? std::make_shared<const Brief>(*brief) : nullptr;
    };
    const auto why = [&](const Command& command) {
        const auto decided = Incident::decide(s.state, command, {s.now, s.book, s.by, "inc_1", &briefs});
        return decided.ok() ? "" : decided.error().code;
    };
    EXPECT_EQ(why(merge), "incident.other_unknown");
    brief = Brief{"fire.building", Priority::p1, false};
    EXPECT_EQ(why(merge), "incident.other_not_open");
    brief->open = true;
    EXPECT_EQ(why(merge), "");
    s.when(merge);
    brief->merged_into = IncidentId{"inc_3"};
    EXPECT_EQ(why(UndoMerge{"两处"}), "incident.merged_further");
}

TEST(Split, BeginsAnotherWithItsCallersUnitsAndClock) {
    Story s;
    s.when(fire());
    s.when(AddCall{CallId{"cal_1"}, Channel::phone, kNine});
    s.when(AddCall{CallId{"cal_2"}, Channel::phone, kNine + 5s});
    s.now += 30s;
    s.when(by("e1", s.now));
    SplitIncident split{{CallId{"cal_2"}}, {"e1"}, {}, {}, {}, {}, "另有一处"};
    EXPECT_EQ(s.when(split), "split");
    const auto& e = std::get<IncidentSplit>(s.facts.back());
    EXPECT_EQ(e.into, IncidentId{"inc_1-s1"});
    EXPECT_EQ(e.opened_at, kNine) << "whoever called has waited since then";
    EXPECT_EQ(e.calls.size(), 1U);
    EXPECT_EQ(e.units.size(), 1U);
    EXPECT_EQ(s.state.calls.size(), 1U);
    EXPECT_EQ(s.state.calls.front().call_id, CallId{"cal_1"});
    EXPECT_EQ(s.when(SplitIncident{{}, {}, "fire.building", {}, {}, {}, "第三处"}), "split");
    EXPECT_EQ(std::get<IncidentSplit>(s.facts.back()).into, IncidentId{"inc_1-s2"});
}

TEST(Split, NamesWhatIsThisIncidents) {
    Story s;
    const SplitIncident of_a_call{{CallId{"cal_8"}}, {}, {}, {}, {}, {}, "另有一处"};
    EXPECT_EQ(s.when(of_a_call), "! incident.unknown");
    s.when(fire());
    EXPECT_EQ(s.when(of_a_call), "! incident.call_not_held");
    EXPECT_EQ(s.when(SplitIncident{{}, {"e9"}, {}, {}, {}, {}, "x"}), "! incident.unit_not_on_it");
    EXPECT_EQ(s.when(SplitIncident{{}, {}, {}, {}, {}, {}, "x"}), "! incident.split_empty");
    EXPECT_EQ(s.when(SplitIncident{{}, {}, "no.such", {}, {}, {}, "x"}), "! incident.class_unknown");
    EXPECT_EQ(s.when(SplitIncident{{}, {}, "fire.building", {}, {}, {}, ""}), "! incident.reason_required");
}

TEST(TakeOver, AUnitComesWithTheStepsItHasTaken) {
    Story s;
    s.when(fire());
    const TakeOverAssignment coming{"e1",        UnitId{"unt_e1"}, UnitKind::fire_engine, "江-1",
                                    other,       Priority::p1,     "fire.building",       kNine + 10s,
                                    kNine + 15s, kNine + 20s,      std::nullopt,          std::nullopt};
    EXPECT_EQ(s.when(coming), "assignment_taken_over");
    EXPECT_EQ(s.when(coming), "");
    EXPECT_EQ(status_of(s.state), Status::en_route);
    EXPECT_EQ(s.owed().find("dispatch"), std::string::npos) << s.owed();
    EXPECT_EQ(s.state.phases.dispatched_at, kNine + 10s);
    s.when(NoteRelease{"e1", kNine + 40s, "拆分", std::nullopt});
    EXPECT_NE(s.owed().find("dispatch"), std::string::npos) << "nobody is on it any more: " << s.owed();
    EXPECT_EQ(s.when(coming), "assignment_taken_over") << "it comes back when that is undone";
    EXPECT_EQ(s.state.assignments.size(), 1U);
}

}  // namespace
}  // namespace anlan::incident
