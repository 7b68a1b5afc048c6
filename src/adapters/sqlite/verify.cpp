#include "adapters/sqlite/verify.hpp"

#include "adapters/sqlite/head_note.hpp"
#include "adapters/sqlite/log_schema.hpp"
#include "adapters/sqlite/open_to_read.hpp"
#include "adapters/sqlite/owner_lock.hpp"
#include "adapters/sqlite/wal_tail.hpp"
#include "kernel/record.hpp"

#include <algorithm>

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Hash;
using ports::Head;
using ports::Then;

constexpr std::uint64_t progress_step = 65'536;

// A head that the log must have had at some time, and who says so.
struct Witness {
    Head head;
    std::string says;
};

class Verification {
public:
    Verification(const std::filesystem::path& directory, const VerifyOptions& options)
        : directory_(directory), options_(options) {}

    Result<VerifyReport, Fault> run() {
        hear_witnesses();
        look_at_tail();
        std::error_code error;
        if (std::filesystem::exists(directory_ / "log.db", error)) {
            ANLAN_TRY(std::optional<Database> database, open());
            if (database) walk(*database);
            if (report_.reason.empty()) check_end();
            if (report_.reason.empty()) check_file(*database);
        } else if (witnesses_.empty()) {
            return Unexpected{open_log(directory_ / "log.db").error()};
        } else {
            check_end();
        }
        report_.ok = report_.reason.empty();
        report_.records = check_.records();
        report_.head = kernel::to_hex(check_.head());
        return std::move(report_);
    }

private:
    // The note is read before the log: the log may grow meanwhile, but it is never behind a note that is
    // older.
    void hear_witnesses() {
        const HeadNoteRead note = read_head_note(directory_ / "head");
        if (note.unreadable)
            report_.repairs.emplace_back("the file head is unreadable; the next start writes it anew");
        if (note.head && note.head->records > 0) witnesses_.push_back({*note.head, "the file head"});
        if (options_.known && options_.known->records > 0)
            witnesses_.push_back({*options_.known, "the head published before"});
    }

    // A server that is at work has an unfinished write every moment.
    void look_at_tail() {
        if (OwnerLock::is_taken(directory_ / "lock")) return;
        tail_ = inspect_wal(directory_ / "log.db-wal");
        if (tail_.unfinished_bytes > 0 && !tail_.damaged)
            report_.repairs.push_back(std::to_string(tail_.unfinished_bytes) +
                                      " bytes of an unfinished write at the end; the next start drops them");
    }

    // Nothing if the file is no database at all, which is a finding and not a fault.
    Result<std::optional<Database>, Fault> open() {
        auto opened = open_log(directory_ / "log.db");
        if (opened.ok()) return std::optional{std::move(opened).value()};
        if (has_rollback_journal()) opened = Unexpected{unmade_log()};
        // No table yet: the first start was cut off before anything was promised, or somebody emptied it.
        const bool unmade = opened.error().code == "log.not_found" && !witnesses_.empty();
        if (opened.error().code != "log.corrupt" && opened.error().code != "log.foreign" && !unmade)
            return Unexpected{std::move(opened).error()};
        blame_next(opened.error().message);
        return std::optional<Database>{};
    }

    // SQLite keeps one only until the write-ahead log takes over, which is before the first record. A reader
    // may not roll it back; the next start does.
    bool has_rollback_journal() const {
        std::error_code error;
        const auto size = std::filesystem::file_size(directory_ / "log.db-journal", error);
        return !error && size > 0;
    }

    static Result<Database, Fault> open_log(const std::filesystem::path& file) {
        ANLAN_TRY(Database database, open_to_read(file, "log"));
        ANLAN_TRY_DONE(database.run("BEGIN"));  // one state of the log from here on
        ANLAN_TRY_DONE(check_log_schema(database));
        return database;
    }

    void walk(Database& database) {
        const auto last = database.figure("SELECT coalesce(max(last), 0) FROM frame");
        total_ = last.ok() ? static_cast<std::uint64_t>(std::max<std::int64_t>(last.value(), 0)) : 0;
        auto rows = database.prepare("SELECT first, last, records FROM frame ORDER BY first");
        if (!rows.ok()) return blame_next(rows.error().message);
        for (;;) {
            const auto step = rows->step();
            if (step == Statement::Step::done) return;
            if (step == Statement::Step::failed) return blame_next(database.fault("reading").message);
            if (!walk_row(rows.value())) return;
        }
    }

    bool walk_row(const Statement& row) {
        const auto walked = each_frame(row.integer(0), row.integer(1), row.bytes(2),
                                       [this](std::uint64_t position, std::string_view bytes,
                                              const Hash& hash) { return take(position, bytes, hash); });
        if (!walked.ok()) blame_next(walked.error().message);
        return walked.ok() && walked.value();
    }

    bool take(std::uint64_t position, std::string_view bytes, const Hash& hash) {
        if (!check_.add(position, bytes, hash)) {
            blame(check_.broken()->position, check_.broken()->reason);
            return false;
        }
        for (const Witness& witness : witnesses_) {
            if (witness.head.records != check_.records() || witness.head.hash == hash) continue;
            blame(check_.records(), "the chain fits, but " + witness.says + " has another hash here");
            return false;
        }
        if (options_.progress && check_.records() % progress_step == 0)
            options_.progress(check_.records(), total_);
        return true;
    }

    void check_end() {
        for (const Witness& witness : witnesses_)
            if (witness.head.records > check_.records())
                return blame_next("the log ends before it, but " + witness.says + " counts " +
                                  std::to_string(witness.head.records) + " records");
        if (tail_.damaged)
            blame_next("log.db-wal is damaged: more than one commit behind here cannot be read");
    }

    // Damage that no record shows: the tree's inner pages, pages that belong to nobody.
    void check_file(Database& database) {
        auto check = database.prepare("PRAGMA integrity_check(3)");
        if (!check.ok()) return damaged_around(check.error().message);
        for (;;) {
            const auto step = check->step();
            if (step == Statement::Step::done) return;
            if (step == Statement::Step::failed) return damaged_around(database.fault("checking").message);
            if (check->bytes(0) != "ok") damaged_around(check->bytes(0));
        }
    }
    void damaged_around(std::string_view how) {
        report_.reason += report_.reason.empty() ? "every record fits, but log.db is damaged: " : "; ";
        report_.reason += how;
    }

    void blame(std::uint64_t position, std::string reason) {
        report_.first_bad_position = position;
        report_.reason = std::move(reason);
    }
    void blame_next(std::string reason) { blame(check_.records() + 1, std::move(reason)); }

    const std::filesystem::path& directory_;
    const VerifyOptions& options_;
    std::vector<Witness> witnesses_;
    WalTail tail_;
    kernel::ChainCheck check_;
    std::uint64_t total_ = 0;
    VerifyReport report_;
};

}  // namespace

Result<VerifyReport, Fault> verify(const std::filesystem::path& directory,
                                   const VerifyOptions& options) noexcept {
    return Verification{directory, options}.run();
}

}  // namespace anlan::adapters
