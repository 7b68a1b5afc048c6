#include "domain/break_glass/rules.hpp"

namespace anlan::break_glass {

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    if (rules.open_for <= Minutes{0} || rules.open_for > open_for_max)
        return kernel::RuleFault{".open_for", "1 to 1440 minutes"};
    return kernel::check_rule(rules.review, ".review");
}

std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    return kernel::check_roles(rules.review, levels, ".review");
}

}  // namespace anlan::break_glass
