// What changes at an incident while a unit is on it. The unit's stream learns it, so that what is decided on
// the assignment (pre-emption, deadlines, safety checks) is decided on what is so now, and the crew is told.
#include "domain/unit/decide.hpp"

#include <algorithm>

namespace anlan::unit {

Unit::Decision Decide::operator()(const InformAssignment& c) const {
    ANLAN_TRY_DONE(instant_of_registered(std::nullopt));
    const auto& all = state.assignments;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Assignment& a) { return a.assignment_id == c.assignment_id; });
    if (found == all.end() || !is_open(*found)) return Events{};
    AssignmentInformed event;
    event.incident_id = found->incident_id;
    event.assignment_id = found->assignment_id;
    event.reason = c.reason;
    event.informed_at = now.at;
    Assignment after = *found;
    if (c.priority && *c.priority != found->priority) {
        event.from_priority = found->priority;
        event.priority = c.priority;
        after.priority = *c.priority;
    }
    if (c.incident_class && c.incident_class != found->incident_class) {
        event.incident_class = c.incident_class;
        after.incident_class = c.incident_class;
    }
    if (c.place && c.place != found->place) event.place = c.place;
    if (!event.priority && !event.incident_class && !event.place) return Events{};
    Renewal renewal = renew(state, *found, after, now.at, now.rules);
    event.obligations = std::move(renewal.obligations);
    event.lapsed = std::move(renewal.lapsed);
    return Events{std::move(event)};
}

Unit::Decision Decide::operator()(const AcknowledgeChange& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    ANLAN_TRY(const Assignment* assignment, named(c.assignment_id, c.incident_id));
    if (!is_open(*assignment) || !assignment->change) return Events{};
    if (at < assignment->change->changed_at)
        return Unexpected{
            out_of_order("The change came later, at " + to_text(assignment->change->changed_at) + ".")};
    return Events{ChangeAcknowledged{assignment->incident_id, assignment->assignment_id, at}};
}

// Where it is on the other one already, that one stays and this one is over; so it keeps one assignment for
// one incident.
Unit::Decision Decide::operator()(const MoveAssignment& c) const {
    ANLAN_TRY_DONE(instant_of_registered(std::nullopt));
    const auto& all = state.assignments;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Assignment& a) { return a.assignment_id == c.assignment_id; });
    if (found == all.end() || !is_open(*found) || found->incident_id != c.from) return Events{};
    const Assignment& it = *found;
    if (open_on(c.incident_id) != nullptr) {
        Events events{UnitReleased{it.incident_id, it.assignment_id, now.at, c.reason}};
        if (it.stage == Stage::active) resume_next(events, now.at);
        return events;
    }
    const bool waits = it.stage == Stage::waiting;
    return Events{AssignmentMoved{.assignment_id = it.assignment_id,
                                  .from = it.incident_id,
                                  .incident_id = c.incident_id,
                                  .kind = state.kind,
                                  .call_sign = state.call_sign,
                                  .priority = it.priority,
                                  .incident_class = it.incident_class,
                                  .assigned_at = it.assigned_at,
                                  .acknowledged_at = it.acknowledged_at,
                                  .en_route_at = it.en_route_at,
                                  .arrived_at = it.arrived_at,
                                  .held_at = waits ? std::optional{now.at} : std::nullopt,
                                  .reason = c.reason,
                                  .moved_at = now.at,
                                  .partner_post = state.partner ? state.partner->post_id : std::nullopt}};
}

}  // namespace anlan::unit
