// anlan replay: another system's log through the engine on a virtual clock, as fast as it goes. What it
// leaves is an ordinary data directory.
#include "sim/replay/replay.hpp"
#include "adapters/rulebook/rulebook.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "app/command_line.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "codec/json.hpp"
#include "sim/batching_log.hpp"

#include <fmt/core.h>

#include <unistd.h>
#include <chrono>
#include <fstream>
#include <memory>
#include <sstream>

namespace anlan::app {
namespace {

// A replay answers nobody, so its commits gather; if the machine stops, it is simply run again.
constexpr std::size_t records_in_commit = 4'096;

struct Options : Common {
    std::string file;
    std::string format;
    std::string mapping;
    std::string report;
};

Result<sim::Mapping, std::string> load_mapping(const std::string& file) {
    const kernel::RulesSpec section{
        file, &kernel::section_tag<sim::Mapping>,
        [](std::string_view json) -> Result<std::shared_ptr<const void>, kernel::Malformed> {
            auto read = codec::read_json<sim::Mapping>(json, codec::Unknown::refuse);
            if (!read.ok()) return Unexpected{kernel::Malformed{read.error().path, read.error().expected}};
            if (auto wrong = sim::check_mapping(read.value())) return Unexpected{std::move(*wrong)};
            return std::shared_ptr<const void>{std::make_shared<const sim::Mapping>(std::move(read).value())};
        }};
    const auto loaded = adapters::load_toml(file, section);
    if (!loaded.ok()) return Unexpected{adapters::to_text(loaded.error())};
    return *static_cast<const sim::Mapping*>(loaded->get());
}

sim::Progress progress(const char* what) {
    if (isatty(STDERR_FILENO) == 0) return [](std::size_t, std::size_t) {};
    return [what](std::size_t done, std::size_t of) {
        if (done % 200 == 0 || done == of)
            fmt::print(stderr, "\r{} {} of {}{}", what, done, of, done == of ? "\n" : "");
    };
}

int print(const sim::ReplayReport& report, const Options& options) {
    const auto json = codec::to_json(report);
    if (!options.report.empty()) {
        std::ofstream out{options.report};
        out << json << "\n";
        if (!out.flush()) return complain("cannot write " + options.report, 2);
    }
    if (options.json || options.report.empty())
        fmt::print("{}\n", json);
    else
        fmt::print("{} calls, {} unit responses, {} events in {:.2f} s; report in {}\n", report.calls,
                   report.unit_responses, report.events, report.wall_s, options.report);
    return 0;
}

int replay(const Options& options) {
    const auto mapping_file = options.mapping.empty() ? find_shared("mappings/" + options.format + ".toml")
                                                      : std::optional<std::filesystem::path>{options.mapping};
    if (!mapping_file)
        return complain("no mapping for format " + options.format + "; name its file with --mapping", 2);
    const auto mapping = load_mapping(mapping_file->string());
    if (!mapping.ok()) return complain(mapping.error(), 2);
    const auto folder = options.rulebook.empty() ? find_shared("rulebook/" + mapping->rulebook)
                                                 : std::optional<std::filesystem::path>{options.rulebook};
    if (!folder) return complain("no rulebook " + mapping->rulebook + "; name its folder with --rulebook", 2);
    const auto modules = all_modules();
    const auto rules = load_rulebook(*folder, modules);
    if (!rules.ok()) return complain(rules.error(), 2);
    std::ifstream in{options.file, std::ios::binary};
    if (!in) return complain("cannot read " + options.file, 2);
    std::ostringstream text;
    text << in.rdbuf();
    const auto start = std::chrono::steady_clock::now();
    auto log = sim::read_real_log(text.str(), mapping.value(), progress("read"));
    if (!log.ok())
        return complain(
            options.file + ":" + std::to_string(log.error().line) + ": expected " + log.error().expected, 2);
    auto opened = adapters::SqliteEventLog::open(options.data);
    if (!opened.ok()) return complain(opened.error().message + " (" + opened.error().code + ")", 2);
    const auto head = opened.value()->head();
    if (!head.ok() || head->records > 0)
        return complain(options.data + " holds records already; a replay needs an empty data directory", 2);
    sim::BatchingLog batching{*opened.value(), records_in_commit};
    auto report = sim::replay(std::move(log).value(), mapping.value(), {modules, rules.value(), batching, {}},
                              progress("replayed"));
    if (!report.ok()) return complain(report.error().message + " (" + report.error().code + ")", 2);
    const auto flushed = batching.flush();
    if (!flushed.ok()) return complain(flushed.error().message + " (" + flushed.error().code + ")", 2);
    report->wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return print(report.value(), options);
}

}  // namespace

Run add_replay(CLI::App& app) {
    auto options = std::make_shared<Options>();
    options->data = "data/replay";
    auto* command =
        app.add_subcommand("replay", "run another system's log through the engine on a virtual clock");
    command->add_option("file", options->file, "the log, CSV")->required();
    command
        ->add_option("--format", options->format, "the mapping's name, such as sf-fire: mappings/NAME.toml")
        ->required();
    command->add_option("--mapping", options->mapping, "the mapping's file, if it stands elsewhere");
    command->add_option("--report", options->report, "write the report here, as JSON");
    add_data(*command, *options);
    add_rulebook(*command, *options);
    add_json(*command, *options);
    return [command, options] { return command->parsed() ? replay(*options) : -1; };
}

}  // namespace anlan::app
