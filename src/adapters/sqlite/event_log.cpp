#include "adapters/sqlite/event_log.hpp"

#include "adapters/sqlite/durable_files.hpp"
#include "adapters/sqlite/frame_blob.hpp"
#include "adapters/sqlite/log_schema.hpp"
#include "adapters/sqlite/open_to_read.hpp"
#include "adapters/sqlite/wal_tail.hpp"
#include "kernel/record.hpp"

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Frame;
using ports::Hash;
using ports::Head;
using ports::Then;

// journal_mode is asked for, not told: SQLite answers with the mode it got.
Result<Done, Fault> set_up(Database& database) {
    ANLAN_TRY(Statement mode, database.prepare("PRAGMA journal_mode = WAL"));
    if (mode.step() != Statement::Step::row)
        return Unexpected{database.fault("switching to the write-ahead log")};
    if (mode.bytes(0) != "wal")
        return Unexpected{Fault{Then::stop, "log.read_only", "the write-ahead log cannot be used here"}};
    mode.reset();
    return database.run("PRAGMA synchronous = FULL");
}

// The position and hash of the row's last record.
Result<Head, Fault> head_of_row(const Statement& row) {
    Head head;
    ANLAN_TRY(const bool whole, each_frame(row.integer(0), row.integer(1), row.bytes(2),
                                           [&](std::uint64_t position, std::string_view, const Hash& hash) {
                                               head = {position, hash};
                                               return true;
                                           }));
    (void)whole;
    return head;
}

std::string dropped(std::uint64_t bytes, std::uint64_t records) {
    return "dropped " + std::to_string(bytes) + " bytes of an unfinished write after record " +
           std::to_string(records);
}

Fault missing(std::int64_t position) {
    return {Then::stop, "log.corrupt", "record " + std::to_string(position) + " is missing"};
}

Fault altered(std::uint64_t position) {
    return {Then::stop, "log.corrupt", "record " + std::to_string(position) + " is not what was written"};
}

// The hash of the record before `position`, as it is stored.
Result<Hash, Fault> hash_before(Database& database, std::int64_t position) {
    Hash before{};
    if (position <= 1) return before;
    ANLAN_TRY(Statement row, database.prepare("SELECT first, last, records FROM frame WHERE first < ?1 "
                                              "ORDER BY first DESC LIMIT 1"));
    const auto step = row.bind(1, position).step();
    if (step == Statement::Step::failed) return Unexpected{database.fault("reading the log")};
    if (step == Statement::Step::done) return Unexpected{missing(position - 1)};
    ANLAN_TRY(const bool whole, each_frame(row.integer(0), row.integer(1), row.bytes(2),
                                           [&](std::uint64_t at, std::string_view, const Hash& hash) {
                                               before = hash;
                                               return static_cast<std::int64_t>(at) < position - 1;
                                           }));
    (void)whole;
    return before;
}

Fault damaged_wal(std::uint64_t records) {
    return {Then::stop, "log.damaged",
            "log.db-wal is damaged behind record " + std::to_string(records) +
                ": more than one commit cannot be read, so this is no unfinished write"};
}

}  // namespace

Result<Database, Fault> LogReaders::take() {
    {
        const std::lock_guard lock{mutex_};
        if (!idle_.empty()) {
            Database database = std::move(idle_.back());
            idle_.pop_back();
            return database;
        }
    }
    if (access_ == Access::from_beside) return open_to_read(path_, "log");
    // Not Open::read_only: the first reader after a crash may have to rebuild the index of the write-ahead
    // log.
    const Open how = access_ == Access::live ? Open::read_write : Open::immutable;
    ANLAN_TRY(Database database, Database::open(path_, how, "log", vfs_));
    ANLAN_TRY_DONE(database.run("PRAGMA query_only = 1"));
    return database;
}

void LogReaders::give_back(Database database) {
    constexpr std::size_t idle_max = 4;
    const std::lock_guard lock{mutex_};
    if (idle_.size() < idle_max) idle_.push_back(std::move(database));
}

Result<Done, Fault> LogReaders::read(std::uint64_t first, const ports::EventLog::Sink& sink) {
    ANLAN_TRY(Database database, take());
    auto read = read_from(database, first, sink);
    if (read.ok()) give_back(std::move(database));
    return read;
}

