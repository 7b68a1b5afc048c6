// Another system's log through Anlan's own engine: each call is received, written down and opened, each
// response assigned, under way, at the scene and cleared by the same commands as live work, each at its
// logged instant on a virtual clock, so that deadlines fall due in between as they would have. Nothing of the
// log is repaired: where the engine refuses what the log says, the refusal is counted and named.
#pragma once
#include "kernel/committed.hpp"
#include "ports/event_log.hpp"
#include "sim/replay/report.hpp"

#include <span>

namespace anlan::sim {

struct ReplayParts {
    std::span<const kernel::Module> modules;
    const kernel::Rulebook& rules;
    ports::EventLog& log;     // must be empty
    kernel::Publish publish;  // whoever else wants to see each commit: views, snapshots; may be empty
};

Result<ReplayReport, ports::Fault> replay(RealLog log, const Mapping& mapping, const ReplayParts& parts,
                                          const Progress& progress);

}  // namespace anlan::sim
