#include "adapters/sqlite/database.hpp"

#include "adapters/sqlite/open_to_read.hpp"
#include "codec/percent.hpp"

#include <cerrno>
#include <cstring>

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Then;

constexpr int busy_timeout_millis = 2'000;

bool is_no_space(int system_error) {
    return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

// The code's last word and what the caller may do. What SQLite rolled back can be tried again.
Fault sorted(int result, int system_error) {
    const int primary = result & 0xFF;
    if (primary == SQLITE_FULL || (primary == SQLITE_IOERR && is_no_space(system_error)))
        return {Then::retry_call, "disk_full", {}};
    if (primary == SQLITE_READONLY || primary == SQLITE_PERM || system_error == EROFS ||
        system_error == EACCES)
        return {Then::retry_call, "read_only", {}};
    if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_FORMAT)
        return {Then::stop, "corrupt", {}};
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) return {Then::retry_call, "busy", {}};
    if (primary == SQLITE_NOMEM) return {Then::stop, "memory", {}};
    return {Then::retry_call, "io", {}};
}

int flags_of(Open how) {
    constexpr int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    switch (how) {
        case Open::create:
            return always | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case Open::read_write:
            return always | SQLITE_OPEN_READWRITE;
        case Open::read_only:
        case Open::immutable:
            break;
    }
    return always | SQLITE_OPEN_READONLY;
}

// A path as a file: URI, in which some characters mean something.
std::string uri_of(const std::string& path, Open how) {
    const std::string uri = "file:" + codec::percent_encoded(path, "/");
    return how == Open::immutable ? uri + "?immutable=1" : uri;
}

// sqlite3_system_errno is not set where a commit fails, so its file system is asked.
int system_error_of(sqlite3* handle) {
    if (const int noted = sqlite3_system_errno(handle); noted != 0) return noted;
    sqlite3_vfs* vfs = nullptr;
    sqlite3_file_control(handle, nullptr, SQLITE_FCNTL_VFS_POINTER, &vfs);
    return vfs == nullptr ? 0 : vfs->xGetLastError(vfs, 0, nullptr);
}

bool is_about_files(int result) {
    const int primary = result & 0xFF;
    return primary == SQLITE_IOERR || primary == SQLITE_FULL || primary == SQLITE_CANTOPEN ||
           primary == SQLITE_READONLY || primary == SQLITE_PERM;
}

}  // namespace

Statement& Statement::bind(int index, std::int64_t value) {
    const int bound = sqlite3_bind_int64(statement_.get(), index, value);
    ANLAN_CHECK(bound == SQLITE_OK, "a parameter that the statement does not have");
    return *this;
}

Statement& Statement::bind_text(int index, std::string_view value) {
    const int bound =
        sqlite3_bind_text64(statement_.get(), index, value.data() == nullptr ? "" : value.data(),
                            value.size(), SQLITE_STATIC, SQLITE_UTF8);
    ANLAN_CHECK(bound == SQLITE_OK, "a parameter that the statement does not have, or a text of gigabytes");
    return *this;
}

Statement& Statement::bind_bytes(int index, std::string_view value) {
    const int bound = sqlite3_bind_blob64(
        statement_.get(), index, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_STATIC);
    ANLAN_CHECK(bound == SQLITE_OK, "a parameter that the statement does not have, or gigabytes of bytes");
    return *this;
}

Statement::Step Statement::step() {
    errno = 0;  // so that fault() finds this step's error there, or none
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return Step::row;
    return result == SQLITE_DONE ? Step::done : Step::failed;
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Statement::bytes(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? std::string_view{} : std::string_view{data, static_cast<std::size_t>(size)};
}

Result<Database, Fault> Database::open(const std::string& path, Open how, std::string area,
                                       const std::string& vfs) {
    Database database;
    database.area_ = std::move(area);
    sqlite3* handle = nullptr;
    const std::string uri = uri_of(path, how);
    errno = 0;
    const int result =
        sqlite3_open_v2(uri.c_str(), &handle, flags_of(how), vfs.empty() ? nullptr : vfs.c_str());
    database.handle_.reset(handle);
    if (result != SQLITE_OK) return Unexpected{database.fault("opening " + path)};
    sqlite3_busy_timeout(handle, busy_timeout_millis);
    return database;
}

Result<Statement, Fault> Database::prepare(Literal sql) {
    sqlite3_stmt* prepared = nullptr;
    const int result =
        sqlite3_prepare_v3(handle_.get(), sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    Statement statement;
    statement.statement_.reset(prepared);
    if (result != SQLITE_OK) return Unexpected{fault("using the database")};
    return statement;
}

Result<std::int64_t, Fault> Database::figure(Literal sql) {
    ANLAN_TRY(Statement statement, prepare(sql));
    if (statement.step() != Statement::Step::row) return Unexpected{fault("asking for a figure")};
    return statement.integer(0);
}

Result<Done, Fault> Database::run(Literal sql) {
    errno = 0;
    if (sqlite3_exec(handle_.get(), sql.text(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return Unexpected{fault("using the database")};
    return Done{};
}

// The source is held at one state by a read transaction: without it the copy would begin anew with each
// commit of the process at work, and never end under load.
Result<Done, Fault> Database::copy_live(const std::string& source, const std::string& target,
                                        const std::string& area, const Tell& tell) {
    ANLAN_TRY(Database from, open_to_read(source, area));
    ANLAN_TRY_DONE(from.run("BEGIN"));
    ANLAN_TRY(const std::int64_t tables, from.figure("SELECT count(*) FROM sqlite_master"));
    (void)tables;
    ANLAN_TRY(Database to, open(target, Open::create, area));
    ANLAN_TRY_DONE(to.copy_pages_from(from, tell));
    return to.run("PRAGMA journal_mode = DELETE");  // one file, with nothing beside it
}

Result<Done, Fault> Database::copy_pages_from(Database& source, const Tell& tell) {
    constexpr int pages_a_step = 1'024;
    sqlite3_backup* backup = sqlite3_backup_init(handle_.get(), "main", source.handle_.get(), "main");
    if (backup == nullptr) return Unexpected{fault("copying")};
    int result = SQLITE_OK;
    while (result == SQLITE_OK) {
        result = sqlite3_backup_step(backup, pages_a_step);
        const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup));
        if (tell) tell(total - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup)), total);
    }
    const int finished = sqlite3_backup_finish(backup);
    if (result == SQLITE_DONE && finished == SQLITE_OK) return Done{};
    // The connection that failed knows why; where it is the source, the target says nothing.
    if (sqlite3_errcode(source.handle_.get()) != SQLITE_OK) return Unexpected{source.fault("copying")};
    return Unexpected{fault("copying")};
}

Fault Database::fault(std::string_view doing) const {
    if (!handle_) return {Then::stop, area_ + ".memory", std::string{doing} + ": out of memory"};
    const int result = sqlite3_extended_errcode(handle_.get());
    const int system_error = is_about_files(result) ? system_error_of(handle_.get()) : 0;
    Fault fault = sorted(result, system_error);
    fault.code = area_ + "." + fault.code;
    fault.message = std::string{doing} + ": " + sqlite3_errmsg(handle_.get());
    if (system_error != 0) fault.message += std::string{" ("} + std::strerror(system_error) + ")";
    return fault;
}

void Database::keep_wal_on_close() {
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, static_cast<int*>(nullptr));
}

void Database::close_wal_normally() {
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, static_cast<int*>(nullptr));
}

}  // namespace anlan::adapters
