#include "sim/checks/incident_checker.hpp"

#include "domain/call/call.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

using incident::Incident;

const Incident::State* incident_of(const Chronicle& chronicle, const std::string& stream) {
    const FoldedStream* found = chronicle.find(stream);
    if (found == nullptr || found->module->name != "incident") return nullptr;
    return &state_as<Incident>(found->state);
}

}  // namespace

void IncidentChecker::forget() {
    standing_.clear();
    changed_.clear();
    duress_.clear();
    figures_ = {};
}

void IncidentChecker::recorded(const Step& step) {
    if (step.module.name == "call") call_recorded(step);
    if (step.module.name == "incident") incident_recorded(step);
}

void IncidentChecker::call_recorded(const Step& step) {
    const std::string& stream = step.envelope.stream;
    if (step.as<call::CallReceived>() != nullptr) ++figures_.calls;
    if (const auto* decided = step.as<call::OutcomeDecided>()) {
        findings_.checked("call.one_outcome");
        const auto& outcome = decided->outcome;
        ++figures_.outcomes[boost::describe::enum_to_string(outcome.kind, "?")];
        const auto [found, fresh] =
            standing_.try_emplace(stream, outcome.incident_id ? outcome.incident_id->value() : std::string{});
        if (!fresh) findings_.add("call.one_outcome", "a second outcome while one stands", stream);
        if (outcome.incident_id) changed_[outcome.incident_id->value()].insert(stream);
    }
    if (const auto* undone = step.as<call::OutcomeUndone>()) {
        ++figures_.undone;
        if (standing_.erase(stream) == 0)
            findings_.add("call.one_outcome", "an outcome is undone that does not stand", stream);
        if (undone->outcome.incident_id) changed_[undone->outcome.incident_id->value()].insert(stream);
    }
}

void IncidentChecker::incident_recorded(const Step& step) {
    if (const auto* opened = step.as<incident::IncidentOpened>()) {
        ++figures_.incidents;
        findings_.checked("incident.comes_from_its_call");
        if (opened->call_id) {
            const auto call = standing_.find(opened->call_id->value());
            if (call == standing_.end() || call->second != step.envelope.stream)
                findings_.add("incident.comes_from_its_call", opened->call_id->value() + " did not open it",
                              step.envelope.stream);
            changed_[step.envelope.stream].insert(opened->call_id->value());
        }
        check_duress(step, *opened);
    }
    if (const auto* noted = step.as<incident::DuressNoted>())
        if (state_as<Incident>(step.before).stage == incident::Stage::none)
            duress_.emplace(step.envelope.stream, noted->call_id.value());
    if (const auto* closed = step.as<incident::IncidentClosed>()) check_closed(step, *closed);
    if (step.as<incident::IncidentReopened>() != nullptr) check_reopened(step);
    check_stamps(step);
}

// By what the calls say of themselves.
void IncidentChecker::check_duress(const Step& step, const incident::IncidentOpened& event) {
    for (const auto& seen : state_as<Incident>(step.before).calls) {
        const FoldedStream* call = chronicle_.find(seen.call_id.value());
        if (call == nullptr || !duress_.contains({step.envelope.stream, seen.call_id.value()})) continue;
        findings_.checked("incident.opens_as_urgent_as_duress");
        const auto& duress = state_as<call::Call>(call->state).duress;
        if (duress && event.priority > *duress)
            findings_.add("incident.opens_as_urgent_as_duress",
                          seen.call_id.value() + " had joined under duress, and it opens less urgent",
                          step.envelope.stream);
    }
}

void IncidentChecker::check_closed(const Step& step, const incident::IncidentClosed& event) {
    ++figures_.closed;
    findings_.checked("incident.disposed_before_closed");
    if (event.disposition.empty())
        findings_.add("incident.disposed_before_closed", "closed without saying how", step.envelope.stream);
    findings_.checked("incident.closed_without_units");
    if (!event.override_reason && incident::has_live_assignment(state_as<Incident>(step.before)))
        findings_.add("incident.closed_without_units", "closed while units are on it, and nobody said why",
                      step.envelope.stream);
}

void IncidentChecker::check_reopened(const Step& step) {
    ++figures_.reopened;
    const auto& before = state_as<Incident>(step.before);
    const auto& after = state_as<Incident>(step.after);
    findings_.checked("incident.old_clocks_visible");
    bool kept = after.earlier.size() == before.earlier.size() + 1 && after.episode == before.episode + 1;
    kept = kept && std::equal(before.earlier.begin(), before.earlier.end(), after.earlier.begin());
    kept = kept && after.earlier.back().phases == before.phases &&
           after.earlier.back().disposition == before.disposition;
    if (!kept)
        findings_.add("incident.old_clocks_visible", "reopening changed what had been", step.envelope.stream);
}

