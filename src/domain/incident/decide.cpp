// Opening, content and closing. Refusals come in the order in which a dispatcher would ask.
#include "domain/incident/decide.hpp"

#include <algorithm>
#include <utility>

namespace anlan::incident {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;
using MaybeRefusal = std::optional<Refusal>;

Refusal refusal(std::string code, std::string message, Because because, Remedy remedy, std::string field) {
    return {std::move(code), std::move(message), because, remedy, std::move(field)};
}

MaybeRefusal check_reason(const std::string& reason, const std::string& field) {
    if (reason.empty())
        return refusal("incident.reason_required", "A reason has to be given.", Because::invalid,
                       Remedy::fix_input, field);
    if (reason.size() > reason_length_max)
        return refusal("incident.text_too_long", "A reason has at most 1000 bytes.", Because::invalid,
                       Remedy::fix_input, field);
    return std::nullopt;
}

Refusal too_many(const char* what) {
    return refusal("incident.too_many_" + std::string{what},
                   "This incident holds as many " + std::string{what} + " as it can.", Because::conflict,
                   Remedy::ask_superior);
}

MaybeRefusal check_text(const PersonalText& text, const std::string& field) {
    if (text.reveal().size() <= text_length_max) return std::nullopt;
    return refusal("incident.text_too_long", "A text has at most 8000 bytes.", Because::invalid,
                   Remedy::fix_input, field);
}

MaybeRefusal check_class(const IncidentCatalogue& catalogue, const std::string& class_code) {
    if (find_class(catalogue, class_code) != nullptr) return std::nullopt;
    return refusal("incident.class_unknown", "The rulebook has no class " + class_code + ".",
                   Because::invalid, Remedy::fix_input, ".class_code");
}

MaybeRefusal check_location(const Location& location) {
    if (location.point && !is_valid(*location.point))
        return refusal("incident.point_invalid", "Latitude or longitude is out of range.", Because::invalid,
                       Remedy::fix_input, ".location.point");
    if (location.place_label && location.place_label->size() > reason_length_max)
        return refusal("incident.text_too_long", "The name of a place has at most 1000 bytes.",
                       Because::invalid, Remedy::fix_input, ".location.place_label");
    return check_text(location.place_text, ".location.place_text");
}

Location with_city(Location location, const kernel::Rulebook& rulebook) {
    if (location.where.city.value().empty())
        location.where.city = rulebook.section<kernel::RoleLevels>().city;
    return location;
}

const CallSeen* find_call(const Incident::State& state, const CallId& call_id) {
    const auto found = std::find_if(state.calls.begin(), state.calls.end(),
                                    [&](const CallSeen& call) { return call.call_id == call_id; });
    return found == state.calls.end() ? nullptr : &*found;
}
bool holds_call(const Incident::State& state, const CallId& call_id) {
    return find_call(state, call_id) != nullptr;
}

namespace {

// A stated instant lies in the past and not before `earliest`.
MaybeRefusal check_instant(const std::optional<Instant>& stated, const std::optional<Instant>& earliest,
                           Instant now, const std::string& field) {
    if (!stated) return std::nullopt;
    if (*stated > now)
        return refusal("incident.instant_in_future", "This instant has not come yet.", Because::invalid,
                       Remedy::fix_input, field);
    if (earliest && *stated < *earliest)
        return refusal("incident.instant_out_of_order", "This cannot have happened before what led to it.",
                       Because::invalid, Remedy::fix_input, field);
    return std::nullopt;
}

MaybeRefusal check_disposition(const CloseIncident& c, const Incident::State& state,
                               const kernel::Rulebook& rulebook) {
    if (c.disposition.empty())
        return refusal("incident.disposition_required", "An incident is closed with a disposition.",
                       Because::invalid, Remedy::fix_input, ".disposition");
    const Disposition* disposition = find_disposition(rulebook.section<Dispositions>(), c.disposition);
    if (disposition == nullptr)
        return refusal("incident.disposition_unknown",
                       "The rulebook has no disposition " + c.disposition + ".", Because::invalid,
                       Remedy::fix_input, ".disposition");
    if (!names_class(disposition->classes, state.class_code))
        return refusal("incident.disposition_not_allowed",
                       "An incident of class " + state.class_code + " cannot end as " + c.disposition + ".",
                       Because::invalid, Remedy::fix_input, ".disposition");
    if (disposition->note && c.note.empty())
        return refusal("incident.note_required", "This disposition needs a note.", Because::invalid,
                       Remedy::fix_input, ".note");
    return check_text(c.note, ".note");
}

// Whoever joined before it was opened may have said that they cannot speak freely.
Priority with_duress(Priority stated, const std::vector<CallSeen>& calls) {
    for (const CallSeen& call : calls)
        if (call.duress) stated = std::min(stated, *call.duress);
    return stated;
}

std::optional<std::vector<CallId>> ids_of(const std::vector<CallSeen>& calls) {
    if (calls.empty()) return std::nullopt;
    std::vector<CallId> ids;
    for (const CallSeen& call : calls) ids.push_back(call.call_id);
    return ids;
}

// The units that are on it, and so have to hear of a change.
std::optional<std::vector<AssignedUnit>> told_of(const Incident::State& state) {
    std::vector<AssignedUnit> units;
    for (const AssignmentSeen& seen : state.assignments)
        if (is_live(seen)) units.push_back({seen.assignment_id, seen.unit_id});
    if (units.empty()) return std::nullopt;
    return units;
}

PriorityChanged change_of(const Incident::State& state, Priority priority, std::string reason,
                          const kernel::Now& now) {
    Renewal renewal = renew(state, {state.class_code, priority, state.location.where}, now.at, now.rules);
    return {state.priority,
            priority,
            std::move(reason),
            now.at,
            std::move(renewal.obligations),
            std::move(renewal.lapsed),
            told_of(state)};
}

// What a reopened incident owes: the units that never left are still there.
Obligations owed_at_reopening(const Incident::State& state, const kernel::Now& now) {
    Obligations owed = owed_at_opening(basis_of(state), now.at, now.rules);
    const bool sent = has_live_assignment(state);
    const bool there = std::any_of(state.assignments.begin(), state.assignments.end(),
                                   [](const AssignmentSeen& a) { return is_live(a) && a.arrived_at; });
    std::erase_if(owed, [&](const kernel::Obligation& o) {
        return (sent && o.kind == "dispatch") || (there && o.kind == "arrive");
    });
    return owed;
}

template <class Facts>
Incident::Events as_events(Facts facts) {
    Incident::Events events;
    for (auto& fact : facts) std::visit([&](auto& value) { events.emplace_back(std::move(value)); }, fact);
    return events;
}

}  // namespace

MaybeRefusal Decide::not_there() const {
    if (state.stage != Stage::none) return std::nullopt;
    return refusal("incident.unknown", "There is no such incident.", Because::unknown, Remedy::fix_input);
}

MaybeRefusal Decide::not_open() const {
    if (auto wrong = not_there()) return wrong;
    if (state.stage == Stage::open) return std::nullopt;
    if (state.merged) return merged_away(*state.merged);
    return refusal("incident.not_open", "The incident is over; reopen it first.", Because::conflict,
                   Remedy::reload);
}

Refusal merged_away(const Merged& merged) {
    return refusal("incident.merged",
                   "It was merged into " + merged.into.value() + ": work on that one, or undo the merge.",
                   Because::conflict, Remedy::reload);
}

Incident::Decision Decide::operator()(const OpenIncident& c) const {
    if (state.stage != Stage::none) {
        if (c.call_id && holds_call(state, *c.call_id)) return Events{};
        return Unexpected{refusal("incident.already_open", "There is an incident of this id already.",
                                  Because::conflict, Remedy::reload)};
    }
    const auto& catalogue = now.rules.section<IncidentCatalogue>();
    if (auto wrong = check_class(catalogue, c.class_code)) return Unexpected{*wrong};
    const Location location = with_city(c.location.value_or(Location{}), now.rules);
    if (auto wrong = check_location(location)) return Unexpected{*wrong};
    if (auto wrong = check_text(c.summary, ".summary")) return Unexpected{*wrong};
    if (auto wrong = check_instant(c.opened_at, c.received_at, now.at, ".opened_at"))
        return Unexpected{*wrong};
    const IncidentClass& incident_class = *find_class(catalogue, c.class_code);
    IncidentOpened event{.class_code = c.class_code,
                         .urgency = c.urgency.value_or(incident_class.urgency),
                         .priority = with_duress(c.priority.value_or(incident_class.priority), state.calls),
                         .level = c.level.value_or(incident_class.level),
                         .location = location,
                         .summary = c.summary,
                         .answers = c.answers,
                         .injured = c.injured.value_or(Stated::unknown),
                         .weapon = c.weapon.value_or(Stated::unknown),
                         .duress = c.duress,
                         .channel = c.channel.value_or(Channel::officer),
                         .call_id = c.call_id,
                         .external_reference = c.external_reference.value_or(""),
                         .received_at = c.received_at,
                         .answered_at = c.answered_at,
                         .opened_at = c.opened_at.value_or(now.at),
                         .obligations = {},
                         .joined_before = ids_of(state.calls)};
    event.obligations =
        owed_at_opening({event.class_code, event.priority, event.location.where}, event.opened_at, now.rules);
    if (const auto sent_at = first_sent(state)) {
        const Basis basis{event.class_code, event.priority, event.location.where};
        for (auto& owed : owed_when_sent(basis, *sent_at, now.rules))
            event.obligations.push_back(std::move(owed));
    }
    return Events{std::move(event)};
}

// A call that joins is never turned away: a caller may well know more about an incident that is over, and the
// message that opens it may come later than the one that joins it.
Incident::Decision Decide::operator()(const AddCall& c) const {
    if (holds_call(state, c.call_id)) return Events{};
    if (state.calls.size() >= calls_max) return Unexpected{too_many("calls")};
    CallAdded added{c.call_id, c.channel, c.received_at, now.at};
    if (auto posts = posts_with_all(state); !posts.empty()) added.shown_to = std::move(posts);
    if (state.merged) added.merged_into = state.merged->into;
    if (state.stage == Stage::none) added.not_opened_yet = true;
    return Events{std::move(added)};
}

Incident::Decision Decide::operator()(const RemoveCall& c) const {
    if (!holds_call(state, c.call_id)) return Events{};
    return Events{CallRemoved{c.call_id, c.reason, now.at}};
}

Incident::Decision Decide::operator()(const Reclassify& c) const {
    if (auto wrong = not_open()) return Unexpected{*wrong};
    const auto& catalogue = now.rules.section<IncidentCatalogue>();
    if (auto wrong = check_class(catalogue, c.class_code)) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    const Priority priority = c.priority.value_or(state.priority);
    const Urgency urgency = c.urgency.value_or(find_class(catalogue, c.class_code)->urgency);
    if (c.class_code == state.class_code && priority == state.priority && urgency == state.urgency)
        return Events{};
    Renewal renewal = renew(state, {c.class_code, priority, state.location.where}, now.at, now.rules);
    return Events{IncidentReclassified{c.class_code, urgency, priority, c.reason, now.at,
                                       std::move(renewal.obligations), std::move(renewal.lapsed),
                                       told_of(state)}};
}

Incident::Decision Decide::operator()(const ChangePriority& c) const {
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (c.priority == state.priority) return Events{};
    return Events{change_of(state, c.priority, c.reason, now)};
}

Incident::Decision Decide::operator()(const RaiseLevel& c) const {
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (c.level == state.level) return Events{};
    if (c.level < state.level)
        return Unexpected{refusal("incident.level_not_higher", "A higher level answers already.",
                                  Because::conflict, Remedy::fix_input, ".level")};
    return Events{LevelRaised{state.level, c.level, c.reason, now.at}};
}

Incident::Decision Decide::operator()(const CorrectLocation& c) const {
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_location(c.location)) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    const Location location = with_city(c.location, now.rules);
    if (location == state.location) return Events{};
    if (state.earlier_locations.size() >= corrections_max) return Unexpected{too_many("corrections")};
    Renewal renewal = renew(state, {state.class_code, state.priority, location.where}, now.at, now.rules);
    return Events{LocationCorrected{location, c.reason, now.at, std::move(renewal.obligations),
                                    std::move(renewal.lapsed), told_of(state)}};
}

