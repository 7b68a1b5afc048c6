#include "domain/outage/rules.hpp"

namespace anlan::outage {

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    if (rules.late_from < Seconds{1} || rules.late_from > late_from_max)
        return kernel::RuleFault{".late_from", "1 to 600 seconds"};
    return kernel::check_rule(rules.review, ".review");
}

std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    return kernel::check_roles(rules.review, levels, ".review");
}

}  // namespace anlan::outage
