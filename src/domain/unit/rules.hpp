// The rulebook's section unit.toml: what a unit owes in each status, and the codes it may say. Figures live
// in the file. In every list of rows the first row that fits counts; an empty list in a row fits everything.
#pragma once
#include "domain/unit/dispatch_rules.hpp"
#include "kernel/deadline_rule.hpp"
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::unit {

// A deadline for assignments of these priorities, units of these kinds.
struct StepRule {
    std::vector<Priority> priorities;
    std::vector<UnitKind> kinds;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(StepRule, (), (priorities, kinds, deadline))

// The check of a crew's safety: for assignments of these priorities, and for these classes whatever their
// priority.
struct SafetyRule {
    std::vector<Priority> priorities;
    std::vector<std::string> incident_classes;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(SafetyRule, (), (priorities, incident_classes, deadline))

// How long a unit may stay in a status before somebody asks.
struct StatusRule {
    std::vector<UnitStatus> statuses;
    std::vector<Priority> priorities;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(StatusRule, (), (statuses, priorities, deadline))

struct Rules {
    std::string crew_role;              // what this role owes, the unit's own post owes where it has one
    std::string partner_role;           // whose post a partner's unit answers to, where none is named
    Priority on_view_priority{};        // of an incident that a unit came upon, until somebody says otherwise
    Seconds clock_tolerance{0};         // an instant this far ahead of our clock counts as now
    std::vector<CodedWord> outcomes;    // of a unit's work at a scene; the first is meant where none is said
    std::vector<CodedWord> pauses;      // why a unit is out of service
    std::vector<CodedWord> skills;      // what a unit can do beyond its kind
    std::vector<StepRule> acknowledge;  // assigned -> acknowledged
    std::vector<StepRule> depart;       // acknowledged -> en route: turnout
    std::vector<StepRule> acknowledge_change;  // raised to these priorities -> the crew says that it knows
    std::vector<StatusRule> time_in_state;
    std::vector<SafetyRule> safety_check;  // on scene: the crew is asked whether it is safe, again and again
    kernel::DeadlineRule panic;
    kernel::DeadlineRule return_to_service;  // counted from the promised instant
    kernel::DeadlineRule end_duty;           // counted from the end of the planned duty
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (crew_role, partner_role, on_view_priority, clock_tolerance, outcomes, pauses, skills,
                       acknowledge, depart, acknowledge_change, time_in_state, safety_check, panic,
                       return_to_service, end_duty))

std::optional<kernel::RuleFault> validate(const Rules& rules);
// Every role these rules name must be one of posts.toml.
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::unit
