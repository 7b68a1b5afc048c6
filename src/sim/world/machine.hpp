// The machine Anlan runs on in the simulated world: its time. `now` is the world's true time; the clock on
// the machine's wall may be wrong by `wall_error`, and may be set.
#pragma once
#include "adapters/system/system_clock.hpp"
#include "base/instant.hpp"

#include <memory>

namespace anlan::sim {

struct Machine {
    Instant now{};
    Millis wall_error{0};
};

class SimulatedTime final : public adapters::RawTime {
public:
    explicit SimulatedTime(const Machine& machine) : machine_(machine) {}
    std::chrono::nanoseconds wall() noexcept override {
        return (machine_.now + machine_.wall_error).time_since_epoch();
    }
    std::chrono::nanoseconds since_boot() noexcept override { return machine_.now.time_since_epoch(); }

private:
    const Machine& machine_;
};

}  // namespace anlan::sim
