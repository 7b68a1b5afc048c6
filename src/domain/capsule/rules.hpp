// The rulebook's section capsule.toml: at which posts the next shift signs, within which time of the change,
// and who hears of it if nobody does.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::capsule {

// For posts of these roles. The deadline counts from the change; it is owed by the post itself, its
// `owner_role` says only of whom the ladder is above.
struct SignRule {
    std::vector<std::string> roles;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(SignRule, (), (roles, deadline))

struct Rules {
    std::vector<SignRule> sign;  // the first row that names the role counts; none: nobody has to sign
};
BOOST_DESCRIBE_STRUCT(Rules, (), (sign))

const SignRule* rule_for(const Rules& rules, const std::string& role);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::capsule
