// anlan version.
#include "app/command_line.hpp"

#include <fmt/core.h>

#include <memory>

namespace anlan::app {

Run add_version(CLI::App& app) {
    auto common = std::make_shared<Common>();
    auto* command = app.add_subcommand("version", "print the version");
    add_json(*command, *common);
    return [command, common] {
        if (!command->parsed()) return -1;
        if (common->json)
            fmt::print("{{\"version\":\"{}\"}}\n", ANLAN_VERSION);
        else
            fmt::print("anlan {}\n", ANLAN_VERSION);
        return 0;
    };
}

}  // namespace anlan::app
