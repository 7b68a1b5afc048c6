// The fold: what each fact makes of the incident. First stamps win, except the last unit's clearing.
#include "domain/incident/incident.hpp"

#include "base/overloaded.hpp"
#include "domain/incident/evolve_merge.hpp"

#include <algorithm>
#include <set>

namespace anlan::incident {
namespace {

using State = Incident::State;

void keep_first(std::optional<Instant>& stamp, Instant at) {
    if (!stamp || at < *stamp) stamp = at;
}

// Deadlines are met by the fact itself, however late it was told. One that had been noted as missed meanwhile
// was met after all if the fact happened in time: it is not held against anybody.
void meet(State& state, std::string_view kind, Instant met_at) {
    std::erase_if(state.open, [&](const kernel::Obligation& o) { return o.kind == kind; });
    std::erase_if(state.missed, [&](const Missed& m) { return m.kind == kind && met_at <= m.due_by; });
}

void take_on(State& state, const std::vector<kernel::Obligation>& obligations) {
    for (const auto& owed : obligations) kernel::arise(state.open, owed);
}

void let_lapse(State& state, const std::vector<OwedKey>& lapsed) {
    for (const auto& owed : lapsed) kernel::meet(state.open, owed.kind, owed.key);
}

AssignmentSeen* assignment_of(State& state, const std::string& assignment_id) {
    const auto found =
        std::find_if(state.assignments.begin(), state.assignments.end(),
                     [&](const AssignmentSeen& a) { return a.assignment_id == assignment_id; });
    return found == state.assignments.end() ? nullptr : &*found;
}

// A late stamp of an earlier episode belongs to the assignment, not to the present clocks.
bool counts_now(const State& state, const AssignmentSeen& assignment) {
    return assignment.episode == state.episode;
}

void end_assignment(State& state, const std::string& assignment_id, Instant at, Progress end,
                    std::string outcome) {
    AssignmentSeen* seen = assignment_of(state, assignment_id);
    if (seen == nullptr) return;
    seen->ended_at = at;
    seen->end = end;
    seen->outcome = std::move(outcome);
    if (end != Progress::cleared || !counts_now(state, *seen)) return;
    if (!state.phases.cleared_at || at > *state.phases.cleared_at) state.phases.cleared_at = at;
}

// A share is not owed, but it ends at its time as surely as a deadline passes.
void end_in_time(State& state, const Share& share) {
    if (!share.ends_at) {
        kernel::meet(state.open, sharing_end, share.share_id);
        return;
    }
    kernel::Obligation ends;
    ends.kind = sharing_end;
    ends.key = share.share_id;
    ends.owner = share.shared_by;
    ends.since = share.shared_at;
    ends.due_by = *share.ends_at;
    kernel::arise(state.open, std::move(ends));
}

// What the response owed is over; shares end at their own time.
template <class Kept>
void drop_owed(State& state, Kept kept) {
    std::erase_if(state.open, [&](const kernel::Obligation& o) { return o.kind != sharing_end && !kept(o); });
}

struct Evolve {
    State state;

