// How a call ends: exactly one outcome stands, and one that was wrong is undone without losing the caller.
#include "domain/call/decide.hpp"
#include "domain/incident/events.hpp"

#include <utility>

namespace anlan::call {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;
using MaybeRefusal = std::optional<Refusal>;
using Obligations = std::vector<kernel::Obligation>;

namespace {

MaybeRefusal check_incident_id(const IncidentId& incident_id) {
    if (incident_id.value().starts_with("inc_") && incident_id.value().size() > 4) return std::nullopt;
    return refusal("call.incident_id_invalid", "An incident's id begins with inc_.", Because::invalid,
                   Remedy::fix_input, ".incident_id");
}

// The incident that a call opens carries the call's own number; after an undone join, the next one.
IncidentId own_incident_id(const kernel::Now& now, const Call::State& state) {
    std::string id = "inc_" + std::string{now.stream.substr(std::min<std::size_t>(4, now.stream.size()))};
    if (!state.undone.empty()) id += "." + std::to_string(state.undone.size());
    return IncidentId{std::move(id)};
}

OutcomeDecided decided(const Call::State& state, Outcome outcome, Instant at) {
    return {.outcome = std::move(outcome),
            .report = std::nullopt,
            .priority = priority_of(state),
            .channel = state.channel,
            .duress = state.duress.has_value(),
            .external_reference = state.external_reference,
            .received_at = state.received_at,
            .answered_at = state.answered_at,
            .decided_at = at,
            .obligations = {},
            .quiet = state.receipt && !(state.receipt->quiet == Quiet{}) ? std::optional{state.receipt->quiet}
                                                                         : std::nullopt};
}

Obligations owed_call_back(const Call::State& state, const CallBackRule& rule, const kernel::Now& now) {
    return {kernel::owe(rule.deadline, now.rules.section<kernel::RoleLevels>(), "call_back", "", now.at,
                        jurisdiction_of(state))};
}

// The message that opens the incident may be on its way, or lost for good, or its number mistyped: until it
// is there, somebody looks after the caller.
Obligations owed_confirmation(const Call::State& state, const IncidentId& incident_id,
                              const kernel::Now& now) {
    const bool there = now.briefs == nullptr || now.brief<incident::Brief>(incident_id.value()).has_value();
    if (there) return {};
    return {kernel::owe(now.rules.section<Rules>().join_confirm, now.rules.section<kernel::RoleLevels>(),
                        "confirm_join", "", now.at, jurisdiction_of(state))};
}

Refusal undone_too_often() {
    return refusal("call.undone_too_often", "This call's outcome was undone as often as it can be.",
                   Because::conflict, Remedy::ask_superior);
}

}  // namespace

Call::Decision Decide::open_incident(Events events, const std::optional<IncidentId>& incident_id,
                                     Instant at) const {
    const Call::State next = after(events);
    if (!next.report || !next.report->class_code)
        return Unexpected{refusal("call.class_required", "An incident has a class; choose one first.",
                                  Because::invalid, Remedy::fix_input, ".report.class_code")};
    Outcome outcome;
    outcome.kind = OutcomeKind::opened;
    outcome.incident_id = incident_id ? *incident_id : own_incident_id(now, next);
    if (auto wrong = check_incident_id(*outcome.incident_id)) return Unexpected{*wrong};
    OutcomeDecided event = decided(next, std::move(outcome), at);
    event.report = next.report;
    events.emplace_back(std::move(event));
    return events;
}

Call::Decision Decide::operator()(const OpenIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.outcome && state.outcome->kind == OutcomeKind::opened &&
        (!c.incident_id || c.incident_id == state.outcome->incident_id))
        return Events{};
    if (auto wrong = decided_already()) return Unexpected{*wrong};
    if (auto wrong = check_instant(c.decided_at, state.answered_at ? state.answered_at : state.received_at,
                                   now.at, ".decided_at"))
        return Unexpected{*wrong};
    const Instant at = c.decided_at.value_or(now.at);
    Events events;
    claim(events, at);
    if (c.report) {
        ANLAN_TRY(Report report, report_of(*c.report, now.rules));
        if (state.report != report) events.emplace_back(ReportWritten{std::move(report), at, {}});
    }
    return open_incident(std::move(events), c.incident_id, at);
}

