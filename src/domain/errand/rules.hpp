// The rulebook's section errand.toml: until when an answer may be corrected or returned, and how an answer
// card counts the minutes that it saves.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>

namespace anlan::errand {

struct CardRules {
    int door_minutes = 0;         // of each errand, to get there and to be let in: once for a whole card
    int instruction_minutes = 0;  // what an instruction counts as
};
BOOST_DESCRIBE_STRUCT(CardRules, (), (door_minutes, instruction_minutes))

struct Rules {
    kernel::DeadlineRule completion;  // of an answer that was returned; owed by the errand's own post
    int correct_within_days = 0;
    int return_within_days = 0;
    CardRules card;
};
BOOST_DESCRIBE_STRUCT(Rules, (), (completion, correct_within_days, return_within_days, card))

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::errand
