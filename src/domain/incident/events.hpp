// What happens to an incident. Facts about units are the units' own (unit/events.hpp); the incident notes
// them, because its clocks run on them. `obligations` are what the incident owes from this fact on, each
// replacing an open one of its kind and key; `lapsed` are those that are owed no more. Both were computed
// under the rulebook of their day, so that the fold needs none.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/attachment.hpp"
#include "terms/extent.hpp"
#include "terms/incident_terms.hpp"
#include "terms/report.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::incident {

// Names an obligation within the stream.
struct OwedKey {
    std::string kind;
    std::string key;

    friend bool operator==(const OwedKey&, const OwedKey&) = default;
};
BOOST_DESCRIBE_STRUCT(OwedKey, (), (kind, key))

// A result that was none.
struct PastEpisode {
    Instant opened_at{};
    std::optional<Instant> closed_at;
    std::string disposition;
};

// What other modules may know of an incident while they decide (kernel/now.hpp).
struct Brief {
    std::string class_code;
    Priority priority{};
    bool open = false;
    Jurisdiction where = {};
    int episode = 1;
    Instant opened_at{};
    std::optional<Instant> dispatched_at = {};
    std::optional<Instant> en_route_at = {};
    std::optional<Instant> arrived_at = {};
    std::optional<Instant> closed_at = {};
    std::string disposition = {};              // empty: none yet, or it was cancelled
    std::optional<Instant> arrive_by = {};     // still owed
    std::optional<Instant> call_back_by = {};  // promised to the caller
    std::vector<PastEpisode> earlier = {};     // its clocks, as they were before it was reopened
    std::optional<IncidentId> merged_into = {};
};

struct IncidentOpened {
    static constexpr std::string_view wire = "incident.opened.v1";
    std::string class_code;
    Urgency urgency{};
    Priority priority{};
    ResponseLevel level{};
    Location location;
    PersonalText summary;
    std::vector<Answer> answers;
    Stated injured{};
    Stated weapon{};
    bool duress = false;
    Channel channel{};
    std::optional<CallId> call_id;
    std::string external_reference;
    std::optional<Instant> received_at;  // of the first call
    std::optional<Instant> answered_at;
    Instant opened_at{};
    std::vector<kernel::Obligation> obligations;
    std::optional<std::vector<CallId>> joined_before = {};  // calls that had joined what was not there yet
};
BOOST_DESCRIBE_STRUCT(IncidentOpened, (),
                      (class_code, urgency, priority, level, location, summary, answers, injured, weapon,
                       duress, channel, call_id, external_reference, received_at, answered_at, opened_at,
                       obligations, joined_before))

struct CallAdded {
    static constexpr std::string_view wire = "incident.call_added.v1";
    CallId call_id;
    Channel channel{};
    Instant received_at{};
    Instant added_at{};
    std::optional<std::vector<PostId>> shown_to = {};  // posts with which the whole incident is shared
    std::optional<IncidentId> merged_into = {};        // this one was, so the call goes on there
    std::optional<bool> not_opened_yet = {};           // left out: the incident is there
};
BOOST_DESCRIBE_STRUCT(CallAdded, (),
                      (call_id, channel, received_at, added_at, shown_to, merged_into, not_opened_yet))

struct CallRemoved {
    static constexpr std::string_view wire = "incident.call_removed.v1";
    CallId call_id;
    std::string reason;
    Instant removed_at{};
};
BOOST_DESCRIBE_STRUCT(CallRemoved, (), (call_id, reason, removed_at))

// Each the first of its kind in this episode, but cleared_at: the last unit's.
struct Phases {
    std::optional<Instant> received_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> opened_at;
    std::optional<Instant> dispatched_at;
    std::optional<Instant> acknowledged_at;
    std::optional<Instant> en_route_at;
    std::optional<Instant> arrived_at;
    std::optional<Instant> cleared_at;
    std::optional<Instant> closed_at;

    friend bool operator==(const Phases&, const Phases&) = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (),
                      (received_at, answered_at, opened_at, dispatched_at, acknowledged_at, en_route_at,
                       arrived_at, cleared_at, closed_at))

