// The rulebook's section task.toml: which departments give tasks, by when they are done, what counts as the
// same task, what may not be asked; and task_examples.toml, the tasks that the demo city begins with.
#pragma once
#include "domain/task/events.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::task {

struct Department {
    std::string code;  // stands in the ids of its tasks
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(Department, (), (code, zh, en))

struct Deadline {
    std::string code;
    std::string zh;
    std::string en;
    Seconds within{0};
    Seconds warn_before{0};
    std::vector<kernel::LadderStep> ladder;
};
BOOST_DESCRIBE_STRUCT(Deadline, (), (code, zh, en, within, warn_before, ladder))

// From which likeness of measures and standard on two tasks are one: 0 to 1.
struct TwinRules {
    double same_department = 0;
    double other_department = 0;
};
BOOST_DESCRIBE_STRUCT(TwinRules, (), (same_department, other_department))

// What is asked of nobody about a resident: a field's id that has these words in a row, or words for people
// that contain one of these.
struct ForbiddenFields {
    std::vector<std::string> ids;
    std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(ForbiddenFields, (), (ids, words))

struct Rules {
    std::vector<std::string> carriers;  // roles whose work a task may be
    kernel::DeadlineRule publish;       // somebody decides on a proposal
    kernel::DeadlineRule review;        // `within` before the sunset
    int minutes_max = 0;
    int sunset_days_max = 0;
    int new_doors_a_year = 0;  // in one area, as the burden counts them
    TwinRules twins;
    ForbiddenFields forbidden_fields;
    std::vector<Department> departments;
    std::vector<Deadline> deadlines;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (carriers, publish, review, minutes_max, sunset_days_max, new_doors_a_year, twins,
                       forbidden_fields, departments, deadlines))

const Department* find_department(const Rules& rules, std::string_view code);
const Deadline* find_deadline(const Rules& rules, std::string_view code);

// The deadline as it is owed by whoever carries the task.
kernel::DeadlineRule owed_by(const Deadline& deadline, const std::string& carrier_role);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

// --- the example set

BOOST_DEFINE_ENUM_CLASS(Target, station, beat, door)

struct Example {
    std::string department;
    std::string title;
    std::string basis;
    std::string measures;
    std::string standard;
    std::vector<std::string> fields;  // ids of `fields` of the file
    int minutes = 0;
    std::string deadline;
    Recurrence recurrence{};
    std::string carrier_role;
    Target target{};
    std::vector<std::string> place_kinds;
};
BOOST_DESCRIBE_STRUCT(Example, (),
                      (department, title, basis, measures, standard, fields, minutes, deadline, recurrence,
                       carrier_role, target, place_kinds))

struct Examples {
    std::vector<Field> fields;
    std::vector<Example> tasks;
};
BOOST_DESCRIBE_STRUCT(Examples, (), (fields, tasks))

// Without an area and a sunset, which whoever seeds it gives.
Terms terms_of(const Example& example, const Examples& all);

std::optional<kernel::RuleFault> validate_examples(const Examples& examples);
std::optional<kernel::RuleFault> examples_fit(const kernel::Rulebook& book);

}  // namespace anlan::task
