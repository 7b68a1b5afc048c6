#include "domain/look/rules.hpp"

#include "domain/look/review.hpp"

namespace anlan::look {

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    if (rules.deed_within < Hours{1} || rules.deed_within > deeds_kept)
        return kernel::RuleFault{".deed_within", "1 to 48 hours"};
    if (rules.many_per_hour < 1) return kernel::RuleFault{".many_per_hour", "at least 1"};
    if (rules.many_accounts < 1) return kernel::RuleFault{".many_accounts", "at least 1"};
    return std::nullopt;
}

}  // namespace anlan::look
