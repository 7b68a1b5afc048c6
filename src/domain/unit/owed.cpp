#include "domain/unit/owed.hpp"

#include <algorithm>

namespace anlan::unit {
namespace {

using State = Unit::State;
using Obligations = std::vector<kernel::Obligation>;

template <class T>
bool fits(const std::vector<T>& wanted, const T& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

template <class Row, class Fits>
const kernel::DeadlineRule* first_fitting(const std::vector<Row>& rows, Fits row_fits) {
    const auto found = std::find_if(rows.begin(), rows.end(), row_fits);
    return found == rows.end() ? nullptr : &found->deadline;
}

// What the rulebook lays on crews in general, the unit's own post owes where it has one.
PostId owner_of(kernel::Obligation owed, const kernel::DeadlineRule& rule, const PostId& post_id,
                const Rules& rules) {
    return rule.owner_role == rules.crew_role && !post_id.value().empty() ? post_id : std::move(owed.owner);
}

kernel::Obligation owe_by(const kernel::DeadlineRule& rule, std::string kind, std::string key, Instant since,
                          Instant due_by, const Jurisdiction& home, const PostId& post_id,
                          const kernel::Rulebook& rulebook) {
    auto owed = kernel::owe_until(rule, rulebook.section<kernel::RoleLevels>(), std::move(kind),
                                  std::move(key), since, due_by, home);
    owed.owner = owner_of(owed, rule, post_id, rulebook.section<Rules>());
    return owed;
}

void owe_if(const kernel::DeadlineRule* rule, const char* kind, const State& state,
            const Assignment& assignment, Instant since, const kernel::Rulebook& rulebook,
            Obligations& owed) {
    if (rule == nullptr) return;
    owed.push_back(owe_by(*rule, kind, assignment.assignment_id, since, since + rule->within, state.home,
                          state.post_id, rulebook));
}

const kernel::DeadlineRule* step_rule(const std::vector<StepRule>& rows, const State& state,
                                      const Assignment& assignment) {
    return first_fitting(rows, [&](const StepRule& row) {
        return fits(row.priorities, assignment.priority) && fits(row.kinds, state.kind);
    });
}

const kernel::DeadlineRule* safety_rule(const Assignment& assignment, const Rules& rules) {
    return first_fitting(rules.safety_check, [&](const SafetyRule& row) {
        return (assignment.incident_class &&
                names_class_of(row.incident_classes, *assignment.incident_class)) ||
               std::find(row.priorities.begin(), row.priorities.end(), assignment.priority) !=
                   row.priorities.end();
    });
}

struct Wanted {
    const char* kind;
    const kernel::DeadlineRule* rule;  // null: nothing is owed of this kind
};

// What the rulebook wants of an assignment in its present status.
std::vector<Wanted> wanted_of(const State& state, const Assignment& assignment, const Rules& rules) {
    const UnitStatus status = status_of(assignment);
    const auto when = [&](UnitStatus needed, const kernel::DeadlineRule* rule) {
        return status == needed ? rule : nullptr;
    };
    const auto* watch = first_fitting(rules.time_in_state, [&](const StatusRule& row) {
        return fits(row.statuses, status) && fits(row.priorities, assignment.priority);
    });
    return {{"acknowledge", when(UnitStatus::assigned, step_rule(rules.acknowledge, state, assignment))},
            {"depart", when(UnitStatus::acknowledged, step_rule(rules.depart, state, assignment))},
            {"time_in_state", watch},
            {"safety_check", when(UnitStatus::on_scene, safety_rule(assignment, rules))}};
}

void renew_one(Renewal& renewal, const Wanted& wanted, const State& state, const Assignment& after,
               Instant now, const kernel::Rulebook& rulebook) {
    const auto* old = kernel::find(state.open, wanted.kind, after.assignment_id);
    if (wanted.rule == nullptr) {
        if (old != nullptr) renewal.lapsed.push_back(wanted.kind);
        return;
    }
    if (old == nullptr)
        return owe_if(wanted.rule, wanted.kind, state, after, now, rulebook, renewal.obligations);
    auto next = kernel::renewed(*old, *wanted.rule, rulebook.section<kernel::RoleLevels>(), now, state.home);
    next.owner = owner_of(next, *wanted.rule, state.post_id, rulebook.section<Rules>());
    if (!(next == *old)) renewal.obligations.push_back(std::move(next));
}

}  // namespace

Obligations owed_on(const State& state, const Assignment& assignment, Instant since,
                    const kernel::Rulebook& rulebook) {
    Obligations owed;
    for (const Wanted& wanted : wanted_of(state, assignment, rulebook.section<Rules>()))
        owe_if(wanted.rule, wanted.kind, state, assignment, since, rulebook, owed);
    return owed;
}

Renewal renew(const State& state, const Assignment& before, const Assignment& after, Instant now,
              const kernel::Rulebook& rulebook) {
    const Rules& rules = rulebook.section<Rules>();
    Renewal renewal;
    if (after.stage == Stage::active &&
        (after.priority != before.priority || after.incident_class != before.incident_class))
        for (const Wanted& wanted : wanted_of(state, after, rules))
            renew_one(renewal, wanted, state, after, now, rulebook);
    // A crew that has not taken the assignment on yet takes it on as it is now.
    const bool raised = after.priority < before.priority && status_of(after) != UnitStatus::assigned;
    if (raised)
        owe_if(step_rule(rules.acknowledge_change, state, after), "acknowledge_change", state, after, now,
               rulebook, renewal.obligations);
    const bool lowered = after.priority > before.priority;
    if (lowered && kernel::find(state.open, "acknowledge_change", after.assignment_id) != nullptr)
        renewal.lapsed.emplace_back("acknowledge_change");
    return renewal;
}

bool names_class_of(const std::vector<std::string>& named, const std::string& incident_class) {
    return std::any_of(named.begin(), named.end(), [&](const std::string& name) {
        return incident_class == name || incident_class.starts_with(name + ".");
    });
}

Obligations owed_safety_check(const State& state, const Assignment& assignment, Instant since,
                              const kernel::Rulebook& rulebook) {
    Obligations owed;
    owe_if(safety_rule(assignment, rulebook.section<Rules>()), "safety_check", state, assignment, since,
           rulebook, owed);
    return owed;
}

Obligations owed_on_panic(const State& state, Instant since, const kernel::Rulebook& rulebook) {
    const auto& rule = rulebook.section<Rules>().panic;
    return {owe_by(rule, "panic", "", since, since + rule.within, state.home, state.post_id, rulebook)};
}

Obligations owed_until_back(const State& state, Instant since, Instant back_by,
                            const kernel::Rulebook& rulebook) {
    const auto& rule = rulebook.section<Rules>().return_to_service;
    return {owe_by(rule, "return_to_service", "", since, back_by + rule.within, state.home, state.post_id,
                   rulebook)};
}

Obligations owed_at_duty_end(const State& state, const PostId& post_id, Instant since, Instant until,
                             const kernel::Rulebook& rulebook) {
    const auto& rule = rulebook.section<Rules>().end_duty;
    return {owe_by(rule, "end_duty", "", since, until + rule.within, state.home, post_id, rulebook)};
}

}  // namespace anlan::unit