struct CallSeen {
    CallId call_id;
    Channel channel{};
    std::optional<Instant> received_at;
    std::optional<Priority> duress = {};  // said before the incident was opened: it counts when it is

    friend bool operator==(const CallSeen&, const CallSeen&) = default;
};
BOOST_DESCRIBE_STRUCT(CallSeen, (), (call_id, channel, received_at, duress))

// A deadline that passed unmet in the present episode.
struct Missed {
    std::string kind;
    std::string key;
    Instant due_by{};

    friend bool operator==(const Missed&, const Missed&) = default;
};
BOOST_DESCRIBE_STRUCT(Missed, (), (kind, key, due_by))

// A unit that is on the incident when something of it changes, and so has to be told.
struct AssignedUnit {
    std::string assignment_id;
    UnitId unit_id;

    friend bool operator==(const AssignedUnit&, const AssignedUnit&) = default;
};
BOOST_DESCRIBE_STRUCT(AssignedUnit, (), (assignment_id, unit_id))

struct IncidentReclassified {
    static constexpr std::string_view wire = "incident.reclassified.v1";
    std::string class_code;
    Urgency urgency{};
    Priority priority{};
    std::string reason;
    Instant reclassified_at{};
    std::vector<kernel::Obligation> obligations;
    std::vector<OwedKey> lapsed;
    std::optional<std::vector<AssignedUnit>> tells = {};
};
BOOST_DESCRIBE_STRUCT(IncidentReclassified, (),
                      (class_code, urgency, priority, reason, reclassified_at, obligations, lapsed, tells))

struct PriorityChanged {
    static constexpr std::string_view wire = "incident.priority_changed.v1";
    Priority from{};
    Priority priority{};
    std::string reason;
    Instant changed_at{};
    std::vector<kernel::Obligation> obligations;
    std::vector<OwedKey> lapsed;
    std::optional<std::vector<AssignedUnit>> tells = {};
};
BOOST_DESCRIBE_STRUCT(PriorityChanged, (), (from, priority, reason, changed_at, obligations, lapsed, tells))

struct LevelRaised {
    static constexpr std::string_view wire = "incident.level_raised.v1";
    ResponseLevel from{};
    ResponseLevel level{};
    std::string reason;
    Instant raised_at{};
};
BOOST_DESCRIBE_STRUCT(LevelRaised, (), (from, level, reason, raised_at))

struct LocationCorrected {
    static constexpr std::string_view wire = "incident.location_corrected.v1";
    Location location;
    std::string reason;
    Instant corrected_at{};
    std::vector<kernel::Obligation> obligations;
    std::vector<OwedKey> lapsed;
    std::optional<std::vector<AssignedUnit>> tells = {};
};
BOOST_DESCRIBE_STRUCT(LocationCorrected, (), (location, reason, corrected_at, obligations, lapsed, tells))

struct NoteAdded {
    static constexpr std::string_view wire = "incident.note_added.v1";
    PersonalText text;
    Instant added_at{};
    std::optional<CallId> from_call = {};  // this caller wrote it, by the link of the receipt
};
BOOST_DESCRIBE_STRUCT(NoteAdded, (), (text, added_at, from_call))

struct AttachmentAdded : Attachment {
    static constexpr std::string_view wire = "incident.attachment_added.v1";
};
BOOST_DESCRIBE_STRUCT(AttachmentAdded, (Attachment), ())

// What this caller asks of those who call or come.
struct QuietNoted {
    static constexpr std::string_view wire = "incident.quiet_noted.v1";
    CallId call_id;
    Quiet quiet;
    Instant noted_at{};
};
BOOST_DESCRIBE_STRUCT(QuietNoted, (), (call_id, quiet, noted_at))

// How this caller rates a result: 1 to 5, of the incident and of nobody.
struct RatingNoted {
    static constexpr std::string_view wire = "incident.rating_noted.v1";
    CallId call_id;
    int episode = 1;
    int rating = 0;
    Instant noted_at{};
};
BOOST_DESCRIBE_STRUCT(RatingNoted, (), (call_id, episode, rating, noted_at))

