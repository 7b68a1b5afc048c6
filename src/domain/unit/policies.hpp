// What incidents make necessary at the units that are on them. Pure: from one fact to the commands it causes.
#pragma once
#include "domain/unit/unit.hpp"
#include "kernel/module.hpp"

namespace anlan::unit {

using Sends = std::vector<kernel::Send<Command>>;

Sends inform_units_when_their_incident_changes(const kernel::PolicyInput& input);
Sends move_units_with_their_incident(const kernel::PolicyInput& input);

}  // namespace anlan::unit