    void operator()(const IncidentOpened& e) {
        state.stage = Stage::open;
        state.class_code = e.class_code;
        state.urgency = e.urgency;
        state.priority = e.priority;
        state.level = e.level;
        state.location = e.location;
        state.summary = e.summary;
        state.answers = e.answers;
        state.injured = e.injured;
        state.weapon = e.weapon;
        state.duress = state.duress || e.duress;  // a caller who joined before may have said so
        state.channel = e.channel;
        state.external_reference = e.external_reference;
        if (e.call_id) state.calls.push_back({*e.call_id, e.channel, e.received_at});
        state.phases.received_at = e.received_at;
        state.phases.answered_at = e.answered_at;
        state.phases.opened_at = e.opened_at;
        take_on(state, e.obligations);
        count_those_sent_before();
    }
    // Units that were sent before it was opened have met what they have met.
    void count_those_sent_before() {
        state.phases.dispatched_at = first_sent(state);
        if (state.phases.dispatched_at) meet(state, "dispatch", *state.phases.dispatched_at);
        for (const AssignmentSeen& seen : state.assignments) {
            if (seen.acknowledged_at) keep_first(state.phases.acknowledged_at, *seen.acknowledged_at);
            if (seen.en_route_at) keep_first(state.phases.en_route_at, *seen.en_route_at);
            if (!seen.arrived_at) continue;
            keep_first(state.phases.arrived_at, *seen.arrived_at);
            meet(state, "arrive", *seen.arrived_at);
            meet(state, "ring", *seen.arrived_at);
        }
    }
    void operator()(const CallAdded& e) { state.calls.push_back({e.call_id, e.channel, e.received_at}); }
    void operator()(const CallRemoved& e) {
        std::erase_if(state.calls, [&](const CallSeen& call) { return call.call_id == e.call_id; });
        if (state.quiet)
            std::erase_if(*state.quiet, [&](const QuietWish& wish) { return wish.call_id == e.call_id; });
    }
    void operator()(const IncidentReclassified& e) {
        state.class_code = e.class_code;
        state.urgency = e.urgency;
        state.priority = e.priority;
        let_lapse(state, e.lapsed);
        take_on(state, e.obligations);
    }
    void operator()(const PriorityChanged& e) {
        state.priority = e.priority;
        let_lapse(state, e.lapsed);
        take_on(state, e.obligations);
    }
    void operator()(const LevelRaised& e) { state.level = e.level; }
    void operator()(const LocationCorrected& e) {
        state.earlier_locations.push_back({std::move(state.location), e.corrected_at, e.reason});
        state.location = e.location;
        let_lapse(state, e.lapsed);
        take_on(state, e.obligations);
    }
    void operator()(const NoteAdded& e) {
        ++state.notes;
        if (e.from_call) state.from_callers = state.from_callers.value_or(0) + 1;
    }
    void operator()(const AttachmentAdded& e) {
        if (!state.attachments) state.attachments.emplace();
        state.attachments->push_back(e);
    }
    void operator()(const QuietNoted& e) {
        if (!state.quiet) state.quiet.emplace();
        std::erase_if(*state.quiet, [&](const QuietWish& wish) { return wish.call_id == e.call_id; });
        if (!(e.quiet == Quiet{})) state.quiet->push_back({e.call_id, e.quiet});
    }
    void operator()(const RatingNoted& e) {
        if (!state.ratings) state.ratings.emplace();
        state.ratings->push_back({e.call_id, e.episode, e.rating});
    }
    void operator()(const DuressNoted& e) {
        state.duress = true;
        for (CallSeen& call : state.calls)
            if (e.priority && call.call_id == e.call_id) call.duress = e.priority;
    }

    void operator()(const AssignmentNoted& e) {
        state.assignments.push_back({.assignment_id = e.assignment_id,
                                     .unit_id = e.unit_id,
                                     .kind = e.kind,
                                     .call_sign = e.call_sign,
                                     .self_dispatched = e.self_dispatched,
                                     .episode = state.episode,
                                     .assigned_at = e.assigned_at});
        if (state.stage != Stage::open) return;
        keep_first(state.phases.dispatched_at, e.assigned_at);
        meet(state, "dispatch", e.assigned_at);
        take_on(state, e.obligations);
    }
    void operator()(const AcknowledgementNoted& e) {
        AssignmentSeen* seen = assignment_of(state, e.assignment_id);
        if (seen == nullptr) return;
        seen->acknowledged_at = e.acknowledged_at;
        if (counts_now(state, *seen)) keep_first(state.phases.acknowledged_at, e.acknowledged_at);
    }
    void operator()(const DepartureNoted& e) {
        AssignmentSeen* seen = assignment_of(state, e.assignment_id);
        if (seen == nullptr) return;
        seen->en_route_at = e.en_route_at;
        if (counts_now(state, *seen)) keep_first(state.phases.en_route_at, e.en_route_at);
    }
    void operator()(const ArrivalNoted& e) {
        AssignmentSeen* seen = assignment_of(state, e.assignment_id);
        if (seen == nullptr) return;
        seen->arrived_at = e.arrived_at;
        if (!counts_now(state, *seen)) return;
        keep_first(state.phases.arrived_at, e.arrived_at);
        meet(state, "arrive", e.arrived_at);
        meet(state, "ring", e.arrived_at);
    }
    void operator()(const ClearanceNoted& e) {
        end_assignment(state, e.assignment_id, e.cleared_at, Progress::cleared, e.outcome);
    }
    void operator()(const ReleaseNoted& e) {
        const Progress end = e.preempted_for ? Progress::preempted : Progress::released;
        end_assignment(state, e.assignment_id, e.released_at, end, e.reason);
        take_on(state, e.obligations);
    }
    void operator()(const HoldNoted& e) {
        if (AssignmentSeen* seen = assignment_of(state, e.assignment_id)) seen->held_at = e.held_at;
    }
    void operator()(const ResumptionNoted& e) {
        if (AssignmentSeen* seen = assignment_of(state, e.assignment_id)) seen->held_at.reset();
    }

