// What other modules' facts make the centre issue.
#pragma once
#include "domain/instruction/instruction.hpp"
#include "kernel/module.hpp"

namespace anlan::instruction {

// A confirmed matter came up again, and the rulebook says that the station is to act.
std::vector<kernel::Send<Instruction::Command>> issue_when_a_matter_orders_it(
    const kernel::PolicyInput& input);

}  // namespace anlan::instruction
