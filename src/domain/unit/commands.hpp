// What can be asked of a unit. Where a command carries `at`, it says when the thing happened if that was not
// just now: after an outage, from paper, from another system's log. Where it carries neither assignment_id
// nor incident_id, it means the active assignment.
#pragma once
#include "domain/unit/events.hpp"

namespace anlan::unit {

struct RegisterUnit {
    static constexpr std::string_view name = "unit.register";
    UnitKind kind{};
    std::string call_sign;
    std::vector<std::string> skills;
    Jurisdiction home;
    std::optional<GeoPoint> home_point;
    std::optional<int> crew_size;  // 1, if not stated
    std::optional<PartnerLimits> partner;
    bool generated = false;
    std::optional<std::string> source;  // of an imported or generated unit
};
BOOST_DESCRIBE_STRUCT(RegisterUnit, (),
                      (kind, call_sign, skills, home, home_point, crew_size, partner, generated, source))

struct BeginDuty {
    static constexpr std::string_view name = "unit.begin_duty";
    std::optional<PostId> post_id;
    std::optional<Instant> until;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(BeginDuty, (), (post_id, until, at))

struct EndDuty {
    static constexpr std::string_view name = "unit.end_duty";
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(EndDuty, (), (at))

struct ChangeCrew {
    static constexpr std::string_view name = "unit.change_crew";
    int crew_size = 1;
    std::vector<std::string> skills;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ChangeCrew, (), (crew_size, skills, at))

struct PauseService {
    static constexpr std::string_view name = "unit.pause_service";
    std::string reason;
    std::optional<Instant> back_by;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(PauseService, (), (reason, back_by, at))

struct ResumeService {
    static constexpr std::string_view name = "unit.resume_service";
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ResumeService, (), (at))

// A unit that is busy can be given another incident in two ways, each with a reason: `override_reason` lets
// the present one wait, `preempt_reason` takes the unit away from a less urgent one. Priority and class are
// as the sender saw them; what counts is what the incident says of itself (incident::Brief).
struct AssignUnit {
    static constexpr std::string_view name = "unit.assign";
    IncidentId incident_id;
    Priority priority{};
    std::optional<std::string> assignment_id;
    std::optional<std::string> incident_class;
    std::optional<std::string> override_reason;
    std::optional<std::string> preempt_reason;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(AssignUnit, (),
                      (incident_id, priority, assignment_id, incident_class, override_reason, preempt_reason,
                       at))

// On view: the unit came upon it and is already there.
struct SelfDispatch {
    static constexpr std::string_view name = "unit.self_dispatch";
    IncidentId incident_id;
    std::optional<Priority> priority;
    std::optional<std::string> incident_class;
    std::optional<GeoPoint> point;
    std::optional<std::string> override_reason;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(SelfDispatch, (), (incident_id, priority, incident_class, point, override_reason, at))

struct AcknowledgeAssignment {
    static constexpr std::string_view name = "unit.acknowledge";
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeAssignment, (), (assignment_id, incident_id, at))

struct DepartForScene {
    static constexpr std::string_view name = "unit.depart";
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<GeoPoint> point;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(DepartForScene, (), (assignment_id, incident_id, point, at))

struct ArriveOnScene {
    static constexpr std::string_view name = "unit.arrive";
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<GeoPoint> point;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ArriveOnScene, (), (assignment_id, incident_id, point, at))

struct ClearUnit {
    static constexpr std::string_view name = "unit.clear";
    std::optional<std::string> outcome;  // a code of unit.toml; none said: the first of them
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ClearUnit, (), (outcome, assignment_id, incident_id, at))

// The dispatcher takes the unit off the incident before it is done there.
struct ReleaseUnit {
    static constexpr std::string_view name = "unit.release";
    std::string reason;
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ReleaseUnit, (), (reason, assignment_id, incident_id, at))

// Makes a waiting assignment the active one; the active one waits.
struct ResumeAssignment {
    static constexpr std::string_view name = "unit.resume_assignment";
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ResumeAssignment, (), (assignment_id, incident_id, at))

// The incident has changed; the unit on it is told.
struct InformAssignment {
    static constexpr std::string_view name = "unit.inform_assignment";
    IncidentId incident_id;
    std::string assignment_id;
    std::optional<Priority> priority;
    std::optional<std::string> incident_class;
    std::optional<InformedPlace> place;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(InformAssignment, (),
                      (incident_id, assignment_id, priority, incident_class, place, reason))

// The crew says that it knows of the change.
struct AcknowledgeChange {
    static constexpr std::string_view name = "unit.acknowledge_change";
    std::optional<std::string> assignment_id;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeChange, (), (assignment_id, incident_id, at))

struct AnswerSafetyCheck {
    static constexpr std::string_view name = "unit.answer_safety_check";
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(AnswerSafetyCheck, (), (at))

struct RaisePanic {
    static constexpr std::string_view name = "unit.raise_panic";
    std::optional<GeoPoint> point;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(RaisePanic, (), (point, at))

struct ClearPanic {
    static constexpr std::string_view name = "unit.clear_panic";
    std::string reason;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ClearPanic, (), (reason, at))

// The incident it is on goes on as another: only a policy says so.
struct MoveAssignment {
    static constexpr std::string_view name = "unit.move_assignment";
    std::string assignment_id;
    IncidentId from;
    IncidentId incident_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MoveAssignment, (), (assignment_id, from, incident_id, reason))

using Command = std::variant<RegisterUnit, BeginDuty, EndDuty, ChangeCrew, PauseService, ResumeService,
                             AssignUnit, SelfDispatch, AcknowledgeAssignment, DepartForScene, ArriveOnScene,
                             ClearUnit, ReleaseUnit, ResumeAssignment, InformAssignment, AcknowledgeChange,
                             AnswerSafetyCheck, RaisePanic, ClearPanic, MoveAssignment, kernel::NoteDeadline>;

}  // namespace anlan::unit
