// anlan sim: a simulated city with a whole Anlan in it, on a virtual clock, for days or for a span of real
// time; what must hold is checked all the while.
#include "app/command_line.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "codec/json.hpp"
#include "sim/run/simulation.hpp"

#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <sstream>

namespace anlan::sim {
std::vector<std::unique_ptr<Workload>> module_workloads(const WorkloadParts& parts);
}

namespace anlan::app {
namespace {

struct Options : Common {
    sim::SimSettings settings;
    double days = 1;
    std::string faults = "none";
    std::string report;
    std::string city_file;
};

Result<std::string, std::string> city_commands(const Options& options) {
    if (options.settings.city == "town") return std::string{};
    const auto path = options.city_file.empty() ? find_shared("build/demo/" + options.settings.city + ".jsonl")
                                                : std::optional<std::filesystem::path>{options.city_file};
    std::ifstream in{path.value_or("")};
    if (!in)
        return Unexpected{"no commands for the city " + options.settings.city +
                          ": `./dev sim` makes them, or name their file with --city-file"};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

int print(const sim::SimReport& report, const Options& options) {
    const auto json = codec::to_json(report);
    if (!options.report.empty()) {
        std::ofstream out{options.report};
        out << json << "\n";
        if (!out.flush()) return complain("cannot write " + options.report, 2);
    }
    if (options.json) {
        fmt::print("{}\n", json);
        return report.violations_total == 0 ? 0 : 1;
    }
    fmt::print("seed {}: {:.1f} simulated hours in {:.2f} s ({:.0f} times real time), {} records, {} incidents; "
               "log {} draw {}\n",
               report.seed, report.simulated_s / 3'600, report.wall_s, report.speed, report.counts.records,
               report.reports.incidents, report.log_hash.substr(0, 16), report.final_draw);
    for (const auto& violation : report.violations)
        fmt::print("  {} at {}: {} {}\n", violation.invariant, to_text(violation.at), violation.words,
                   violation.stream);
    for (const auto& line : report.story) fmt::print("    {}\n", line);
    if (report.violations_total == 0) return 0;
    fmt::print("{} violations; to see it again:\n  {}\n", report.violations_total, report.repeat);
    return 1;
}

Result<sim::SimReport, std::string> timed(const sim::SimSettings& settings, const sim::SimulationParts& parts) {
    const auto start = std::chrono::steady_clock::now();
    auto report = sim::simulate(settings, parts);
    if (!report.ok()) return report;
    report->wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report->speed = report->simulated_s / report->wall_s;
    return report;
}

int simulate(const Options& options) {
    auto settings = options.settings;
    const auto faults = sim::faults_named(options.faults);
    if (!faults) return complain("no such mix of faults: " + options.faults, 2);
    settings.faults = *faults;
    settings.hours = options.days * 24;
    const auto folder = options.rulebook.empty() ? find_shared("rulebook/wuhan")
                                                 : std::optional<std::filesystem::path>{options.rulebook};
    if (!folder) return complain("no rulebook; name its folder with --rulebook", 2);
    const auto modules = all_modules();
    const auto rules = load_rulebook(*folder, modules);
    if (!rules.ok()) return complain(rules.error(), 2);
    const auto commands = city_commands(options);
    if (!commands.ok()) return complain(commands.error(), 2);
    const auto report = timed(settings, {modules, rules.value(), commands.value(), sim::module_workloads, {}});
    if (!report.ok()) return complain(report.error(), 2);
    return print(report.value(), options);
}

}  // namespace

Run add_sim(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("sim", "run a simulated city on a virtual clock and check what must hold");
    auto& settings = options->settings;
    command->add_option("--city", settings.city, "the city: town (made up) or wuhan")->capture_default_str();
    command->add_option("--city-file", options->city_file, "the commands that seed it, one JSON object a line");
    command->add_option("--days", options->days, "simulated days")->capture_default_str();
    command->add_option("--seed", settings.seed, "the seed of all chance")->capture_default_str();
    command->add_option("--faults", options->faults, "what goes wrong: none, disk, clock, network, kill, all")
        ->capture_default_str();
    command->add_option("--calls-per-day", settings.calls_per_day, "reports of the public a day")
        ->capture_default_str();
    command->add_option("--report", options->report, "write the report here, as JSON");
    add_rulebook(*command, *options);
    add_json(*command, *options);
    return [command, options] { return command->parsed() ? simulate(*options) : -1; };
}

}  // namespace anlan::app
