// An incident: something that happened or is happening and needs a response. Its stream keeps the clocks
// (sent, arrived, closed, called back), the disposition without which it does not close, the calls it holds,
// and the assignments as the units' own streams reported them. Reopening starts new clocks; the old ones stay
// visible.
#pragma once
#include "domain/incident/commands.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

#include <cstdint>

namespace anlan::incident {

BOOST_DEFINE_ENUM_CLASS(Stage, none, open, closed, cancelled, merged)

// Where the response stands, read off the stamps; what lists show and filter by.
BOOST_DEFINE_ENUM_CLASS(Status, waiting, assigned, en_route, on_scene, cleared, closed, cancelled, merged)

BOOST_DEFINE_ENUM_CLASS(Progress, assigned, acknowledged, en_route, on_scene, waiting, cleared, released,
                        preempted)

// A unit on this incident as its stream reported it.
struct AssignmentSeen {
    std::string assignment_id;
    UnitId unit_id;
    UnitKind kind{};
    std::string call_sign;
    bool self_dispatched = false;
    int episode = 1;
    Instant assigned_at{};
    std::optional<Instant> acknowledged_at = {};
    std::optional<Instant> en_route_at = {};
    std::optional<Instant> arrived_at = {};
    std::optional<Instant> held_at = {};  // works on another incident since
    std::optional<Instant> ended_at = {};
    std::optional<Progress> end = {};         // cleared, released or preempted
    std::string outcome = {};                 // of a cleared one; the reason of a released one
    std::optional<PostId> partner_post = {};  // the post of a partner's unit, with which this is shared

    friend bool operator==(const AssignmentSeen&, const AssignmentSeen&) = default;
};
BOOST_DESCRIBE_STRUCT(AssignmentSeen, (),
                      (assignment_id, unit_id, kind, call_sign, self_dispatched, episode, assigned_at,
                       acknowledged_at, en_route_at, arrived_at, held_at, ended_at, end, outcome,
                       partner_post))

// What a reopened incident had been: its clocks, how it had ended, why it was opened again.
struct Episode {
    int episode = 1;
    Phases phases;
    std::string disposition;  // empty: it had been cancelled
    std::string reopened_because;
    std::vector<Missed> missed;
    std::optional<CallId> contested_by = {};  // a caller said that it had solved nothing

    friend bool operator==(const Episode&, const Episode&) = default;
};
BOOST_DESCRIBE_STRUCT(Episode, (), (episode, phases, disposition, reopened_because, missed, contested_by))

struct PastLocation {
    Location location;
    Instant until{};
    std::string reason;  // why it was corrected

    friend bool operator==(const PastLocation&, const PastLocation&) = default;
};
BOOST_DESCRIBE_STRUCT(PastLocation, (), (location, until, reason))

struct Link {
    IncidentId incident_id;
    Relation relation{};

    friend bool operator==(const Link&, const Link&) = default;
};
BOOST_DESCRIBE_STRUCT(Link, (), (incident_id, relation))

// What the callers ask of those who call or come, and how they rate a result.
struct QuietWish {
    CallId call_id;
    Quiet quiet;

    friend bool operator==(const QuietWish&, const QuietWish&) = default;
};
BOOST_DESCRIBE_STRUCT(QuietWish, (), (call_id, quiet))

struct Rating {
    CallId call_id;
    int episode = 1;
    int rating = 0;

    friend bool operator==(const Rating&, const Rating&) = default;
};
BOOST_DESCRIBE_STRUCT(Rating, (), (call_id, episode, rating))

// A post that has this incident because it was given it.
struct Share {
    std::string share_id;
    PostId post_id;
    kernel::Extent extent{};
    std::string reason;
    PostId shared_by;
    std::optional<std::string> assignment_id;
    std::optional<Instant> ends_at;
    Instant shared_at{};

    friend bool operator==(const Share&, const Share&) = default;
};
BOOST_DESCRIBE_STRUCT(Share, (),
                      (share_id, post_id, extent, reason, shared_by, assignment_id, ends_at, shared_at))

// Into which it was merged, and what was owed then: it is owed again when that is undone.
struct Merged {
    IncidentId into;
    Instant merged_at{};
    std::vector<kernel::Obligation> kept;