    void operator()(const IncidentClosed& e) {
        state.stage = Stage::closed;
        state.disposition = e.disposition;
        state.disposition_note = e.note;
        state.phases.closed_at = e.closed_at;
        std::erase_if(state.missed,
                      [&](const Missed& m) { return m.kind == "close" && e.closed_at <= m.due_by; });
        // A follow-up that a person had set stays; what the response owed is over.
        drop_owed(state, [](const kernel::Obligation& o) { return o.kind == "call_back"; });
        take_on(state, e.obligations);
    }
    void operator()(const IncidentCancelled& e) {
        state.stage = Stage::cancelled;
        state.phases.closed_at = e.cancelled_at;
        drop_owed(state, [](const kernel::Obligation&) { return false; });
    }
    void operator()(const IncidentReopened& e) {
        state.earlier.push_back(
            {state.episode, state.phases, state.disposition, e.reason, state.missed, e.contested_by});
        ++state.episode;
        state.stage = Stage::open;
        state.phases = {};
        state.phases.opened_at = e.reopened_at;
        state.disposition.clear();
        state.disposition_note = {};
        state.missed.clear();
        drop_owed(state, [](const kernel::Obligation&) { return false; });
        // Units that never left go on in the new episode; they were sent in the old one.
        for (AssignmentSeen& seen : state.assignments)
            if (is_live(seen)) seen.episode = state.episode;
        take_on(state, e.obligations);
    }
    void operator()(const IncidentLinked& e) { state.links.push_back({e.incident_id, e.relation}); }
    void operator()(const FollowUpSet& e) { take_on(state, e.obligations); }
    void operator()(const CallBackNoted& e) {
        if (e.result != CallBackResult::no_answer) meet(state, "call_back", e.noted_at);
    }

    void operator()(const IncidentShared& e) {
        std::erase_if(state.shares, [&](const Share& s) { return s.share_id == e.share_id; });
        state.shares.push_back({e.share_id, e.post_id, e.extent, e.reason, e.shared_by, e.assignment_id,
                                e.ends_at, e.shared_at});
        end_in_time(state, state.shares.back());
        if (!e.assignment_id) return;
        if (AssignmentSeen* seen = assignment_of(state, *e.assignment_id)) seen->partner_post = e.post_id;
    }
    void operator()(const SharingLimited& e) {
        for (Share& share : state.shares) {
            if (share.share_id != e.share_id) continue;
            share.ends_at = e.ends_at;
            end_in_time(state, share);
        }
    }
    void operator()(const SharingEnded& e) {
        kernel::meet(state.open, sharing_end, e.share_id);
        std::erase_if(state.shares, [&](const Share& s) { return s.share_id == e.share_id; });
    }

    void operator()(const IncidentMerged& e) { fold(state, e); }
    void operator()(const IncidentAbsorbed& e) { fold(state, e); }
    void operator()(const MergeUndone& e) { fold(state, e); }
    void operator()(const AbsorptionUndone& e) { fold(state, e); }
    void operator()(const IncidentSplit& e) { fold(state, e); }
    void operator()(const AssignmentTakenOver& e) {
        std::erase_if(state.assignments,
                      [&](const AssignmentSeen& seen) { return seen.assignment_id == e.assignment_id; });
        state.assignments.push_back({.assignment_id = e.assignment_id,
                                     .unit_id = e.unit_id,
                                     .kind = e.kind,
                                     .call_sign = e.call_sign,
                                     .episode = state.episode,
                                     .assigned_at = e.assigned_at,
                                     .acknowledged_at = e.acknowledged_at,
                                     .en_route_at = e.en_route_at,
                                     .arrived_at = e.arrived_at,
                                     .held_at = e.held_at});
        if (state.stage == Stage::open) count_those_sent_before();
    }

