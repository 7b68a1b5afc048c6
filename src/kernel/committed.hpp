// One event that is durable, with the state it led to: what everything behind the commit is fed with.
#pragma once
#include "kernel/module.hpp"

#include <functional>
#include <span>

namespace anlan::kernel {

struct Committed {
    Envelope envelope;
    AnyEvent event;
    const Module* module = nullptr;
    StatePtr state;  // of the stream, after the command this event belongs to
};

// Called with each commit's events in log order, on the engine's thread, before anybody is answered.
using Publish = std::function<void(std::span<const Committed>)>;

}  // namespace anlan::kernel