Call::Decision Decide::operator()(const JoinIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.outcome && state.outcome->kind == OutcomeKind::joined &&
        state.outcome->incident_id == c.incident_id)
        return Events{};
    if (auto wrong = decided_already()) return Unexpected{*wrong};
    if (auto wrong = check_incident_id(c.incident_id)) return Unexpected{*wrong};
    if (c.matched_words.size() > matched_words_max)
        return Unexpected{refusal("call.too_many_words", "At most 20 words are kept.", Because::invalid,
                                  Remedy::fix_input, ".matched_words")};
    for (const PersonalText& word : c.matched_words)
        if (auto wrong = check_short(word.reveal().size(), ".matched_words")) return Unexpected{*wrong};
    Events events;
    claim(events, now.at);
    Outcome outcome;
    outcome.kind = OutcomeKind::joined;
    outcome.incident_id = c.incident_id;
    outcome.matched_words = c.matched_words;
    outcome.distance_metres = c.distance_metres;
    OutcomeDecided event = decided(after(events), std::move(outcome), now.at);
    event.obligations = owed_confirmation(state, c.incident_id, now);
    events.emplace_back(std::move(event));
    return events;
}

Call::Decision Decide::operator()(const NoteJoinConfirmed& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const bool belongs = state.outcome && state.outcome->incident_id == c.incident_id;
    if (!belongs || kernel::find(state.open, "confirm_join") == nullptr) return Events{};
    return Events{JoinConfirmed{c.incident_id, now.at}};
}

Call::Decision Decide::operator()(const UndoJoin& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (!state.outcome || state.outcome->kind != OutcomeKind::joined)
        return Unexpected{refusal("call.not_joined", "This call does not stand as joined to an incident.",
                                  Because::conflict, Remedy::reload)};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (state.undone.size() >= undone_max) return Unexpected{undone_too_often()};
    OutcomeUndone undone{*state.outcome, c.reason, now.at, {}};
    if (c.then == AfterUndo::open_own) return open_incident(Events{std::move(undone)}, c.incident_id, now.at);
    undone.obligations.push_back(owed_outcome(state, now.at, now.rules));
    return Events{std::move(undone)};
}

// A word of an incident that the call has left meanwhile gives nobody anything.
Call::Decision Decide::operator()(const NoteSharing& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const bool belongs = state.outcome && state.outcome->incident_id == c.incident_id;
    if (!belongs || state.shown_to == c.shown_to) return Events{};
    return Events{SharingNoted{c.incident_id, c.shown_to, now.at}};
}

Call::Decision Decide::operator()(const MoveToIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (!state.outcome || state.outcome->incident_id != c.from) return Events{};
    return Events{CallMoved{c.from, c.incident_id, c.reason, now.at}};
}

Call::Decision Decide::operator()(const VoidCall& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.outcome && state.outcome->kind == OutcomeKind::voided &&
        state.outcome->reason_code == c.reason_code)
        return Events{};
    if (auto wrong = decided_already()) return Unexpected{*wrong};
    const auto& rules = now.rules.section<Rules>();
    const VoidReason* reason = find_void_reason(rules, c.reason_code);
    if (reason == nullptr)
        return Unexpected{refusal("call.void_reason_unknown",
                                  "The rulebook has no such reason for a void call.", Because::invalid,
                                  Remedy::fix_input, ".reason_code")};
    if (auto wrong = check_long(c.note, ".note")) return Unexpected{*wrong};
    Outcome outcome;
    outcome.kind = OutcomeKind::voided;
    outcome.reason_code = c.reason_code;
    outcome.note = c.note;
    OutcomeDecided event = decided(state, std::move(outcome), now.at);
    // Whoever hung up may not be able to speak; without a number there is nobody to call.
    const bool called_back = reason->call_back && !state.callback.empty();
    if (called_back)
        event.obligations = owed_call_back(state, *find_call_back(rules, *reason->call_back), now);
    return Events{std::move(event)};
}

Call::Decision Decide::operator()(const TransferCall& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.outcome && state.outcome->kind == OutcomeKind::transferred && state.outcome->agency == c.agency)
        return Events{};
    if (auto wrong = decided_already()) return Unexpected{*wrong};
    if (find_agency(now.rules.section<IncidentCatalogue>(), c.agency) == nullptr)
        return Unexpected{refusal("call.agency_unknown", "The rulebook has no agency " + c.agency + ".",
                                  Because::invalid, Remedy::fix_input, ".agency")};
    if (auto wrong = check_long(c.note, ".note")) return Unexpected{*wrong};
    if (c.reference)
        if (auto wrong = check_short(c.reference->size(), ".reference")) return Unexpected{*wrong};
    Events events;
    claim(events, now.at);
    Outcome outcome;
    outcome.kind = OutcomeKind::transferred;
    outcome.agency = c.agency;
    outcome.reference = c.reference;
    outcome.warm = c.warm;
    outcome.note = c.note;
    OutcomeDecided event = decided(after(events), std::move(outcome), now.at);
    if (c.warm)
        event.obligations.push_back(kernel::owe(now.rules.section<Rules>().transfer_confirm,
                                                now.rules.section<kernel::RoleLevels>(), "confirm_transfer",
                                                "", now.at, jurisdiction_of(state)));
    events.emplace_back(std::move(event));
    return events;
}

