// What other modules' facts make the centre issue.
#pragma once
#include "domain/instruction/instruction.hpp"
#include "kernel/module.hpp"

namespace anlan::instruction {

// A confirmed matter came up again, and the rulebook says that the station is to act.
std::vector<kernel::Send<Instruction::Command>> issue_when_a_matter_orders_it(
    const kernel::PolicyInput& input);

// The centre picked an incident of the day for a follow-up.
std::vector<kernel::Send<Instruction::Command>> issue_when_a_selection_picks(
    const kernel::PolicyInput& input);

// The pick was taken back: the instruction is withdrawn, unless it is over already.
std::vector<kernel::Send<Instruction::Command>> withdraw_when_a_pick_is_undone(
    const kernel::PolicyInput& input);

}  // namespace anlan::instruction
