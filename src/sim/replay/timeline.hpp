// A log as a sequence of steps in time. A response's own steps keep their order even where their stamps do
// not: a step is taken when its stamp says, or right after the step before it, and states the stamp as the
// log has it.
#pragma once
#include "sim/replay/real_log.hpp"

#include <cstdint>
#include <vector>

namespace anlan::sim {

enum class StepKind { receive, open, dispatch, en_route, on_scene, hospital, clear, close };

struct Step {
    Instant at;  // of the virtual clock
    StepKind kind{};
    std::size_t call = 0;          // index into the log's calls
    std::size_t response = 0;      // into the call's responses
    std::optional<Instant> stamp;  // as logged; none: the log does not say and we say it for it
};

// Calls without any readable time are left out, and everything odd about stamps is noted.
std::vector<Step> make_timeline(const RealLog& log, Anomalies& anomalies);

}  // namespace anlan::sim
