// What the units' streams reported. It has happened: nothing of it is refused because of the incident's own
// stage, only what names an assignment that is not there. A unit may even be sent before the incident is
// opened, when the call-taker's message is late; then the incident begins with its units.
#include "domain/incident/decide.hpp"

namespace anlan::incident {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

namespace {

struct Known {
    std::optional<Refusal> wrong;
    const AssignmentSeen* seen = nullptr;
};

Known known(const Decide& decide, const std::string& assignment_id) {
    const AssignmentSeen* seen = find_assignment(decide.state, assignment_id);
    if (seen == nullptr)
        if (auto wrong = decide.not_there()) return {std::move(wrong), nullptr};
    if (seen == nullptr)
        return {refusal("incident.assignment_unknown", "No assignment of this id was noted here.",
                        Because::unknown, Remedy::none, ".assignment_id"),
                nullptr};
    return {std::nullopt, seen};
}

// A stamp that is corrected is noted again; the same stamp twice is not.
template <class Fact>
Incident::Decision note_stamp(const Decide& decide, const std::string& assignment_id,
                              std::optional<Instant> AssignmentSeen::* stamp, Instant at, Fact fact) {
    const Known assignment = known(decide, assignment_id);
    if (assignment.wrong) return Unexpected{*assignment.wrong};
    if (assignment.seen->*stamp == at) return Incident::Events{};
    return Incident::Events{std::move(fact)};
}

// Whether this assignment's end leaves the incident without anybody, before anybody had come.
bool leaves_nobody(const Incident::State& state, const AssignmentSeen& ending) {
    if (state.stage != Stage::open || state.phases.arrived_at) return false;
    for (const AssignmentSeen& other : state.assignments)
        if (&other != &ending && is_live(other)) return false;
    return true;
}

}  // namespace

Incident::Decision Decide::operator()(const NoteAssignment& c) const {
    if (find_assignment(state, c.assignment_id) != nullptr) return Events{};
    if (state.assignments.size() >= assignments_max)
        return Unexpected{refusal("incident.too_many_assignments",
                                  "This incident holds as many units as it can.", Because::conflict,
                                  Remedy::ask_superior)};
    AssignmentNoted event{c.assignment_id,   c.unit_id,     c.kind, c.call_sign,
                          c.self_dispatched, c.assigned_at, {}};
    // It was sent on what was known a moment ago; what has changed meanwhile reaches it like any later
    // change.
    if (state.stage == Stage::open && c.priority && *c.priority != state.priority)
        event.priority = state.priority;
    if (state.stage == Stage::open && c.incident_class && *c.incident_class != state.class_code)
        event.class_code = state.class_code;
    const bool first = state.stage == Stage::open && !state.phases.dispatched_at && !state.phases.arrived_at;
    if (first) event.obligations = owed_when_sent(basis_of(state), c.assigned_at, now.rules);
    return Events{std::move(event)};
}

Incident::Decision Decide::operator()(const NoteAcknowledgement& c) const {
    return note_stamp(*this, c.assignment_id, &AssignmentSeen::acknowledged_at, c.acknowledged_at,
                      AcknowledgementNoted{c.assignment_id, c.acknowledged_at});
}

Incident::Decision Decide::operator()(const NoteDeparture& c) const {
    return note_stamp(*this, c.assignment_id, &AssignmentSeen::en_route_at, c.en_route_at,
                      DepartureNoted{c.assignment_id, c.en_route_at});
}

Incident::Decision Decide::operator()(const NoteArrival& c) const {
    return note_stamp(*this, c.assignment_id, &AssignmentSeen::arrived_at, c.arrived_at,
                      ArrivalNoted{c.assignment_id, c.arrived_at});
}

Incident::Decision Decide::operator()(const NoteClearance& c) const {
    ANLAN_TRY(Events events, note_stamp(*this, c.assignment_id, &AssignmentSeen::ended_at, c.cleared_at,
                                        ClearanceNoted{c.assignment_id, c.cleared_at, c.outcome}));
    if (!events.empty()) limit_shares(events, SharingLimit::assignment_ended, c.cleared_at, &c.assignment_id);
    return events;
}

Incident::Decision Decide::operator()(const NoteRelease& c) const {
    const Known assignment = known(*this, c.assignment_id);
    if (assignment.wrong) return Unexpected{*assignment.wrong};
    if (assignment.seen->end) return Events{};
    ReleaseNoted event{c.assignment_id, c.released_at, c.reason, c.preempted_for, {}};
    if (leaves_nobody(state, *assignment.seen) && kernel::find(state.open, "dispatch") == nullptr)
        event.obligations = owed_dispatch(basis_of(state), c.released_at, now.rules);
    Events events{std::move(event)};
    limit_shares(events, SharingLimit::assignment_ended, c.released_at, &c.assignment_id);
    return events;
}

Incident::Decision Decide::operator()(const NoteHold& c) const {
    return note_stamp(*this, c.assignment_id, &AssignmentSeen::held_at, c.held_at,
                      HoldNoted{c.assignment_id, c.held_at, c.for_incident_id});
}

Incident::Decision Decide::operator()(const NoteResumption& c) const {
    const Known assignment = known(*this, c.assignment_id);
    if (assignment.wrong) return Unexpected{*assignment.wrong};
    if (!assignment.seen->held_at) return Events{};
    return Events{ResumptionNoted{c.assignment_id, c.resumed_at}};
}

}  // namespace anlan::incident
