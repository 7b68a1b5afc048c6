// A rulebook's sections, for whoever loads one: those of all modules and of access, each once, with what has
// to hold between them.
#pragma once
#include "kernel/module.hpp"

#include <span>
#include <vector>

namespace anlan::sim {

std::vector<kernel::RulesSpec> rulebook_sections(std::span<const kernel::Module> modules);

}  // namespace anlan::sim
