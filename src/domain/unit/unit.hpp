// A unit: the smallest thing that can be sent. Its stream keeps the one invariant that dispatching rests on:
// it is on at most one active incident. A person may give it a second one with a reason; then one is active
// and the other visibly waits, with the status it had.
//
// Status stamps come late, out of order or not at all (a radio that was off, paper after an outage, a log of
// another system). So a status is never stored by itself: an assignment keeps the instant of each step, a
// step may be skipped, an earlier step may be told later as long as it contradicts none that is known, and
// what the unit is doing is read off the stamps.
#pragma once
#include "domain/unit/commands.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::unit {

BOOST_DEFINE_ENUM_CLASS(Stage, active, waiting, cleared, released, preempted)

BOOST_DEFINE_ENUM_CLASS(ChangedPart, priority, incident_class, place)

// What has changed at the incident since the crew last said that it knows.
struct Change {
    std::vector<ChangedPart> parts;
    std::optional<Priority> from_priority;  // that the crew knows of
    Instant changed_at{};

    friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (), (parts, from_priority, changed_at))

// A unit on one incident, with the instants at which each step was taken, as far as they are known.
struct Assignment {
    std::string assignment_id;
    IncidentId incident_id;
    std::optional<std::string> incident_class = {};
    Priority priority{};
    Stage stage = Stage::active;
    Instant assigned_at{};
    std::optional<Instant> acknowledged_at = {};
    std::optional<Instant> en_route_at = {};
    std::optional<Instant> arrived_at = {};
    std::optional<Instant> ended_at = {};
    std::string outcome = {};                 // of a cleared one; the reason of a released or preempted one
    std::optional<InformedPlace> place = {};  // where it is by now, if that was corrected
    std::optional<Change> change = {};

    friend bool operator==(const Assignment&, const Assignment&) = default;
};
BOOST_DESCRIBE_STRUCT(Assignment, (),
                      (assignment_id, incident_id, incident_class, priority, stage, assigned_at,
                       acknowledged_at, en_route_at, arrived_at, ended_at, outcome, place, change))

struct OutOfService {
    std::string reason;
    std::optional<Instant> back_by;

    friend bool operator==(const OutOfService&, const OutOfService&) = default;
};
BOOST_DESCRIBE_STRUCT(OutOfService, (), (reason, back_by))

struct Panic {
    std::optional<GeoPoint> point;
    Instant raised_at{};

    friend bool operator==(const Panic&, const Panic&) = default;
};
BOOST_DESCRIBE_STRUCT(Panic, (), (point, raised_at))

// Where the unit said it was when its status changed. Positions between are not facts and are not kept here.
struct StatedPoint {
    GeoPoint point;
    Instant at{};

    friend bool operator==(const StatedPoint&, const StatedPoint&) = default;
};
BOOST_DESCRIBE_STRUCT(StatedPoint, (), (point, at))

// Open assignments (one active, the others waiting) and the latest ended ones, which late stamps may still
// reach.
inline constexpr std::size_t open_assignments_max = 8;
inline constexpr std::size_t ended_assignments_max = 8;
static_assert(open_assignments_max >= 2, "an override needs room for the assignment that waits");

struct Unit {
    using Command = unit::Command;
    using Event = unit::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        bool registered = false;
        UnitKind kind{};
        std::string call_sign;
        std::vector<std::string> skills;
        Jurisdiction home;
        std::optional<GeoPoint> home_point;
        int crew_size = 0;
        std::optional<PartnerLimits> partner;
        bool generated = false;
        std::string source;
        bool on_duty = false;
        PostId post_id;
        std::optional<Instant> duty_until;
        std::optional<OutOfService> out_of_service;
        std::vector<Assignment> assignments;  // in the order in which they were given
        std::int64_t assigned_count = 0;
        std::optional<Panic> panic;
        std::optional<StatedPoint> stated_point;
        UnitStatus status = UnitStatus::off_duty;
        Instant status_since{};
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Unit::State, (),
                      (registered, kind, call_sign, skills, home, home_point, crew_size, partner, generated,
                       source, on_duty, post_id, duty_until, out_of_service, assignments, assigned_count,
                       panic, stated_point, status, status_since, open))

static_assert(kernel::Decider<Unit>);

// The assignment the unit is working on; null if none.
const Assignment* active_assignment(const Unit::State& state);
bool is_open(const Assignment& assignment);

// How far an assignment has come, read off its stamps.
UnitStatus status_of(const Assignment& assignment);

kernel::Scope scope_of(const Unit::State& state);

// Text of a status as it stands on the wire.
std::string_view name_of(UnitStatus status);
std::string_view name_of(UnitKind kind);

}  // namespace anlan::unit
