// The rulebook's section outage.toml: from which lateness on a gap is an outage, and who reviews it by when.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>

namespace anlan::outage {

struct Rules {
    Seconds late_from{0};  // a deadline noted this late or later fell into an outage
    kernel::DeadlineRule review;
};
BOOST_DESCRIBE_STRUCT(Rules, (), (late_from, review))

inline constexpr Seconds late_from_max{600};

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::outage
