#include "sim/seed.hpp"

#include "codec/json.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <unordered_map>
#include <utility>

namespace anlan::sim {
namespace {

struct SeedLine {
    std::string stream;
    std::string command;
    codec::RawJson body;
    std::optional<Instant> happened_at;
};
BOOST_DESCRIBE_STRUCT(SeedLine, (), (stream, command, body, happened_at))

// FNV-1a: names a line's content within one source, nothing more.
std::uint64_t content_digest(std::string_view text) {
    std::uint64_t digest = 14695981039346656037U;
    for (const char c : text) digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return digest;
}

std::string described(const kernel::Malformed& wrong) {
    return wrong.path.empty() ? "expected " + wrong.expected : wrong.path + ": expected " + wrong.expected;
}

using CommandsByName = std::unordered_map<std::string_view, const kernel::CommandSpec*>;

Result<engine::Submission, std::string> read_line(std::string_view text, const CommandsByName& commands,
                                                  const std::string& source) {
    auto read = codec::read_json<SeedLine>(text, codec::Unknown::refuse);
    if (!read.ok()) return Unexpected{described({read.error().path, read.error().expected})};
    SeedLine line = std::move(read).value();
    const auto spec = commands.find(line.command);
    if (spec == commands.end()) return Unexpected{".command: no such command: " + line.command};
    auto value = spec->second->decode(line.body.text);
    if (!value.ok()) return Unexpected{described({".body" + value.error().path, value.error().expected})};
    engine::Submission submission;
    submission.command = {spec->second, std::move(value).value()};
    submission.command_id = line.stream + '/' + line.command + '/' + std::to_string(content_digest(text));
    submission.stream = std::move(line.stream);
    submission.seat.actor = {kernel::ActorKind::import, source, {}};
    submission.purpose = "import";
    submission.happened_at = line.happened_at;
    return submission;
}

std::vector<engine::Outcome> send_batch(engine::Submit& door, std::vector<engine::Submission> batch) {
    auto answered = std::make_shared<std::promise<std::vector<engine::Outcome>>>();
    auto outcomes = answered->get_future();
    door.submit_all(std::move(batch),
                    [answered](std::vector<engine::Outcome> all) { answered->set_value(std::move(all)); });
    return outcomes.get();
}

// Why the import cannot go on: the log cannot be written, or others have filled the queue.
std::optional<std::string> hindrance(const engine::Outcome& outcome) {
    if (const auto* fault = std::get_if<ports::Fault>(&outcome)) return fault->code + ": " + fault->message;
    const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
    if (refusal != nullptr && refusal->because == kernel::Because::busy)
        return refusal->code + ": " + refusal->message + "; importing again goes on from here";
    return std::nullopt;
}

void count(SeedReport& report, const engine::Outcome& outcome, int line) {
    if (const auto* accepted = std::get_if<engine::Accepted>(&outcome)) {
        ++(accepted->repeated ? report.repeated : report.accepted);
    } else if (const auto* refusal = std::get_if<kernel::Refusal>(&outcome)) {
        ++report.refused;
        if (report.refusals.size() >= seed_refusals_shown) return;
        const std::string field = refusal->field.empty() ? "" : " (" + refusal->field + ")";
        report.refusals.push_back({line, refusal->code + ": " + refusal->message + field});
    }
}

}  // namespace

std::string to_text(const SeedFault& fault, std::string_view file) {
    std::string text{file};
    if (fault.line > 0) text += ':' + std::to_string(fault.line);
    return text + ": " + fault.message;
}

Result<Seed, SeedFault> Seed::read(std::string_view text, std::string source,
                                   std::span<const kernel::Module> modules) {
    CommandsByName commands;
    for (const auto& module : modules)
        for (const auto& spec : module.commands) commands.emplace(spec->name, spec.get());
    Seed seed;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        auto submission = read_line(line, commands, source);
        if (!submission.ok()) return Unexpected{SeedFault{number, std::move(submission).error()}};
        seed.submissions_.push_back(std::move(submission).value());
        seed.line_of_.push_back(number);
    }
    return seed;
}

Result<SeedReport, SeedFault> Seed::send(engine::Submit& door,
                                         const std::function<void(std::size_t)>& progress) {
    SeedReport report;
    report.lines = submissions_.size();
    for (std::size_t first = 0; first < submissions_.size(); first += seed_batch) {
        const auto last = std::min(first + seed_batch, submissions_.size());
        const auto begin = submissions_.begin() + static_cast<std::ptrdiff_t>(first);
        const auto outcomes = send_batch(door, {begin, begin + static_cast<std::ptrdiff_t>(last - first)});
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const int line = line_of_[first + i];
            if (auto why = hindrance(outcomes[i])) return Unexpected{SeedFault{line, std::move(*why)}};
            count(report, outcomes[i], line);
        }
        if (progress) progress(last);
    }
    return report;
}

}  // namespace anlan::sim
