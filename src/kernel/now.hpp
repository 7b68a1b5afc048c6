// Everything a decision may know beside the stream's state and the command: the time, the rules in force, and
// who asks. Handed in, never looked up.
#pragma once
#include "base/instant.hpp"
#include "kernel/actor.hpp"
#include "kernel/rulebook.hpp"

namespace anlan::kernel {

struct Now {
    Instant at;
    const Rulebook& rules;
    const Actor& by;
};

}  // namespace anlan::kernel
