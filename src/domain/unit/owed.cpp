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

}  // namespace

Obligations owed_on(const State& state, const Assignment& assignment, Instant since,
                    const kernel::Rulebook& rulebook) {
    const Rules& rules = rulebook.section<Rules>();
    const UnitStatus status = status_of(assignment);
    Obligations owed;
    if (status == UnitStatus::assigned)
        owe_if(step_rule(rules.acknowledge, state, assignment), "acknowledge", state, assignment, since,
               rulebook, owed);
    if (status == UnitStatus::acknowledged)
        owe_if(step_rule(rules.depart, state, assignment), "depart", state, assignment, since, rulebook,
               owed);
    const auto* watch = first_fitting(rules.time_in_state, [&](const StatusRule& row) {
        return fits(row.statuses, status) && fits(row.priorities, assignment.priority);
    });
    owe_if(watch, "time_in_state", state, assignment, since, rulebook, owed);
    if (status == UnitStatus::on_scene)
        for (auto& check : owed_safety_check(state, assignment, since, rulebook))
            owed.push_back(std::move(check));
    return owed;
}

bool names_class_of(const std::vector<std::string>& named, const std::string& incident_class) {
    return std::any_of(named.begin(), named.end(), [&](const std::string& name) {
        return incident_class == name || incident_class.starts_with(name + ".");
    });
}

Obligations owed_safety_check(const State& state, const Assignment& assignment, Instant since,
                              const kernel::Rulebook& rulebook) {
    const auto* rule = first_fitting(rulebook.section<Rules>().safety_check, [&](const SafetyRule& row) {
        return (assignment.incident_class &&
                names_class_of(row.incident_classes, *assignment.incident_class)) ||
               std::find(row.priorities.begin(), row.priorities.end(), assignment.priority) !=
                   row.priorities.end();
    });
    Obligations owed;
    owe_if(rule, "safety_check", state, assignment, since, rulebook, owed);
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
