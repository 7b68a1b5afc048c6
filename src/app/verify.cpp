// anlan verify: walks the hash chain of a log and says whether every record is the one that was written.
#include "adapters/sqlite/verify.hpp"
#include "app/attachments_check.hpp"
#include "app/command_line.hpp"
#include "codec/json.hpp"
#include "kernel/record.hpp"

#include <fmt/core.h>

#include <unistd.h>
#include <memory>

namespace anlan::app {
namespace {

struct Printed {
    bool ok = false;
    std::uint64_t records = 0;
    std::string head;
    std::uint64_t first_bad_position = 0;
    std::string reason;
    std::vector<std::string> repairs;
    std::optional<std::vector<WrongAttachment>> attachments;  // that are missing or were changed
};
BOOST_DESCRIBE_STRUCT(Printed, (), (ok, records, head, first_bad_position, reason, repairs, attachments))

struct Options : Common {
    std::string known;  // "records:hex"
};

constexpr std::size_t wrong_attachments_shown = 20;

// Where the chain is whole. An error is for people.
Result<std::vector<WrongAttachment>, std::string> wrong_attachments(const Options& options,
                                                                    const adapters::VerifyReport& report) {
    if (!report.ok) return std::vector<WrongAttachment>{};
    auto checked = check_attachments(options.data);
    if (!checked.ok()) return Unexpected{checked.error().message + " (" + checked.error().code + ")"};
    return std::move(checked->wrong);
}

int print_json(const adapters::VerifyReport& r, const std::vector<WrongAttachment>& wrong) {
    const bool ok = r.ok && wrong.empty();
    fmt::print("{}\n", codec::to_json(Printed{ok, r.records, r.head, r.first_bad_position,
                                              wrong.empty() ? r.reason : to_text(wrong.front()), r.repairs,
                                              wrong.empty() ? std::nullopt : std::optional{wrong}}));
    return ok ? 0 : 1;
}

int run(const Options& options) {
    adapters::VerifyOptions how;
    if (!options.known.empty()) {
        const auto colon = options.known.find(':');
        const auto hash = colon == std::string::npos ? std::nullopt
                                                     : kernel::hash_from_hex(options.known.substr(colon + 1));
        const auto records = std::strtoull(options.known.c_str(), nullptr, 10);
        if (!hash || records == 0)
            return complain("--known takes RECORDS:HEX as `anlan verify` printed them", 2);
        how.known = ports::Head{records, *hash};
    }
    if (isatty(STDERR_FILENO) != 0)
        how.progress = [](std::uint64_t done, std::uint64_t total) {
            fmt::print(stderr, "\rverified {} of {}", done, total);
            if (done >= total) fmt::print(stderr, "\n");
        };
    auto report = adapters::verify(options.data, how);
    if (!report.ok()) return complain(report.error().message + " (" + report.error().code + ")", 2);
    const auto& r = report.value();
    const auto wrong = wrong_attachments(options, r);
    if (!wrong.ok()) return complain(wrong.error(), 2);
    if (options.json) return print_json(r, *wrong);
    for (const auto& repair : r.repairs) fmt::print("note: {}\n", repair);
    if (r.ok) fmt::print("records {} head {}\n", r.records, r.head);
    if (r.ok && wrong->empty()) return 0;
    for (std::size_t i = 0; i < std::min(wrong->size(), wrong_attachments_shown); ++i)
        fmt::print("{}\n", to_text((*wrong)[i]));
    if (wrong->size() > wrong_attachments_shown)
        fmt::print("and {} more attachments\n", wrong->size() - wrong_attachments_shown);
    if (r.first_bad_position > 0)
        fmt::print("record {} does not fit: {}\n", r.first_bad_position, r.reason);
    else if (!r.ok)
        fmt::print("the file does not fit: {}\n", r.reason);
    return 1;
}

}  // namespace

Run add_verify(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "verify",
        "check the hash chain of a log and the attachments that it names; exit 1 names what does not fit");
    add_data(*command, *options);
    add_json(*command, *options);
    command->add_option("--known", options->known,
                        "a head that was published before, RECORDS:HEX: the log must contain it");
    return [command, options] { return command->parsed() ? run(*options) : -1; };
}

}  // namespace anlan::app
