// Everything a decision may know beside the stream's state and the command: the time, the rules in force, who
// asks, and which stream it is. Handed in, never looked up.
#pragma once
#include "base/instant.hpp"
#include "kernel/actor.hpp"
#include "kernel/rulebook.hpp"

#include <string_view>

namespace anlan::kernel {

struct Now {
    Instant at;
    const Rulebook& rules;
    const Actor& by;
    std::string_view stream = {};
};

}  // namespace anlan::kernel
