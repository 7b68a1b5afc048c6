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

}  // namespace anlan::unit
