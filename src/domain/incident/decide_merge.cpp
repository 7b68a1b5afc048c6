// Two incidents that are one event, and one that is two. A dispatcher says so in one stream; the other
// follows by policy, and may not refuse: what was merged is nobody's any more until it is somebody's there.
#include "domain/incident/decide.hpp"

#include <algorithm>

namespace anlan::incident {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

namespace {

using MaybeRefusal = std::optional<Refusal>;

std::vector<AssignedUnit> live_units(const Incident::State& state) {
    std::vector<AssignedUnit> units;
    for (const AssignmentSeen& seen : state.assignments)
        if (is_live(seen)) units.push_back({seen.assignment_id, seen.unit_id});
    return units;
}

// The other one is there, open, and the asker's to add to: in the same district, or by a right of their own.
MaybeRefusal check_other(const Decide& decide, const IncidentId& into) {
    if (!into.value().starts_with("inc_"))
        return refusal("incident.id_invalid", "An incident's id begins with inc_.", Because::invalid,
                       Remedy::fix_input, ".into");
    if (into.value() == decide.now.stream)
        return refusal("incident.merge_into_itself", "An incident is not merged into itself.",
                       Because::invalid, Remedy::fix_input, ".into");
    if (decide.now.briefs == nullptr) return std::nullopt;
    const auto other = decide.now.brief<Brief>(into.value());
    if (!other)
        return refusal("incident.other_unknown", "There is no such other incident.", Because::unknown,
                       Remedy::fix_input, ".into");
    if (!other->open)
        return refusal("incident.other_not_open", "The other incident is over.", Because::conflict,
                       Remedy::reload, ".into");
    if (decide.now.around == nullptr) return std::nullopt;
    const auto facts = decide.now.around->record(into.value());
    if (!facts || facts->scope.where.district == decide.state.location.where.district ||
        decide.now.around->own_right("incident.merge", facts->scope))
        return std::nullopt;
    return refusal("incident.merge_not_here", "The other incident is another district's: ask there.",
                   Because::forbidden, Remedy::ask_superior, ".into");
}

// Whether what is owed for the other event still has to be done for the two of them.
bool still_owed(const Incident::State& state, const kernel::Obligation& owed) {
    if (owed.kind == "dispatch") return !has_live_assignment(state) && !state.phases.arrived_at;
    if (owed.kind == "arrive" || owed.kind == "ring") return !state.phases.arrived_at;
    return true;
}

// Of each deadline the earlier one counts; what was promised to a caller stays a promise of its own.
void join_owed(const Incident::State& state, const Absorb& c, IncidentAbsorbed& event) {
    for (const kernel::Obligation& owed : c.obligations) {
        if (owed.kind == sharing_end) continue;
        kernel::Obligation taken = owed;
        if (owed.kind == "call_back") taken.key = c.from.value();
        const kernel::Obligation* own = kernel::find(state.open, taken.kind, taken.key);
        if (own == nullptr) {
            if (still_owed(state, taken)) event.obligations.push_back(std::move(taken));
            continue;
        }
        if (taken.due_by >= own->due_by) continue;
        taken.owner = own->owner;
        event.replaced.push_back(*own);
        event.obligations.push_back(std::move(taken));
    }
}

bool came_with(const Absorbed& absorbed, const AssignmentSeen& seen) {
    return std::any_of(absorbed.units.begin(), absorbed.units.end(),
                       [&](const AssignedUnit& unit) { return unit.assignment_id == seen.assignment_id; });
}

// What only the units that go back had met is owed again, by its own clock.
void owe_again(const Incident::State& state, const Absorbed& absorbed, const kernel::Now& now,
               AbsorptionUndone& event) {
    const auto any_own = [&](auto fits) {
        return std::any_of(state.assignments.begin(), state.assignments.end(),
                           [&](const AssignmentSeen& a) { return !came_with(absorbed, a) && fits(a); });
    };
    const bool there = any_own([](const AssignmentSeen& a) { return a.arrived_at.has_value(); });
    const bool sent = there || any_own(is_live);
    for (auto& owed : owed_at_opening(basis_of(state), absorbed.own.opened_at.value_or(now.at), now.rules)) {
        const bool met = (owed.kind == "dispatch" && sent) || (owed.kind == "arrive" && there);
        if (owed.kind != "close" && !met && kernel::find(state.open, owed.kind, owed.key) == nullptr)
            event.obligations.push_back(std::move(owed));
    }
}

Incident::State after(Incident::State state, const Incident::Events& events) {
    for (const auto& event : events) state = Incident::evolve(std::move(state), event);
    return state;
}

// The calls and units that a split names are this incident's.
MaybeRefusal gather(const Incident::State& state, const SplitIncident& c, IncidentSplit& event) {
    for (const CallId& call_id : c.calls) {
        const auto held = std::find_if(state.calls.begin(), state.calls.end(),
                                       [&](const CallSeen& call) { return call.call_id == call_id; });
        if (held == state.calls.end())
            return refusal("incident.call_not_held", "This incident does not hold that call.",
                           Because::conflict, Remedy::reload, ".calls");
        event.calls.push_back(*held);
    }
    for (const std::string& assignment_id : c.assignments) {
        const AssignmentSeen* seen = find_assignment(state, assignment_id);
        if (seen == nullptr || !is_live(*seen))
            return refusal("incident.unit_not_on_it", "That unit is not on this incident any more.",
                           Because::conflict, Remedy::reload, ".assignments");
        event.units.push_back({seen->assignment_id, seen->unit_id});
    }
    return std::nullopt;
}

MaybeRefusal check_split(const SplitIncident& c, const kernel::Rulebook& rules) {
    if (auto wrong = check_reason(c.reason)) return wrong;
    if (c.calls.empty() && c.assignments.empty() && !c.class_code && !c.location && !c.summary)
        return refusal("incident.split_empty",
                       "Say what is of the other event: a call, a unit, its class, its place or what it is.",
                       Because::invalid, Remedy::fix_input, ".calls");
    if (c.class_code)
        if (auto wrong = check_class(rules.section<IncidentCatalogue>(), *c.class_code)) return wrong;
    if (c.location)
        if (auto wrong = check_location(*c.location)) return wrong;
    if (c.summary) return check_text(*c.summary, ".summary");
    return std::nullopt;
}

}  // namespace

Incident::Decision Decide::operator()(const MergeIncident& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.merged && state.merged->into == c.into) return Events{};
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (auto wrong = check_other(*this, c.into)) return Unexpected{*wrong};
    Events events{IncidentMerged{c.into, c.reason, now.at, state.priority, state.duress, state.calls,
                                 live_units(state), state.phases, state.open, state.missed}};
    limit_shares(events, SharingLimit::incident_closed, now.at);
    return events;
}

