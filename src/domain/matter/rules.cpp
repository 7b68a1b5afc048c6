#include "domain/matter/rules.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace anlan::matter {
namespace {

using kernel::RuleFault;

std::string at(std::string_view list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

template <class When>
const When* first_that_fits(const std::vector<When>& rules, std::string_view kind,
                            std::span<const Instant> reported) {
    if (reported.empty()) return nullptr;
    const Instant newest = *std::max_element(reported.begin(), reported.end());
    for (const When& rule : rules) {
        if (std::find(rule.kinds.begin(), rule.kinds.end(), kind) == rule.kinds.end()) continue;
        const Instant oldest = newest - Hours{24 * rule.within_days};
        if (std::count_if(reported.begin(), reported.end(), [&](Instant one) { return one >= oldest; }) >=
            rule.reports)
            return &rule;
    }
    return nullptr;
}

template <class When>
std::optional<RuleFault> check_when(const Rules& rules, const std::vector<When>& all, const char* list) {
    constexpr int reports_most = 50;
    std::set<std::string> codes;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const When& rule = all[i];
        const auto path = at(list, i);
        if (rule.code.empty() || !codes.insert(rule.code).second)
            return RuleFault{path + ".code", "a code that no other rule has"};
        if (rule.zh.empty() || rule.en.empty()) return RuleFault{path, "zh and en"};
        if (rule.reports < 2 || rule.reports > reports_most) return RuleFault{path + ".reports", "2 to 50"};
        if (rule.within_days < 1 || 24 * rule.within_days > rules.window_hours)
            return RuleFault{path + ".within_days", "1 day, at most the window"};
        for (std::size_t k = 0; k < rule.kinds.size(); ++k)
            if (std::none_of(rules.finder.kinds.begin(), rules.finder.kinds.end(),
                             [&](const DisputeKind& kind) { return kind.code == rule.kinds[k]; }))
                return RuleFault{path + at("kinds", k), "a code of finder.kinds"};
    }
    return std::nullopt;
}

std::optional<RuleFault> check_finder(const RepeatRules& finder) {
    constexpr std::size_t kinds_max = 32;
    if (finder.kinds.empty() || finder.kinds.size() > kinds_max)
        return RuleFault{".finder.kinds", "1 to 32 kinds"};
    std::set<std::string> codes;
    for (std::size_t i = 0; i < finder.kinds.size(); ++i) {
        const auto path = at("finder.kinds", i);
        const DisputeKind& kind = finder.kinds[i];
        if (kind.code.empty() || !codes.insert(kind.code).second)
            return RuleFault{path + ".code", "a code that no other kind has"};
        if (kind.zh.empty() || kind.en.empty()) return RuleFault{path, "zh and en"};
        if (kind.classes.empty()) return RuleFault{path + ".classes", "a class at least"};
    }
    const RepeatWeights& w = finder.weights;
    if (w.at_point_metres <= 0 || w.near_by_metres < w.at_point_metres || w.around_metres < w.near_by_metres)
        return RuleFault{".finder.weights", "at_point_metres, near_by_metres, around_metres ascending"};
    if (w.words_full <= 0 || w.place_name_full <= 0) return RuleFault{".finder.weights", "shares above 0"};
    return std::nullopt;
}

}  // namespace

bool knows_reason(const Rules& rules, std::string_view code) {
    return std::any_of(rules.reject_reasons.begin(), rules.reject_reasons.end(),
                       [&](const RejectReason& one) { return one.code == code; });
}

const SuggestWhen* suggests(const Rules& rules, std::string_view kind, std::span<const Instant> reported) {
    return first_that_fits(rules.suggest_when, kind, reported);
}

const InstructWhen* instructs(const Rules& rules, std::string_view kind, std::span<const Instant> reported) {
    return first_that_fits(rules.instruct_when, kind, reported);
}

std::optional<RuleFault> validate(const Rules& rules) {
    if (rules.window_hours < 24 || rules.window_hours > window_hours_max)
        return RuleFault{".window_hours", "a day to three years"};
    if (rules.catch_up_hours < 1 || rules.catch_up_hours > rules.window_hours)
        return RuleFault{".catch_up_hours", "an hour, at most the window"};
    if (auto fault = kernel::check_rule(rules.decide, ".decide")) return fault;
    if (rules.reject_reasons.empty()) return RuleFault{".reject_reasons", "a reason at least"};
    for (std::size_t i = 0; i < rules.reject_reasons.size(); ++i)
        if (rules.reject_reasons[i].code.empty() || rules.reject_reasons[i].zh.empty() ||
            rules.reject_reasons[i].en.empty())
            return RuleFault{at("reject_reasons", i), "code, zh and en"};
    if (auto fault = check_finder(rules.finder)) return fault;
    if (rules.suggest_when.empty()) return RuleFault{".suggest_when", "a rule at least"};
    if (auto fault = check_when(rules, rules.suggest_when, "suggest_when")) return fault;
    if (auto fault = check_when(rules, rules.instruct_when, "instruct_when")) return fault;
    for (std::size_t i = 0; i < rules.instruct_when.size(); ++i)
        if (rules.instruct_when[i].instruction_class.empty() || rules.instruct_when[i].text.empty())
            return RuleFault{at("instruct_when", i), "instruction_class and text"};
    return std::nullopt;
}

std::optional<RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    return kernel::check_roles(rules.decide, levels, ".decide");
}

}  // namespace anlan::matter
