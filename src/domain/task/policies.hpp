// What makes a task open a round beside the calendar.
#pragma once
#include "domain/task/task.hpp"
#include "kernel/module.hpp"

namespace anlan::task {

std::vector<kernel::Send<Task::Command>> open_a_round_at_a_new_door(const kernel::PolicyInput& input);

}  // namespace anlan::task
