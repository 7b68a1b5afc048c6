// A checker watches one part of the world and reports what must not be. It knows nothing of workloads, and it
// trusts nobody's word for what the log says: records come to it folded by the chronicle, apart from the
// engine.
#pragma once
#include "engine/submit.hpp"
#include "kernel/committed.hpp"
#include "sim/checks/chronicle.hpp"
#include "sim/checks/invariants.hpp"
#include "sim/world/simulated_node.hpp"

namespace anlan::sim {

class Checker {
public:
    virtual ~Checker() = default;

    // Each record in log order, with the state before and after it.
    virtual void recorded(const Step&) {}
    // An answer of the server, in the world's time.
    virtual void answered(const engine::Submission&, const engine::Outcome&) {}
    // What somebody who asked was shown.
    virtual void shown(const Shown&, Instant /*now*/) {}
    // The process works again; `lost` records that had been called safe are gone.
    virtual void restarted(SimulatedNode&, std::uint64_t /*lost*/) {}
    // The log was read again from its beginning: what was learned from records is void.
    virtual void forget() {}
    // Now and then and at the end, while the process is at rest.
    virtual void inspect(SimulatedNode&) {}
};

}  // namespace anlan::sim
