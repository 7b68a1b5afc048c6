#include "access/service_key.hpp"

#include "access/may.hpp"

#include <algorithm>

namespace anlan::access {
namespace {

constexpr int usual_days_max = 366;

kernel::Refusal wrong(const char* code, std::string words, const char* field) {
    return {code, std::move(words), kernel::Because::invalid, kernel::Remedy::fix_input, field};
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "none" : text;
}

// Nothing of the pattern is left once what a person answers for is taken away.
bool is_for_persons(const std::string& pattern, const AccessRules& rules) {
    return std::any_of(rules.persons_only.begin(), rules.persons_only.end(),
                       [&](const std::string& reserved) { return holds(reserved, pattern); });
}

}  // namespace

std::optional<kernel::Refusal> key_refused(const KeyWanted& wanted, Instant now, const AccessRules& rules) {
    const bool known = std::any_of(rules.roles.begin(), rules.roles.end(),
                                   [&](const RoleRule& rule) { return rule.role == wanted.role; });
    if (!known) return wrong("service_key.role_unknown", "the rulebook has no such role", "role");
    const auto& lent = rules.service_key_roles;
    if (std::find(lent.begin(), lent.end(), wanted.role) == lent.end())
        return wrong("service_key.role_not_for_keys",
                     "keys may sit at posts of these roles only: " + listed(lent), "role");
    for (const auto& pattern : wanted.permissions)
        if (is_for_persons(pattern, rules))
            return wrong("service_key.persons_only",
                         "a person answers for " + pattern + ", and no key does it", "permissions");
    const int days = rules.service_key_days_max.value_or(usual_days_max);
    if (wanted.expires_at > now + Hours{24} * days)
        return wrong("service_key.expiry_too_far", "a key ends within " + std::to_string(days) + " days",
                     "expires_at");
    return std::nullopt;
}

}  // namespace anlan::access
