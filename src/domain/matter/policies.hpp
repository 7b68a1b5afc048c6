// What follows from a matter's own facts.
#pragma once
#include "domain/matter/matter.hpp"
#include "kernel/module.hpp"

namespace anlan::matter {

// The reports that left become a suggestion of their own, so that none of them is lost.
std::vector<kernel::Send<Matter::Command>> suggest_what_was_split_off(const kernel::PolicyInput& input);

}  // namespace anlan::matter
