#include "domain/task/rules.hpp"

#include "domain/task/check.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::task {
namespace {

using kernel::RuleFault;
using MaybeFault = std::optional<RuleFault>;

constexpr int minutes_at_most = 24 * 60;
constexpr int days_at_most = 366 * 3;
constexpr int doors_at_most = 100'000;
constexpr std::size_t department_length_max = 16;

std::string at(std::string_view list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

template <class Entry>
const Entry* find_by_code(const std::vector<Entry>& entries, std::string_view code) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.code == code; });
    return found == entries.end() ? nullptr : &*found;
}

// A department's code stands in ids.
bool is_code(std::string_view code) {
    return !code.empty() && code.size() <= department_length_max &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

template <class Entry, class Check>
MaybeFault check_coded(const std::vector<Entry>& entries, const char* list, const Check& check) {
    if (entries.empty()) return RuleFault{"." + std::string{list}, "one at least"};
    std::set<std::string_view> codes;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto path = at(list, i);
        if (entries[i].code.empty() || !codes.insert(entries[i].code).second)
            return RuleFault{path + ".code", "a code that no other has"};
        if (entries[i].zh.empty() || entries[i].en.empty()) return RuleFault{path, "zh and en"};
        if (auto fault = check(entries[i], path)) return fault;
    }
    return std::nullopt;
}

// Whose role owes it is each task's own matter.
kernel::DeadlineRule any_carrier(const Deadline& deadline) { return owed_by(deadline, "carrier"); }

MaybeFault check_deadline(const Deadline& deadline, const std::string& path) {
    return kernel::check_rule(any_carrier(deadline), path);
}

MaybeFault check_figures(const Rules& rules) {
    const auto within = [](int figure, int least, int most, const char* path) -> MaybeFault {
        if (figure >= least && figure <= most) return std::nullopt;
        return RuleFault{path, std::to_string(least) + " to " + std::to_string(most)};
    };
    if (auto fault = within(rules.minutes_max, 1, minutes_at_most, ".minutes_max")) return fault;
    if (auto fault = within(rules.sunset_days_max, 1, days_at_most, ".sunset_days_max")) return fault;
    return within(rules.new_doors_a_year, 1, doors_at_most, ".new_doors_a_year");
}

MaybeFault check_twins(const TwinRules& rules) {
    constexpr double least = 0.5;
    if (rules.same_department < least || rules.same_department > 1)
        return RuleFault{".twins.same_department", "0.5 to 1"};
    if (rules.other_department < rules.same_department || rules.other_department > 1)
        return RuleFault{".twins.other_department", "same_department to 1"};
    return std::nullopt;
}

template <class Check>
MaybeFault each_rule(const Rules& rules, const Check& check) {
    if (auto fault = check(rules.publish, ".publish")) return fault;
    return check(rules.review, ".review");
}

MaybeFault fault_of(const FormFault& wrong) { return RuleFault{wrong.path, wrong.message}; }

MaybeFault check_example(const Example& one, const Examples& all, const std::string& path) {
    if (one.title.empty() || one.basis.empty() || one.measures.empty() || one.standard.empty())
        return RuleFault{path, "title, basis, measures and standard"};
    for (std::size_t i = 0; i < one.fields.size(); ++i)
        if (find_field(all.fields, one.fields[i]) == nullptr)
            return RuleFault{path + at("fields", i), "the id of one of this file's fields"};
    const auto terms = terms_of(one, all);
    if (const auto wrong = fault_in_form(terms.fields, path + ".fields")) return fault_of(*wrong);
    const bool new_doors = one.recurrence == Recurrence::each_new_door;
    if (new_doors && one.target == Target::door)
        return RuleFault{path + ".target", "the areas whose new doors count"};
    if ((new_doors || one.target == Target::door) != !one.place_kinds.empty())
        return RuleFault{path + ".place_kinds", "kinds of doors where it is done at doors, and only there"};
    return std::nullopt;
}

}  // namespace

