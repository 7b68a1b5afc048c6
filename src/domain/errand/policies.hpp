// What rounds of tasks make of errands.
#pragma once
#include "domain/errand/errand.hpp"
#include "kernel/module.hpp"

namespace anlan::errand {

std::vector<kernel::Send<Errand::Command>> issue_when_a_round_opens(const kernel::PolicyInput& input);
std::vector<kernel::Send<Errand::Command>> lapse_when_a_task_ends(const kernel::PolicyInput& input);

}  // namespace anlan::errand
