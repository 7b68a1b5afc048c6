// The event log in one SQLite file, for one machine without a server. In the data directory:
//
//   log.db (with log.db-wal, log.db-shm while open)   the records; format in docs/log-format.md
//   head                                              how long the log was when it was last appended to
//   lock                                              held by the one process that may append
//
// Write-ahead log with full synchronisation: append returns after the sync, and readers see a record only
// after it too. The caller groups commits by handing over many frames at once.
//
// After a write or a sync has failed, the connection is kept: its index of the write-ahead log does not have
// the failed commit, and the next append writes over it. Opening again would be worse, because the system may
// then show pages that never reached the disk. Before the next append the head is compared with what was
// answered.
#pragma once
#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/head_note.hpp"
#include "adapters/sqlite/owner_lock.hpp"
#include "ports/event_log.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace anlan::adapters {

// Connections for reading, each used by one thread at a time. Every record is checked against the chain
// before it is handed on: what the disk has changed is a fault (log.corrupt) and never an answer.
class LogReaders {
public:
    // `from_beside`: another process may be at work on it, or none, and nothing is changed
    // (open_to_read.hpp). `as_it_lies`: the file is nobody's and complete, as in a backup, and may be on a
    // disk that cannot be written.
    enum class Access { live, from_beside, as_it_lies };
    LogReaders(std::string path, std::string vfs, Access access = Access::live)
        : path_(std::move(path)), vfs_(std::move(vfs)), access_(access) {}

    Result<Done, ports::Fault> read(std::uint64_t first, const ports::EventLog::Sink& sink);

private:
    Result<Database, ports::Fault> take();
    void give_back(Database database);
    static Result<Done, ports::Fault> read_from(Database& database, std::uint64_t first,
                                                const ports::EventLog::Sink& sink);

    std::string path_;
    std::string vfs_;
    Access access_;
    std::mutex mutex_;
    std::vector<Database> idle_;
};

class SqliteEventLog final : public ports::EventLog {
public:
    // Makes the directory and an empty log where there is none. `vfs` is SQLite's name for a file system
    // other than the machine's. Faults beside those of every call: log.in_use, log.foreign, log.truncated,
    // log.damaged.
    static Result<std::unique_ptr<SqliteEventLog>, ports::Fault> open(const std::filesystem::path& directory,
                                                                      const std::string& vfs = {}) noexcept;

    Result<ports::Head, ports::Fault> head() noexcept override;
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override;
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override;
    std::vector<std::string> repairs() const override { return repairs_; }

    // Why the log cannot be written, as of the last append that failed; empty when it can. Whoever asks in
    // the trouble makes the log try again, through the same files as an append, so that it is known to be
    // over though nobody appends. Any thread.
    std::optional<ports::Fault> trouble() noexcept;

private:
    struct Statements {
        Statement insert;
        Statement last;
        Statement begin;
        Statement commit;
        Statement rollback;
    };

    SqliteEventLog(OwnerLock lock, HeadNote note, Database database, Statements statements,
                   std::unique_ptr<LogReaders> readers);

    static Result<Statements, ports::Fault> prepare(Database& database);
    Result<ports::Head, ports::Fault> stored_head();
    Result<Done, ports::Fault> check_against_note(const HeadNoteRead& note);
    Result<Done, ports::Fault> settle_doubt();
    Result<std::size_t, ports::Fault> insert(std::span<const ports::Frame> frames);
    Result<Done, ports::Fault> insert_all(std::span<const ports::Frame> frames);
    Result<Done, ports::Fault> run(Statement& statement, std::string_view doing);
    Result<Done, ports::Fault> try_writing() const;
    void note_trouble(std::optional<ports::Fault> trouble);

    std::string path_;
    std::string vfs_;
    std::mutex trouble_mutex_;
    std::optional<ports::Fault> trouble_;
    OwnerLock lock_;
    HeadNote note_;
    Database database_;
    Statements statements_;
    std::unique_ptr<LogReaders> readers_;
    ports::Head head_;
    bool in_doubt_ = false;  // the last append failed for another reason than lack of space
    std::string blob_;
    std::vector<std::string> repairs_;
};

}  // namespace anlan::adapters