Incident::Decision Decide::operator()(const UndoMerge& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (!state.merged)
        return Unexpected{refusal("incident.not_merged", "This incident is not merged into another.",
                                  Because::conflict, Remedy::reload)};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    const auto other = now.brief<Brief>(state.merged->into.value());
    if (other && other->merged_into)
        return Unexpected{refusal(
            "incident.merged_further",
            "The other one was merged into " + other->merged_into->value() + " since: undo that first.",
            Because::conflict, Remedy::reload)};
    Events events{MergeUndone{state.merged->into, c.reason, now.at, state.calls, state.merged->kept}};
    share_again(events);
    return with_callers(std::move(events));
}

Incident::Decision Decide::operator()(const SplitIncident& c) const {
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_split(c, now.rules)) return Unexpected{*wrong};
    if (state.splits >= splits_max || state.links.size() >= links_max) return Unexpected{too_many("splits")};
    IncidentSplit event{.into = split_id(now.stream, state.splits + 1),
                        .class_code = c.class_code.value_or(state.class_code),
                        .priority = c.priority,
                        .location = c.location ? with_city(*c.location, now.rules) : state.location,
                        .summary = c.summary.value_or(state.summary),
                        .channel = state.channel,
                        .duress = state.duress,
                        .calls = {},
                        .units = {},
                        .opened_at = state.phases.opened_at,
                        .reason = c.reason,
                        .split_at = now.at};
    if (!c.class_code && !event.priority) event.priority = state.priority;
    if (auto wrong = gather(state, c, event)) return Unexpected{*wrong};
    return Events{std::move(event)};
}

// Never refused: where it has ended meanwhile, it goes on.
Incident::Decision Decide::operator()(const Absorb& c) const {
    if (find_absorbed(state, c.from) != nullptr) return Events{};
    Events events;
    if (state.stage == Stage::closed || state.stage == Stage::cancelled) {
        ANLAN_TRY(events, (*this)(ReopenIncident{c.reason}));
    }
    const Incident::State here = after(state, events);
    IncidentAbsorbed event{c.from, c.reason, now.at, c.duress, c.calls, c.units, c.phases, c.missed, {}, {}};
    join_owed(here, c, event);
    if (auto posts = posts_with_all(here); !posts.empty()) event.shown_to = std::move(posts);
    events.emplace_back(std::move(event));
    if (here.stage != Stage::open || c.priority >= here.priority) return events;
    const Incident::State joined = after(here, {events.back()});
    ANLAN_TRY(const auto raised, (Decide{joined, now}(ChangePriority{c.priority, c.reason})));
    events.insert(events.end(), raised.begin(), raised.end());
    return events;
}

Incident::Decision Decide::operator()(const UndoAbsorb& c) const {
    const Absorbed* absorbed = find_absorbed(state, c.from);
    if (absorbed == nullptr) return Events{};
    AbsorptionUndone event{c.from, c.reason, now.at, {}, {}};
    for (const AssignedUnit& unit : absorbed->units) {
        const AssignmentSeen* seen = find_assignment(state, unit.assignment_id);
        if (seen != nullptr && is_live(*seen)) event.units.push_back(unit);
    }
    for (const auto& own : absorbed->replaced)
        if (kernel::find(state.open, own.kind, own.key) != nullptr) event.obligations.push_back(own);
    if (state.stage == Stage::open) owe_again(state, *absorbed, now, event);
    return Events{std::move(event)};
}

Incident::Decision Decide::operator()(const TakeOverAssignment& c) const {
    const AssignmentSeen* known = find_assignment(state, c.assignment_id);
    if (known != nullptr && is_live(*known)) return Events{};
    if (known == nullptr && state.assignments.size() >= assignments_max)
        return Unexpected{too_many("assignments")};
    AssignmentTakenOver event{c.assignment_id, c.unit_id,         c.kind,        c.call_sign,  c.from,
                              c.assigned_at,   c.acknowledged_at, c.en_route_at, c.arrived_at, c.held_at,
                              now.at};
    if (state.stage == Stage::open && c.priority != state.priority) event.priority = state.priority;
    if (state.stage == Stage::open && c.incident_class && *c.incident_class != state.class_code)
        event.class_code = state.class_code;
    return Events{std::move(event)};
}

}  // namespace anlan::incident
