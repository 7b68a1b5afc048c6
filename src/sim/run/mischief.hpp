// What goes wrong with the machine, as workloads: the process is killed, the power fails, the wall clock is
// set, an upgrade stops and starts it. Each kind is a workload of its own, so that a story can leave it out.
#pragma once
#include "sim/workload.hpp"

#include <memory>
#include <vector>

namespace anlan::sim {

enum class Power { stays, fails };

class Controls {
public:
    virtual ~Controls() = default;
    virtual Instant now() const = 0;
    virtual bool is_up() const = 0;
    virtual void kill(Millis down_for, Power power) = 0;
    virtual void stop_cleanly(Millis down_for) = 0;
    virtual void write_snapshot() = 0;
    virtual void set_wall_clock(Millis by) = 0;
};

std::vector<std::unique_ptr<Workload>> mischief(const ProcessFaults& faults, Controls& controls,
                                                Chance& seeds);

}  // namespace anlan::sim
