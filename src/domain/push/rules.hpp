// The rulebook's section push.toml: within which time a recipient acknowledges and answers, and how far off
// what it promises may be. Each recipient's own post owes it, whatever role a rule names.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>

namespace anlan::push {

struct Rules {
    kernel::DeadlineRule acknowledge;
    kernel::DeadlineRule reply;  // from the acknowledgement on
    kernel::DeadlineRule deed;   // `within` does not count: the answer says when
    int deed_days_max = 0;
};
BOOST_DESCRIBE_STRUCT(Rules, (), (acknowledge, reply, deed, deed_days_max))

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::push