const Department* find_department(const Rules& rules, std::string_view code) {
    return find_by_code(rules.departments, code);
}
const Deadline* find_deadline(const Rules& rules, std::string_view code) {
    return find_by_code(rules.deadlines, code);
}

kernel::DeadlineRule owed_by(const Deadline& deadline, const std::string& carrier_role) {
    return {deadline.within, deadline.warn_before, carrier_role, deadline.ladder};
}

MaybeFault validate(const Rules& rules) {
    if (rules.carriers.empty()) return RuleFault{".carriers", "a role at least"};
    if (auto fault = each_rule(
            rules, [](const auto& rule, const char* path) { return kernel::check_rule(rule, path); }))
        return fault;
    if (auto fault = check_figures(rules)) return fault;
    if (auto fault = check_twins(rules.twins)) return fault;
    if (rules.forbidden_fields.ids.empty() || rules.forbidden_fields.words.empty())
        return RuleFault{".forbidden_fields", "ids and words that no field may have"};
    if (auto fault = check_coded(rules.departments, "departments",
                                 [](const Department& one, const std::string& path) -> MaybeFault {
                                     if (is_code(one.code)) return std::nullopt;
                                     return RuleFault{path + ".code", "1 to 16 letters a to z"};
                                 }))
        return fault;
    return check_coded(rules.deadlines, "deadlines", check_deadline);
}

MaybeFault check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    if (auto fault = each_rule(rules, [&](const auto& rule, const char* path) {
            return kernel::check_roles(rule, levels, path);
        }))
        return fault;
    for (std::size_t i = 0; i < rules.carriers.size(); ++i)
        if (kernel::find_role(levels, rules.carriers[i]) == nullptr)
            return RuleFault{at("carriers", i), "a role of posts.toml"};
    for (std::size_t i = 0; i < rules.deadlines.size(); ++i)
        if (auto fault = kernel::check_roles(owed_by(rules.deadlines[i], rules.carriers.front()), levels,
                                             at("deadlines", i)))
            return fault;
    return std::nullopt;
}

Terms terms_of(const Example& example, const Examples& all) {
    Terms terms;
    terms.department = example.department;
    terms.title = example.title;
    terms.basis = example.basis;
    terms.measures = example.measures;
    terms.standard = example.standard;
    for (const auto& id : example.fields)
        if (const Field* field = find_field(all.fields, id)) terms.fields.push_back(*field);
    terms.minutes = example.minutes;
    terms.deadline = example.deadline;
    terms.recurrence = example.recurrence;
    terms.carrier_role = example.carrier_role;
    terms.example = true;
    return terms;
}

MaybeFault validate_examples(const Examples& examples) {
    for (std::size_t i = 0; i < examples.tasks.size(); ++i)
        if (auto fault = check_example(examples.tasks[i], examples, at("tasks", i))) return fault;
    return std::nullopt;
}

MaybeFault examples_fit(const kernel::Rulebook& book) {
    const auto& rules = book.section<Rules>();
    const auto& examples = book.section<Examples>();
    for (std::size_t i = 0; i < examples.tasks.size(); ++i) {
        const Example& one = examples.tasks[i];
        const auto path = at("tasks", i);
        if (find_department(rules, one.department) == nullptr)
            return RuleFault{path + ".department", "a department of task.toml"};
        if (find_deadline(rules, one.deadline) == nullptr)
            return RuleFault{path + ".deadline", "a deadline of task.toml"};
        if (one.minutes < 1 || one.minutes > rules.minutes_max)
            return RuleFault{path + ".minutes", "1 to minutes_max of task.toml"};
        const auto& carriers = rules.carriers;
        if (std::find(carriers.begin(), carriers.end(), one.carrier_role) == carriers.end())
            return RuleFault{path + ".carrier_role", "a carrier of task.toml"};
        if (check_forbidden(terms_of(one, examples).fields, rules.forbidden_fields))
            return RuleFault{path + ".fields", "nothing that no task asks of a resident (task.toml)"};
    }
    return std::nullopt;
}

}  // namespace anlan::task
