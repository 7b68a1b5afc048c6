// A unit whose incident goes on as another: it goes on, too, as far as it had come.
#include "domain/incident/events.hpp"
#include "domain/unit/policies.hpp"
#include "domain/unit/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::unit {
namespace {

using namespace std::chrono_literals;

const MoveAssignment move{"武昌-21.1", IncidentId{"inc_1"}, IncidentId{"inc_2"}, "同一起"};

TEST(Move, TheStepsItHasTakenAndWhatItOwesStay) {
    Story s = on_duty();
    s.when(assign("inc_1"));
    s.now += 20s;
    s.when(step<DepartForScene>());
    const auto owed = s.owed();
    s.now += 10s;
    EXPECT_EQ(s.when(move), "assignment_moved");
    const auto& moved = std::get<AssignmentMoved>(s.last.front());
    EXPECT_EQ(moved.assigned_at, kNine);
    EXPECT_EQ(moved.en_route_at, kNine + 20s);
    EXPECT_EQ(moved.held_at, std::nullopt);
    EXPECT_EQ(active_assignment(s.state)->incident_id, IncidentId{"inc_2"});
    EXPECT_EQ(s.state.status, UnitStatus::en_route);
    EXPECT_EQ(s.state.status_since, kNine + 20s) << "nothing of its state has changed";
    EXPECT_EQ(s.owed(), owed);
    EXPECT_EQ(s.when(move), "") << "it is not on that one any more";
    EXPECT_EQ(s.when(step<ArriveOnScene>(std::nullopt, "inc_2")), "arrived");
}

TEST(Move, OneThatWaitsGoesOnWaiting) {
    Story s = on_duty();
    s.when(assign("inc_1"));
    s.when(with_override(assign("inc_3", Priority::p1)));
    EXPECT_EQ(s.when(move), "assignment_moved");
    EXPECT_EQ(std::get<AssignmentMoved>(s.last.front()).held_at, s.now);
    EXPECT_EQ(active_assignment(s.state)->incident_id, IncidentId{"inc_3"});
}

TEST(Move, WhoIsOnTheOtherOneAlreadyHasOneAssignmentThere) {
    Story s = on_duty();
    s.when(assign("inc_2"));
    s.when(with_override(assign("inc_1", Priority::p1)));
    EXPECT_EQ(s.when({MoveAssignment{"武昌-21.2", IncidentId{"inc_1"}, IncidentId{"inc_2"}, "同一起"}}),
              "released assignment_resumed");
    EXPECT_EQ(active_assignment(s.state)->incident_id, IncidentId{"inc_2"});
}

TEST(Move, WhatIsOverIsNotMoved) {
    Story s = on_duty();
    EXPECT_EQ(s.when(move), "");
    s.when(assign("inc_1"));
    s.when(step<ArriveOnScene>());
    ClearUnit clear;
    clear.outcome = "handled";
    s.when(clear);
    EXPECT_EQ(s.when(move), "");
}

}  // namespace
}  // namespace anlan::unit
