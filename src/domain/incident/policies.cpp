#include "domain/incident/policies.hpp"

#include "domain/call/events.hpp"
#include "domain/incident/rules.hpp"
#include "domain/unit/events.hpp"

namespace anlan::incident {
namespace {

using Recorded = kernel::Recorded;

bool is_there(const kernel::PolicyInput& input, const IncidentId& incident_id) {
    const kernel::StatePtr state = input.own_state(incident_id.value());
    return state != nullptr && static_cast<const Incident::State*>(state.get())->stage != Stage::none;
}

// A crew came upon something that nobody had reported: the incident begins with its unit.
OpenIncident opened_on_view(const unit::UnitAssigned& e, const kernel::PolicyInput& input) {
    OpenIncident command;
    command.class_code = e.incident_class.value_or(input.rules.section<Rules>().on_view_class);
    command.priority = e.priority;
    command.channel = Channel::officer;
    command.opened_at = e.assigned_at;
    return command;
}

Sends note_assigned(const unit::UnitAssigned& e, const kernel::PolicyInput& input) {
    Sends sends;
    const std::string& stream = e.incident_id.value();
    if (e.self_dispatched && !is_there(input, e.incident_id))
        sends.push_back({stream, opened_on_view(e, input)});
    sends.push_back(
        {stream, NoteAssignment{e.assignment_id, UnitId{input.recorded.envelope.stream}, e.kind, e.call_sign,
                                e.self_dispatched, e.assigned_at, e.priority, e.incident_class}});
    return sends;
}

template <class E>
Sends one(const E& event, Command command) {
    return {{event.incident_id.value(), std::move(command)}};
}

}  // namespace

Sends open_incident_when_call_is_opened(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<call::OutcomeDecided>();
    if (e == nullptr || e->outcome.kind != call::OutcomeKind::opened || !e->report) return {};
    const call::Report& report = *e->report;
    OpenIncident command;
    command.class_code = report.class_code.value_or("");
    command.urgency = report.urgency;
    command.priority = e->priority;
    command.location = report.location;
    command.summary = report.narrative;
    command.answers = report.answers;
    command.injured = report.injured;
    command.weapon = report.weapon;
    command.duress = e->duress;
    command.channel = e->channel;
    command.call_id = CallId{input.recorded.envelope.stream};
    command.external_reference = e->external_reference;
    command.received_at = e->received_at;
    command.answered_at = e->answered_at;
    command.opened_at = e->decided_at;
    const std::string& stream = e->outcome.incident_id->value();
    const CallId call_id = *command.call_id;
    Sends sends{{stream, std::move(command)}};
    if (e->quiet) sends.push_back({stream, NoteQuiet{call_id, *e->quiet}});
    return sends;
}

Sends add_call_when_it_joins(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<call::OutcomeDecided>();
    if (e == nullptr || e->outcome.kind != call::OutcomeKind::joined) return {};
    const std::string& stream = e->outcome.incident_id->value();
    const CallId call_id{input.recorded.envelope.stream};
    Sends sends{{stream, AddCall{call_id, e->channel, e->received_at}}};
    if (e->duress && e->priority) sends.push_back({stream, NoteDuress{call_id, *e->priority}});
    if (e->quiet) sends.push_back({stream, NoteQuiet{call_id, *e->quiet}});
    return sends;
}

Sends remove_call_when_its_join_is_undone(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<call::OutcomeUndone>();
    if (e == nullptr || e->outcome.kind != call::OutcomeKind::joined) return {};
    return {{e->outcome.incident_id->value(), RemoveCall{CallId{input.recorded.envelope.stream}, e->reason}}};
}

Sends note_duress_when_it_is_flagged(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<call::DuressFlagged>();
    if (e == nullptr || !e->incident_id) return {};
    return {{e->incident_id->value(), NoteDuress{CallId{input.recorded.envelope.stream}, e->priority}}};
}

Sends note_what_callers_send(const kernel::PolicyInput& input) {
    const Recorded& recorded = input.recorded;
    const CallId call_id{recorded.envelope.stream};
    if (const auto* e = recorded.as<call::InformationAdded>(); e != nullptr && e->incident_id)
        return {{e->incident_id->value(), NoteInformation{call_id, e->text}}};
    if (const auto* e = recorded.as<call::ResultContested>(); e != nullptr && e->reopens)
        return one(*e, NoteContest{call_id, e->episode});
    if (const auto* e = recorded.as<call::ResultRated>())
        return one(*e, NoteRating{call_id, e->episode, e->rating});
    if (const auto* e = recorded.as<call::QuietAsked>(); e != nullptr && e->incident_id)
        return {{e->incident_id->value(), NoteQuiet{call_id, e->quiet}}};
    return {};
}

Sends share_with_a_partner_when_its_unit_is_sent(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<unit::UnitAssigned>();
    if (e == nullptr || !e->partner_post) return {};
    return one(*e, ShareForAssignment{e->assignment_id, *e->partner_post});
}

Sends note_what_units_do(const kernel::PolicyInput& input) {
    const Recorded& recorded = input.recorded;
    if (const auto* e = recorded.as<unit::UnitAssigned>()) return note_assigned(*e, input);
    if (const auto* e = recorded.as<unit::AssignmentAcknowledged>())
        return one(*e, NoteAcknowledgement{e->assignment_id, e->acknowledged_at});
    if (const auto* e = recorded.as<unit::UnitEnRoute>())
        return one(*e, NoteDeparture{e->assignment_id, e->en_route_at});
    if (const auto* e = recorded.as<unit::UnitArrived>())
        return one(*e, NoteArrival{e->assignment_id, e->arrived_at});
    if (const auto* e = recorded.as<unit::UnitCleared>())
        return one(*e, NoteClearance{e->assignment_id, e->cleared_at, e->outcome});
    if (const auto* e = recorded.as<unit::UnitReleased>())
        return one(*e, NoteRelease{e->assignment_id, e->released_at, e->reason, std::nullopt});
    if (const auto* e = recorded.as<unit::UnitPreempted>())
        return one(*e, NoteRelease{e->assignment_id, e->preempted_at, e->reason, e->for_incident_id});
    if (const auto* e = recorded.as<unit::AssignmentHeld>())
        return one(*e, NoteHold{e->assignment_id, e->held_at, e->for_incident_id});
    if (const auto* e = recorded.as<unit::AssignmentResumed>())
        return one(*e, NoteResumption{e->assignment_id, e->resumed_at});
    return {};
}

}  // namespace anlan::incident
