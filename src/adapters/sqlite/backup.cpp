#include "adapters/sqlite/backup.hpp"

#include "adapters/sqlite/backup_manifest.hpp"
#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/durable_files.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/open_to_read.hpp"
#include "adapters/sqlite/verify.hpp"
#include "kernel/record.hpp"

#include <array>

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Frame;
using ports::Then;

// Everything that cannot be made again from the log. Snapshots can.
constexpr std::array backed_up{"log.db", "identity.db"};
constexpr std::size_t restore_batch = 1'000;  // records in one commit

bool is_vacant(const std::filesystem::path& directory) {
    std::error_code error;
    return !std::filesystem::exists(directory, error) || std::filesystem::is_empty(directory, error);
}

std::filesystem::path whole_path(const std::filesystem::path& path) {
    std::error_code error;
    auto whole = std::filesystem::absolute(path, error).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

// The directory while it is not whole yet: beside its place, gone when it does not get there.
class Unfinished {
public:
    Unfinished(std::filesystem::path place, std::string area)
        : place_(std::move(place)), path_(place_.string() + ".unfinished"), area_(std::move(area)) {}
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() { remove(); }

    const std::filesystem::path& path() const { return path_; }

    Result<Done, Fault> begin() {
        if (!is_vacant(place_))
            return Unexpected{Fault{Then::stop, area_ + ".exists",
                                    place_.string() + " is not empty; nothing is overwritten"}};
        remove();
        return make_directory(path_, area_);
    }
    Result<Done, Fault> finish() {
        for (const auto& entry : std::filesystem::directory_iterator{path_})
            ANLAN_TRY_DONE(sync_file(entry.path(), area_));
        ANLAN_TRY_DONE(sync_directory(path_, area_));
        std::error_code error;
        std::filesystem::remove(place_, error);  // if it is there, it is empty
        std::filesystem::rename(path_, place_, error);
        if (error)
            return Unexpected{
                Fault{Then::stop, area_ + ".io", "renaming " + path_.string() + ": " + error.message()}};
        return sync_directory(place_.parent_path(), area_);
    }

private:
    void remove() const {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path place_;
    std::filesystem::path path_;
    std::string area_;
};

// The head's file, as beside every log.
Result<Done, Fault> note_head(const std::filesystem::path& directory, const VerifyReport& report) {
    ANLAN_TRY(HeadNote note, HeadNote::open(directory / "head"));
    note.write({report.records, kernel::hash_from_hex(report.head).value_or(ports::Hash{})});
    return Done{};
}

Result<VerifyReport, Fault> verified(const std::filesystem::path& directory, const std::string& code,
                                     const BackupProgress& progress, std::optional<ports::Head> known = {}) {
    VerifyOptions options{.known = known};
    if (progress)
        options.progress = [&](std::uint64_t done, std::uint64_t total) { progress("verify", done, total); };
    ANLAN_TRY(VerifyReport report, verify(directory, options));
    if (report.ok) return report;
    return Unexpected{
        Fault{Then::stop, code,
              "record " + std::to_string(report.first_bad_position) + " does not fit: " + report.reason}};
}

class Restoring {
public:
    Restoring(const std::filesystem::path& from, const Until& until, const BackupProgress& progress)
        : from_(from), until_(until), progress_(progress) {}

    Result<BackupReport, Fault> run(const std::filesystem::path& data) {
        Unfinished unfinished{whole_path(data), "restore"};
        ANLAN_TRY_DONE(unfinished.begin());
        ANLAN_TRY(manifest_, read_manifest(from_));
        ANLAN_TRY(const ports::Head expected, wanted_head());
        ANLAN_TRY_DONE(copy_files(unfinished.path(), expected.records == manifest_.records));
        if (expected.records < manifest_.records)
            ANLAN_TRY_DONE(copy_records(unfinished.path(), expected.records));
        ANLAN_TRY(const VerifyReport report,
                  verified(unfinished.path(), "restore.damaged", progress_, expected));
        if (report.records != expected.records || report.head != kernel::to_hex(expected.hash))
            return Unexpected{Fault{Then::stop, "restore.damaged",
                                    "what was restored has another head than the backup says"}};
        ANLAN_TRY_DONE(note_head(unfinished.path(), report));
        ANLAN_TRY(const Distrusted distrusted, distrust(unfinished.path()));
        ANLAN_TRY_DONE(unfinished.finish());
        return BackupReport{report.records, report.head, bytes_, distrusted.accounts, distrusted.keys};
    }

private:
    struct Distrusted {
        std::uint64_t accounts = 0;
        std::uint64_t keys = 0;
    };
    // The head that the restored log has to have.
    Result<ports::Head, Fault> wanted_head() {
        const auto hash = kernel::hash_from_hex(manifest_.head);
        if (!hash) return Unexpected{Fault{Then::stop, "restore.damaged", "backup.json: no head"}};
        const ports::Head whole{manifest_.records, *hash};
        if (until_.position && *until_.position > manifest_.records)
            return Unexpected{Fault{Then::stop, "restore.nothing_until",
                                    "the backup ends with record " + std::to_string(manifest_.records)}};
        if (!until_.position && !until_.instant) return whole;
        if (until_.position == manifest_.records) return whole;
        ports::Head head;
        LogReaders readers{(from_ / "log.db").string(), {}, LogReaders::Access::as_it_lies};
        ANLAN_TRY_DONE(readers.read(1, [&](std::uint64_t position, std::string_view bytes, const auto& h) {
            if (!is_wanted(position, bytes)) return false;
            head = {position, h};
            return true;
        }));
        if (head.records == 0)
            return Unexpected{
                Fault{Then::stop, "restore.nothing_until", "nothing had been recorded until then"}};
        return head;
    }

    bool is_wanted(std::uint64_t position, std::string_view bytes) const {
        if (until_.position) return position <= *until_.position;
        const auto record = kernel::decode(bytes);
        return record.ok() && record->recorded_at <= *until_.instant;
    }

    Result<Done, Fault> copy_files(const std::filesystem::path& to, bool whole_log) {
        for (const BackupFile& file : manifest_.files) {
            if (file.name == "head" || (file.name == "log.db" && !whole_log)) continue;
            if (progress_) progress_(file.name, 0, file.bytes);
            std::error_code error;
            std::filesystem::copy_file(from_ / file.name, to / file.name, error);
            if (error)
                return Unexpected{Fault{
                    Then::stop, error == std::errc::no_space_on_device ? "restore.disk_full" : "restore.io",
                    "copying " + file.name + ": " + error.message()}};
            bytes_ += file.bytes;
            if (progress_) progress_(file.name, file.bytes, file.bytes);
        }
        return Done{};
    }

    Result<Done, Fault> copy_records(const std::filesystem::path& to, std::uint64_t last) {
        ANLAN_TRY(auto log, SqliteEventLog::open(to));
        LogReaders readers{(from_ / "log.db").string(), {}, LogReaders::Access::as_it_lies};
        std::vector<Frame> batch;
        std::optional<Fault> failed;
        const auto flush = [&] {
            auto appended = log->append(batch);
            if (!appended.ok()) failed = appended.error();
            batch.clear();
            return !failed;
        };
        ANLAN_TRY_DONE(
            readers.read(1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash& hash) {
                if (position > last) return false;
                batch.push_back({position, std::string{bytes}, hash});
                bytes_ += bytes.size();
                if (batch.size() < restore_batch) return true;
                if (progress_) progress_("log.db", position, last);
                return flush();
            }));
        if (!failed) (void)flush();
        if (failed) return Unexpected{std::move(*failed)};
        return Done{};
    }

    // What was taken back since the backup was made must not count again, and the backup cannot say what was.
    // So nobody is signed in, codes that are good once are void, and neither an account nor a machine's key
    // opens anything until somebody confirms it (anlan account confirm, confirm-key). The tables are those of
    // adapters/identity.
    static Result<Distrusted, Fault> distrust(const std::filesystem::path& to) {
        std::error_code error;
        const auto path = to / "identity.db";
        if (!std::filesystem::exists(path, error)) return Distrusted{};
        ANLAN_TRY(Database database, Database::open(path.string(), Open::read_write, "restore"));
        struct Table {
            Literal is_there;  // an older backup may lack it
            Literal distrust;
        };
        const Table tables[] = {
            {"SELECT count(*) FROM sqlite_master WHERE name = 'session'", "DELETE FROM session"},
            {"SELECT count(*) FROM sqlite_master WHERE name = 'recovery_code'", "DELETE FROM recovery_code"},
            {"SELECT count(*) FROM sqlite_master WHERE name = 'enrolment_code'",
             "DELETE FROM enrolment_code"}};
        for (const Table& table : tables) {
            ANLAN_TRY(const std::int64_t there, database.figure(table.is_there));
            if (there > 0) ANLAN_TRY_DONE(database.run(table.distrust));
        }
        Distrusted distrusted;
        ANLAN_TRY(distrusted.accounts, distrust_accounts(database));
        ANLAN_TRY(distrusted.keys, distrust_keys(database));
        return distrusted;
    }

    // Who was locked since, and whose password was changed because it was known to others, a backup cannot
    // know. So nobody signs in as it says until somebody has said that it still holds.
    static Result<std::uint64_t, Fault> distrust_accounts(Database& database) {
        ANLAN_TRY_DONE(database.run(
            "CREATE TABLE IF NOT EXISTS account_unconfirmed("
            "account_id TEXT PRIMARY KEY REFERENCES account(account_id) ON DELETE CASCADE) STRICT;"
            "INSERT OR IGNORE INTO account_unconfirmed SELECT account_id FROM account"));
        ANLAN_TRY(const std::int64_t unconfirmed,
                  database.figure("SELECT count(*) FROM account_unconfirmed"));
        return static_cast<std::uint64_t>(unconfirmed);
    }
    static Result<std::uint64_t, Fault> distrust_keys(Database& database) {
        ANLAN_TRY(const std::int64_t keys,
                  database.figure("SELECT count(*) FROM sqlite_master WHERE name = 'service_key'"));
        if (keys == 0) return std::uint64_t{0};
        ANLAN_TRY_DONE(
            database.run("CREATE TABLE IF NOT EXISTS service_key_unconfirmed("
                         "key_id TEXT PRIMARY KEY REFERENCES service_key(key_id) ON DELETE CASCADE) STRICT;"
                         "INSERT OR IGNORE INTO service_key_unconfirmed SELECT key_id FROM service_key "
                         "WHERE revoked_at IS NULL"));
        ANLAN_TRY(const std::int64_t unconfirmed,
                  database.figure("SELECT count(*) FROM service_key_unconfirmed"));
        return static_cast<std::uint64_t>(unconfirmed);
    }

    const std::filesystem::path& from_;
    const Until& until_;
    const BackupProgress& progress_;
    BackupManifest manifest_;
    std::uint64_t bytes_ = 0;
};

}  // namespace

