// The time. Never goes back. The product's clock (adapters/system) follows the machine's and does not jump
// when that one is set; the simulator's is a number.
#pragma once
#include "base/instant.hpp"

namespace anlan::ports {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() noexcept = 0;
};

}  // namespace anlan::ports
