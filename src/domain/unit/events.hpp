// What happens to a unit. An assignment is the unit's fact, because "at most one active incident" is the
// unit's invariant; an incident learns of it by its own policy. Every status event names the incident and the
// assignment, so that it can be understood without the unit's state; the unit itself is the event's stream.
//
// `…_at` is when it happened in the world; when Anlan was told stands in the envelope. `obligations` are what
// the unit owes from this fact on, computed under the rulebook in force, so that the fold needs no rulebook.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/geo_point.hpp"
#include "terms/ids.hpp"
#include "terms/incident_terms.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::unit {

// A partner (guard team, volunteers) is sent only where it is allowed to act.
struct PartnerLimits {
    std::string organisation;
    std::vector<std::string>
        incident_classes;                 // codes of the rulebook's incident classes; empty: none at all
    Priority most_urgent = Priority::p3;  // not sent to anything more urgent
    std::optional<PostId> post_id = {};   // the partner's own post: it sees this unit and what it is sent to

    friend bool operator==(const PartnerLimits&, const PartnerLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(PartnerLimits, (), (organisation, incident_classes, most_urgent, post_id))

struct UnitRegistered {
    static constexpr std::string_view wire = "unit.registered.v1";
    UnitKind kind{};
    std::string call_sign;
    std::vector<std::string> skills;
    Jurisdiction home;
    std::optional<GeoPoint> home_point;
    int crew_size = 0;
    std::optional<PartnerLimits> partner;
    bool generated = false;  // made for the demo city; exists nowhere
    std::string source;
    Instant registered_at{};
};
BOOST_DESCRIBE_STRUCT(UnitRegistered, (),
                      (kind, call_sign, skills, home, home_point, crew_size, partner, generated, source,
                       registered_at))

struct DutyBegun {
    static constexpr std::string_view wire = "unit.duty_begun.v1";
    PostId post_id;  // the post that answers for the unit; empty: its station's patrol post
    std::optional<Instant> until;
    Instant began_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(DutyBegun, (), (post_id, until, began_at, obligations))

struct DutyEnded {
    static constexpr std::string_view wire = "unit.duty_ended.v1";
    Instant ended_at{};
};
BOOST_DESCRIBE_STRUCT(DutyEnded, (), (ended_at))

struct CrewChanged {
    static constexpr std::string_view wire = "unit.crew_changed.v1";
    int crew_size = 0;
    std::vector<std::string> skills;
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(CrewChanged, (), (crew_size, skills, changed_at))

struct UnitOutOfService {
    static constexpr std::string_view wire = "unit.out_of_service.v1";
    std::string reason;
    std::optional<Instant> back_by;
    Instant out_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(UnitOutOfService, (), (reason, back_by, out_at, obligations))

struct UnitBackInService {
    static constexpr std::string_view wire = "unit.back_in_service.v1";
    Instant back_at{};
};
BOOST_DESCRIBE_STRUCT(UnitBackInService, (), (back_at))

struct UnitAssigned {
    static constexpr std::string_view wire = "unit.assigned.v1";
    IncidentId incident_id;
    std::string assignment_id;
    UnitKind kind{};
    std::string call_sign;
    Priority priority{};
    Instant assigned_at{};
    std::optional<std::string> override_reason;
    bool self_dispatched = false;  // the unit came upon it: on view
    std::optional<std::string> incident_class;
    std::vector<kernel::Obligation> obligations;
    std::optional<PostId> partner_post = {};  // of a partner's unit: with it the incident is shared
};
BOOST_DESCRIBE_STRUCT(UnitAssigned, (),
                      (incident_id, assignment_id, kind, call_sign, priority, assigned_at, override_reason,
                       self_dispatched, incident_class, obligations, partner_post))

struct AssignmentAcknowledged {
    static constexpr std::string_view wire = "unit.assignment_acknowledged.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant acknowledged_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(AssignmentAcknowledged, (), (incident_id, assignment_id, acknowledged_at, obligations))

struct UnitEnRoute {
    static constexpr std::string_view wire = "unit.en_route.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant en_route_at{};
    std::optional<GeoPoint> point;
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(UnitEnRoute, (), (incident_id, assignment_id, en_route_at, point, obligations))

struct UnitArrived {
    static constexpr std::string_view wire = "unit.arrived.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant arrived_at{};
    std::optional<GeoPoint> point;
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(UnitArrived, (), (incident_id, assignment_id, arrived_at, point, obligations))

struct UnitCleared {
    static constexpr std::string_view wire = "unit.cleared.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant cleared_at{};
    std::string outcome;
};
BOOST_DESCRIBE_STRUCT(UnitCleared, (), (incident_id, assignment_id, cleared_at, outcome))

struct UnitReleased {
    static constexpr std::string_view wire = "unit.released.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant released_at{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(UnitReleased, (), (incident_id, assignment_id, released_at, reason))

struct UnitPreempted {
    static constexpr std::string_view wire = "unit.preempted.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant preempted_at{};
    IncidentId for_incident_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(UnitPreempted, (), (incident_id, assignment_id, preempted_at, for_incident_id, reason))

// By a person's override the unit was given another incident: this assignment waits, the other is active.
struct AssignmentHeld {
    static constexpr std::string_view wire = "unit.assignment_held.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant held_at{};
    IncidentId for_incident_id;
};
BOOST_DESCRIBE_STRUCT(AssignmentHeld, (), (incident_id, assignment_id, held_at, for_incident_id))

// A waiting assignment is active again, with the status it had.
struct AssignmentResumed {
    static constexpr std::string_view wire = "unit.assignment_resumed.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant resumed_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(AssignmentResumed, (), (incident_id, assignment_id, resumed_at, obligations))

// Where the incident is, by the register's names: what a caller said of the place stays in the incident.
struct InformedPlace {
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    std::optional<GeoPoint> point;
    Jurisdiction where;

    friend bool operator==(const InformedPlace&, const InformedPlace&) = default;
};
BOOST_DESCRIBE_STRUCT(InformedPlace, (), (place_id, place_label, point, where))

// The incident is not any more what the unit was sent to. Only what changed is stated.
struct AssignmentInformed {
    static constexpr std::string_view wire = "unit.assignment_informed.v1";
    IncidentId incident_id;
    std::string assignment_id;
    std::optional<Priority> from_priority;
    std::optional<Priority> priority;
    std::optional<std::string> incident_class;
    std::optional<InformedPlace> place;
    std::string reason;
    Instant informed_at{};
    std::vector<kernel::Obligation> obligations;
    std::vector<std::string> lapsed;  // kinds that this assignment owes no more
};
BOOST_DESCRIBE_STRUCT(AssignmentInformed, (),
                      (incident_id, assignment_id, from_priority, priority, incident_class, place, reason,
                       informed_at, obligations, lapsed))

struct ChangeAcknowledged {
    static constexpr std::string_view wire = "unit.change_acknowledged.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant acknowledged_at{};
};
BOOST_DESCRIBE_STRUCT(ChangeAcknowledged, (), (incident_id, assignment_id, acknowledged_at))

struct SafetyChecked {
    static constexpr std::string_view wire = "unit.safety_checked.v1";
    IncidentId incident_id;
    std::string assignment_id;
    Instant checked_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(SafetyChecked, (), (incident_id, assignment_id, checked_at, obligations))

struct PanicRaised {
    static constexpr std::string_view wire = "unit.panic_raised.v1";
    std::string call_sign;
    std::optional<IncidentId> incident_id;  // the active one, if any
    std::optional<GeoPoint> point;
    Instant raised_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(PanicRaised, (), (call_sign, incident_id, point, raised_at, obligations))

struct PanicCleared {
    static constexpr std::string_view wire = "unit.panic_cleared.v1";
    std::string reason;
    Instant cleared_at{};
};
BOOST_DESCRIBE_STRUCT(PanicCleared, (), (reason, cleared_at))

// The incident it is on was merged into another, or split: it goes on there, as far as it had come.
struct AssignmentMoved {
    static constexpr std::string_view wire = "unit.assignment_moved.v1";
    std::string assignment_id;
    IncidentId from;
    IncidentId incident_id;  // where it goes on
    UnitKind kind{};
    std::string call_sign;
    Priority priority{};  // with which it was sent
    std::optional<std::string> incident_class;
    Instant assigned_at{};
    std::optional<Instant> acknowledged_at;
    std::optional<Instant> en_route_at;
    std::optional<Instant> arrived_at;
    std::optional<Instant> held_at;  // it waits
    std::string reason;
    Instant moved_at{};
    std::optional<PostId> partner_post = {};
};
BOOST_DESCRIBE_STRUCT(AssignmentMoved, (),
                      (assignment_id, from, incident_id, kind, call_sign, priority, incident_class,
                       assigned_at, acknowledged_at, en_route_at, arrived_at, held_at, reason, moved_at,
                       partner_post))

using Event =
    std::variant<UnitRegistered, DutyBegun, DutyEnded, CrewChanged, UnitOutOfService, UnitBackInService,
                 UnitAssigned, AssignmentAcknowledged, UnitEnRoute, UnitArrived, UnitCleared, UnitReleased,
                 UnitPreempted, AssignmentHeld, AssignmentResumed, AssignmentInformed, ChangeAcknowledged,
                 SafetyChecked, PanicRaised, PanicCleared, AssignmentMoved, kernel::DeadlineWarned,
                 kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::unit
