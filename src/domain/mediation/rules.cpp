#include "domain/mediation/rules.hpp"

#include "terms/incident_catalogue.hpp"

#include <algorithm>
#include <set>

namespace anlan::mediation {
namespace {

using kernel::RuleFault;
using std::chrono::days;

std::string at(std::string_view list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

template <class Check>
std::optional<RuleFault> each_rule(const Rules& rules, const Check& check) {
    if (auto fault = check(rules.contact, ".contact")) return fault;
    if (auto fault = check(rules.joint_visit, ".joint_visit")) return fault;
    if (auto fault = check(rules.settle, ".settle")) return fault;
    if (auto fault = check(rules.take_up, ".take_up")) return fault;
    if (auto fault = check(rules.promise, ".promise")) return fault;
    if (auto fault = check(rules.quiet, ".quiet")) return fault;
    return check(rules.good_news, ".good_news");
}

std::optional<RuleFault> check_words(const std::vector<Word>& words, std::string_view list) {
    if (words.empty()) return RuleFault{"." + std::string{list}, "one at least"};
    std::set<std::string> codes;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].code.empty() || !codes.insert(words[i].code).second)
            return RuleFault{at(list, i) + ".code", "a code that no other has"};
        if (words[i].zh.empty() || words[i].en.empty()) return RuleFault{at(list, i), "zh and en"};
    }
    return std::nullopt;
}

std::optional<RuleFault> check_levels(const Rules& rules) {
    std::vector<Word> words;
    for (const LevelRule& level : rules.levels) words.push_back({level.code, level.zh, level.en});
    return check_words(words, "levels");
}

std::optional<RuleFault> check_push(const PushRules& push) {
    if (push.to_roles.empty()) return RuleFault{".push.to_roles", "a role at least"};
    if (push.title.empty()) return RuleFault{".push.title", "a title"};
    if (push.lines.empty()) return RuleFault{".push.lines", "a line at least"};
    if (push.side_a.empty() || push.side_b.empty() || push.side_a == push.side_b)
        return RuleFault{".push.side_a", "a word for each side"};
    if (push.digits_max < 4 || push.digits_max > 9) return RuleFault{".push.digits_max", "4 to 9"};
    for (std::size_t i = 0; i < push.told.size(); ++i)
        if (push.told[i].of.empty() || push.told[i].value.empty() || push.told[i].text.empty())
            return RuleFault{".push" + at("told", i), "of, value and text"};
    return std::nullopt;
}

bool whole_days(Seconds span) { return span >= days{1} && span % days{1} == Seconds{0}; }

}  // namespace

const LevelRule* find_level(const Rules& rules, std::string_view code) {
    const auto found = std::find_if(rules.levels.begin(), rules.levels.end(),
                                    [&](const LevelRule& one) { return one.code == code; });
    return found == rules.levels.end() ? nullptr : &*found;
}

const ClassRule* find_class(const Rules& rules, std::string_view dispute_class) {
    const auto found = std::find_if(rules.classes.begin(), rules.classes.end(),
                                    [&](const ClassRule& one) { return one.dispute_class == dispute_class; });
    return found == rules.classes.end() ? nullptr : &*found;
}

bool knows(const std::vector<Word>& words, std::string_view code) {
    return std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.code == code; });
}

Instant due_on_day(const Rules& rules, Instant since, Seconds span, Minutes civil_offset) {
    const auto day = std::chrono::floor<days>(since + civil_offset) + std::chrono::floor<days>(span);
    return Instant{day} + Hours{rules.due_hour} - civil_offset;
}

std::optional<RuleFault> validate(const Rules& rules) {
    if (auto fault = check_levels(rules)) return fault;
    if (rules.due_hour < 8 || rules.due_hour > 22)
        return RuleFault{".due_hour", "8 to 22: nobody is called at night"};
    if (auto fault = each_rule(
            rules, [](const auto& rule, const char* path) { return kernel::check_rule(rule, path); }))
        return fault;
    for (const auto& [rule, path] :
         {std::pair{&rules.contact, ".contact.within"}, std::pair{&rules.joint_visit, ".joint_visit.within"},
          std::pair{&rules.settle, ".settle.within"}})
        if (!whole_days(rule->within)) return RuleFault{path, "whole days, in seconds"};
    if (rules.promise_days_max < 1 || rules.promise_days_max > 3660)
        return RuleFault{".promise_days_max", "1 to 3660"};
    if (rules.promise_moves_max < 0 || rules.promise_moves_max > 50)
        return RuleFault{".promise_moves_max", "0 to 50"};
    if (rules.reopen_days < 0 || rules.reopen_days > 3660) return RuleFault{".reopen_days", "0 to 3660"};
    std::set<std::string> classes;
    for (std::size_t i = 0; i < rules.classes.size(); ++i) {
        const ClassRule& one = rules.classes[i];
        if (!classes.insert(one.dispute_class).second)
            return RuleFault{at("classes", i) + ".dispute_class", "a class that no other row has"};
        if (one.quiet_days < 1 || one.quiet_days > quiet_days_max)
            return RuleFault{at("classes", i) + ".quiet_days", "1 to 366"};
    }
    if (auto fault = check_words(rules.early_rules, "early_rules")) return fault;
    if (auto fault = check_words(rules.visit_with, "visit_with")) return fault;
    if (auto fault = check_words(rules.end_reasons, "end_reasons")) return fault;
    for (std::size_t i = 0; i < rules.open_when_closed.size(); ++i)
        if (rules.open_when_closed[i].classes.empty() || rules.open_when_closed[i].dispositions.empty())
            return RuleFault{at("open_when_closed", i), "classes and dispositions"};
    return check_push(rules.push);
}

std::optional<RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    if (auto fault = each_rule(rules, [&](const auto& rule, const char* path) {
            return kernel::check_roles(rule, levels, path);
        }))
        return fault;
    for (std::size_t i = 0; i < rules.levels.size(); ++i)
        if (kernel::find_role(levels, rules.levels[i].owner_role) == nullptr)
            return RuleFault{at("levels", i) + ".owner_role", "a role of posts.toml"};
    for (std::size_t i = 0; i < rules.push.to_roles.size(); ++i)
        if (kernel::find_role(levels, rules.push.to_roles[i]) == nullptr)
            return RuleFault{".push" + at("to_roles", i), "a role of posts.toml"};
    return std::nullopt;
}

std::optional<RuleFault> fits(const kernel::Rulebook& book) {
    const auto& rules = book.section<Rules>();
    if (auto fault = check_roles(rules, book.section<kernel::RoleLevels>())) return fault;
    const auto& classes = book.section<IncidentCatalogue>().dispute_classes;
    for (const DisputeClass& one : classes)
        if (find_class(rules, one.code) == nullptr) return RuleFault{".classes", "a row for " + one.code};
    if (rules.classes.size() != classes.size())
        return RuleFault{".classes", "dispute classes of classes.toml, and no other"};
    return std::nullopt;
}

}  // namespace anlan::mediation
