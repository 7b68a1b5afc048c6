#include "domain/erasure/rules.hpp"

#include <algorithm>

namespace anlan::erasure {

using kernel::RuleFault;

std::optional<RuleFault> validate(const Rules& rules) {
    if (rules.rest_after_hours < rest_after_hours_min || rules.rest_after_hours > rest_after_hours_max)
        return RuleFault{".rest_after_hours", std::to_string(rest_after_hours_min) + " to " +
                                                  std::to_string(rest_after_hours_max) + " hours"};
    for (std::size_t i = 0; i < rules.keep.size(); ++i) {
        const KeepRule& rule = rules.keep[i];
        const std::string path = ".keep[" + std::to_string(i) + ']';
        if (rule.code.empty()) return RuleFault{path + ".code", "a code"};
        for (std::size_t other = 0; other < i; ++other)
            if (rules.keep[other].code == rule.code)
                return RuleFault{path + ".code", "a code that no other rule has"};
        if (rule.module.empty()) return RuleFault{path + ".module", "the name of a module"};
        if (rule.days < days_min || rule.days > days_max)
            return RuleFault{path + ".days",
                             std::to_string(days_min) + " to " + std::to_string(days_max) + " days"};
        if (rule.basis.empty()) return RuleFault{path + ".basis", "the law or order that says so"};
        if (rule.zh.empty() || rule.en.empty()) return RuleFault{path + ".zh", "words in both languages"};
    }
    return std::nullopt;
}

std::optional<RuleFault> check(const Rules& rules, const std::vector<std::string>& modules) {
    for (std::size_t i = 0; i < rules.keep.size(); ++i)
        if (std::find(modules.begin(), modules.end(), rules.keep[i].module) == modules.end())
            return RuleFault{".keep[" + std::to_string(i) + "].module", "a module whose records are closed"};
    return std::nullopt;
}

const KeepRule* find_rule(const Rules& rules, std::string_view module, std::string_view kind) {
    const auto found = std::find_if(rules.keep.begin(), rules.keep.end(), [&](const KeepRule& rule) {
        return rule.module == module && (rule.kinds.empty() || std::find(rule.kinds.begin(), rule.kinds.end(),
                                                                         kind) != rule.kinds.end());
    });
    return found == rules.keep.end() ? nullptr : &*found;
}

const KeepRule* find_rule(const Rules& rules, std::string_view code) {
    const auto found = std::find_if(rules.keep.begin(), rules.keep.end(),
                                    [&](const KeepRule& rule) { return rule.code == code; });
    return found == rules.keep.end() ? nullptr : &*found;
}

Instant kept_until(const KeepRule& rule, Instant closed_at, Minutes civil_offset) {
    const auto day = std::chrono::floor<std::chrono::days>(closed_at + civil_offset);
    return Instant{day + std::chrono::days{rule.days + 1}} - civil_offset;
}

}  // namespace anlan::erasure
