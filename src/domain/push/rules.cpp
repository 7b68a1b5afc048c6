#include "domain/push/rules.hpp"

namespace anlan::push {
namespace {

using kernel::RuleFault;

template <class Check>
std::optional<RuleFault> each_rule(const Rules& rules, const Check& check) {
    if (auto fault = check(rules.acknowledge, ".acknowledge")) return fault;
    if (auto fault = check(rules.reply, ".reply")) return fault;
    return check(rules.deed, ".deed");
}

}  // namespace

std::optional<RuleFault> validate(const Rules& rules) {
    if (rules.deed_days_max < 1 || rules.deed_days_max > 3660)
        return RuleFault{".deed_days_max", "1 to 3660"};
    return each_rule(rules,
                     [](const auto& rule, const char* path) { return kernel::check_rule(rule, path); });
}

std::optional<RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    return each_rule(
        rules, [&](const auto& rule, const char* path) { return kernel::check_roles(rule, levels, path); });
}

}  // namespace anlan::push
