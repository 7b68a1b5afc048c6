// anlan export and anlan import: the log as JSON lines, for whoever wants to read or keep it elsewhere; and a
// file of commands carried out as if people had sent them.
#include "adapters/keys/key_file.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/open_to_read.hpp"
#include "adapters/system/system_random.hpp"
#include "app/command_line.hpp"
#include "app/node.hpp"
#include "app/stderr_sink.hpp"
#include "codec/json.hpp"
#include "kernel/event_decoder.hpp"
#include "kernel/record.hpp"
#include "sim/seed.hpp"

#include <fmt/core.h>

#include <unistd.h>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

namespace anlan::app {
namespace {

struct Line {
    std::uint64_t position = 0;
    std::string stream;
    std::uint64_t version = 0;
    std::string wire;
    Instant recorded_at{};
    Instant happened_at{};
    kernel::Actor actor;
    std::string purpose;
    std::uint64_t cause = 0;
    std::string command_id;
    std::string rulebook_version;
    codec::RawJson payload;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (position, stream, version, wire, recorded_at, happened_at, actor, purpose, cause,
                       command_id, rulebook_version, payload, hash))

struct ExportOptions : Common {
    std::string out;
    std::uint64_t from = 1;
    bool reveal = false;
};

struct File {
    std::FILE* handle = nullptr;
    ~File() {
        if (handle != nullptr && handle != stdout) std::fclose(handle);
    }
};

// What `--reveal` opens personal texts with; none for a folder that never had keys.
Result<std::unique_ptr<adapters::KeyRing>, std::string> keys_for(const ExportOptions& options,
                                                                 ports::Random& random) {
    std::error_code ignored;
    const std::filesystem::path folder{options.data};
    if (!options.reveal || !std::filesystem::exists(folder / "keys", ignored))
        return std::unique_ptr<adapters::KeyRing>{};
    auto keys = adapters::open_keys_read_only(folder, random);
    if (!keys.ok()) return Unexpected{keys.error().message + " (" + keys.error().code + ")"};
    return std::move(keys).value();
}

Line line_of(kernel::Envelope e, std::string payload, const ports::Hash& hash) {
    return {e.position,
            e.stream,
            e.version,
            e.wire,
            e.recorded_at,
            e.happened_at,
            e.actor,
            e.purpose,
            e.cause,
            e.command_id,
            e.rulebook_version,
            {std::move(payload)},
            kernel::to_hex(hash)};
}

int write_log(const ExportOptions& options) {
    const auto path = std::filesystem::path{options.data} / "log.db";
    const auto tried = adapters::can_be_read(path, "log");  // before the output is made
    if (!tried.ok()) return complain(tried.error().message + " (" + tried.error().code + ")", 2);
    adapters::SystemRandom random;
    const auto keys = keys_for(options, random);
    if (!keys.ok()) return complain(keys.error(), 2);
    const auto modules = all_modules();
    const kernel::EventDecoder decoder{modules, keys.value().get()};
    File file{options.out.empty() ? stdout : std::fopen(options.out.c_str(), "w")};
    if (file.handle == nullptr) return complain("cannot write " + options.out, 2);
    adapters::LogReaders readers{path.string(), {}, adapters::LogReaders::Access::from_beside};
    std::uint64_t written = 0;
    std::string wrong;
    const bool terminal = isatty(STDERR_FILENO) != 0 && !options.out.empty();
    const auto read = readers.read(options.from, [&](std::uint64_t position, std::string_view bytes,
                                                     const ports::Hash& hash) {
        auto record = kernel::decode(bytes);
        if (!record.ok()) {
            wrong = "record " + std::to_string(position) + " does not decode; `anlan verify` tells more";
            return false;
        }
        auto payload = options.reveal ? decoder.shown_payload(*record) : record->payload;
        const auto line = codec::to_json(line_of(std::move(record).value(), std::move(payload), hash)) + "\n";
        if (std::fwrite(line.data(), 1, line.size(), file.handle) != line.size()) {
            wrong = "the output cannot be written: is the disk full?";
            return false;
        }
        if (terminal && ++written % 10'000 == 0) fmt::print(stderr, "\rexported {}", written);
        return true;
    });
    if (terminal) fmt::print(stderr, "\rexported {}\n", written);
    if (!read.ok()) return complain(read.error().message + " (" + read.error().code + ")", 2);
    if (!wrong.empty()) return complain(wrong, 1);
    if (std::fflush(file.handle) != 0) return complain("the output cannot be written: is the disk full?", 1);
    return 0;
}

struct ImportOptions : Common {
    std::string file;
    std::string source = "import";
};

int read_commands(const ImportOptions& options) {
    std::ifstream in{options.file};
    std::error_code ignored;  // a folder opens like a file, and reads like an empty one
    if (!in || std::filesystem::is_directory(options.file, ignored))
        return complain("cannot read " + options.file, 2);
    std::ostringstream text;
    text << in.rdbuf();
    StderrSink sink;
    adapters::SystemClock clock;
    telemetry::Log log{sink, [&clock] { return clock.now(); }};
    auto node = Node::open({options.data, options.rulebook, {}}, log);
    if (!node.ok()) return complain(node.error(), 2);
    auto seed = sim::Seed::read(text.str(), options.source, node.value()->modules);
    if (!seed.ok()) return complain(sim::to_text(seed.error(), options.file), 2);
    const bool terminal = isatty(STDERR_FILENO) != 0;
    const auto report = seed->send(*node.value()->thread, [&](std::size_t done) {
        if (terminal) fmt::print(stderr, "\rimported {} of {}", done, seed->lines());
    });
    if (terminal) fmt::print(stderr, "\n");
    if (!report.ok()) return complain(sim::to_text(report.error(), options.file), 2);
    for (const auto& refusal : report->refusals) fmt::print("{}\n", sim::to_text(refusal, options.file));
    if (options.json)
        fmt::print("{{\"lines\":{},\"accepted\":{},\"repeated\":{},\"refused\":{}}}\n", report->lines,
                   report->accepted, report->repeated, report->refused);
    else
        fmt::print("{} lines: {} carried out, {} were known, {} refused\n", report->lines, report->accepted,
                   report->repeated, report->refused);
    return report->refused == 0 ? 0 : 1;
}

}  // namespace

Run add_export(CLI::App& app) {
    auto options = std::make_shared<ExportOptions>();
    auto* command = app.add_subcommand("export", "the log as JSON lines");
    add_data(*command, *options);
    command->add_option("--out", options->out, "the file to write (default: standard output)");
    command->add_option("--from", options->from, "the first position")->capture_default_str();
    command->add_flag("--reveal", options->reveal,
                      "open personal texts that have a key; without it they are written as they are kept");
    return [command, options] { return command->parsed() ? write_log(*options) : -1; };
}

Run add_import(CLI::App& app) {
    auto options = std::make_shared<ImportOptions>();
    auto* command = app.add_subcommand(
        "import", "carry out a file of commands, one JSON object a line; again changes nothing");
    add_data(*command, *options);
    add_rulebook(*command, *options);
    add_json(*command, *options);
    command
        ->add_option("file", options->file,
                     R"(lines such as {"stream":"plc_1","command":"place.register","body":{…}})")
        ->required();
    command->add_option("--source", options->source, "where the commands come from; stands in the log")
        ->capture_default_str();
    return [command, options] { return command->parsed() ? read_commands(*options) : -1; };
}

}  // namespace anlan::app
