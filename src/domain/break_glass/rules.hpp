// The rulebook's section break_glass.toml: for how long, and who reviews it by when. What it gives stands in
// access.toml (break_glass_permissions).
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>

namespace anlan::break_glass {

struct Rules {
    Minutes open_for{0};
    kernel::DeadlineRule review;
    int reason_min = 1;  // bytes of the reason at least
};
BOOST_DESCRIBE_STRUCT(Rules, (), (open_for, review, reason_min))

inline constexpr Minutes open_for_max{24 * 60};

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::break_glass