// The caller cannot speak freely. Nothing of it may be seen or heard on the caller's side.
struct DuressNoted {
    static constexpr std::string_view wire = "incident.duress_noted.v1";
    CallId call_id;
    Instant noted_at{};
    std::optional<Priority> priority = {};  // before it is opened: at least so urgent it will be
};
BOOST_DESCRIBE_STRUCT(DuressNoted, (), (call_id, noted_at, priority))

struct AssignmentNoted {
    static constexpr std::string_view wire = "incident.assignment_noted.v1";
    std::string assignment_id;
    UnitId unit_id;
    UnitKind kind{};
    std::string call_sign;
    bool self_dispatched = false;
    Instant assigned_at{};
    std::vector<kernel::Obligation> obligations;
    // As the incident has them, where the unit was sent with others: the unit is told.
    std::optional<Priority> priority = {};
    std::optional<std::string> class_code = {};
};
BOOST_DESCRIBE_STRUCT(AssignmentNoted, (),
                      (assignment_id, unit_id, kind, call_sign, self_dispatched, assigned_at, obligations,
                       priority, class_code))

struct AcknowledgementNoted {
    static constexpr std::string_view wire = "incident.acknowledgement_noted.v1";
    std::string assignment_id;
    Instant acknowledged_at{};
};
BOOST_DESCRIBE_STRUCT(AcknowledgementNoted, (), (assignment_id, acknowledged_at))

struct DepartureNoted {
    static constexpr std::string_view wire = "incident.departure_noted.v1";
    std::string assignment_id;
    Instant en_route_at{};
};
BOOST_DESCRIBE_STRUCT(DepartureNoted, (), (assignment_id, en_route_at))

struct ArrivalNoted {
    static constexpr std::string_view wire = "incident.arrival_noted.v1";
    std::string assignment_id;
    Instant arrived_at{};
};
BOOST_DESCRIBE_STRUCT(ArrivalNoted, (), (assignment_id, arrived_at))

struct ClearanceNoted {
    static constexpr std::string_view wire = "incident.clearance_noted.v1";
    std::string assignment_id;
    Instant cleared_at{};
    std::string outcome;
};
BOOST_DESCRIBE_STRUCT(ClearanceNoted, (), (assignment_id, cleared_at, outcome))

// The unit was taken off before it had cleared: released, or pre-empted for a more urgent incident.
struct ReleaseNoted {
    static constexpr std::string_view wire = "incident.release_noted.v1";
    std::string assignment_id;
    Instant released_at{};
    std::string reason;
    std::optional<IncidentId> preempted_for;
    std::vector<kernel::Obligation> obligations;  // nobody is left: somebody has to be sent again
};
BOOST_DESCRIBE_STRUCT(ReleaseNoted, (), (assignment_id, released_at, reason, preempted_for, obligations))

// The unit works on another incident first; this one waits for it.
struct HoldNoted {
    static constexpr std::string_view wire = "incident.hold_noted.v1";
    std::string assignment_id;
    Instant held_at{};
    IncidentId for_incident_id;
};
BOOST_DESCRIBE_STRUCT(HoldNoted, (), (assignment_id, held_at, for_incident_id))

struct ResumptionNoted {
    static constexpr std::string_view wire = "incident.resumption_noted.v1";
    std::string assignment_id;
    Instant resumed_at{};
};
BOOST_DESCRIBE_STRUCT(ResumptionNoted, (), (assignment_id, resumed_at))

