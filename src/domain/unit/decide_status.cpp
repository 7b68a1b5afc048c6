// What the crew says along the way. A step may be skipped, repeated, or told late with the instant at which
// it really happened; it is refused only where it contradicts what is known: before the assignment, after its
// end, or on the wrong side of another step.
#include "domain/unit/decide.hpp"

#include <algorithm>
#include <array>

namespace anlan::unit {

using kernel::Because;
using kernel::Remedy;

namespace {

using Stamp = std::optional<Instant> Assignment::*;

struct Step {
    Stamp stamp;
    const char* words;
};

// In the order in which they happen.
constexpr std::array<Step, 3> kSteps{{{&Assignment::acknowledged_at, "acknowledged"},
                                      {&Assignment::en_route_at, "on its way"},
                                      {&Assignment::arrived_at, "on scene"}}};

std::size_t position_of(Stamp stamp) {
    const auto found =
        std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& step) { return step.stamp == stamp; });
    return static_cast<std::size_t>(found - kSteps.begin());
}

std::optional<kernel::Refusal> contradiction(const Assignment& assignment, std::size_t position, Instant at) {
    if (at < assignment.assigned_at)
        return out_of_order("The unit was assigned later, at " + to_text(assignment.assigned_at) + ".");
    for (std::size_t i = 0; i < kSteps.size(); ++i) {
        const auto& known = assignment.*kSteps[i].stamp;
        if (!known || i == position || (i < position ? *known <= at : *known >= at)) continue;
        return out_of_order(std::string{"The unit was "} + kSteps[i].words + " at " + to_text(*known) +
                            (i < position ? ", later than that." : ", earlier than that."));
    }
    if (assignment.ended_at && *assignment.ended_at < at)
        return out_of_order("The assignment had ended at " + to_text(*assignment.ended_at) + ".");
    return std::nullopt;
}

struct Told {
    const Assignment* assignment = nullptr;  // none: it was said before, nothing is new
    Instant at{};
    Unit::Events events;                          // what comes first: a waiting assignment made active
    std::vector<kernel::Obligation> obligations;  // what is owed once the step is taken
};

bool is_latest_step(const Assignment& assignment, std::size_t position) {
    for (std::size_t i = position + 1; i < kSteps.size(); ++i)
        if (assignment.*kSteps[i].stamp) return false;
    return true;
}

// The part that all three steps share.
template <class Command>
Result<Told, kernel::Refusal> tell(const Decide& decide, const Command& c, Stamp stamp) {
    ANLAN_TRY(const Instant at, decide.instant_of_registered(c.at));
    ANLAN_TRY(const Assignment* assignment, decide.named(c.assignment_id, c.incident_id));
    const auto& known = assignment->*stamp;
    if (known && (!c.at || *known == at)) return Told{};
    const std::size_t position = position_of(stamp);
    if (known)
        return Unexpected{out_of_order(std::string{"It is already known that the unit was "} +
                                       kSteps[position].words + " at " + to_text(*known) + ".")};
    if (auto wrong = contradiction(*assignment, position, at)) return Unexpected{std::move(*wrong)};
    Told told{assignment, at, {}, {}};
    // A crew that leaves for, or is at, the incident that waited is now working on that one.
    const bool moves = stamp != &Assignment::acknowledged_at;
    if (assignment->stage == Stage::waiting && moves && at >= decide.state.status_since)
        decide.make_active(told.events, *assignment, at);
    if ((assignment->stage == Stage::active || !told.events.empty()) &&
        is_latest_step(*assignment, position)) {
        Assignment after = *assignment;
        after.*stamp = at;
        told.obligations = owed_on(decide.state, after, at, decide.now.rules);
    }
    return told;
}

}  // namespace

std::optional<kernel::Refusal> check_end(const Assignment& assignment, Instant at) {
    return contradiction(assignment, kSteps.size(), at);
}

Unit::Decision Decide::operator()(const AcknowledgeAssignment& c) const {
    ANLAN_TRY(Told told, tell(*this, c, &Assignment::acknowledged_at));
    if (told.assignment == nullptr) return Events{};
    told.events.push_back(AssignmentAcknowledged{told.assignment->incident_id, told.assignment->assignment_id,
                                                 told.at, std::move(told.obligations)});
    return std::move(told.events);
}

Unit::Decision Decide::operator()(const DepartForScene& c) const {
    if (auto wrong = check_point(c.point, ".point")) return Unexpected{*wrong};
    ANLAN_TRY(Told told, tell(*this, c, &Assignment::en_route_at));
    if (told.assignment == nullptr) return Events{};
    told.events.push_back(UnitEnRoute{told.assignment->incident_id, told.assignment->assignment_id, told.at,
                                      c.point, std::move(told.obligations)});
    return std::move(told.events);
}

Unit::Decision Decide::operator()(const ArriveOnScene& c) const {
    if (auto wrong = check_point(c.point, ".point")) return Unexpected{*wrong};
    ANLAN_TRY(Told told, tell(*this, c, &Assignment::arrived_at));
    if (told.assignment == nullptr) return Events{};
    told.events.push_back(UnitArrived{told.assignment->incident_id, told.assignment->assignment_id, told.at,
                                      c.point, std::move(told.obligations)});
    return std::move(told.events);
}

Unit::Decision Decide::operator()(const ClearUnit& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    ANLAN_TRY(const Assignment* assignment, named(c.assignment_id, c.incident_id));
    const auto& outcomes = now.rules.section<Rules>().outcomes;
    const std::string outcome = c.outcome.value_or(outcomes.front().code);
    if (std::none_of(outcomes.begin(), outcomes.end(), [&](const CodedWord& w) { return w.code == outcome; }))
        return Unexpected{refusal("unit.outcome_unknown",
                                  "The outcome must be a code of the rulebook's outcomes.", Because::invalid,
                                  Remedy::fix_input, ".outcome")};
    if (!is_open(*assignment)) {
        if (!c.at || at == assignment->ended_at) return Events{};
        return Unexpected{
            out_of_order("The assignment had ended at " + to_text(*assignment->ended_at) + ".")};
    }
    if (auto wrong = check_end(*assignment, at)) return Unexpected{*wrong};
    Events events{UnitCleared{assignment->incident_id, assignment->assignment_id, at, outcome}};
    if (assignment->stage == Stage::active) resume_next(events, at);
    return events;
}

// By the assignment's own id, else the latest on the incident (an open one before an ended one), else the
// active.
Decide::Or<const Assignment*> Decide::named(const std::optional<std::string>& assignment_id,
                                            const std::optional<IncidentId>& incident_id) const {
    const auto& all = state.assignments;
    if (!assignment_id && !incident_id) {
        if (const Assignment* active = active_assignment(state)) return active;
        return Unexpected{
            refusal("unit.not_assigned", "The unit is on no incident.", Because::conflict, Remedy::reload)};
    }
    if (!assignment_id)
        if (const Assignment* open = open_on(*incident_id)) return open;
    const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Assignment& a) {
        return (!assignment_id || a.assignment_id == *assignment_id) &&
               (!incident_id || a.incident_id == *incident_id);
    });
    if (found == all.rend())
        return Unexpected{refusal("unit.assignment_unknown",
                                  "The unit has no such assignment, or it ended long ago.", Because::unknown,
                                  Remedy::fix_input, assignment_id ? ".assignment_id" : ".incident_id")};
    return &*found;
}

}  // namespace anlan::unit