// A few rows at a time, so that a slow reader does not keep the write-ahead log from starting over.
Result<Done, Fault> LogReaders::read_from(Database& database, std::uint64_t first,
                                          const ports::EventLog::Sink& sink) {
    ANLAN_TRY(Statement rows, database.prepare("SELECT first, last, records FROM frame "
                                               "WHERE first >= (SELECT coalesce(max(first), 0) FROM frame "
                                               "                WHERE first <= ?1) "
                                               "ORDER BY first LIMIT 64"));
    auto next = static_cast<std::int64_t>(first == 0 ? 1 : first);
    ANLAN_TRY(Hash before, hash_before(database, next));
    std::optional<Fault> wrong;
    const ports::EventLog::Sink from_next = [&](std::uint64_t position, std::string_view bytes,
                                                const Hash& hash) {
        if (static_cast<std::int64_t>(position) < next) return true;
        if (kernel::seal(before, bytes) != hash) wrong = altered(position);
        before = hash;
        return !wrong && sink(position, bytes, hash);
    };
    for (bool more = true; more;) {
        rows.bind(1, next);
        more = false;
        auto step = rows.step();
        for (; step == Statement::Step::row; step = rows.step()) {
            const std::int64_t last = rows.integer(1);
            if (last < next) continue;
            if (rows.integer(0) > next) return Unexpected{missing(next)};
            ANLAN_TRY(const bool wanted, each_frame(rows.integer(0), last, rows.bytes(2), from_next));
            if (wrong) return Unexpected{std::move(*wrong)};
            if (!wanted) return Done{};
            next = last + 1;
            more = true;
        }
        if (step == Statement::Step::failed) return Unexpected{database.fault("reading the log")};
        rows.reset();
    }
    return Done{};
}

SqliteEventLog::SqliteEventLog(OwnerLock lock, HeadNote note, Database database, Statements statements,
                               std::unique_ptr<LogReaders> readers)
    : lock_(std::move(lock)),
      note_(std::move(note)),
      database_(std::move(database)),
      statements_(std::move(statements)),
      readers_(std::move(readers)) {}

Result<SqliteEventLog::Statements, Fault> SqliteEventLog::prepare(Database& database) {
    Statements made;
    ANLAN_TRY(made.insert, database.prepare("INSERT INTO frame (first, last, records) VALUES (?1, ?2, ?3)"));
    ANLAN_TRY(made.last,
              database.prepare("SELECT first, last, records FROM frame ORDER BY first DESC LIMIT 1"));
    ANLAN_TRY(made.begin, database.prepare("BEGIN IMMEDIATE"));
    ANLAN_TRY(made.commit, database.prepare("COMMIT"));
    ANLAN_TRY(made.rollback, database.prepare("ROLLBACK"));
    return made;
}

Result<std::unique_ptr<SqliteEventLog>, Fault> SqliteEventLog::open(const std::filesystem::path& directory,
                                                                    const std::string& vfs) noexcept {
    ANLAN_TRY_DONE(make_directory(directory, "log"));
    ANLAN_TRY(OwnerLock lock, OwnerLock::take(directory / "lock"));
    const HeadNoteRead noted = read_head_note(directory / "head");
    const WalTail tail = inspect_wal(directory / "log.db-wal");
    const std::string path = (directory / "log.db").string();
    ANLAN_TRY(Database database, Database::open(path, Open::create, "log", vfs));
    database.keep_wal_on_close();  // until it is known that nothing in it is evidence
    ANLAN_TRY_DONE(set_up(database));
    ANLAN_TRY_DONE(prepare_log_schema(database));
    ANLAN_TRY(Statements statements, prepare(database));
    ANLAN_TRY(HeadNote note, HeadNote::open(directory / "head"));
    std::unique_ptr<SqliteEventLog> log{new SqliteEventLog{std::move(lock), std::move(note),
                                                           std::move(database), std::move(statements),
                                                           std::make_unique<LogReaders>(path, vfs)}};
    log->path_ = path;
    log->vfs_ = vfs;
    ANLAN_TRY(log->head_, log->stored_head());
    ANLAN_TRY_DONE(log->check_against_note(noted));
    if (tail.damaged) return Unexpected{damaged_wal(log->head_.records)};
    if (tail.unfinished_bytes > 0)
        log->repairs_.push_back(dropped(tail.unfinished_bytes, log->head_.records));
    // Into the database file and synced, whatever of the write-ahead log the system only pretends to have
    // stored.
    ANLAN_TRY_DONE(log->database_.run("PRAGMA wal_checkpoint(TRUNCATE)"));
    log->database_.close_wal_normally();
    log->note_.write(log->head_);
    return log;
}

Result<Head, Fault> SqliteEventLog::stored_head() {
    const auto step = statements_.last.step();
    if (step == Statement::Step::failed) {
        const Fault fault = database_.fault("reading the end of the log");
        statements_.last.reset();
        return Unexpected{fault};
    }
    if (step == Statement::Step::done) return statements_.last.reset(), Head{};
    auto head = head_of_row(statements_.last);
    statements_.last.reset();
    return head;
}

