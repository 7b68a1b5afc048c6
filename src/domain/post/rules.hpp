// The rulebook's section duty.toml: how posts are taken, relieved and delegated. Which roles there are, and
// of which level, stands in posts.toml.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::post {

// For posts of these roles (empty: all others). The deadline counts from the start of the planned shift.
struct RelieveRule {
    std::vector<std::string> roles;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(RelieveRule, (), (roles, deadline))

struct Rules {
    Minutes early_max{0};              // a shift can be taken this long before it begins
    Hours shift_max{0};                // the longest shift that can be planned
    Hours delegation_max{0};           // the longest time somebody may stand in
    std::vector<RelieveRule> relieve;  // the first row that fits counts; none: the post may stand empty
};
BOOST_DESCRIBE_STRUCT(Rules, (), (early_max, shift_max, delegation_max, relieve))

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::post
