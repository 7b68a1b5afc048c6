// What can be asked of an incident. Instants that are left out are now; an import or a catch-up after an
// outage states them.
#pragma once
#include "domain/incident/events.hpp"
#include "kernel/scope.hpp"

namespace anlan::incident {

struct OpenIncident {
    static constexpr std::string_view name = "incident.open";
    std::string class_code;
    std::optional<Urgency> urgency;      // left out: the class's
    std::optional<Priority> priority;    // left out: the class's
    std::optional<ResponseLevel> level;  // left out: the class's
    std::optional<Location> location;
    PersonalText summary;
    std::vector<Answer> answers;
    std::optional<Stated> injured;
    std::optional<Stated> weapon;
    bool duress = false;
    std::optional<Channel> channel;  // left out: an officer says so
    std::optional<CallId> call_id;
    std::optional<std::string> external_reference;
    std::optional<Instant> received_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> opened_at;
};
BOOST_DESCRIBE_STRUCT(OpenIncident, (),
                      (class_code, urgency, priority, level, location, summary, answers, injured, weapon,
                       duress, channel, call_id, external_reference, received_at, answered_at, opened_at))

struct AddCall {
    static constexpr std::string_view name = "incident.add_call";
    CallId call_id;
    Channel channel{};
    Instant received_at{};
};
BOOST_DESCRIBE_STRUCT(AddCall, (), (call_id, channel, received_at))

struct RemoveCall {
    static constexpr std::string_view name = "incident.remove_call";
    CallId call_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RemoveCall, (), (call_id, reason))

struct Reclassify {
    static constexpr std::string_view name = "incident.reclassify";
    std::string class_code;
    std::optional<Urgency> urgency;    // left out: the new class's
    std::optional<Priority> priority;  // left out: as it is
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Reclassify, (), (class_code, urgency, priority, reason))

struct ChangePriority {
    static constexpr std::string_view name = "incident.change_priority";
    Priority priority{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ChangePriority, (), (priority, reason))

struct RaiseLevel {
    static constexpr std::string_view name = "incident.raise_level";
    ResponseLevel level{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RaiseLevel, (), (level, reason))

struct CorrectLocation {
    static constexpr std::string_view name = "incident.correct_location";
    Location location;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectLocation, (), (location, reason))

struct AddNote {
    static constexpr std::string_view name = "incident.add_note";
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(AddNote, (), (text))

// Sent by the API alone, when the bytes are sealed and durable: nobody names a hash from outside.
struct AddAttachment : AttachmentParticulars {
    static constexpr std::string_view name = "incident.add_attachment";
};
BOOST_DESCRIBE_STRUCT(AddAttachment, (AttachmentParticulars), ())

struct NoteDuress {
    static constexpr std::string_view name = "incident.note_duress";
    CallId call_id;
    Priority priority{};  // at least this urgent from now on
};
BOOST_DESCRIBE_STRUCT(NoteDuress, (), (call_id, priority))

struct NoteAssignment {
    static constexpr std::string_view name = "incident.note_assignment";
    std::string assignment_id;
    UnitId unit_id;
    UnitKind kind{};
    std::string call_sign;
    bool self_dispatched = false;
    Instant assigned_at{};
    std::optional<Priority> priority = {};  // with which it was sent
    std::optional<std::string> incident_class = {};
};
BOOST_DESCRIBE_STRUCT(NoteAssignment, (),
                      (assignment_id, unit_id, kind, call_sign, self_dispatched, assigned_at, priority,
                       incident_class))

struct NoteAcknowledgement {
    static constexpr std::string_view name = "incident.note_acknowledgement";
    std::string assignment_id;
    Instant acknowledged_at{};
};
BOOST_DESCRIBE_STRUCT(NoteAcknowledgement, (), (assignment_id, acknowledged_at))

struct NoteDeparture {
    static constexpr std::string_view name = "incident.note_departure";
    std::string assignment_id;
    Instant en_route_at{};
};
BOOST_DESCRIBE_STRUCT(NoteDeparture, (), (assignment_id, en_route_at))

struct NoteArrival {
    static constexpr std::string_view name = "incident.note_arrival";
    std::string assignment_id;
    Instant arrived_at{};
};
BOOST_DESCRIBE_STRUCT(NoteArrival, (), (assignment_id, arrived_at))

struct NoteClearance {
    static constexpr std::string_view name = "incident.note_clearance";
    std::string assignment_id;
    Instant cleared_at{};
    std::string outcome;
};
BOOST_DESCRIBE_STRUCT(NoteClearance, (), (assignment_id, cleared_at, outcome))

struct NoteRelease {
    static constexpr std::string_view name = "incident.note_release";
    std::string assignment_id;
    Instant released_at{};
    std::string reason;
    std::optional<IncidentId> preempted_for;
};
BOOST_DESCRIBE_STRUCT(NoteRelease, (), (assignment_id, released_at, reason, preempted_for))

struct NoteHold {
    static constexpr std::string_view name = "incident.note_hold";
    std::string assignment_id;
    Instant held_at{};
    IncidentId for_incident_id;
};
BOOST_DESCRIBE_STRUCT(NoteHold, (), (assignment_id, held_at, for_incident_id))

struct NoteResumption {
    static constexpr std::string_view name = "incident.note_resumption";
    std::string assignment_id;
    Instant resumed_at{};
};
BOOST_DESCRIBE_STRUCT(NoteResumption, (), (assignment_id, resumed_at))

struct CloseIncident {
    static constexpr std::string_view name = "incident.close";
    std::string disposition;
    PersonalText note;
    std::optional<std::string> override_reason;  // why it is closed while units are still on it
    std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(CloseIncident, (), (disposition, note, override_reason, closed_at))

struct CancelIncident {
    static constexpr std::string_view name = "incident.cancel";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CancelIncident, (), (reason))

struct ReopenIncident {
    static constexpr std::string_view name = "incident.reopen";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReopenIncident, (), (reason))

struct LinkIncident {
    static constexpr std::string_view name = "incident.link";
    IncidentId incident_id;
    Relation relation{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(LinkIncident, (), (incident_id, relation, reason))

// A call back that the class does not ask for, or at another time.
struct SetFollowUp {
    static constexpr std::string_view name = "incident.set_follow_up";
    Instant due_by{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SetFollowUp, (), (due_by, reason))

struct NoteCallBack {
    static constexpr std::string_view name = "incident.note_call_back";
    CallBackResult result{};
    PersonalText note;
};
BOOST_DESCRIBE_STRUCT(NoteCallBack, (), (result, note))

// Gives a post the incident to read: what happened and where, or also what was said of people.
struct ShareIncident {
    static constexpr std::string_view name = "incident.share";
    PostId post_id;
    kernel::Extent extent{};
    std::string reason;
    std::optional<Instant> ends_at;  // left out: after the rulebook's usual time
};
BOOST_DESCRIBE_STRUCT(ShareIncident, (), (post_id, extent, reason, ends_at))

struct EndSharing {
    static constexpr std::string_view name = "incident.end_sharing";
    PostId post_id;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EndSharing, (), (post_id, reason))

// A partner's unit was sent: its own post has to know where to.
struct ShareForAssignment {
    static constexpr std::string_view name = "incident.share_for_assignment";
    std::string assignment_id;
    PostId post_id;
};
BOOST_DESCRIBE_STRUCT(ShareForAssignment, (), (assignment_id, post_id))

// What came by a caller's link; only this module's own policies say so.
struct NoteInformation {
    static constexpr std::string_view name = "incident.note_information";
    CallId call_id;
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(NoteInformation, (), (call_id, text))

struct NoteContest {
    static constexpr std::string_view name = "incident.note_contest";
    CallId call_id;
    int episode = 1;
};
BOOST_DESCRIBE_STRUCT(NoteContest, (), (call_id, episode))

struct NoteRating {
    static constexpr std::string_view name = "incident.note_rating";
    CallId call_id;
    int episode = 1;
    int rating = 0;
};
BOOST_DESCRIBE_STRUCT(NoteRating, (), (call_id, episode, rating))

struct NoteQuiet {
    static constexpr std::string_view name = "incident.note_quiet";
    CallId call_id;
    Quiet quiet;
};
BOOST_DESCRIBE_STRUCT(NoteQuiet, (), (call_id, quiet))

// This one is the same event as another, which goes on with its calls, its units and its clocks.
struct MergeIncident {
    static constexpr std::string_view name = "incident.merge";
    IncidentId into;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MergeIncident, (), (into, reason))

struct UndoMerge {
    static constexpr std::string_view name = "incident.undo_merge";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(UndoMerge, (), (reason))

// A second event was in it. What is left out is as it is here.
struct SplitIncident {
    static constexpr std::string_view name = "incident.split";
    std::vector<CallId> calls;             // that belong to the other
    std::vector<std::string> assignments;  // of units that go there
    std::optional<std::string> class_code;
    std::optional<Priority> priority;
    std::optional<Location> location;
    std::optional<PersonalText> summary;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SplitIncident, (),
                      (calls, assignments, class_code, priority, location, summary, reason))

// From the other stream's facts; only policies say these.
struct Absorb {
    static constexpr std::string_view name = "incident.absorb";
    IncidentId from;
    std::string reason;
    Priority priority{};
    bool duress = false;
    std::vector<CallSeen> calls;
    std::vector<AssignedUnit> units;
    Phases phases;
    std::vector<kernel::Obligation> obligations;
    std::vector<Missed> missed;
};
BOOST_DESCRIBE_STRUCT(Absorb, (), (from, reason, priority, duress, calls, units, phases, obligations, missed))

struct UndoAbsorb {
    static constexpr std::string_view name = "incident.undo_absorb";
    IncidentId from;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(UndoAbsorb, (), (from, reason))

struct TakeOverAssignment {
    static constexpr std::string_view name = "incident.take_over_assignment";
    std::string assignment_id;
    UnitId unit_id;
    UnitKind kind{};
    std::string call_sign;
    IncidentId from;
    Priority priority{};
    std::optional<std::string> incident_class;
    Instant assigned_at{};
    std::optional<Instant> acknowledged_at;
    std::optional<Instant> en_route_at;
    std::optional<Instant> arrived_at;
    std::optional<Instant> held_at;
};
BOOST_DESCRIBE_STRUCT(TakeOverAssignment, (),
                      (assignment_id, unit_id, kind, call_sign, from, priority, incident_class, assigned_at,
                       acknowledged_at, en_route_at, arrived_at, held_at))

using Command = std::variant<OpenIncident, AddCall, RemoveCall, Reclassify, ChangePriority, RaiseLevel,
                             CorrectLocation, AddNote, NoteDuress, NoteAssignment, NoteAcknowledgement,
                             NoteDeparture, NoteArrival, NoteClearance, NoteRelease, NoteHold, NoteResumption,
                             CloseIncident, CancelIncident, ReopenIncident, LinkIncident, SetFollowUp,
                             NoteCallBack, ShareIncident, EndSharing, ShareForAssignment, NoteInformation,
                             NoteContest, NoteRating, NoteQuiet, MergeIncident, UndoMerge, SplitIncident,
                             Absorb, UndoAbsorb, TakeOverAssignment, AddAttachment, kernel::NoteDeadline>;

}  // namespace anlan::incident
