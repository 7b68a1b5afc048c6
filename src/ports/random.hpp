// Chance. The product's comes from the kernel, the simulator's from a seed.
#pragma once
#include <cstdint>

namespace anlan::ports {

class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t next() noexcept = 0;
};

}  // namespace anlan::ports
