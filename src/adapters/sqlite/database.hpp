// The part of SQLite that Anlan uses, as values that close themselves. Statements are constants of the
// program with bound parameters: what was put together while it runs does not compile as a Literal, so no SQL
// ever holds data.
#pragma once
#include "base/literal.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace anlan::adapters {

class Statement {
public:
    enum class Step { row, done, failed };

    Statement() = default;

    Statement& bind(int index, std::int64_t value);
    // The text or bytes must outlive the next step.
    Statement& bind_text(int index, std::string_view value);
    Statement& bind_bytes(int index, std::string_view value);

    Step step();
    // Ends the statement, so that it can be bound and stepped again and holds no lock.
    void reset();

    std::int64_t integer(int column) const;
    std::string_view bytes(int column) const;  // until the next step

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

enum class Open { create, read_write, read_only, immutable };

class Database {
public:
    // `area` is the first word of the fault codes: "log" makes "log.disk_full". An empty `vfs` is the
    // system's.
    static Result<Database, ports::Fault> open(const std::string& path, Open how, std::string area,
                                               const std::string& vfs = {});

    Result<Statement, ports::Fault> prepare(Literal sql);
    // Statements without parameters and without answer.
    Result<Done, ports::Fault> run(Literal sql);
    // A statement's one figure.
    Result<std::int64_t, ports::Fault> figure(Literal sql);

    // One state of the file at `source`, which may be at work meanwhile, as one file at `target`. `tell` gets
    // the pages done and the pages in all.
    using Tell = std::function<void(std::uint64_t done, std::uint64_t total)>;
    static Result<Done, ports::Fault> copy_live(const std::string& source, const std::string& target,
                                                const std::string& area, const Tell& tell);

    // What the last call on this connection ran into.
    ports::Fault fault(std::string_view doing) const;
    bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
    // Leaves the write-ahead log as it is when the last connection closes: for evidence.
    void keep_wal_on_close();
    void close_wal_normally();

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };

    Result<Done, ports::Fault> copy_pages_from(Database& source, const Tell& tell);

    std::unique_ptr<sqlite3, Close> handle_;
    std::string area_;
};

}  // namespace anlan::adapters
