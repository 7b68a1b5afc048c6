// What a command takes, said for people from its own JSON Schema: anlan do call.receive --help.
#pragma once
#include "kernel/module.hpp"

#include <string>

namespace anlan::app {

// Its titles, its route, and a line for each member: "point.latitude  number", required ones with a *.
std::string command_help(const kernel::CommandSpec& spec);

}  // namespace anlan::app
