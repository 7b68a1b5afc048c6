#include "app/command_line.hpp"

#include <fmt/core.h>

namespace anlan::app {

void add_data(CLI::App& command, Common& common) {
    command.add_option("--data", common.data, "the data directory")->capture_default_str();
}
void add_rulebook(CLI::App& command, Common& common) {
    command.add_option("--rulebook", common.rulebook,
                       "the rulebook's folder (default: rulebook/<city> beside the program, the city "
                       "that the log was written in, else wuhan)");
}
void add_json(CLI::App& command, Common& common) {
    command.add_flag("--json", common.json, "print the result as JSON");
}

int complain(const std::string& words, int code) {
    fmt::print(stderr, "anlan: {}\n", words);
    return code;
}

}  // namespace anlan::app
