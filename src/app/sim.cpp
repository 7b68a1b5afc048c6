// anlan sim: a simulated city with a whole Anlan in it, on a virtual clock, for simulated days or for a span
// of real time; what must hold is checked all the while.
#include "app/command_line.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "codec/json.hpp"
#include "sim/run/scenarios.hpp"
#include "sim/run/shrink.hpp"
#include "sim/run/simulation.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>

namespace anlan::sim {
std::vector<std::unique_ptr<Workload>> module_workloads(const WorkloadParts& parts);
}

namespace anlan::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int shrink_tries_max = 400;

struct Options : Common {
    CLI::App* command = nullptr;
    sim::SimSettings given;
    double days = 0;
    double minutes = 0;
    std::uint64_t story = 0;
    std::string faults;
    std::string scenario;
    std::string settings_file;
    std::string shrink_to;
    std::string report;
    std::string city_file;
    std::vector<int> town;
    bool twice = false;
    bool list = false;

    bool said(const char* option) const { return command->count(option) > 0; }
};

struct Loaded {
    kernel::Modules modules;
    kernel::Rulebook rules;
    std::string commands;

    sim::SimulationParts parts() const { return {modules, rules, commands, sim::module_workloads, {}}; }
};

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<std::string, std::string> read_file(const std::string& path) {
    std::ifstream in{path};
    if (!in) return Unexpected{"cannot read " + path};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Result<sim::SimSettings, std::string> base_settings(const Options& options) {
    if (options.said("--story")) return sim::any_story(options.story);
    if (!options.settings_file.empty()) {
        ANLAN_TRY(const auto text, read_file(options.settings_file));
        auto read = codec::read_json<sim::SimSettings>(text, codec::Unknown::ignore);
        if (!read.ok())
            return Unexpected{options.settings_file + ": " + read.error().path + ": expected " +
                              read.error().expected};
        return std::move(read).value();
    }
    if (options.scenario.empty()) return sim::SimSettings{};
    const auto* scenario = sim::scenario_named(options.scenario);
    if (scenario == nullptr)
        return Unexpected{"no such scenario: " + options.scenario + "; --list names them"};
    auto settings = scenario->settings();
    settings.scenario = options.scenario;
    return settings;
}

// What was said on the command line, on top of the scenario.
Result<sim::SimSettings, std::string> settings_of(const Options& options) {
    ANLAN_TRY(auto settings, base_settings(options));
    const auto& given = options.given;
    if (options.said("--city")) settings.city = given.city;
    if (options.said("--seed")) settings.seed = given.seed;
    if (options.said("--days")) settings.hours = options.days * 24;
    if (options.said("--calls-per-day")) settings.calls_per_day = given.calls_per_day;
    if (options.said("--mishaps")) settings.mishaps = given.mishaps;
    if (options.said("--first-call")) settings.first_call = given.first_call;
    if (options.said("--last-call")) settings.last_call = given.last_call;
    if (options.said("--without")) settings.without = given.without;
    if (options.town.size() == 4)
        settings.town = {options.town[0], options.town[1], options.town[2], options.town[3]};
    if (!options.said("--faults")) return settings;
    const auto faults = sim::faults_named(options.faults);
    if (!faults) {
        std::string known;
        for (const auto& name : sim::fault_names()) known += (known.empty() ? "" : ", ") + name;
        return Unexpected{"no such mix of faults: " + options.faults + "; there are " + known};
    }
    settings.faults = *faults;
    return settings;
}

Result<Loaded, std::string> load(const Options& options, const std::string& city) {
    Loaded loaded;
    const auto folder = options.rulebook.empty() ? find_shared("rulebook/wuhan")
                                                 : std::optional<std::filesystem::path>{options.rulebook};
    if (!folder) return Unexpected{std::string{"no rulebook; name its folder with --rulebook"}};
    loaded.modules = all_modules();
    ANLAN_TRY(loaded.rules, load_rulebook(*folder, loaded.modules));
    if (city == "town") return loaded;
    const auto path = options.city_file.empty() ? find_shared("build/demo/" + city + ".jsonl")
                                                : std::optional<std::filesystem::path>{options.city_file};
    if (!path)
        return Unexpected{"no commands for the city " + city +
                          ": `./dev sim` makes those of wuhan, or name a file with --city-file"};
    ANLAN_TRY(loaded.commands, read_file(path->string()));
    return loaded;
}

Result<sim::SimReport, std::string> timed(const sim::SimSettings& settings,
                                          const sim::SimulationParts& parts) {
    const auto start = Clock::now();
    auto report = sim::simulate(settings, parts);
    if (!report.ok()) return report;
    report->wall_s = seconds_since(start);
    report->speed = report->simulated_s / report->wall_s;
    return report;
}

void print_violations(const sim::SimReport& report) {
    for (const auto& violation : report.violations)
        fmt::print("  {} at {}: {} {}\n", violation.invariant, to_text(violation.at), violation.words,
                   violation.stream);
    for (const auto& line : report.story) fmt::print("    {}\n", line);
    fmt::print("{} violations; to see it again:\n  {}\n", report.violations_total, report.repeat);
}

int print(const sim::SimReport& report, const Options& options) {
    const auto json = codec::to_json(report);
    if (!options.report.empty()) {
        std::ofstream out{options.report};
        out << json << "\n";
        if (!out.flush()) return complain("cannot write " + options.report, 2);
    }
    const int code = report.violations_total == 0 ? 0 : 1;
    if (options.json) {
        fmt::print("{}\n", json);
        return code;
    }
    fmt::print(
        "seed {}: {:.1f} simulated hours in {:.2f} s ({:.0f} times real time), {} records, {} incidents; "
        "log {} draw {}\n",
        report.seed, report.simulated_s / 3'600, report.wall_s, report.speed, report.counts.records,
        report.reports.incidents, report.log_hash.substr(0, 16), report.final_draw);
    if (code != 0) print_violations(report);
    return code;
}

bool same_end(const sim::SimReport& a, const sim::SimReport& b) {
    return a.log_hash == b.log_hash && a.final_draw == b.final_draw;
}

int make_smaller(const sim::SimReport& report, const sim::SimulationParts& parts, const std::string& file) {
    const auto run = [&](const sim::SimSettings& settings) {
        auto again = sim::simulate(settings, parts);
        return again.ok() ? std::move(again).value() : sim::SimReport{};
    };
    const auto small = sim::shrink(report, run, shrink_tries_max);
    std::ofstream out{file};
    out << codec::to_json(small.settings) << "\n";
    if (!out.flush()) return complain("cannot write " + file, 2);
    fmt::print(
        "after {} tries, {:.2f} hours and {} records are left; to see it again:\n  anlan sim --settings {}\n",
        small.tries, small.settings.hours, small.report.counts.records, file);
    print_violations(small.report);
    return 1;
}

int one_story(const Options& options) {
    const auto settings = settings_of(options);
    if (!settings.ok()) return complain(settings.error(), 2);
    const auto loaded = load(options, settings->city);
    if (!loaded.ok()) return complain(loaded.error(), 2);
    const auto report = timed(settings.value(), loaded->parts());
    if (!report.ok()) return complain(report.error(), 2);
    if (options.twice) {
        const auto again = timed(settings.value(), loaded->parts());
        if (!again.ok() || !same_end(report.value(), again.value()))
            return complain("the same seed came to another end: " + report->repeat, 1);
    }
    const int code = print(report.value(), options);
    if (code == 0 || options.shrink_to.empty()) return code;
    return make_smaller(report.value(), loaded->parts(), options.shrink_to);
}

// Story after story until the time is over, each told twice.
int many_stories(const Options& options) {
    const auto loaded = load(options, "town");
    if (!loaded.ok()) return complain(loaded.error(), 2);
    const auto start = Clock::now();
    std::uint64_t told = 0;
    std::uint64_t records = 0;
    double simulated_s = 0;
    int broken = 0;
    for (auto number = options.said("--story") ? options.story : 1;
         seconds_since(start) < options.minutes * 60; ++number) {
        const auto settings = sim::any_story(number);
        const auto report = sim::simulate(settings, loaded->parts());
        const auto again = sim::simulate(settings, loaded->parts());
        if (!report.ok() || !again.ok()) return complain(report.ok() ? again.error() : report.error(), 2);
        ++told;
        records += 2 * report->counts.records;
        simulated_s += 2 * report->simulated_s;
        if (!same_end(report.value(), again.value())) {
            fmt::print("story {} came to two ends: {} and {}\n", number, report->log_hash, again->log_hash);
            ++broken;
        }
        if (report->violations_total == 0) continue;
        ++broken;
        fmt::print("story {}:\n", number);
        print_violations(report.value());
    }
    fmt::print(
        "{} stories, each told twice: {:.1f} simulated days, {} records, {:.0f} times real time; "
        "{} broken\n",
        told, simulated_s / 86'400, records, simulated_s / seconds_since(start), broken);
    return broken == 0 ? 0 : 1;
}

int list_scenarios() {
    for (const auto& one : sim::scenarios())
        fmt::print("{}\n    made after: {}\n    shows: {}\n    not yet: {}\n", one.name, one.happened,
                   one.shown, one.missing.empty() ? "-" : one.missing);
    for (const auto& one : sim::invariants()) fmt::print("{}: {}\n", one.name, one.holds);
    return 0;
}

// Options that contradict one another: better to say so than to leave one out without a word.
std::optional<std::string> contradiction(const Options& options) {
    std::string bases;
    for (const char* base : {"--story", "--scenario", "--settings"})
        if (options.said(base)) bases += (bases.empty() ? "" : " and ") + std::string{base};
    if (bases.find(" and ") != std::string::npos) return bases + " each name a whole story: give one";
    if (!options.said("--minutes")) return std::nullopt;
    if (!(options.minutes > 0) || !std::isfinite(options.minutes)) return "--minutes takes a span above 0";
    for (const char* other : {"--scenario", "--settings", "--city", "--city-file", "--town", "--days",
                              "--seed", "--calls-per-day", "--mishaps", "--without", "--first-call",
                              "--last-call", "--faults", "--shrink", "--report", "--twice", "--json"})
        if (options.said(other))
            return std::string{"--minutes draws its stories, each told twice, and takes no "} + other +
                   "; it goes with --story (the first) and --rulebook";
    return std::nullopt;
}

int run_sim(const Options& options) {
    if (options.list) return list_scenarios();
    if (const auto wrong = contradiction(options)) return complain(*wrong, 2);
    return options.said("--minutes") ? many_stories(options) : one_story(options);
}

void add_story_options(CLI::App& command, Options& options) {
    auto& given = options.given;
    command.add_option("--city", given.city, "the city: town (made up) or wuhan")->capture_default_str();
    command.add_option("--city-file", options.city_file, "the commands that seed it, one JSON object a line");
    command.add_option("--town", options.town, "size of the made-up town: districts,stations,places,units")
        ->delimiter(',')
        ->expected(4);
    command.add_option("--days", options.days, "simulated days (1)");
    command.add_option("--seed", given.seed, "the seed of all chance")->capture_default_str();
    command.add_option("--calls-per-day", given.calls_per_day, "reports of the public a day")
        ->capture_default_str();
    command.add_option("--mishaps", given.mishaps, "how often people err, fall ill, forget; 1 is usual")
        ->capture_default_str();
    command.add_option("--without", given.without, "leave this workload out; may be repeated");
    command.add_option("--first-call", given.first_call, "leave out the city's calls before this number");
    command.add_option("--last-call", given.last_call, "leave out the city's calls from this number on");
    command.add_option("--faults", options.faults,
                       "what goes wrong: none, disk, clock, network, kill, liar, all (none)");
}

}  // namespace

Run add_sim(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("sim", "run a simulated city on a virtual clock and check what must hold");
    options->command = command;
    add_story_options(*command, *options);
    command->add_option("--scenario", options->scenario, "a story with a name; --list tells them");
    command->add_option("--story", options->story, "the story drawn from this number");
    command->add_option("--settings", options->settings_file,
                        "a story from a file, such as tests/seeds/*.json");
    command->add_option("--minutes", options->minutes, "story after story, each told twice, for so long");
    command->add_option("--shrink", options->shrink_to,
                        "make a failing story small and write its settings here");
    command->add_option("--report", options->report, "write the report here, as JSON");
    command->add_flag("--twice", options->twice, "tell it twice and compare the ends");
    command->add_flag("--list", options->list, "name the scenarios and what is checked");
    add_rulebook(*command, *options);
    add_json(*command, *options);
    return [command, options] { return command->parsed() ? run_sim(*options) : -1; };
}

}  // namespace anlan::app
