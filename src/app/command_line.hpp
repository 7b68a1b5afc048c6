// The subcommands. Each adds itself to the command line and returns what to do when it is chosen: the exit
// code, 0 done, 1 the answer is no (a log that does not verify, a refused command), 2 wrong usage or nothing
// to work on.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace anlan::app {

using Run = std::function<int()>;

// What several subcommands share.
struct Common {
    std::string data = "data";
    std::string rulebook;
    bool json = false;
};

void add_data(CLI::App& command, Common& common);
void add_rulebook(CLI::App& command, Common& common);
void add_json(CLI::App& command, Common& common);

Run add_serve(CLI::App& app);
Run add_verify(CLI::App& app);
Run add_backup(CLI::App& app);
Run add_restore(CLI::App& app);
Run add_export(CLI::App& app);
Run add_import(CLI::App& app);
Run add_account(CLI::App& app);
Run add_replay(CLI::App& app);
Run add_openapi(CLI::App& app);
Run add_sim(CLI::App& app);
Run add_soak(CLI::App& app);
Run add_version(CLI::App& app);
Run add_client(CLI::App& app);

// "anlan: what went wrong" on standard error; returns `code`.
int complain(const std::string& words, int code);

}  // namespace anlan::app