struct IncidentClosed {
    static constexpr std::string_view wire = "incident.closed.v1";
    std::string disposition;
    PersonalText note;
    std::optional<std::string> override_reason;  // units were still active on it
    Instant closed_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(IncidentClosed, (), (disposition, note, override_reason, closed_at, obligations))

struct IncidentCancelled {
    static constexpr std::string_view wire = "incident.cancelled.v1";
    std::string reason;
    Instant cancelled_at{};
};
BOOST_DESCRIBE_STRUCT(IncidentCancelled, (), (reason, cancelled_at))

struct IncidentReopened {
    static constexpr std::string_view wire = "incident.reopened.v1";
    std::string reason;
    Instant reopened_at{};
    std::vector<kernel::Obligation> obligations;
    std::optional<CallId> contested_by = {};  // this caller said that the result solved nothing
};
BOOST_DESCRIBE_STRUCT(IncidentReopened, (), (reason, reopened_at, obligations, contested_by))

BOOST_DEFINE_ENUM_CLASS(Relation, related, duplicate, repeat, caused_by)

struct IncidentLinked {
    static constexpr std::string_view wire = "incident.linked.v1";
    IncidentId incident_id;
    Relation relation{};
    std::string reason;
    Instant linked_at{};
};
BOOST_DESCRIBE_STRUCT(IncidentLinked, (), (incident_id, relation, reason, linked_at))

struct FollowUpSet {
    static constexpr std::string_view wire = "incident.follow_up_set.v1";
    std::string reason;
    Instant set_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(FollowUpSet, (), (reason, set_at, obligations))

BOOST_DEFINE_ENUM_CLASS(CallBackResult, reached, no_answer, not_wanted)

struct CallBackNoted {
    static constexpr std::string_view wire = "incident.call_back_noted.v1";
    CallBackResult result{};
    PersonalText note;
    Instant noted_at{};
};
BOOST_DESCRIBE_STRUCT(CallBackNoted, (), (result, note, noted_at))

// What a share changes for the callers: who reads their calls from now on. With a part of the incident nobody
// does; with all of it, the calls are shared.
struct CallersShown {
    std::vector<CallId> calls;
    std::vector<PostId> posts;  // all of them; none: nobody any more

