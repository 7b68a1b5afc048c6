// The program: one executable, a subcommand for each thing a person does with it.
#include "app/command_line.hpp"

#include <sys/stat.h>
#include <vector>

int main(int argc, char** argv) {
    using namespace anlan::app;
    ::umask(S_IRWXG |
            S_IRWXO);  // logs, accounts and reports hold what people told the police: the owner's alone
    CLI::App app{"Anlan 安澜: a report becomes the right action, on time, with nothing lost."};
    app.require_subcommand(1);
    app.footer(
        "`anlan SUBCOMMAND --help` tells more. Exit codes: 0 done, 1 the answer is no, 2 wrong usage or "
        "nothing to work on.");
    std::vector<Run> commands;
    for (auto* add : {add_serve, add_replay, add_sim, add_soak, add_verify, add_backup, add_restore,
                      add_export, add_import, add_account, add_client, add_openapi, add_version})
        commands.push_back(add(app));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    for (const auto& run : commands)
        if (const int code = run(); code >= 0) return code;
    return 2;
}
