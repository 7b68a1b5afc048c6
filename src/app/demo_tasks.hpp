// The example tasks of the rulebook, given to one station of the demo city: most are in force when it starts,
// a few still wait for somebody who looks at what they cost.
#pragma once
#include "kernel/rulebook.hpp"
#include "sim/seed.hpp"

#include <string>
#include <vector>

namespace anlan::app {

struct DemoTasks {
    std::size_t proposed = 0;
    std::size_t published = 0;
    std::vector<std::string> refused;  // codes, of what was to be taken
};

// `door` answers before it returns. The station's beats and doors are those of the seed.
DemoTasks give_demo_tasks(engine::Submit& door, const kernel::Modules& modules, const kernel::Rulebook& rules,
                          const sim::Seed& seed, Instant now);

}  // namespace anlan::app