Result<BackupReport, Fault> back_up(const std::filesystem::path& data, const std::filesystem::path& to,
                                    Instant made_at, const BackupProgress& progress) noexcept {
    std::error_code error;
    ANLAN_TRY_DONE(can_be_read(data / "log.db", "log"));  // before anything is made
    Unfinished unfinished{whole_path(to), "backup"};
    ANLAN_TRY_DONE(unfinished.begin());
    BackupManifest manifest;
    manifest.version = ANLAN_VERSION;
    manifest.made_at = made_at;
    BackupReport done;
    for (const std::string name : backed_up) {
        if (!std::filesystem::exists(data / name, error)) continue;
        const auto tell = [&](std::uint64_t pages, std::uint64_t all) {
            if (progress) progress(name, pages, all);
        };
        ANLAN_TRY_DONE(
            Database::copy_live((data / name).string(), (unfinished.path() / name).string(), "backup", tell));
        ANLAN_TRY(const FileSum sum, sum_of(unfinished.path() / name, "backup"));
        manifest.files.push_back({name, sum.bytes, sum.sha256});
        done.bytes += sum.bytes;
    }
    ANLAN_TRY(const VerifyReport report, verified(unfinished.path(), "backup.not_verified", progress));
    ANLAN_TRY_DONE(note_head(unfinished.path(), report));
    manifest.records = done.records = report.records;
    manifest.head = done.head = report.head;
    ANLAN_TRY_DONE(write_manifest(unfinished.path(), manifest));
    ANLAN_TRY_DONE(unfinished.finish());
    return done;
}

Result<BackupReport, Fault> restore(const std::filesystem::path& from, const std::filesystem::path& data,
                                    const Until& until, const BackupProgress& progress) noexcept {
    return Restoring{from, until, progress}.run(data);
}

}  // namespace anlan::adapters
