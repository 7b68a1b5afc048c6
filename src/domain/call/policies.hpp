// What incidents make necessary at their calls. Pure: from one fact to the commands it causes.
#pragma once
#include "domain/call/call.hpp"
#include "kernel/module.hpp"

namespace anlan::call {

using Sends = std::vector<kernel::Send<Command>>;

// The whole incident is shared, or not any more: so are its calls.
Sends note_sharing_of_the_incident(const kernel::PolicyInput& input);
Sends move_calls_with_their_incident(const kernel::PolicyInput& input);

// The incident is there: whoever joined it before is not lost.
Sends confirm_the_joins_of_the_incident(const kernel::PolicyInput& input);

}  // namespace anlan::call
