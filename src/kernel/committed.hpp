// One event that is durable, with the state it led to: what everything behind the commit is fed with.
#pragma once
#include "kernel/module.hpp"

#include <cstdint>
#include <functional>
#include <span>

namespace anlan::kernel {

struct Committed {
    Envelope envelope;
    AnyEvent event;
    const Module* module = nullptr;
    StatePtr state;  // of the stream, after the command this event belongs to
    // Of the record's hash: two logs that were one and parted (a backup was restored, a disk lost its last
    // writes) may have another record at the same position, but hardly with the same mark.
    std::uint32_t mark = 0;
};

template <class Hash>
std::uint32_t mark_of(const Hash& hash) {
    return static_cast<std::uint32_t>(hash[0]) << 24U | static_cast<std::uint32_t>(hash[1]) << 16U |
           static_cast<std::uint32_t>(hash[2]) << 8U | static_cast<std::uint32_t>(hash[3]);
}

// Called with each commit's events in log order, on the engine's thread, before anybody is answered.
using Publish = std::function<void(std::span<const Committed>)>;

}  // namespace anlan::kernel
