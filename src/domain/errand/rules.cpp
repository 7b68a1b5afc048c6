#include "domain/errand/rules.hpp"

#include <string>

namespace anlan::errand {

using kernel::RuleFault;

std::optional<RuleFault> validate(const Rules& rules) {
    constexpr int days_most = 366;
    constexpr int minutes_most = 24 * 60;
    const auto within = [](int figure, int least, int most, const char* path) -> std::optional<RuleFault> {
        if (figure >= least && figure <= most) return std::nullopt;
        return RuleFault{path, std::to_string(least) + " to " + std::to_string(most)};
    };
    if (auto fault = kernel::check_rule(rules.completion, ".completion")) return fault;
    if (auto fault = within(rules.correct_within_days, 0, days_most, ".correct_within_days")) return fault;
    if (auto fault = within(rules.return_within_days, 0, days_most, ".return_within_days")) return fault;
    if (auto fault = within(rules.card.door_minutes, 0, minutes_most, ".card.door_minutes")) return fault;
    return within(rules.card.instruction_minutes, 1, minutes_most, ".card.instruction_minutes");
}

std::optional<RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    return kernel::check_roles(rules.completion, levels, ".completion");
}

}  // namespace anlan::errand