void IncidentChecker::check_stamps(const Step& step) {
    const auto& phases = state_as<Incident>(step.after).phases;
    findings_.checked("incident.stamps_in_order");
    const auto ordered = [](const std::optional<Instant>& a, const std::optional<Instant>& b) {
        return !a || !b || *a <= *b;
    };
    if (!ordered(phases.opened_at, phases.closed_at) || !ordered(phases.dispatched_at, phases.arrived_at) ||
        !ordered(phases.received_at, phases.opened_at))
        findings_.add("incident.stamps_in_order", "a later step stands before an earlier one",
                      step.envelope.stream);
}

void IncidentChecker::inspect(SimulatedNode& node) {
    // While the log cannot be written, consequences wait, and one stream may be ahead of another.
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    compare_streams();
}

void IncidentChecker::compare_streams() {
    check_callers();
    check_units();
    check_undecided();
}

// Every call that was ever said to belong to an incident touched since: it is in its list, or it is not.
void IncidentChecker::check_callers() {
    for (const auto& [stream, callers] : changed_) {
        const auto* state = incident_of(chronicle_, stream);
        for (const auto& call : callers) {
            findings_.checked("incident.holds_its_callers");
            const auto found = standing_.find(call);
            const bool belongs = found != standing_.end() && found->second == stream;
            const auto listed =
                state == nullptr
                    ? 0
                    : std::count_if(state->calls.begin(), state->calls.end(),
                                    [&](const auto& seen) { return seen.call_id.value() == call; });
            if (listed != (belongs ? 1 : 0))
                findings_.add("incident.holds_its_callers",
                              call + (belongs ? " belongs to it" : " does not belong to it") +
                                  " and is listed " + std::to_string(listed) + " times",
                              stream);
        }
    }
    changed_.clear();
}

void IncidentChecker::check_units() {
    std::map<std::string, std::set<std::string>> sent;  // incident -> assignments
    for (const auto& [unit, known] : units_.units())
        for (const auto& one : known.sent) sent[one.incident_id].insert(one.assignment_id);
    for (const auto& [stream, folded] : chronicle_.streams()) {
        if (folded.module->name != "incident") continue;
        findings_.checked("incident.knows_its_units");
        std::set<std::string> live;
        for (const auto& seen : state_as<Incident>(folded.state).assignments)
            if (incident::is_live(seen)) live.insert(seen.assignment_id);
        const auto found = sent.find(stream);
        if (live != (found == sent.end() ? std::set<std::string>{} : found->second))
            findings_.add("incident.knows_its_units",
                          "it lists " + std::to_string(live.size()) + " units, " +
                              std::to_string(found == sent.end() ? 0 : found->second.size()) + " are on it",
                          stream);
    }
}

void IncidentChecker::check_undecided() {
    for (const auto& [stream, folded] : chronicle_.streams()) {
        if (folded.module->name != "call") continue;
        check_joined(stream, folded);
        const auto& state = state_as<call::Call>(folded.state);
        if (state.stage != call::Stage::waiting && state.stage != call::Stage::in_progress) continue;
        findings_.checked("call.ends_in_outcome");
        const bool owes = std::any_of(folded.owed().begin(), folded.owed().end(), [](const auto& owed) {
            return owed.kind == "answer" || owed.kind == "claim" || owed.kind == "outcome";
        });
        if (!owes && state.missed.empty())
            findings_.add("call.ends_in_outcome", "it has no outcome, and nobody owes one", stream);
    }
}

// The call has its outcome, and nobody would ever look at it again.
void IncidentChecker::check_joined(const std::string& stream, const FoldedStream& folded) {
    const auto& state = state_as<call::Call>(folded.state);
    if (!state.outcome || state.outcome->kind != call::OutcomeKind::joined) return;
    findings_.checked("call.joined_is_looked_after");
    const auto* incident = incident_of(chronicle_, state.outcome->incident_id->value());
    const bool there = incident != nullptr && incident->stage != incident::Stage::none;
    const bool owed = kernel::find(folded.owed(), "confirm_join") != nullptr;
    if (there == owed)
        findings_.add("call.joined_is_looked_after",
                      there ? "what it joined is there, and it still owes that"
                            : "it joined what is not there, and nobody looks for it",
                      stream);
}

}  // namespace anlan::sim