// Notes are taken of what is over, too: results come in for days.
Incident::Decision Decide::operator()(const AddNote& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (c.text.empty())
        return Unexpected{refusal("incident.note_required", "A note has a text.", Because::invalid,
                                  Remedy::fix_input, ".text")};
    if (auto wrong = check_text(c.text, ".text")) return Unexpected{*wrong};
    if (state.notes >= notes_max) return Unexpected{too_many("notes")};
    return Events{NoteAdded{c.text, now.at}};
}

Incident::Decision Decide::operator()(const NoteDuress& c) const {
    Events events;
    if (state.stage == Stage::none) {
        const CallSeen* call = find_call(state, c.call_id);
        if (!state.duress || (call != nullptr && !call->duress))
            events.emplace_back(DuressNoted{c.call_id, now.at, c.priority});
        return events;
    }
    if (!state.duress) events.emplace_back(DuressNoted{c.call_id, now.at});
    if (state.stage == Stage::open && c.priority < state.priority)
        events.emplace_back(change_of(state, c.priority, "duress", now));
    return events;
}

Incident::Decision Decide::operator()(const CloseIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.stage == Stage::closed && state.disposition == c.disposition) return Events{};
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_disposition(c, state, now.rules)) return Unexpected{*wrong};
    if (auto wrong = check_instant(c.closed_at, state.phases.opened_at, now.at, ".closed_at"))
        return Unexpected{*wrong};
    const bool busy = has_live_assignment(state);
    if (busy && !c.override_reason)
        return Unexpected{refusal("incident.units_still_active",
                                  "Units are still on this incident; clear or release them, or say why it is "
                                  "closed all the same.",
                                  Because::conflict, Remedy::override_with_reason, ".override_reason")};
    if (busy)
        if (auto wrong = check_reason(*c.override_reason, ".override_reason")) return Unexpected{*wrong};
    const Instant closed_at = c.closed_at.value_or(now.at);
    Events events{IncidentClosed{c.disposition, c.note, busy ? c.override_reason : std::nullopt, closed_at,
                                 kernel::find(state.open, "call_back") != nullptr
                                     ? Obligations{}
                                     : owed_call_back(basis_of(state), closed_at, now.rules)}};
    limit_shares(events, SharingLimit::incident_closed, closed_at);
    return events;
}