    friend bool operator==(const CallersShown&, const CallersShown&) = default;
};
BOOST_DESCRIBE_STRUCT(CallersShown, (), (calls, posts))

// A post outside was given this incident: a partner's seat, a street office, another district. It reads it
// and adds notes; it cannot give it on. A share with the same id replaces the one before.
struct IncidentShared {
    static constexpr std::string_view wire = "incident.shared.v1";
    std::string share_id;  // the post's id; of a share that follows an assignment, the assignment's
    PostId post_id;
    Extent extent{};
    std::string reason;
    PostId shared_by;                          // the post that answers for it
    std::optional<std::string> assignment_id;  // the post's own unit was sent
    std::optional<Instant> ends_at;            // none: not before the assignment has ended
    Instant shared_at{};
    std::optional<CallersShown> callers = {};
};
BOOST_DESCRIBE_STRUCT(IncidentShared, (),
                      (share_id, post_id, extent, reason, shared_by, assignment_id, ends_at, shared_at,
                       callers))

BOOST_DEFINE_ENUM_CLASS(SharingLimit, assignment_ended, incident_closed, incident_cancelled)

// What it was shared for is over: the share ends then, unless it ends before.
struct SharingLimited {
    static constexpr std::string_view wire = "incident.sharing_limited.v1";
    std::string share_id;
    PostId post_id;
    SharingLimit because{};
    Instant ends_at{};
    Instant limited_at{};
};
BOOST_DESCRIBE_STRUCT(SharingLimited, (), (share_id, post_id, because, ends_at, limited_at))

BOOST_DEFINE_ENUM_CLASS(SharingEnd, expired, withdrawn)

struct SharingEnded {
    static constexpr std::string_view wire = "incident.sharing_ended.v1";
    std::string share_id;
    PostId post_id;
    SharingEnd because{};
    std::optional<std::string> reason;
    Instant ended_at{};
    std::optional<CallersShown> callers = {};
};
BOOST_DESCRIBE_STRUCT(SharingEnded, (), (share_id, post_id, because, reason, ended_at, callers))

// --- two that are one, one that is two: every caller and every clock goes along, and comes back when it is
// undone. What is owed on the merged one is kept there as it stood, and goes on in the other meanwhile.

// This incident is the same event as another, which goes on with all of it.
struct IncidentMerged {
    static constexpr std::string_view wire = "incident.merged.v1";
    IncidentId into;
    std::string reason;
    Instant merged_at{};
    Priority priority{};
    bool duress = false;
    std::vector<CallSeen> calls;
    std::vector<AssignedUnit> units;  // that are on it
    Phases phases;
    std::vector<kernel::Obligation> obligations;  // open at that instant
    std::vector<Missed> missed;
};
BOOST_DESCRIBE_STRUCT(IncidentMerged, (),
                      (into, reason, merged_at, priority, duress, calls, units, phases, obligations, missed))

// The other side: what came, with its clocks. Of each deadline the earlier one counts.
struct IncidentAbsorbed {
    static constexpr std::string_view wire = "incident.absorbed.v1";
    IncidentId from;
    std::string reason;
    Instant absorbed_at{};
    bool duress = false;
    std::vector<CallSeen> calls;
    std::vector<AssignedUnit> units;
    Phases phases;  // as they were there
    std::vector<Missed> missed;
    std::vector<kernel::Obligation> obligations;
    std::vector<kernel::Obligation> replaced;  // its own that were later
    std::optional<std::vector<PostId>> shown_to = {};
};
BOOST_DESCRIBE_STRUCT(IncidentAbsorbed, (),
                      (from, reason, absorbed_at, duress, calls, units, phases, missed, obligations, replaced,
                       shown_to))

// It was another event after all: its clocks go on as if nothing had been.
struct MergeUndone {
    static constexpr std::string_view wire = "incident.merge_undone.v1";
    IncidentId into;  // where it had been
    std::string reason;
    Instant undone_at{};
    std::vector<CallSeen> calls;
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(MergeUndone, (), (into, reason, undone_at, calls, obligations))

struct AbsorptionUndone {
    static constexpr std::string_view wire = "incident.absorption_undone.v1";
    IncidentId from;
    std::string reason;
    Instant undone_at{};
    std::vector<AssignedUnit> units;              // that came with it and are still on it: they go back
    std::vector<kernel::Obligation> obligations;  // its own again
};
BOOST_DESCRIBE_STRUCT(AbsorptionUndone, (), (from, reason, undone_at, units, obligations))

// A second event was in it: another incident begins with what belongs to that one, and with its clock.
struct IncidentSplit {
    static constexpr std::string_view wire = "incident.split.v1";
    IncidentId into;
    std::string class_code;
    std::optional<Priority> priority;
    Location location;
    PersonalText summary;
    Channel channel{};
    bool duress = false;
    std::vector<CallSeen> calls;
    std::vector<AssignedUnit> units;
    std::optional<Instant> opened_at;  // from when its clocks run
    std::string reason;
    Instant split_at{};
};
BOOST_DESCRIBE_STRUCT(IncidentSplit, (),
                      (into, class_code, priority, location, summary, channel, duress, calls, units,
                       opened_at, reason, split_at))

// A unit came here with what was merged or split, with the steps it had taken.
struct AssignmentTakenOver {
    static constexpr std::string_view wire = "incident.assignment_taken_over.v1";
    std::string assignment_id;
    UnitId unit_id;
    UnitKind kind{};
    std::string call_sign;
    IncidentId from;
    Instant assigned_at{};
    std::optional<Instant> acknowledged_at;
    std::optional<Instant> en_route_at;
    std::optional<Instant> arrived_at;
    std::optional<Instant> held_at;
    Instant taken_over_at{};
    // As this incident has them, where the unit was sent with others: it is told.
    std::optional<Priority> priority = {};
    std::optional<std::string> class_code = {};
};
BOOST_DESCRIBE_STRUCT(AssignmentTakenOver, (),
                      (assignment_id, unit_id, kind, call_sign, from, assigned_at, acknowledged_at,
                       en_route_at, arrived_at, held_at, taken_over_at, priority, class_code))

using Event = std::variant<IncidentOpened, CallAdded, CallRemoved, IncidentReclassified, PriorityChanged,
                           LevelRaised, LocationCorrected, NoteAdded, DuressNoted, AssignmentNoted,
                           AcknowledgementNoted, DepartureNoted, ArrivalNoted, ClearanceNoted, ReleaseNoted,
                           HoldNoted, ResumptionNoted, IncidentClosed, IncidentCancelled, IncidentReopened,
                           IncidentLinked, FollowUpSet, CallBackNoted, IncidentShared, SharingLimited,
                           SharingEnded, QuietNoted, RatingNoted, IncidentMerged, IncidentAbsorbed,
                           MergeUndone, AbsorptionUndone, IncidentSplit, AssignmentTakenOver, AttachmentAdded,
                           kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::incident
