// Receiving, answering and writing down.
#include "domain/call/decide.hpp"

#include <utility>

namespace anlan::call {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;
using MaybeRefusal = std::optional<Refusal>;
using Obligations = std::vector<kernel::Obligation>;

Refusal refusal(std::string code, std::string message, Because because, Remedy remedy, std::string field) {
    return {std::move(code), std::move(message), because, remedy, std::move(field)};
}

MaybeRefusal check_short(std::size_t bytes, const std::string& field) {
    if (bytes <= short_text_length_max) return std::nullopt;
    return refusal("call.text_too_long", "This has at most 300 bytes.", Because::invalid, Remedy::fix_input,
                   field);
}

MaybeRefusal check_long(const PersonalText& text, const std::string& field) {
    if (text.reveal().size() <= narrative_length_max) return std::nullopt;
    return refusal("call.text_too_long", "This has at most 8000 bytes.", Because::invalid, Remedy::fix_input,
                   field);
}

MaybeRefusal check_reason(const std::string& reason, const std::string& field) {
    if (reason.empty())
        return refusal("call.reason_required", "A reason has to be given.", Because::invalid,
                       Remedy::fix_input, field);
    if (reason.size() > reason_length_max)
        return refusal("call.text_too_long", "A reason has at most 1000 bytes.", Because::invalid,
                       Remedy::fix_input, field);
    return std::nullopt;
}

MaybeRefusal check_instant(const std::optional<Instant>& stated, std::optional<Instant> earliest, Instant now,
                           const std::string& field) {
    if (!stated) return std::nullopt;
    if (*stated > now)
        return refusal("call.instant_in_future", "This instant has not come yet.", Because::invalid,
                       Remedy::fix_input, field);
    if (earliest && *stated < *earliest)
        return refusal("call.instant_out_of_order", "This cannot have happened before the call was received.",
                       Because::invalid, Remedy::fix_input, field);
    return std::nullopt;
}

kernel::Obligation owed_outcome(const Call::State& state, Instant since, const kernel::Rulebook& rulebook) {
    const auto& rules = rulebook.section<Rules>();
    const OutcomeRule* rule = find_outcome(rules, priority_of(state).value_or(rules.unassessed_priority));
    ANLAN_CHECK(rule != nullptr, "the rulebook has no deadline for an outcome");
    return kernel::owe(rule->deadline, rulebook.section<kernel::RoleLevels>(), "outcome", "", since,
                       jurisdiction_of(state));
}

Obligations renewed_outcome(const Call::State& changed, const kernel::Now& now) {
    const kernel::Obligation* old = kernel::find(changed.open, "outcome");
    if (old == nullptr) return {};
    const auto& rules = now.rules.section<Rules>();
    const OutcomeRule* rule = find_outcome(rules, priority_of(changed).value_or(rules.unassessed_priority));
    ANLAN_CHECK(rule != nullptr, "the rulebook has no deadline for an outcome");
    kernel::Obligation next = kernel::renewed(*old, rule->deadline, now.rules.section<kernel::RoleLevels>(),
                                              now.at, jurisdiction_of(changed));
    if (next == *old) return {};
    return {std::move(next)};
}

namespace {

MaybeRefusal check_received(const ReceiveCall& c, const kernel::Now& now) {
    if (auto wrong = check_short(c.callback.reveal().size(), ".callback")) return wrong;
    if (auto wrong = check_short(c.caller_name.reveal().size(), ".caller_name")) return wrong;
    if (auto wrong = check_long(c.text, ".text")) return wrong;
    if (c.external_reference)
        if (auto wrong = check_short(c.external_reference->size(), ".external_reference")) return wrong;
    if (c.hint)
        if (auto wrong = check_hint(*c.hint)) return wrong;
    if (auto wrong = check_instant(c.happened_at, std::nullopt, now.at, ".happened_at")) return wrong;
    return check_instant(c.received_at, c.happened_at, now.at, ".received_at");
}

// The same contact sent twice, by a gateway that had no answer.
bool said_before(const Call::State& state, const ReceiveCall& c) {
    return state.channel == c.channel && state.callback == c.callback && state.text == c.text &&
           state.external_reference == c.external_reference.value_or("");
}

}  // namespace

MaybeRefusal Decide::not_there() const {
    if (state.stage != Stage::none) return std::nullopt;
    return refusal("call.unknown", "There is no such call.", Because::unknown, Remedy::fix_input);
}

MaybeRefusal Decide::decided_already() const {
    if (auto wrong = not_there()) return wrong;
    if (state.stage != Stage::decided) return std::nullopt;
    return refusal("call.outcome_stands", "This call has its outcome; undo that one first.",
                   Because::conflict, Remedy::reload);
}

Call::State Decide::after(const Events& events) const {
    Call::State next = state;
    for (const Event& event : events) next = Call::evolve(std::move(next), event);
    return next;
}

void Decide::claim(Events& events, Instant at) const {
    if (state.answered_at) return;
    CallAnswered answered{now.by.post_id, std::nullopt, at, {}};
    Call::State next = after(events);
    next.answered_at = at;
    if (next.stage != Stage::decided) answered.obligations.push_back(owed_outcome(next, at, now.rules));
    events.emplace_back(std::move(answered));
}

Call::Decision Decide::operator()(const ReceiveCall& c) const {
    if (state.stage != Stage::none) {
        if (said_before(state, c)) return Events{};
        return Unexpected{refusal("call.already_received", "There is a call of this id already.",
                                  Because::conflict, Remedy::reload)};
    }
    if (auto wrong = check_received(c, now)) return Unexpected{*wrong};
    const auto& levels = now.rules.section<kernel::RoleLevels>();
    CallReceived received{.channel = c.channel,
                          .callback = c.callback,
                          .caller_name = c.caller_name,
                          .text = c.text,
                          .external_reference = c.external_reference.value_or(""),
                          .hints = c.hint ? std::vector{*c.hint} : std::vector<LocationHint>{},
                          .receiving_post = c.receiving_post.value_or(now.by.post_id),
                          .received_where = c.received_where.value_or(Jurisdiction{}),
                          .happened_at = c.happened_at,
                          .received_at = c.received_at.value_or(now.at),
                          .obligations = {}};
    if (received.received_where.city.value().empty()) received.received_where.city = levels.city;
    const PickUpRule* pick_up = find_pick_up(now.rules.section<Rules>(), c.channel);
    const bool waits = pick_up != nullptr && pick_up->deadline;
    if (waits)
        received.obligations.push_back(kernel::owe(*pick_up->deadline, levels, pick_up->kind, "",
                                                   received.received_at, received.received_where));
    const Instant received_at = received.received_at;
    Events events{std::move(received)};
    if (c.duress)
        events.emplace_back(
            DuressFlagged{now.rules.section<Rules>().duress_priority, std::nullopt, received_at, {}});
    if (!waits) claim(events, received_at);
    return events;
}

Call::Decision Decide::operator()(const AnswerCall& c) const {
    if (auto wrong = decided_already()) return Unexpected{*wrong};
    if (auto wrong = check_instant(c.answered_at, state.received_at, now.at, ".answered_at"))
        return Unexpected{*wrong};
    Events events;
    if (!state.answered_at) {
        claim(events, c.answered_at.value_or(now.at));
        return events;
    }
    if (state.answered_by == now.by.post_id) return Events{};
    if (!c.take_over_reason)
        return Unexpected{refusal("call.already_answered",
                                  "Another post has this call. With take_over_reason it is yours.",
                                  Because::conflict, Remedy::override_with_reason, ".take_over_reason")};
    if (auto wrong = check_reason(*c.take_over_reason, ".take_over_reason")) return Unexpected{*wrong};
    return Events{CallAnswered{now.by.post_id, c.take_over_reason, c.answered_at.value_or(now.at), {}}};
}

Call::Decision Decide::operator()(const StateCaller& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (c.caller_name)
        if (auto wrong = check_short(c.caller_name->reveal().size(), ".caller_name"))
            return Unexpected{*wrong};
    if (c.callback)
        if (auto wrong = check_short(c.callback->reveal().size(), ".callback")) return Unexpected{*wrong};
    const bool same_name = !c.caller_name || *c.caller_name == state.caller_name;
    const bool same_callback = !c.callback || *c.callback == state.callback;
    if (same_name && same_callback) return Events{};
    return Events{CallerStated{c.caller_name, c.callback, now.at}};
}

// A report is written while the caller speaks, and completed after the call has its outcome.
Call::Decision Decide::operator()(const WriteReport& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    ANLAN_TRY(Report report, report_of(c, now.rules));
    if (state.report == report) return Events{};
    Events events;
    claim(events, now.at);
    Call::State next = after(events);
    next.report = report;
    events.emplace_back(ReportWritten{std::move(report), now.at, renewed_outcome(next, now)});
    return events;
}

Call::Decision Decide::operator()(const HintLocation& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (auto wrong = check_hint(c.hint)) return Unexpected{*wrong};
    for (const LocationHint& known : state.hints)
        if (known == c.hint) return Events{};
    if (state.hints.size() >= hints_max)
        return Unexpected{refusal("call.too_many_hints", "This call has as many hints as it can hold.",
                                  Because::conflict, Remedy::none)};
    return Events{LocationHinted{c.hint, now.at}};
}

Call::Decision Decide::operator()(const ApplyLocationHint& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (now.by.kind != kernel::ActorKind::person)
        return Unexpected{refusal("call.hint_needs_person", "Only a person takes a hint for the place.",
                                  Because::forbidden, Remedy::none)};
    if (c.hint < 0 || static_cast<std::size_t>(c.hint) >= state.hints.size())
        return Unexpected{refusal("call.hint_unknown", "This call has no hint of this number.",
                                  Because::invalid, Remedy::fix_input, ".hint")};
    Location location = c.location ? *c.location : state.report ? state.report->location : Location{};
    location.point = state.hints[static_cast<std::size_t>(c.hint)].point;
    if (auto wrong = check_location(location)) return Unexpected{*wrong};
    location = with_city(std::move(location), now.rules);
    if (state.applied_hint == c.hint && state.report && state.report->location == location) return Events{};
    Events events;
    claim(events, now.at);
    Call::State next = after(events);
    if (!next.report) next.report.emplace();
    next.report->location = location;
    events.emplace_back(LocationHintApplied{c.hint, std::move(location), now.at, renewed_outcome(next, now)});
    return events;
}

Call::Decision Decide::operator()(const FlagDuress& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.duress) return Events{};
    if (auto wrong = check_instant(c.flagged_at, state.received_at, now.at, ".flagged_at"))
        return Unexpected{*wrong};
    Call::State next = state;
    next.duress = now.rules.section<Rules>().duress_priority;
    return Events{DuressFlagged{*next.duress, state.outcome ? state.outcome->incident_id : std::nullopt,
                                c.flagged_at.value_or(now.at), renewed_outcome(next, now)}};
}

Call::Decision Decide::operator()(const kernel::NoteDeadline& c) const {
    Events events;
    for (auto& fact : kernel::note(state.open, c, now.at))
        std::visit([&](auto& value) { events.emplace_back(std::move(value)); }, fact);
    return events;
}

Call::Decision Call::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::call
