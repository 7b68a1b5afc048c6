// Chance from the kernel (getrandom), fetched in blocks. Any thread may ask.
#pragma once
#include "ports/random.hpp"

#include <array>
#include <cstddef>
#include <mutex>

namespace anlan::adapters {

class SystemRandom final : public ports::Random {
public:
    std::uint64_t next() noexcept override;

private:
    static constexpr std::size_t block =
        32;  // 256 bytes: the most that getrandom gives without being interrupted

    std::mutex mutex_;
    std::array<std::uint64_t, block> values_{};
    std::size_t used_ = block;
};

}  // namespace anlan::adapters
