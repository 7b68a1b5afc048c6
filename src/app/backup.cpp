// anlan backup and anlan restore: a verified copy of a data directory, taken while the service runs, and the
// way back from it into an empty directory, whole or up to a point in time.
#include "adapters/sqlite/backup.hpp"
#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/keys/key_file.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/command_line.hpp"
#include "codec/json.hpp"

#include <fmt/core.h>

#include <unistd.h>
#include <charconv>
#include <chrono>
#include <memory>

namespace anlan::app {
namespace {

struct Printed {
    bool ok = true;
    std::uint64_t records = 0;
    std::string head;
    std::uint64_t bytes = 0;
    double seconds = 0;
    std::string directory;
    std::optional<std::uint64_t> keys_unconfirmed;  // of a restore, as the next
    std::optional<std::uint64_t> accounts_unconfirmed;
};
BOOST_DESCRIBE_STRUCT(Printed, (),
                      (ok, records, head, bytes, seconds, directory, keys_unconfirmed, accounts_unconfirmed))

struct Refused {
    bool ok = false;
    std::string code;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (ok, code, message))

struct Options : Common {
    std::string from;
    std::string to;
    std::string until;
    std::string keys;
};

using Seconds = std::chrono::duration<double>;

enum class Did { back_up, restore };

adapters::BackupProgress progress_for_people() {
    if (isatty(STDERR_FILENO) == 0) return {};
    return [](const std::string& what, std::uint64_t done, std::uint64_t total) {
        fmt::print(stderr, "\r\033[K{}: {} of {}", what, done, total);
        if (done >= total) fmt::print(stderr, "\n");
    };
}

// 1 where the answer is no: what is there is damaged. 2 where there is nothing to do it with.
int exit_code(const ports::Fault& fault) {
    return fault.code == "backup.not_verified" || fault.code == "restore.damaged" ? 1 : 2;
}

int tell(const Result<adapters::BackupReport, ports::Fault>& result, const Options& options,
         const std::string& directory, Did did, Seconds took) {
    if (!result.ok()) {
        const auto& fault = result.error();
        if (options.json) fmt::print("{}\n", codec::to_json(Refused{false, fault.code, fault.message}));
        return complain(fault.message + " (" + fault.code + ")", exit_code(fault));
    }
    const auto& r = result.value();
    if (options.json)
        fmt::print("{}\n", codec::to_json(Printed{
                               true, r.records, r.head, r.bytes, took.count(), directory,
                               did == Did::restore ? std::optional{r.keys_unconfirmed} : std::nullopt,
                               did == Did::restore ? std::optional{r.accounts_unconfirmed} : std::nullopt}));
    else
        fmt::print("{} {}: records {} head {}, {} bytes, verified, {:.2f} s\n",
                   did == Did::restore ? "restored into" : "backed up to", directory, r.records, r.head,
                   r.bytes, took.count());
    return 0;
}

// For people, beside what a program reads.
void say_what_counts_no_more(const adapters::BackupReport& report, const std::string& data) {
    fmt::print(
        stderr,
        "nobody is signed in, and recovery and enrolment codes are void; posts and passwords are those "
        "of the backup\n");
    if (report.accounts_unconfirmed > 0)
        fmt::print(
            stderr,
            "accounts that sign in nowhere until they are confirmed: {} (lock who was locked since and "
            "set what was changed with anlan account lock, password, revoke; then anlan account confirm "
            "LOGIN, or --all, --data {})\n",
            report.accounts_unconfirmed, data);
    if (report.keys_unconfirmed > 0)
        fmt::print(stderr,
                   "machines' keys that open nothing until they are confirmed: {} "
                   "(anlan account keys, anlan account confirm-key KEY, --data {})\n",
                   report.keys_unconfirmed, data);
}

// The keys go their own way: whoever has a backup with them reads what was erased since.
int with_keys(int code, const std::string& keys, const std::string& from, const std::string& to) {
    if (code != 0) return code;
    if (keys.empty()) {
        fmt::print(stderr,
                   "without the keys of its records: what was said of people reads as erased in it "
                   "until they are put beside it (--keys)\n");
        return 0;
    }
    const auto copied = adapters::copy_keys(from, to);
    return copied.ok() ? 0 : complain(copied.error().message + " (" + copied.error().code + ")", 2);
}

// After the log, so that the copy has what its records name; sealed, as they lie.
int with_attachments(int code, const std::filesystem::path& from, const std::filesystem::path& to) {
    if (code != 0) return code;
    const auto copied = adapters::copy_blobs(from / "attachments", to / "attachments");
    return copied.ok() ? 0 : complain(copied.error().message + " (" + copied.error().code + ")", 2);
}

int back_up(const Options& options) {
    const auto began = std::chrono::steady_clock::now();
    adapters::SystemClock clock;
    const auto done = adapters::back_up(options.data, options.to, clock.now(), progress_for_people());
    const auto took = std::chrono::steady_clock::now() - began;
    const int code =
        with_attachments(tell(done, options, options.to, Did::back_up, took), options.data, options.to);
    // After the log, so that no record in the copy has a key that is not.
    return with_keys(code, options.keys, options.data, options.keys);
}

// A position is all digits; everything else has to be an instant.
std::optional<adapters::Until> until_from(const std::string& text) {
    adapters::Until until;
    if (text.empty()) return until;
    if (text.find_first_not_of("0123456789") != std::string::npos) {
        until.instant = instant_from_text(text);
        return until.instant ? std::optional{until} : std::nullopt;
    }
    std::uint64_t position = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), position);
    if (read.ec != std::errc{} || position == 0) return std::nullopt;
    until.position = position;
    return until;
}

int restore(const Options& options) {
    const auto until = until_from(options.until);
    if (!until)
        return complain("--until takes a position from 1 on, or an instant such as 2026-11-25T08:00:00Z", 2);
    const auto began = std::chrono::steady_clock::now();
    const auto done = adapters::restore(options.from, options.data, *until, progress_for_people());
    const auto took = std::chrono::steady_clock::now() - began;
    const int code =
        with_attachments(tell(done, options, options.data, Did::restore, took), options.from, options.data);
    if (code == 0) say_what_counts_no_more(*done, options.data);
    return with_keys(code, options.keys, options.keys, options.data);
}

}  // namespace

Run add_backup(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "backup", "a verified copy of the data directory, also while the service runs; overwrites nothing");
    add_data(*command, *options);
    add_json(*command, *options);
    command->add_option("--to", options->to, "the directory to make; it must not be there, or be empty")
        ->required();
    command->add_option("--keys", options->keys,
                        "where to copy the keys of its records to, apart from the backup");
    return [command, options] { return command->parsed() ? back_up(*options) : -1; };
}

Run add_restore(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "restore", "make a data directory from a backup, verified, whole or until a point in time");
    command->add_option("--from", options->from, "the backup's directory")->required();
    command
        ->add_option("--data", options->data, "the data directory to make; it must not be there, or be empty")
        ->required();
    command->add_option("--until", options->until,
                        "the last record to take: its position, or an instant (RFC 3339); default: all");
    command->add_option("--keys", options->keys, "where the keys of its records were copied to");
    add_json(*command, *options);
    return [command, options] { return command->parsed() ? restore(*options) : -1; };
}

}  // namespace anlan::app