// What was noted as answered has to be there still, with the same hash.
Result<Done, Fault> SqliteEventLog::check_against_note(const HeadNoteRead& note) {
    if (note.unreadable) repairs_.emplace_back("the file head was unreadable and has been written anew");
    if (!note.head || note.head->records == 0) return Done{};
    if (note.head->records > head_.records)
        return Unexpected{
            Fault{Then::stop, "log.truncated",
                  "the log ends with record " + std::to_string(head_.records) + " but had " +
                      std::to_string(note.head->records) +
                      "; was log.db-wal copied with log.db? To go on with what is there, remove the "
                      "file head"}};
    Hash found{};
    ANLAN_TRY_DONE(readers_->read(note.head->records, [&](std::uint64_t, std::string_view, const Hash& hash) {
        found = hash;
        return false;
    }));
    if (found != note.head->hash)
        return Unexpected{
            Fault{Then::stop, "log.tampered",
                  "record " + std::to_string(note.head->records) + " is not the one that was noted"}};
    return Done{};
}

Result<Head, Fault> SqliteEventLog::head() noexcept {
    ANLAN_TRY_DONE(settle_doubt());
    return head_;
}

// After a failed write: the log has to be as it was last answered.
Result<Done, Fault> SqliteEventLog::settle_doubt() {
    if (!in_doubt_) return Done{};
    if (database_.in_transaction()) ANLAN_TRY_DONE(run(statements_.rollback, "rolling back"));
    ANLAN_TRY(const Head stored, stored_head());
    if (stored.records != head_.records || stored.hash != head_.hash)
        return Unexpected{Fault{Then::stop, "log.corrupt",
                                "after a failed write the log ends with record " +
                                    std::to_string(stored.records) + ", not with " +
                                    std::to_string(head_.records)}};
    in_doubt_ = false;
    return Done{};
}

Result<Done, Fault> SqliteEventLog::run(Statement& statement, std::string_view doing) {
    if (statement.step() != Statement::Step::failed) return statement.reset(), Done{};
    Fault fault = database_.fault(doing);
    statement.reset();
    return Unexpected{std::move(fault)};
}

// One row of as many frames as fit into it.
Result<std::size_t, Fault> SqliteEventLog::insert(std::span<const Frame> frames) {
    blob_.clear();
    const std::size_t taken = pack(frames, blob_);
    statements_.insert.bind(1, static_cast<std::int64_t>(frames.front().position))
        .bind(2, static_cast<std::int64_t>(frames[taken - 1].position))
        .bind_bytes(3, blob_);
    ANLAN_TRY_DONE(run(statements_.insert, "appending to the log"));
    return taken;
}

Result<Done, Fault> SqliteEventLog::insert_all(std::span<const Frame> frames) {
    ANLAN_TRY_DONE(run(statements_.begin, "appending to the log"));
    while (!frames.empty()) {
        ANLAN_TRY(const std::size_t taken, insert(frames));
        frames = frames.subspan(taken);
    }
    return run(statements_.commit, "committing to the log");
}

Result<Done, Fault> SqliteEventLog::append(std::span<const Frame> frames) noexcept {
    ANLAN_TRY_DONE(settle_doubt());
    std::uint64_t expected = head_.records;
    for (const Frame& frame : frames)
        ANLAN_CHECK(frame.position == ++expected, "an append does not continue the log");
    if (frames.empty()) return Done{};
    if (auto inserted = insert_all(frames); !inserted.ok()) {
        in_doubt_ = true;
        if (database_.in_transaction()) (void)run(statements_.rollback, "rolling back");
        note_trouble(inserted.error());
        return inserted;
    }
    note_trouble({});
    head_ = {frames.back().position, frames.back().hash};
    note_.write(head_);
    return Done{};
}

void SqliteEventLog::note_trouble(std::optional<Fault> trouble) {
    const std::lock_guard lock{trouble_mutex_};
    trouble_ = std::move(trouble);
}

// A commit that changes nothing, on a connection of its own: the appending one has its thread.
Result<Done, Fault> SqliteEventLog::try_writing() const {
    ANLAN_TRY(Database database, Database::open(path_, Open::read_write, "log", vfs_));
    database.keep_wal_on_close();
    ANLAN_TRY_DONE(database.run("PRAGMA synchronous = FULL"));
    return database.run("PRAGMA user_version = 1");  // log_format, as it is
}

std::optional<Fault> SqliteEventLog::trouble() noexcept {
    {
        const std::lock_guard lock{trouble_mutex_};
        if (!trouble_) return std::nullopt;
    }
    const auto tried = try_writing();
    note_trouble(tried.ok() ? std::nullopt : std::optional{tried.error()});
    return tried.ok() ? std::nullopt : std::optional{tried.error()};
}

Result<Done, Fault> SqliteEventLog::read(std::uint64_t first, const Sink& sink) noexcept {
    return readers_->read(first, sink);
}

}  // namespace anlan::adapters