    void operator()(const kernel::DeadlineWarned& e) { kernel::evolve_deadline(state.open, e); }
    void operator()(const kernel::DeadlineMissed& e) {
        kernel::evolve_deadline(state.open, e);
        state.missed.push_back({e.kind, e.key, e.due_by});
    }
    void operator()(const kernel::DeadlineEscalated& e) { kernel::evolve_deadline(state.open, e); }
};

}  // namespace

Incident::State Incident::evolve(State state, const Event& event) {
    Evolve fold{std::move(state)};
    std::visit(fold, event);
    return std::move(fold.state);
}

const std::vector<kernel::Obligation>& Incident::obligations(const State& state) { return state.open; }

const Share* find_share(const State& state, std::string_view share_id) {
    const auto found = std::find_if(state.shares.begin(), state.shares.end(),
                                    [&](const Share& share) { return share.share_id == share_id; });
    return found == state.shares.end() ? nullptr : &*found;
}

std::vector<PostId> posts_with_all(const State& state) {
    std::set<PostId> posts;
    for (const Share& share : state.shares)
        if (share.extent == kernel::Extent::all) posts.insert(share.post_id);
    return {posts.begin(), posts.end()};
}

kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.location.where, {}};
    for (const Share& share : state.shares) scope.shared_with.push_back({share.post_id, share.extent});
    return scope;
}

const Absorbed* find_absorbed(const State& state, const IncidentId& from) {
    const auto found = std::find_if(state.absorbed.begin(), state.absorbed.end(),
                                    [&](const Absorbed& one) { return one.from == from; });
    return found == state.absorbed.end() ? nullptr : &*found;
}

IncidentId split_id(std::string_view stream, int number) {
    return IncidentId{std::string{stream} + "-s" + std::to_string(number)};
}

const AssignmentSeen* find_assignment(const State& state, std::string_view assignment_id) {
    const auto found =
        std::find_if(state.assignments.begin(), state.assignments.end(),
                     [&](const AssignmentSeen& a) { return a.assignment_id == assignment_id; });
    return found == state.assignments.end() ? nullptr : &*found;
}

bool is_live(const AssignmentSeen& assignment) { return !assignment.end; }

bool has_live_assignment(const State& state) {
    return std::any_of(state.assignments.begin(), state.assignments.end(), is_live);
}

std::optional<Instant> first_sent(const State& state) {
    std::optional<Instant> first;
    for (const AssignmentSeen& seen : state.assignments)
        if (is_live(seen) || seen.arrived_at) keep_first(first, seen.assigned_at);
    return first;
}

Quiet quiet_of(const State& state) {
    Quiet any;
    if (!state.quiet) return any;
    for (const QuietWish& wish : *state.quiet) {
        any.no_ringing = any.no_ringing || wish.quiet.no_ringing;
        any.no_siren = any.no_siren || wish.quiet.no_siren;
    }
    return any;
}

Progress progress_of(const AssignmentSeen& assignment) {
    if (assignment.end) return *assignment.end;
    if (assignment.held_at) return Progress::waiting;
    if (assignment.arrived_at) return Progress::on_scene;
    if (assignment.en_route_at) return Progress::en_route;
    return assignment.acknowledged_at ? Progress::acknowledged : Progress::assigned;
}

Status status_of(const State& state) {
    if (state.stage == Stage::closed) return Status::closed;
    if (state.stage == Stage::cancelled) return Status::cancelled;
    if (state.stage == Stage::merged) return Status::merged;
    Status furthest = Status::waiting;
    bool somebody_came = false;
    for (const AssignmentSeen& seen : state.assignments) {
        if (seen.episode != state.episode) continue;
        somebody_came = somebody_came || seen.end == Progress::cleared;
        switch (progress_of(seen)) {
            case Progress::on_scene:
                furthest = std::max(furthest, Status::on_scene);
                break;
            case Progress::en_route:
                furthest = std::max(furthest, Status::en_route);
                break;
            case Progress::assigned:
            case Progress::acknowledged:
                furthest = std::max(furthest, Status::assigned);
                break;
            case Progress::waiting:
            case Progress::cleared:
            case Progress::released:
            case Progress::preempted:
                break;
        }
    }
    return furthest == Status::waiting && somebody_came ? Status::cleared : furthest;
}

}  // namespace anlan::incident
