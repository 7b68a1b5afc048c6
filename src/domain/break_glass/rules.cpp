#include "domain/break_glass/rules.hpp"

#include "domain/break_glass/break_glass.hpp"

namespace anlan::break_glass {

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    if (rules.open_for <= Minutes{0} || rules.open_for > open_for_max)
        return kernel::RuleFault{".open_for", "1 to 1440 minutes"};
    if (rules.reason_min < 1 || rules.reason_min > static_cast<int>(reason_length_max))
        return kernel::RuleFault{".reason_min", "1 to 1000 bytes"};
    return kernel::check_rule(rules.review, ".review");
}

std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    return kernel::check_roles(rules.review, levels, ".review");
}

}  // namespace anlan::break_glass
