// Who goes where. The order of the refusals is the order in which a dispatcher would ask: is the unit there
// at all, may it be sent to this, is it free, and if not, may it be taken away.
#include "domain/unit/decide.hpp"

#include "domain/incident/events.hpp"
#include "domain/unit/dispatch_rules.hpp"

#include <algorithm>

namespace anlan::unit {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

namespace {

std::optional<Refusal> check_on_duty(const Unit::State& state) {
    if (!state.on_duty)
        return refusal("unit.off_duty", "The unit is off duty.", Because::conflict, Remedy::none);
    if (state.out_of_service)
        return refusal("unit.out_of_service",
                       "The unit is out of service: " + state.out_of_service->reason + ".", Because::conflict,
                       Remedy::wait);
    return std::nullopt;
}

std::optional<Refusal> check_partner(const Unit::State& state, Priority priority,
                                     const std::optional<std::string>& incident_class) {
    if (!state.partner) return std::nullopt;
    const auto not_allowed = [](std::string why, std::string field) {
        return refusal("unit.partner_not_allowed", std::move(why), Because::conflict, Remedy::ask_superior,
                       std::move(field));
    };
    if (!incident_class)
        return not_allowed("A partner is sent only when the incident's class is stated.", ".incident_class");
    if (!names_class_of(state.partner->incident_classes, *incident_class))
        return not_allowed("This partner may not act in incidents of this class.", ".incident_class");
    if (priority < state.partner->most_urgent)
        return not_allowed("This incident is too urgent for this partner to be sent.", ".priority");
    return std::nullopt;
}

std::optional<Refusal> check_incident_id(const IncidentId& incident_id) {
    if (incident_id.value().starts_with("inc_")) return std::nullopt;
    return refusal("unit.incident_id_invalid", "An incident's id begins with inc_.", Because::invalid,
                   Remedy::fix_input, ".incident_id");
}

std::optional<Refusal> check_assignment_id(const Unit::State& state, const std::string& assignment_id) {
    if (assignment_id.empty() || assignment_id.size() > assignment_id_length_max)
        return refusal("unit.assignment_id_invalid", "An assignment's id has 1 to 96 bytes.",
                       Because::invalid, Remedy::fix_input, ".assignment_id");
    if (std::any_of(state.assignments.begin(), state.assignments.end(),
                    [&](const Assignment& a) { return a.assignment_id == assignment_id; }))
        return refusal("unit.assignment_id_taken", "Another assignment of this unit has this id.",
                       Because::conflict, Remedy::fix_input, ".assignment_id");
    return std::nullopt;
}

Refusal already_assigned(const Assignment& active) {
    return refusal(
        "unit.already_assigned",
        "The unit is on " + active.incident_id.value() +
            ". With override_reason that one waits; with preempt_reason a less urgent one is given up.",
        Because::conflict, Remedy::override_with_reason, ".override_reason");
}

Refusal preemption_not_allowed(const Assignment& active) {
    return refusal("unit.preemption_not_allowed",
                   "The rulebook does not let this incident take the unit from " +
                       active.incident_id.value() + " in its present status.",
                   Because::conflict, Remedy::override_with_reason, ".preempt_reason");
}

// The incident's own word on how urgent it is and of which class, whatever the sender believed: a unit is not
// taken from its work by somebody's mistake. A person sends nobody to what is over; a log of another system
// may.
Decide::Or<AssignUnit> as_it_is(const kernel::Now& now, AssignUnit c) {
    if (now.briefs == nullptr) return c;
    const auto incident = now.brief<incident::Brief>(c.incident_id.value());
    if (!incident)
        return Unexpected{refusal("unit.incident_unknown", "There is no such incident.", Because::unknown,
                                  Remedy::fix_input, ".incident_id")};
    if (!incident->open && now.by.kind == kernel::ActorKind::person)
        return Unexpected{refusal("unit.incident_over",
                                  "The incident is over. Reopen it, if somebody is needed there again.",
                                  Because::conflict, Remedy::reload, ".incident_id")};
    c.priority = incident->priority;
    c.incident_class = incident->class_code;
    return c;
}

UnitAssigned assigned(const Decide& decide, const IncidentId& incident_id, Priority priority, Instant at) {
    return {.incident_id = incident_id,
            .assignment_id = decide.next_assignment_id(),
            .kind = decide.state.kind,
            .call_sign = decide.state.call_sign,
            .priority = priority,
            .assigned_at = at,
            .override_reason = std::nullopt,
            .incident_class = std::nullopt,
            .obligations = {},
            .partner_post = decide.state.partner ? decide.state.partner->post_id : std::nullopt};
}

Assignment as_assignment(const UnitAssigned& event) {
    return {.assignment_id = event.assignment_id,
            .incident_id = event.incident_id,
            .incident_class = event.incident_class,
            .priority = event.priority,
            .assigned_at = event.assigned_at};
}

// Makes the unit free for another incident, if a reason allows it: the facts about the one it is on.
Decide::Or<Decide::Events> make_room(const Decide& decide, const IncidentId& for_incident, Priority priority,
                                     const std::optional<std::string>& preempt_reason,
                                     const std::optional<std::string>& override_reason, Instant at) {
    const Assignment* active = active_assignment(decide.state);
    if (active == nullptr) return Decide::Events{};
    if (preempt_reason) {
        if (auto wrong = check_reason(*preempt_reason)) return Unexpected{*wrong};
        const auto& rules = decide.now.rules.section<DispatchRules>();
        if (may_preempt(rules, priority, active->priority, status_of(*active))) {
            if (auto wrong = check_end(*active, at)) return Unexpected{*wrong};
            return Decide::Events{
                UnitPreempted{active->incident_id, active->assignment_id, at, for_incident, *preempt_reason}};
        }
        if (!override_reason) return Unexpected{preemption_not_allowed(*active)};
    }
    if (!override_reason) return Unexpected{already_assigned(*active)};
    if (auto wrong = check_reason(*override_reason)) return Unexpected{*wrong};
    if (auto wrong = check_end(*active, at)) return Unexpected{*wrong};
    const auto open =
        std::count_if(decide.state.assignments.begin(), decide.state.assignments.end(), is_open);
    if (static_cast<std::size_t>(open) >= open_assignments_max)
        return Unexpected{refusal("unit.too_many_waiting", "Too many incidents already wait for this unit.",
                                  Because::conflict, Remedy::ask_superior)};
    return Decide::Events{AssignmentHeld{active->incident_id, active->assignment_id, at, for_incident}};
}

bool holds_another(const Decide::Events& room) {
    return !room.empty() && std::holds_alternative<AssignmentHeld>(room.front());
}

}  // namespace

Unit::Decision Decide::operator()(const AssignUnit& told) const {
    ANLAN_TRY(const Instant at, instant_of_registered(told.at));
    if (auto wrong = check_incident_id(told.incident_id)) return Unexpected{*wrong};
    if (open_on(told.incident_id) != nullptr) return Events{};
    ANLAN_TRY(const AssignUnit c, as_it_is(now, told));
    if (auto wrong = check_on_duty(state)) return Unexpected{*wrong};
    if (auto wrong = check_partner(state, c.priority, c.incident_class)) return Unexpected{*wrong};
    UnitAssigned event = assigned(*this, c.incident_id, c.priority, at);
    if (c.assignment_id) event.assignment_id = *c.assignment_id;
    if (auto wrong = check_assignment_id(state, event.assignment_id)) return Unexpected{*wrong};
    ANLAN_TRY(Events events,
              make_room(*this, c.incident_id, c.priority, c.preempt_reason, c.override_reason, at));
    if (holds_another(events)) event.override_reason = c.override_reason;
    event.incident_class = c.incident_class;
    event.obligations = owed_on(state, as_assignment(event), at, now.rules);
    events.push_back(std::move(event));
    return events;
}

// A crew that tells of an incident it already has says that it has arrived there.
Unit::Decision Decide::operator()(const SelfDispatch& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    if (auto wrong = check_incident_id(c.incident_id)) return Unexpected{*wrong};
    if (open_on(c.incident_id) != nullptr)
        return (*this)(ArriveOnScene{std::nullopt, c.incident_id, c.point, c.at});
    if (auto wrong = check_point(c.point, ".point")) return Unexpected{*wrong};
    if (auto wrong = check_on_duty(state)) return Unexpected{*wrong};
    const Priority priority = c.priority.value_or(now.rules.section<Rules>().on_view_priority);
    if (auto wrong = check_partner(state, priority, c.incident_class)) return Unexpected{*wrong};
    ANLAN_TRY(Events events, make_room(*this, c.incident_id, priority, std::nullopt, c.override_reason, at));
    UnitAssigned event = assigned(*this, c.incident_id, priority, at);
    if (auto wrong = check_assignment_id(state, event.assignment_id)) return Unexpected{*wrong};
    event.self_dispatched = true;
    event.incident_class = c.incident_class;
    if (holds_another(events)) event.override_reason = c.override_reason;
    Assignment there = as_assignment(event);
    there.arrived_at = at;
    UnitArrived arrived{c.incident_id, event.assignment_id, at, c.point,
                        owed_on(state, there, at, now.rules)};
    events.push_back(std::move(event));
    events.push_back(std::move(arrived));
    return events;
}

Unit::Decision Decide::operator()(const ReleaseUnit& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    ANLAN_TRY(const Assignment* assignment, named(c.assignment_id, c.incident_id));
    if (!is_open(*assignment)) return Events{};
    if (auto wrong = check_end(*assignment, at)) return Unexpected{*wrong};
    Events events{UnitReleased{assignment->incident_id, assignment->assignment_id, at, c.reason}};
    if (assignment->stage == Stage::active) resume_next(events, at);
    return events;
}

Unit::Decision Decide::operator()(const ResumeAssignment& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    const Assignment* target = latest_waiting();
    if (c.assignment_id || c.incident_id) {
        ANLAN_TRY(target, named(c.assignment_id, c.incident_id));
    }
    if (target == nullptr || !is_open(*target))
        return Unexpected{refusal("unit.nothing_waits", "No such assignment waits for this unit.",
                                  Because::conflict, Remedy::reload)};
    Events events;
    make_active(events, *target, at);
    return events;
}

const Assignment* Decide::open_on(const IncidentId& incident_id) const {
    const auto found =
        std::find_if(state.assignments.begin(), state.assignments.end(),
                     [&](const Assignment& a) { return is_open(a) && a.incident_id == incident_id; });
    return found == state.assignments.end() ? nullptr : &*found;
}

const Assignment* Decide::latest_waiting() const {
    const auto found = std::find_if(state.assignments.rbegin(), state.assignments.rend(),
                                    [](const Assignment& a) { return a.stage == Stage::waiting; });
    return found == state.assignments.rend() ? nullptr : &*found;
}

std::string Decide::next_assignment_id() const {
    return state.call_sign + "." + std::to_string(state.assigned_count + 1);
}

void Decide::resume_next(Events& events, Instant at) const {
    const Assignment* waiting = latest_waiting();
    if (waiting == nullptr) return;
    events.push_back(AssignmentResumed{waiting->incident_id, waiting->assignment_id, at,
                                       owed_on(state, *waiting, at, now.rules)});
}

void Decide::make_active(Events& events, const Assignment& target, Instant at) const {
    if (target.stage != Stage::waiting) return;
    if (const Assignment* active = active_assignment(state))
        events.push_back(AssignmentHeld{active->incident_id, active->assignment_id, at, target.incident_id});
    events.push_back(AssignmentResumed{target.incident_id, target.assignment_id, at,
                                       owed_on(state, target, at, now.rules)});
}

}  // namespace anlan::unit
