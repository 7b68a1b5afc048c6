// Whoever holds something that grows says how much: entries by kind, for /metrics and the soak
// (anlan_held_entries). Bounded holders say so, too: that they stay where they are is what one wants to see.
#pragma once
#include <cstddef>
#include <functional>
#include <string_view>

namespace anlan::kernel {

using CountHeld = std::function<void(std::string_view holder, std::size_t entries)>;

class Holder {
public:
    virtual ~Holder() = default;
    virtual void held(const CountHeld& count) const = 0;
};

}  // namespace anlan::kernel