    friend bool operator==(const Merged&, const Merged&) = default;
};
BOOST_DESCRIBE_STRUCT(Merged, (), (into, merged_at, kept))

// What was merged into this one, with its own clocks, and what it changed here.
struct Absorbed {
    IncidentId from;
    Instant absorbed_at{};
    std::vector<CallSeen> calls;
    std::vector<AssignedUnit> units;
    Phases phases;
    std::vector<Missed> missed;
    Phases own;  // of this one before
    std::vector<kernel::Obligation> replaced;

    friend bool operator==(const Absorbed&, const Absorbed&) = default;
};
BOOST_DESCRIBE_STRUCT(Absorbed, (), (from, absorbed_at, calls, units, phases, missed, own, replaced))

struct Incident {
    using Command = incident::Command;
    using Event = incident::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string class_code;
        Urgency urgency{};
        Priority priority{};
        ResponseLevel level{};
        Location location;
        std::vector<PastLocation> earlier_locations;
        PersonalText summary;
        std::vector<Answer> answers;
        Stated injured{};
        Stated weapon{};
        bool duress = false;
        Channel channel{};
        std::string external_reference;
        std::vector<CallSeen> calls;
        int episode = 1;
        Phases phases;
        std::vector<Episode> earlier;
        std::vector<AssignmentSeen> assignments;
        std::string disposition;
        PersonalText disposition_note;
        std::vector<Link> links;
        int notes = 0;  // their texts stand in the timeline
        std::vector<Missed> missed;
        std::vector<kernel::Obligation> open;
        std::vector<Share> shares;
        std::optional<std::vector<QuietWish>> quiet;
        std::optional<std::vector<Rating>> ratings;
        std::optional<int> from_callers;  // texts among the notes that callers wrote
        std::optional<Merged> merged = {};
        std::vector<Absorbed> absorbed = {};
        int splits = 0;
        std::optional<std::vector<Attachment>> attachments = {};
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Incident::State, (),
                      (stage, class_code, urgency, priority, level, location, earlier_locations, summary,
                       answers, injured, weapon, duress, channel, external_reference, calls, episode, phases,
                       earlier, assignments, disposition, disposition_note, links, notes, missed, open,
                       shares, quiet, ratings, from_callers, merged, absorbed, splits, attachments))

static_assert(kernel::Decider<Incident>);

inline constexpr std::size_t assignments_max = 400;  // of one incident, all episodes
inline constexpr std::size_t calls_max = 500;
inline constexpr std::size_t links_max = 100;
inline constexpr std::size_t corrections_max = 50;  // of the location
inline constexpr std::size_t shares_max = 50;       // at one time
inline constexpr int notes_max = 1000;
inline constexpr std::size_t absorbed_max = 50;
inline constexpr int splits_max = 50;
inline constexpr std::size_t text_length_max = 8000;    // bytes of a summary or a note
inline constexpr std::size_t reason_length_max = 1000;  // bytes

const AssignmentSeen* find_assignment(const Incident::State& state, std::string_view assignment_id);
const Absorbed* find_absorbed(const Incident::State& state, const IncidentId& from);
// The incident that the n-th split of this one begins: its own id and the figure.
IncidentId split_id(std::string_view stream, int number);
bool is_live(const AssignmentSeen& assignment);          // neither cleared nor taken off
bool has_live_assignment(const Incident::State& state);  // a waiting one counts
// When the first of those that came or are still on it was sent.
std::optional<Instant> first_sent(const Incident::State& state);
Progress progress_of(const AssignmentSeen& assignment);
Status status_of(const Incident::State& state);
const Share* find_share(const Incident::State& state, std::string_view share_id);
kernel::Scope scope_of(const Incident::State& state);
std::vector<PostId> posts_with_all(const Incident::State& state);  // each once, in order

// Why an incident was reopened whose result a caller contested; screens have words for it.
inline constexpr std::string_view contested_reason = "not_solved";

Quiet quiet_of(const Incident::State& state);  // what any caller asks

// The kind of the obligation that ends a share at its time; its key is the share's id.
inline constexpr std::string_view sharing_end = "sharing_end";

}  // namespace anlan::incident
