#include "adapters/system/system_random.hpp"

#include "base/check.hpp"

#include <sys/random.h>

#include <utility>

namespace anlan::adapters {

std::uint64_t SystemRandom::next() noexcept {
    const std::lock_guard lock{mutex_};
    if (used_ == values_.size()) {
        const ssize_t got = ::getrandom(values_.data(), sizeof values_, 0);
        ANLAN_CHECK(got == static_cast<ssize_t>(sizeof values_), "the kernel gives no random bytes");
        used_ = 0;
    }
    return std::exchange(values_[used_++], 0);  // what was given out is not kept
}

}  // namespace anlan::adapters
