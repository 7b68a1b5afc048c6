// What callers send by their links, as far as it is the incident's business.
#include "domain/call/events.hpp"
#include "domain/incident/policies.hpp"
#include "domain/incident/row.hpp"
#include "domain/incident/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

using test::kNine;
using test::Story;
using namespace std::chrono_literals;

const CallId kCall{"cal_7"};

struct Closed : Story {
    Closed() {
        when(test::fire());
        when(test::assigned("a1", kNine + 60s));
        when(NoteArrival{"a1", kNine + 200s});
        when(NoteClearance{"a1", kNine + 400s, "done"});
        now += 500s;
        EXPECT_EQ(when(CloseIncident{"handled", {}, {}, {}}).substr(0, 6), "closed");
    }
};

TEST(IncidentReceipt, AContestedResultIsOpenAgainWithItsOldClocks) {
    Closed s;
    s.now += 100s;
    EXPECT_EQ(s.when(NoteContest{kCall, 1}), "reopened");
    ASSERT_EQ(s.state.earlier.size(), 1u);
    const Episode& before = s.state.earlier.front();
    EXPECT_EQ(before.phases.dispatched_at, kNine + 60s);
    EXPECT_EQ(before.phases.arrived_at, kNine + 200s);
    EXPECT_EQ(before.phases.closed_at, kNine + 500s);
    EXPECT_EQ(before.disposition, "handled");
    EXPECT_EQ(before.contested_by, kCall);
    EXPECT_EQ(row_of("inc_1", s.state)->contested_by, kCall);
    EXPECT_NE(s.owed().find("dispatch@"), std::string::npos);
    EXPECT_EQ(s.when(NoteContest{CallId{"cal_8"}, 1}), "");  // another caller says the same
}

TEST(IncidentReceipt, ContestingAnOlderResultChangesNothing) {
    Closed s;
    s.when(ReopenIncident{"mistake"});
    EXPECT_EQ(row_of("inc_1", s.state)->contested_by, std::nullopt);
    s.when(CloseIncident{"handled", {}, {}, {}});
    EXPECT_EQ(s.when(NoteContest{kCall, 1}), "");
    EXPECT_EQ(s.when(NoteContest{kCall, 2}), "reopened");
}

TEST(IncidentReceipt, WhatACallerWroteIsANoteThatSaysWhose) {
    Closed s;
    EXPECT_EQ(s.when(NoteInformation{kCall, PersonalText{"往北"}}), "note_added");
    EXPECT_EQ(row_of("inc_1", s.state)->from_callers, 1);
    EXPECT_EQ(row_of("inc_1", s.state)->notes, 1);
    EXPECT_EQ(std::get<NoteAdded>(s.facts.back()).from_call, kCall);
}

TEST(IncidentReceipt, OneCallerWhoAsksForQuietIsEnoughAndLeavesWithTheCall) {
    Story s;
    s.when(test::fire());
    s.when(AddCall{kCall, Channel::phone, kNine});
    s.when(AddCall{CallId{"cal_8"}, Channel::phone, kNine});
    EXPECT_EQ(s.when(NoteQuiet{kCall, {false, true}}), "quiet_noted");
    EXPECT_EQ(s.when(NoteQuiet{CallId{"cal_8"}, {true, false}}), "quiet_noted");
    EXPECT_EQ(row_of("inc_1", s.state)->quiet, (Quiet{true, true}));
    s.when(NoteQuiet{CallId{"cal_8"}, {}});
    EXPECT_EQ(row_of("inc_1", s.state)->quiet, (Quiet{false, true}));
    s.when(RemoveCall{kCall, "another event"});
    EXPECT_EQ(row_of("inc_1", s.state)->quiet, Quiet{});
}

TEST(IncidentReceipt, ARatingIsOfAResultAndOncePerCaller) {
    Closed s;
    EXPECT_EQ(s.when(NoteRating{kCall, 1, 4}), "rating_noted");
    EXPECT_EQ(s.when(NoteRating{kCall, 1, 1}), "");
    EXPECT_EQ(*s.state.ratings, (std::vector<Rating>{{kCall, 1, 4}}));
}

}  // namespace
}  // namespace anlan::incident
