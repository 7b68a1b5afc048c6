// What the service does at its start about the time in which it was not there.
#pragma once
#include "engine/engine.hpp"
#include "kernel/rulebook.hpp"

#include <optional>

namespace anlan::app {

// The command that notes the outage, where deadlines that are due by `now` were noted by nobody and the first
// of them is as late as the rulebook calls an outage. It is to be the first command after the restart: its
// own deadline then stands behind all of theirs.
std::optional<engine::Submission> outage_at_start(const engine::Engine& engine,
                                                  const engine::RestartReport& report, Instant now,
                                                  std::span<const kernel::Module> modules,
                                                  const kernel::Rulebook& rules);

}  // namespace anlan::app
