// Thousands of random lives of a unit, commands and instants drawn from seeds: whatever anybody says, the
// unit is on at most one incident, its stamps are in order, and the log folds to the state that was decided
// on.
#include "codec/json.hpp"
#include "domain/unit/test_support.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace anlan::unit {
namespace {

using namespace std::chrono_literals;

struct Draw {
    std::mt19937_64 engine;

    int below(int limit) { return static_cast<int>(engine() % static_cast<std::uint64_t>(limit)); }
    bool one_in(int n) { return below(n) == 0; }
    template <class T>
    std::optional<T> maybe(T value) {
        return one_in(2) ? std::optional<T>{std::move(value)} : std::nullopt;
    }
    IncidentId incident() { return IncidentId{"inc_" + std::to_string(below(6))}; }
    Priority priority() { return static_cast<Priority>(below(4)); }
    std::string assignment() { return "武昌-21." + std::to_string(1 + below(12)); }
    std::optional<Instant> instant(Instant now) {
        return one_in(3) ? std::optional{now - Seconds{below(400) - 8}} : std::nullopt;
    }
};

Command assign_command(Draw& draw, Instant now) {
    AssignUnit c;
    c.incident_id = draw.incident();
    c.priority = draw.priority();
    c.override_reason = draw.maybe<std::string>("needed");
    c.preempt_reason = draw.maybe<std::string>("urgent");
    if (draw.one_in(5)) c.assignment_id = draw.assignment();
    c.at = draw.instant(now);
    return c;
}

template <class C>
Command step_command(Draw& draw, Instant now) {
    C c;
    if (draw.one_in(3)) c.incident_id = draw.incident();
    if (draw.one_in(6)) c.assignment_id = draw.assignment();
    c.at = draw.instant(now);
    if constexpr (std::is_same_v<C, ReleaseUnit>) c.reason = "called off";
    return c;
}

Command any_command(Draw& draw, Instant now) {
    switch (draw.below(20)) {
        case 0:
            return BeginDuty{{}, draw.maybe(now + 1h), draw.instant(now)};
        case 1:
            return draw.one_in(3) ? Command{EndDuty{draw.instant(now)}} : Command{BeginDuty{}};
        case 2:
            return PauseService{"meal", draw.maybe(now + 20min), draw.instant(now)};
        case 3:
        case 4:
            return ResumeService{draw.instant(now)};
        case 5:
            return SelfDispatch{draw.incident(),   draw.maybe(draw.priority()),          {},
                                GeoPoint{30, 114}, draw.maybe<std::string>("next door"), draw.instant(now)};
        case 6:
            return draw.one_in(2) ? Command{RaisePanic{{}, draw.instant(now)}}
                                  : Command{ClearPanic{"safe", draw.instant(now)}};
        case 7:
            return step_command<ResumeAssignment>(draw, now);
        case 8:
            return step_command<ReleaseUnit>(draw, now);
        case 9:
            return AnswerSafetyCheck{draw.instant(now)};
        case 10:
        case 11:
            return step_command<AcknowledgeAssignment>(draw, now);
        case 12:
        case 13:
            return step_command<DepartForScene>(draw, now);
        case 14:
        case 15:
            return step_command<ArriveOnScene>(draw, now);
        case 16:
            return step_command<ClearUnit>(draw, now);
        default:
            return assign_command(draw, now);
    }
}

int active_count(const Unit::State& state) {
    return static_cast<int>(std::count_if(state.assignments.begin(), state.assignments.end(),
                                          [](const Assignment& a) { return a.stage == Stage::active; }));
}

bool in_order(const Assignment& a) {
    Instant before = a.assigned_at;
    for (const auto& stamp : {a.acknowledged_at, a.en_route_at, a.arrived_at, a.ended_at}) {
        if (!stamp) continue;
        if (*stamp < before) return false;
        before = *stamp;
    }
    return true;
}

// What must be true of a unit after anything; empty if it is.
std::string broken(const Unit::State& state) {
    if (active_count(state) > 1) return "on two incidents at once";
    const auto open = std::count_if(state.assignments.begin(), state.assignments.end(), is_open);
    if (static_cast<std::size_t>(open) > open_assignments_max) return "too many incidents wait";
    if (state.assignments.size() > open_assignments_max + ended_assignments_max) return "forgets nothing";
    if (open > 0 && active_count(state) == 0) return "something waits although the unit is free";
    if (open > 0 && (!state.on_duty || state.out_of_service)) return "assigned although it cannot go";
    if (!std::all_of(state.assignments.begin(), state.assignments.end(), in_order))
        return "stamps out of order";
    const Assignment* active = active_assignment(state);
    for (const auto& owed : state.open) {
        const bool of_assignment = !owed.key.empty();
        if (of_assignment && (active == nullptr || owed.key != active->assignment_id))
            return "owes for what is over";
        if (of_assignment && owed.kind == "depart" && active->en_route_at) return "owes a departure it made";
    }
    return "";
}

Unit::State folded(const Unit::Events& log) {
    Unit::State state;
    for (const Event& event : log) state = Unit::evolve(std::move(state), event);
    return state;
}

std::string again(const Unit::State& state) {
    const auto read = codec::read_json<Unit::State>(codec::to_json(state), codec::Unknown::ignore);
    return read.ok() ? codec::to_json(*read) : read.error().path;
}

TEST(RandomWalk, AUnitIsNeverOnTwoIncidents) {
    int accepted = 0;
    int overridden = 0;
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        Draw draw{std::mt19937_64{seed}};
        Story s = on_duty();
        Unit::Events log;
        for (int i = 0; i < 60; ++i) {
            s.now += Seconds{draw.below(120)};
            s.ring();
            const Command command = any_command(draw, s.now);
            const std::string said = s.when(command);
            accepted += said.empty() || said[0] == '!' ? 0 : 1;
            overridden += said.starts_with("assignment_held assigned") ? 1 : 0;
            ASSERT_EQ(broken(s.state), "")
                << "seed " << seed << " command " << i << " (" << command.index() << "): " << said;
        }
        ASSERT_EQ(codec::to_json(folded(s.log)), codec::to_json(s.state)) << "seed " << seed;
        ASSERT_EQ(again(s.state), codec::to_json(s.state))
            << "seed " << seed << ": a snapshot reads as it was";
    }
    EXPECT_GT(accepted, 20'000) << "the walk must get somewhere";
    EXPECT_GT(overridden, 1'000);
}

// A log that was not made by decide (an import, another version): the fold still keeps the invariant.
TEST(RandomWalk, NoFoldOfAnyEventsBreaksTheInvariant) {
    for (unsigned seed = 1; seed <= 500; ++seed) {
        Draw draw{std::mt19937_64{seed}};
        Unit::State state;
        for (int i = 0; i < 60; ++i) {
            const Instant at = kNine + Seconds{draw.below(1000)};
            const IncidentId incident = draw.incident();
            const std::string id = draw.assignment();
            const std::vector<kernel::Obligation> owed{{"depart", id, PostId{"pst_x"}, at, at + 60s, {}, {}}};
            const std::vector<Event> any{
                UnitAssigned{incident, id, {}, "x", draw.priority(), at, {}, false, {}, owed},
                AssignmentAcknowledged{incident, id, at, owed},
                UnitEnRoute{incident, id, at, {}, {}},
                UnitArrived{incident, id, at, {}, owed},
                UnitCleared{incident, id, at, "x"},
                UnitReleased{incident, id, at, "x"},
                UnitPreempted{incident, id, at, incident, "x"},
                AssignmentHeld{incident, id, at, incident},
                AssignmentResumed{incident, id, at, owed},
                SafetyChecked{incident, id, at, owed},
                DutyBegun{},
                DutyEnded{at},
                PanicCleared{"x", at},
                kernel::DeadlineMissed{"depart", id, {}, at},
                kernel::DeadlineEscalated{"panic", "", {}, {}, 7, at}};
            state = Unit::evolve(std::move(state),
                                 any[static_cast<std::size_t>(draw.below(static_cast<int>(any.size())))]);
            ASSERT_LE(active_count(state), 1) << "seed " << seed;
        }
    }
}

TEST(UnitGolden, EveryEventOfAUnitEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("unit"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::unit
