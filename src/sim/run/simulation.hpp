// A whole Anlan and the city around it, for some simulated hours. Nothing in it knows real time or real
// chance: the same settings and the same build give the same log, byte by byte, and the same final draw.
#pragma once
#include "sim/run/report.hpp"
#include "sim/workload.hpp"
#include "sim/world/simulated_node.hpp"

#include <functional>
#include <string>

namespace anlan::sim {

struct SimulationParts {
    const kernel::Modules& modules;
    const kernel::Rulebook& rules;
    // The commands that seed the city of settings.city, one JSON object a line; unused for "town".
    std::string city_commands;
    MakeWorkloads module_workloads;  // those that modules bring
    Plants plants = {};              // tests plant bugs
};

// The text is why there is nothing to report: a city that cannot be seeded.
Result<SimReport, std::string> simulate(const SimSettings& settings, const SimulationParts& parts);

// "anlan sim --city town --seed 7 …": what tells the same story again.
std::string command_line_of(const SimSettings& settings);

}  // namespace anlan::sim
