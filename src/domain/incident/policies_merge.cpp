// What a merge, a split and their undoing make necessary in the other incident's stream.
#include "domain/incident/policies.hpp"
#include "domain/unit/events.hpp"

#include <algorithm>

namespace anlan::incident {
namespace {

const Incident::State* own(const kernel::PolicyInput& input, const std::string& stream) {
    return static_cast<const Incident::State*>(input.own_state(stream).get());
}

Absorb absorb(const IncidentId& from, const IncidentMerged& e) {
    return {from, e.reason, e.priority, e.duress, e.calls, e.units, e.phases, e.obligations, e.missed};
}

// The other incident begins as any does, with the clock of this one; its callers follow.
Sends begin(const IncidentId& from, const IncidentSplit& e) {
    OpenIncident command;
    command.class_code = e.class_code;
    command.priority = e.priority;
    command.location = e.location;
    command.summary = e.summary;
    command.duress = e.duress;
    command.channel = e.channel;
    command.opened_at = e.opened_at;
    for (const CallSeen& call : e.calls)
        if (call.received_at && e.opened_at && *call.received_at <= *e.opened_at)
            command.received_at =
                std::min(command.received_at.value_or(*call.received_at), *call.received_at);
    const std::string& stream = e.into.value();
    Sends sends{{stream, std::move(command)}};
    for (const CallSeen& call : e.calls)
        sends.push_back({stream, AddCall{call.call_id, call.channel, call.received_at.value_or(e.split_at)}});
    sends.push_back({stream, LinkIncident{from, Relation::related, e.reason}});
    return sends;
}

// The call has left the incident it had come to by a merge: it would not go back with the others.
Sends forget_call(const Incident::State& state, const CallRemoved& e) {
    Sends sends;
    for (const Absorbed& absorbed : state.absorbed)
        if (std::any_of(absorbed.calls.begin(), absorbed.calls.end(),
                        [&](const CallSeen& call) { return call.call_id == e.call_id; }))
            sends.push_back({absorbed.from.value(), RemoveCall{e.call_id, e.reason}});
    return sends;
}

}  // namespace

Sends follow_what_is_merged_or_split(const kernel::PolicyInput& input) {
    const kernel::Recorded& recorded = input.recorded;
    const IncidentId here{recorded.envelope.stream};
    if (const auto* e = recorded.as<IncidentMerged>()) return {{e->into.value(), absorb(here, *e)}};
    if (const auto* e = recorded.as<MergeUndone>()) return {{e->into.value(), UndoAbsorb{here, e->reason}}};
    if (const auto* e = recorded.as<IncidentSplit>()) return begin(here, *e);
    if (const auto* e = recorded.as<CallAdded>(); e != nullptr && e->merged_into)
        return {{e->merged_into->value(), AddCall{e->call_id, e->channel, e->received_at}}};
    if (const auto* e = recorded.as<CallRemoved>())
        if (const auto* state = own(input, here.value())) return forget_call(*state, *e);
    // It was merged itself in the same instant: what came goes on with it.
    if (const auto* e = recorded.as<IncidentAbsorbed>())
        if (const auto* state = own(input, here.value()); state != nullptr && state->merged)
            return {
                {state->merged->into.value(), Absorb{e->from, e->reason, state->priority, e->duress, e->calls,
                                                     e->units, e->phases, e->obligations, e->missed}}};
    return {};
}

Sends note_units_that_move(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<unit::AssignmentMoved>();
    if (e == nullptr) return {};
    Sends sends{{e->from.value(), NoteRelease{e->assignment_id, e->moved_at, e->reason, std::nullopt}},
                {e->incident_id.value(),
                 TakeOverAssignment{e->assignment_id, UnitId{input.recorded.envelope.stream}, e->kind,
                                    e->call_sign, e->from, e->priority, e->incident_class, e->assigned_at,
                                    e->acknowledged_at, e->en_route_at, e->arrived_at, e->held_at}}};
    if (e->partner_post)
        sends.push_back({e->incident_id.value(), ShareForAssignment{e->assignment_id, *e->partner_post}});
    return sends;
}

}  // namespace anlan::incident
