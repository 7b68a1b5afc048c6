// Makes a failing story smaller while it still breaks the same promise: fewer hours, people, faults and
// calls.
#pragma once
#include "sim/run/report.hpp"

#include <functional>
#include <string>

namespace anlan::sim {

struct Shrunk {
    SimSettings settings;
    SimReport report;
    int tries = 0;
};

using RunStory = std::function<SimReport(const SimSettings&)>;

Shrunk shrink(const SimReport& failing, const RunStory& run, int tries_max);

}  // namespace anlan::sim