Call::Decision Decide::operator()(const ConfirmTransfer& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (!state.outcome || state.outcome->kind != OutcomeKind::transferred)
        return Unexpected{refusal("call.not_transferred", "This call does not stand as transferred.",
                                  Because::conflict, Remedy::reload)};
    if (c.reference)
        if (auto wrong = check_short(c.reference->size(), ".reference")) return Unexpected{*wrong};
    const bool owed = kernel::find(state.open, "confirm_transfer") != nullptr;
    const bool tells = c.reference && c.reference != state.outcome->reference;
    if (!owed && !tells) return Events{};
    return Events{TransferConfirmed{*state.outcome->agency, c.reference, now.at}};
}

Call::Decision Decide::operator()(const CloseEnquiry& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.outcome && state.outcome->kind == OutcomeKind::answered) return Events{};
    if (auto wrong = decided_already()) return Unexpected{*wrong};
    if (auto wrong = check_long(c.note, ".note")) return Unexpected{*wrong};
    Events events;
    claim(events, now.at);
    Outcome outcome;
    outcome.kind = OutcomeKind::answered;
    outcome.note = c.note;
    events.emplace_back(decided(after(events), std::move(outcome), now.at));
    return events;
}

Call::Decision Decide::operator()(const ReopenCall& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (!state.outcome) return Events{};
    if (state.outcome->incident_id)
        return Unexpected{refusal("call.incident_has_it",
                                  "This call belongs to an incident: undo the join, or end the incident.",
                                  Because::conflict, Remedy::reload)};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (state.undone.size() >= undone_max) return Unexpected{undone_too_often()};
    OutcomeUndone undone{*state.outcome, c.reason, now.at, {}};
    Events events{std::move(undone)};
    claim(events, now.at);
    if (state.answered_at)
        std::get<OutcomeUndone>(events.front()).obligations.push_back(owed_outcome(state, now.at, now.rules));
    return events;
}

Call::Decision Decide::operator()(const RequestCallBack& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const CallBackRule* rule = find_call_back(now.rules.section<Rules>(), c.reason_code);
    if (rule == nullptr)
        return Unexpected{refusal("call.call_back_reason_unknown",
                                  "The rulebook has no such reason to call back.", Because::invalid,
                                  Remedy::fix_input, ".reason_code")};
    if (state.callback.empty())
        return Unexpected{refusal("call.no_callback", "Nobody knows how to reach this caller.",
                                  Because::conflict, Remedy::fix_input)};
    if (c.promised_by && *c.promised_by <= now.at)
        return Unexpected{refusal("call.promise_passed", "A promise lies ahead.", Because::invalid,
                                  Remedy::fix_input, ".promised_by")};
    if (auto wrong = check_long(c.note, ".note")) return Unexpected{*wrong};
    Obligations owed = owed_call_back(state, *rule, now);
    if (c.promised_by)
        owed = {kernel::owe_until(rule->deadline, now.rules.section<kernel::RoleLevels>(), "call_back", "",
                                  now.at, *c.promised_by, jurisdiction_of(state))};
    return Events{CallBackRequested{c.reason_code, c.note, now.at, std::move(owed)}};
}

Call::Decision Decide::operator()(const NoteCallBack& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (kernel::find(state.open, "call_back") == nullptr)
        return Unexpected{refusal("call.no_call_back_owed", "Nobody has to call this caller back.",
                                  Because::conflict, Remedy::reload)};
    if (auto wrong = check_long(c.note, ".note")) return Unexpected{*wrong};
    const int attempts_max = now.rules.section<Rules>().call_back_attempts_max;
    const bool done = c.result != CallBackResult::no_answer || state.call_back_attempts + 1 >= attempts_max;
    return Events{CallBackNoted{c.result, c.note, done, now.at}};
}

}  // namespace anlan::call
