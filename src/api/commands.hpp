// Commands over HTTP: one endpoint for each command that a module gives a path, and the composites, which
// make one request into several commands.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"
#include "base/result.hpp"

#include <span>

namespace anlan::api {

void add_commands(Router& router, const Parts& parts, IdMaker& ids);

// One command of a composite, and what it is called in the answer.
struct Part {
    std::string stream;
    kernel::AnyCommand command;
};
// A request that stands for several commands to different streams, decided in one commit, each by itself.
struct Composite {
    std::string operation;  // "dispatch.send"
    std::string path;
    kernel::Words title;
    std::string body_schema;
    std::function<Result<std::vector<Part>, Problem>(const kernel::Modules&, const ports::Request&)> parts_of;
};
// The product's composites whose modules are there. composites.cpp is the table.
std::vector<Composite> composites(const kernel::Modules& modules);
void add_composites(Router& router, const Parts& parts, std::span<const Composite> composites);

// For composites: the command of that name; null if no module has it.
const kernel::CommandSpec* find_command(const kernel::Modules& modules, std::string_view name);

// The headers that every command takes, for the documentation.
std::vector<Parameter> command_parameters();

// What a command's answer says, and the body of one that was carried out.
ports::Response response_of(const engine::Outcome& outcome, std::string_view created_under);

}  // namespace anlan::api
