#include "domain/call/policies.hpp"

#include "domain/incident/events.hpp"

namespace anlan::call {
namespace {

Sends show(const std::optional<incident::CallersShown>& callers, const IncidentId& incident_id) {
    Sends sends;
    if (!callers) return sends;
    for (const CallId& call : callers->calls)
        sends.push_back({call.value(), NoteSharing{incident_id, callers->posts}});
    return sends;
}

bool waits_for(const kernel::PolicyInput& input, const CallId& call_id) {
    const kernel::StatePtr state = input.own_state(call_id.value());
    if (state == nullptr) return false;
    return kernel::find(static_cast<const Call::State*>(state.get())->open, "confirm_join") != nullptr;
}

}  // namespace

Sends note_sharing_of_the_incident(const kernel::PolicyInput& input) {
    const IncidentId incident_id{input.recorded.envelope.stream};
    if (const auto* e = input.recorded.as<incident::IncidentShared>()) return show(e->callers, incident_id);
    if (const auto* e = input.recorded.as<incident::SharingEnded>()) return show(e->callers, incident_id);
    if (const auto* e = input.recorded.as<incident::CallAdded>(); e != nullptr && e->shown_to)
        return {{e->call_id.value(), NoteSharing{incident_id, *e->shown_to}}};
    if (const auto* e = input.recorded.as<incident::IncidentAbsorbed>(); e != nullptr && e->shown_to) {
        Sends sends;
        for (const auto& call : e->calls)
            sends.push_back({call.call_id.value(), NoteSharing{incident_id, *e->shown_to}});
        return sends;
    }
    return {};
}

Sends move_calls_with_their_incident(const kernel::PolicyInput& input) {
    const IncidentId here{input.recorded.envelope.stream};
    const auto move = [](const std::vector<incident::CallSeen>& calls, const IncidentId& from,
                         const IncidentId& to, const std::string& reason) {
        Sends sends;
        for (const auto& call : calls)
            sends.push_back({call.call_id.value(), MoveToIncident{from, to, reason}});
        return sends;
    };
    if (const auto* e = input.recorded.as<incident::IncidentMerged>())
        return move(e->calls, here, e->into, e->reason);
    if (const auto* e = input.recorded.as<incident::MergeUndone>())
        return move(e->calls, e->into, here, e->reason);
    if (const auto* e = input.recorded.as<incident::IncidentSplit>())
        return move(e->calls, here, e->into, e->reason);
    if (const auto* e = input.recorded.as<incident::CallAdded>(); e != nullptr && e->merged_into)
        return {{e->call_id.value(), MoveToIncident{here, *e->merged_into, ""}}};
    return {};
}

Sends confirm_the_joins_of_the_incident(const kernel::PolicyInput& input) {
    std::vector<CallId> calls;
    if (const auto* opened = input.recorded.as<incident::IncidentOpened>(); opened && opened->joined_before)
        calls = *opened->joined_before;
    if (const auto* added = input.recorded.as<incident::CallAdded>(); added && !added->not_opened_yet)
        calls.push_back(added->call_id);
    Sends sends;
    for (const CallId& call_id : calls)
        if (waits_for(input, call_id))
            sends.push_back({call_id.value(), NoteJoinConfirmed{IncidentId{input.recorded.envelope.stream}}});
    return sends;
}

}  // namespace anlan::call
