// Stories with a name: how dispatch systems really failed, as far as it can be told today, and the days a
// city has. A scenario is a value of settings; a seed and other options may be put on top of it.
#pragma once
#include "sim/run/settings.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace anlan::sim {

struct Scenario {
    std::string_view name;
    std::string_view happened;  // what it is made after
    std::string_view shown;     // what a run shows
    std::string_view missing;   // what it cannot show yet, and for want of what; empty: nothing
    SimSettings (*settings)();
};

std::span<const Scenario> scenarios();
const Scenario* scenario_named(std::string_view name);

// A story drawn from a number: another city, another day, other faults for each.
SimSettings any_story(std::uint64_t number);

}  // namespace anlan::sim
