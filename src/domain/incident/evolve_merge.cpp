#include "domain/incident/evolve_merge.hpp"

#include <algorithm>
#include <iterator>

namespace anlan::incident {
namespace {

using State = Incident::State;

void take_earlier(std::optional<Instant>& stamp, const std::optional<Instant>& other) {
    if (other && (!stamp || *other < *stamp)) stamp = other;
}

void drop_call(State& state, const CallId& call_id) {
    std::erase_if(state.calls, [&](const CallSeen& call) { return call.call_id == call_id; });
}

// The stamps of its own units alone.
void forget_steps_of(State& state, const std::vector<AssignedUnit>& units) {
    Phases& phases = state.phases;
    for (auto stamp :
         {&Phases::dispatched_at, &Phases::acknowledged_at, &Phases::en_route_at, &Phases::arrived_at})
        (phases.*stamp).reset();
    for (const AssignmentSeen& seen : state.assignments) {
        const bool came = std::any_of(units.begin(), units.end(), [&](const AssignedUnit& unit) {
            return unit.assignment_id == seen.assignment_id;
        });
        if (came || seen.episode != state.episode || (!is_live(seen) && !seen.arrived_at)) continue;
        take_earlier(phases.dispatched_at, seen.assigned_at);
        take_earlier(phases.acknowledged_at, seen.acknowledged_at);
        take_earlier(phases.en_route_at, seen.en_route_at);
        take_earlier(phases.arrived_at, seen.arrived_at);
    }
}

bool is_owed(const kernel::Obligation& obligation) { return obligation.kind != sharing_end; }

}  // namespace

// What was owed waits in `merged`, so that nothing of it counts here while it counts there.
void fold(State& state, const IncidentMerged& e) {
    state.stage = Stage::merged;
    state.phases.closed_at = e.merged_at;
    Merged merged{e.into, e.merged_at, {}};
    std::copy_if(state.open.begin(), state.open.end(), std::back_inserter(merged.kept), is_owed);
    std::erase_if(state.open, is_owed);
    state.merged = std::move(merged);
}

void fold(State& state, const IncidentAbsorbed& e) {
    state.absorbed.push_back(
        {e.from, e.absorbed_at, e.calls, e.units, e.phases, e.missed, state.phases, e.replaced});
    for (const CallSeen& call : e.calls) {
        drop_call(state, call.call_id);
        state.calls.push_back(call);
    }
    state.duress = state.duress || e.duress;
    take_earlier(state.phases.received_at, e.phases.received_at);
    take_earlier(state.phases.answered_at, e.phases.answered_at);
    take_earlier(state.phases.opened_at, e.phases.opened_at);
    for (const auto& owed : e.obligations) kernel::arise(state.open, owed);
}

void fold(State& state, const MergeUndone& e) {
    state.stage = Stage::open;
    state.phases.closed_at.reset();
    state.merged.reset();
    for (const auto& owed : e.obligations) kernel::arise(state.open, owed);
}

void fold(State& state, const AbsorptionUndone& e) {
    const auto found = std::find_if(state.absorbed.begin(), state.absorbed.end(),
                                    [&](const Absorbed& one) { return one.from == e.from; });
    if (found == state.absorbed.end()) return;
    for (const CallSeen& call : found->calls) drop_call(state, call.call_id);
    state.phases.received_at = found->own.received_at;
    state.phases.answered_at = found->own.answered_at;
    state.phases.opened_at = found->own.opened_at;
    forget_steps_of(state, found->units);
    kernel::meet(state.open, "call_back", e.from.value());
    for (const auto& owed : e.obligations) kernel::arise(state.open, owed);
    state.absorbed.erase(found);
}

void fold(State& state, const IncidentSplit& e) {
    ++state.splits;
    for (const CallSeen& call : e.calls) drop_call(state, call.call_id);
    state.links.push_back({e.into, Relation::related});
}

}  // namespace anlan::incident
