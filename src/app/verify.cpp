// anlan verify: walks the hash chain of a log and says whether every record is the one that was written.
#include "adapters/sqlite/verify.hpp"
#include "adapters/blobs/file_blob_store.hpp"
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
};
BOOST_DESCRIBE_STRUCT(Printed, (), (ok, records, head, first_bad_position, reason, repairs))

struct Options : Common {
    std::string known;  // "records:hex"
};

// The first attachment that is not what its name says, in words; empty: there is none.
std::string damaged_attachment(const std::filesystem::path& data) {
    const auto store = adapters::FileBlobStore::open_to_read(data / "attachments");
    const auto entries = store->list();
    if (!entries.ok()) return entries.error().message;
    for (const auto& entry : entries.value())
        if (const auto checked = store->check(entry.hash); !checked.ok()) return checked.error().message;
    return {};
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
    auto& r = report.value();
    if (auto damaged = r.ok ? damaged_attachment(options.data) : std::string{}; !damaged.empty()) {
        r.ok = false;
        r.reason = std::move(damaged);
    }
    if (options.json) {
        fmt::print("{}\n", codec::to_json(
                               Printed{r.ok, r.records, r.head, r.first_bad_position, r.reason, r.repairs}));
        return r.ok ? 0 : 1;
    }
    for (const auto& repair : r.repairs) fmt::print("note: {}\n", repair);
    if (r.ok) {
        fmt::print("records {} head {}\n", r.records, r.head);
        return 0;
    }
    if (r.first_bad_position > 0)
        fmt::print("record {} does not fit: {}\n", r.first_bad_position, r.reason);
    else
        fmt::print("the file does not fit: {}\n", r.reason);
    return 1;
}

}  // namespace

Run add_verify(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "verify", "check the hash chain of a log; exit 1 names the first record that does not fit");
    add_data(*command, *options);
    add_json(*command, *options);
    command->add_option("--known", options->known,
                        "a head that was published before, RECORDS:HEX: the log must contain it");
    return [command, options] { return command->parsed() ? run(*options) : -1; };
}

}  // namespace anlan::app