Incident::Decision Decide::operator()(const CancelIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.stage == Stage::cancelled) return Events{};
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (has_live_assignment(state))
        return Unexpected{refusal("incident.units_still_active",
                                  "Units are still on this incident; clear or release them first.",
                                  Because::conflict, Remedy::wait)};
    Events events{IncidentCancelled{c.reason, now.at}};
    limit_shares(events, SharingLimit::incident_cancelled, now.at);
    return events;
}

Incident::Decision Decide::operator()(const ReopenIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.stage == Stage::open)
        return Unexpected{
            refusal("incident.not_closed", "The incident is not closed.", Because::conflict, Remedy::reload)};
    if (state.merged) return Unexpected{merged_away(*state.merged)};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    Events events{IncidentReopened{c.reason, now.at, owed_at_reopening(state, now)}};
    share_again(events);
    return with_callers(std::move(events));
}

Incident::Decision Decide::operator()(const LinkIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (!c.incident_id.value().starts_with("inc_"))
        return Unexpected{refusal("incident.id_invalid", "An incident's id begins with inc_.",
                                  Because::invalid, Remedy::fix_input, ".incident_id")};
    if (std::find(state.links.begin(), state.links.end(), Link{c.incident_id, c.relation}) !=
        state.links.end())
        return Events{};
    if (state.links.size() >= links_max) return Unexpected{too_many("links")};
    return Events{IncidentLinked{c.incident_id, c.relation, c.reason, now.at}};
}

Incident::Decision Decide::operator()(const SetFollowUp& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (c.due_by <= now.at)
        return Unexpected{refusal("incident.due_by_passed", "A follow-up lies ahead.", Because::invalid,
                                  Remedy::fix_input, ".due_by")};
    const kernel::Obligation* open = kernel::find(state.open, "call_back");
    if (open != nullptr && open->due_by == c.due_by) return Events{};
    return Events{
        FollowUpSet{c.reason, now.at, {owed_follow_up(basis_of(state), now.at, c.due_by, now.rules)}}};
}

Incident::Decision Decide::operator()(const NoteCallBack& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (auto wrong = check_text(c.note, ".note")) return Unexpected{*wrong};
    return Events{CallBackNoted{c.result, c.note, now.at}};
}

Incident::Decision Decide::operator()(const kernel::NoteDeadline& c) const {
    if (c.kind == sharing_end) return end_share_in_time(c);
    return as_events(kernel::note(state.open, c, now.at));
}

Incident::Decision Incident::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::incident
