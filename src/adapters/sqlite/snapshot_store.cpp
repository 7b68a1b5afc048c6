#include "adapters/sqlite/snapshot_store.hpp"

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::SnapshotInfo;
using ports::StreamSnapshot;

StreamSnapshot snapshot_of(const Statement& row) {
    return {std::string{row.bytes(0)}, static_cast<std::uint64_t>(row.integer(1)), std::string{row.bytes(2)},
            std::string{row.bytes(3)}, row.integer(4) != 0};
}

Result<Done, Fault> make_tables(Database& database) {
    // Without a sync for each save: after a power loss the file is as it was some saves ago, and still whole.
    ANLAN_TRY_DONE(database.run("PRAGMA journal_mode = WAL"));
    ANLAN_TRY_DONE(database.run("PRAGMA synchronous = NORMAL"));
    ANLAN_TRY_DONE(
        database.run("CREATE TABLE IF NOT EXISTS info (only INTEGER PRIMARY KEY CHECK (only = 1),"
                     "  position INTEGER NOT NULL, fingerprint TEXT NOT NULL, extra TEXT NOT NULL)"));
    ANLAN_TRY_DONE(
        database.run("CREATE TABLE IF NOT EXISTS stream (name TEXT PRIMARY KEY, version INTEGER NOT NULL,"
                     "  state TEXT NOT NULL, positions BLOB NOT NULL, owes INTEGER NOT NULL)"
                     "  WITHOUT ROWID"));
    return database.run("CREATE INDEX IF NOT EXISTS owing ON stream (name) WHERE owes = 1");
}

}  // namespace

SqliteSnapshotStore::SqliteSnapshotStore(Database database, Statements statements)
    : database_(std::move(database)), statements_(std::move(statements)) {}

Result<SqliteSnapshotStore::Statements, Fault> SqliteSnapshotStore::prepare(Database& database) {
    Statements made;
    ANLAN_TRY(made.info, database.prepare("SELECT position, fingerprint, extra FROM info"));
    ANLAN_TRY(made.put_info,
              database.prepare("INSERT OR REPLACE INTO info (only, position, fingerprint, extra) "
                               "VALUES (1, ?1, ?2, ?3)"));
    ANLAN_TRY(made.put_stream,
              database.prepare("INSERT OR REPLACE INTO stream (name, version, state, positions, owes) "
                               "VALUES (?1, ?2, ?3, ?4, ?5)"));
    ANLAN_TRY(made.stream, database.prepare("SELECT name, version, state, positions, owes FROM stream "
                                            "WHERE name = ?1"));
    return made;
}

Result<std::unique_ptr<SqliteSnapshotStore>, Fault> SqliteSnapshotStore::open_file(const std::string& path) {
    ANLAN_TRY(Database database, Database::open(path, Open::create, "snapshots"));
    ANLAN_TRY_DONE(make_tables(database));
    ANLAN_TRY(Statements statements, prepare(database));
    return std::unique_ptr<SqliteSnapshotStore>{
        new SqliteSnapshotStore{std::move(database), std::move(statements)}};
}

Result<std::unique_ptr<SqliteSnapshotStore>, Fault> SqliteSnapshotStore::open(
    const std::filesystem::path& directory) noexcept {
    const std::string path = (directory / "snapshots.db").string();
    auto opened = open_file(path);
    if (opened.ok() || opened.error().code != "snapshots.corrupt") return opened;
    std::error_code ignored;
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part, ignored);
    return open_file(path);
}

Result<Done, Fault> SqliteSnapshotStore::run(Statement& statement) {
    if (statement.step() != Statement::Step::failed) return statement.reset(), Done{};
    Fault fault = database_.fault("saving snapshots");
    statement.reset();
    return Unexpected{std::move(fault)};
}

Result<std::optional<SnapshotInfo>, Fault> SqliteSnapshotStore::info() noexcept {
    std::optional<SnapshotInfo> found;
    const auto step = statements_.info.step();
    if (step == Statement::Step::failed) return Unexpected{database_.fault("reading snapshots")};
    if (step == Statement::Step::row)
        found = SnapshotInfo{static_cast<std::uint64_t>(statements_.info.integer(0)),
                             std::string{statements_.info.bytes(1)}, std::string{statements_.info.bytes(2)}};
    statements_.info.reset();
    return found;
}

Result<Done, Fault> SqliteSnapshotStore::put(const SnapshotInfo& info,
                                             std::span<const StreamSnapshot> changed) {
    ANLAN_TRY_DONE(database_.run("BEGIN IMMEDIATE"));
    statements_.put_info.bind(1, static_cast<std::int64_t>(info.position))
        .bind_text(2, info.fingerprint)
        .bind_text(3, info.extra);
    ANLAN_TRY_DONE(run(statements_.put_info));
    for (const StreamSnapshot& snapshot : changed) {
        statements_.put_stream.bind_text(1, snapshot.stream)
            .bind(2, static_cast<std::int64_t>(snapshot.version))
            .bind_text(3, snapshot.state)
            .bind_bytes(4, snapshot.positions)
            .bind(5, snapshot.owes ? 1 : 0);
        ANLAN_TRY_DONE(run(statements_.put_stream));
    }
    return database_.run("COMMIT");
}

Result<Done, Fault> SqliteSnapshotStore::save(const SnapshotInfo& info,
                                              std::span<const StreamSnapshot> changed) noexcept {
    auto saved = put(info, changed);
    if (!saved.ok() && database_.in_transaction()) (void)database_.run("ROLLBACK");
    return saved;
}

Result<std::optional<StreamSnapshot>, Fault> SqliteSnapshotStore::load(std::string_view stream) noexcept {
    std::optional<StreamSnapshot> found;
    const auto step = statements_.stream.bind_text(1, stream).step();
    if (step == Statement::Step::failed) return Unexpected{database_.fault("reading snapshots")};
    if (step == Statement::Step::row) found = snapshot_of(statements_.stream);
    statements_.stream.reset();
    return found;
}

Result<Done, Fault> SqliteSnapshotStore::for_each(bool only_owing, const Sink& sink) noexcept {
    ANLAN_TRY(Statement rows,
              only_owing ? database_.prepare("SELECT name, version, state, positions, owes FROM stream "
                                             "WHERE owes = 1")
                         : database_.prepare("SELECT name, version, state, positions, owes FROM stream"));
    for (;;) {
        const auto step = rows.step();
        if (step == Statement::Step::failed) return Unexpected{database_.fault("reading snapshots")};
        if (step == Statement::Step::done || !sink(snapshot_of(rows))) return Done{};
    }
}

Result<Done, Fault> SqliteSnapshotStore::clear() noexcept {
    return database_.run("BEGIN IMMEDIATE; DELETE FROM info; DELETE FROM stream; COMMIT");
}

}  // namespace anlan::adapters
