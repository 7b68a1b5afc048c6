// The rulebook's section dual_control.toml: what nobody does alone, and who answers a proposal by when.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "kernel/module.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::proposal {

struct TwoPersonRule {
    std::string command;  // "account.grant_post"
    // Only where the command names a post of one of these roles; left out: always.
    std::optional<std::vector<std::string>> roles = {};
    kernel::DeadlineRule deadline;  // unanswered by then, a proposal lapses
};
BOOST_DESCRIBE_STRUCT(TwoPersonRule, (), (command, roles, deadline))

struct Rules {
    std::vector<TwoPersonRule> commands;
};
BOOST_DESCRIBE_STRUCT(Rules, (), (commands))

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);
// Each command must exist, have a route, and say nothing of people: its body stands in the proposal as it is.
std::optional<kernel::RuleFault> check(const Rules& rules, std::span<const kernel::Module> modules);

const TwoPersonRule* find_rule(const Rules& rules, std::string_view command);
bool needs_second(const Rules& rules, const kernel::AnyCommand& command);

}  // namespace anlan::proposal
