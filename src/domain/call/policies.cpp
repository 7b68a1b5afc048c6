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

}  // namespace

Sends note_sharing_of_the_incident(const kernel::PolicyInput& input) {
    const IncidentId incident_id{input.recorded.envelope.stream};
    if (const auto* e = input.recorded.as<incident::IncidentShared>()) return show(e->callers, incident_id);
    if (const auto* e = input.recorded.as<incident::SharingEnded>()) return show(e->callers, incident_id);
    if (const auto* e = input.recorded.as<incident::CallAdded>(); e != nullptr && e->shown_to)
        return {{e->call_id.value(), NoteSharing{incident_id, *e->shown_to}}};
    return {};
}

}  // namespace anlan::call
