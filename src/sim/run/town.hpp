// A small city that is made up, as the commands that seed it: as large as it is told to be, the same for the
// same size, with no data from outside.
#pragma once
#include "kernel/rulebook.hpp"
#include "sim/run/settings.hpp"

#include <string>

namespace anlan::sim {

std::string town_commands(const TownSize& size, const kernel::Rulebook& rules);

}  // namespace anlan::sim
