#include "adapters/sqlite/snapshot_store.hpp"

#include "base/digest.hpp"
#include "ports/packed_positions.hpp"

namespace anlan::adapters {
namespace {

using ports::ClosedRow;
using ports::Fault;
using ports::Resting;
using ports::RestingRow;
using ports::SnapshotInfo;
using ports::StreamSnapshot;
using ports::Then;

constexpr std::int64_t format = 2;

Instant instant_of(std::int64_t millis) { return Instant{Millis{millis}}; }

// name, version, state, rests, facets, closed_as, closed_at, sum. What it says is checked by its sum.
Result<StreamSnapshot, Fault> snapshot_of(const Statement& row) {
    StreamSnapshot snapshot{std::string{row.bytes(0)},
                            static_cast<std::uint64_t>(row.integer(1)),
                            std::string{row.bytes(2)},
                            {},
                            {}};
    if (row.integer(3) != 0) {
        Resting rests;
        if (const auto facets = row.bytes(4); !facets.empty()) {
            rests.facets = ports::facets_from(facets.substr(1));
            if (!rests.facets) return Unexpected{ports::damaged_snapshot(snapshot.stream)};
        }
        rests.closed_as = row.bytes(5);
        rests.closed_at = instant_of(row.integer(6));
        snapshot.rests = std::move(rests);
    }
    if (static_cast<std::uint64_t>(row.integer(7)) != ports::sum_of(snapshot))
        return Unexpected{ports::damaged_snapshot(snapshot.stream)};
    return snapshot;
}

// Empty for a stream without a row; else it begins with a mark, so that a row without facets is one.
std::string facets_column(const StreamSnapshot& snapshot) {
    if (!snapshot.rests || !snapshot.rests->facets) return {};
    return '+' + ports::facets_text(*snapshot.rests->facets);
}

// The first id behind all that begin with `prefix`.
std::string behind(std::string_view prefix) { return std::string{prefix} + '\x7f'; }

Result<Done, Fault> make_tables(Database& database) {
    // Without a sync for each save: after a power loss the file is as it was some saves ago, and still whole.
    ANLAN_TRY_DONE(database.run("PRAGMA journal_mode = WAL"));
    ANLAN_TRY_DONE(database.run("PRAGMA synchronous = NORMAL"));
    ANLAN_TRY_DONE(
        database.run("CREATE TABLE IF NOT EXISTS info (only INTEGER PRIMARY KEY CHECK (only = 1),"
                     "  position INTEGER NOT NULL, fingerprint TEXT NOT NULL, extra TEXT NOT NULL,"
                     "  rows INTEGER NOT NULL, sums INTEGER NOT NULL)"));
    ANLAN_TRY_DONE(
        database.run("CREATE TABLE IF NOT EXISTS stream (name TEXT PRIMARY KEY, version INTEGER NOT NULL,"
                     "  state TEXT NOT NULL, rests INTEGER NOT NULL, facets TEXT NOT NULL,"
                     "  closed_as TEXT NOT NULL, closed_at INTEGER NOT NULL, sum INTEGER NOT NULL)"));
    ANLAN_TRY_DONE(database.run("CREATE INDEX IF NOT EXISTS living ON stream (name) WHERE rests = 0"));
    ANLAN_TRY_DONE(
        database.run("CREATE INDEX IF NOT EXISTS listed ON stream (name, facets) WHERE facets <> ''"));
    ANLAN_TRY_DONE(
        database.run("CREATE INDEX IF NOT EXISTS closed ON stream (closed_as, closed_at, name)"
                     "  WHERE closed_as <> ''"));
    return database.run(
        "CREATE TABLE IF NOT EXISTS piece (name TEXT NOT NULL, first INTEGER NOT NULL,"
        "  packed BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (name, first))"
        "  WITHOUT ROWID");
}

Result<bool, Fault> is_of_this_format(Database& database) {
    ANLAN_TRY(const auto tables, database.figure("SELECT count(*) FROM sqlite_master"));
    ANLAN_TRY(const auto found, database.figure("PRAGMA user_version"));
    return tables == 0 || found == format;
}

Fault unread(const Database& database) { return database.fault("reading snapshots"); }

}  // namespace

Result<std::unique_ptr<SqliteSnapshotStore>, Fault> SqliteSnapshotStore::open(
    const std::filesystem::path& directory) noexcept {
    std::unique_ptr<SqliteSnapshotStore> store{
        new SqliteSnapshotStore{(directory / "snapshots.db").string()}};
    auto connected = store->connect();
    if (!connected.ok() && connected.error().code == "snapshots.corrupt") {
        store->remove_files();
        connected = store->connect();
    }
    if (!connected.ok()) return Unexpected{std::move(connected).error()};
    return store;
}

Result<Done, Fault> SqliteSnapshotStore::connect() {
    ANLAN_TRY_DONE(open_to_write());
    return open_to_read();
}

Result<Done, Fault> SqliteSnapshotStore::open_to_write() {
    Writing made;
    ANLAN_TRY(made.database, Database::open(path_, Open::create, "snapshots"));
    ANLAN_TRY(const bool ours, is_of_this_format(made.database));
    if (!ours) {
        made = {};
        remove_files();
        ANLAN_TRY(made.database, Database::open(path_, Open::create, "snapshots"));
    }
    ANLAN_TRY_DONE(make_tables(made.database));
    ANLAN_TRY_DONE(made.database.run("PRAGMA user_version = 2"));
    auto& database = made.database;
    ANLAN_TRY(made.info, database.prepare("SELECT position, fingerprint, extra, rows, sums FROM info"));
    ANLAN_TRY(made.put_info,
              database.prepare("INSERT OR REPLACE INTO info (only, position, fingerprint, extra, rows, sums) "
                               "VALUES (1, ?1, ?2, ?3, ?4, ?5)"));
    ANLAN_TRY(made.sum_of_row, database.prepare("SELECT sum FROM stream WHERE name = ?1"));
    ANLAN_TRY(made.put_row,
              database.prepare(
                  "INSERT INTO stream (name, version, state, rests, facets, closed_as, closed_at, sum) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET "
                  "version = ?2, state = ?3, rests = ?4, facets = ?5, closed_as = ?6, "
                  "closed_at = ?7, sum = ?8"));
    ANLAN_TRY(made.sum_of_piece, database.prepare("SELECT sum FROM piece WHERE name = ?1 AND first = ?2"));
    ANLAN_TRY(made.put_piece, database.prepare("INSERT OR REPLACE INTO piece (name, first, packed, sum) "
                                               "VALUES (?1, ?2, ?3, ?4)"));
    writing_ = std::move(made);
    return Done{};
}

Result<Done, Fault> SqliteSnapshotStore::open_to_read() {
    Reading made;
    ANLAN_TRY(made.database, Database::open(path_, Open::read_write, "snapshots"));
    auto& database = made.database;
    ANLAN_TRY_DONE(database.run("PRAGMA query_only = 1"));
    ANLAN_TRY(made.row,
              database.prepare("SELECT name, version, state, rests, facets, closed_as, closed_at, sum "
                               "FROM stream WHERE name = ?1"));
    // The piece that holds the first one wanted, and those behind it.
    ANLAN_TRY(made.pieces,
              database.prepare("SELECT first, packed, sum FROM piece WHERE name = ?1 AND first >= coalesce("
                               "(SELECT max(first) FROM piece WHERE name = ?1 AND first <= ?2), 0) "
                               "ORDER BY first"));
    ANLAN_TRY(made.resting, database.prepare("SELECT name, facets FROM stream INDEXED BY listed "
                                             "WHERE facets <> '' AND name >= ?1 AND name < ?2 "
                                             "ORDER BY name DESC LIMIT ?3"));
    ANLAN_TRY(made.closed, database.prepare("SELECT name, closed_at FROM stream INDEXED BY closed "
                                            "WHERE closed_as <> '' AND closed_as = ?1 "
                                            "AND (closed_at, name) > (?2, ?3) "
                                            "ORDER BY closed_at, name LIMIT ?4"));
    reading_ = std::move(made);
    return Done{};
}

void SqliteSnapshotStore::remove_files() {
    std::error_code ignored;
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + part, ignored);
}

Result<std::optional<SnapshotInfo>, Fault> SqliteSnapshotStore::info() noexcept {
    std::optional<SnapshotInfo> found;
    auto& row = writing_.info;
    const auto step = row.step();
    if (step == Statement::Step::row)
        found = SnapshotInfo{static_cast<std::uint64_t>(row.integer(0)), std::string{row.bytes(1)},
                             std::string{row.bytes(2)}};
    row.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(writing_.database)};
    return found;
}

Result<SqliteSnapshotStore::Sums, Fault> SqliteSnapshotStore::saved_sums() {
    Sums sums;
    auto& row = writing_.info;
    const auto step = row.step();
    if (step == Statement::Step::row) sums = {row.integer(3), static_cast<std::uint64_t>(row.integer(4))};
    row.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(writing_.database)};
    return sums;
}

namespace {

Result<Done, Fault> carry_out(Database& database, Statement& statement) {
    const auto step = statement.step();
    if (step != Statement::Step::failed) return statement.reset(), Done{};
    Fault fault = database.fault("saving snapshots");
    statement.reset();
    return Unexpected{std::move(fault)};
}

}  // namespace

// `known` is bound to what takes this place: its sum goes, the new one comes.
Result<Done, Fault> SqliteSnapshotStore::note(Sums& sums, Statement& known, std::uint64_t sum) {
    const auto step = known.step();
    if (step == Statement::Step::row)
        sums.sum -= static_cast<std::uint64_t>(known.integer(0));
    else
        ++sums.rows;
    sums.sum += sum;
    known.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(writing_.database)};
    return Done{};
}

Result<Done, Fault> SqliteSnapshotStore::put_row(const StreamSnapshot& snapshot, Sums& sums) {
    const auto sum = ports::sum_of(snapshot);
    writing_.sum_of_row.bind_text(1, snapshot.stream);
    ANLAN_TRY_DONE(note(sums, writing_.sum_of_row, sum));
    const auto facets = facets_column(snapshot);
    const Resting none;
    const Resting& rests = snapshot.rests ? *snapshot.rests : none;
    writing_.put_row.bind_text(1, snapshot.stream)
        .bind(2, static_cast<std::int64_t>(snapshot.version))
        .bind_text(3, snapshot.state)
        .bind(4, snapshot.rests ? 1 : 0)
        .bind_text(5, facets)
        .bind_text(6, rests.closed_as)
        .bind(7, rests.closed_at.time_since_epoch().count())
        .bind(8, static_cast<std::int64_t>(sum));
    return carry_out(writing_.database, writing_.put_row);
}

Result<Done, Fault> SqliteSnapshotStore::put_positions(const StreamSnapshot& snapshot, Sums& sums) {
    if (snapshot.positions.empty()) return Done{};
    const auto first = snapshot.version - snapshot.positions.size() + 1;
    const auto packed = ports::pack_positions(snapshot.positions);
    const auto sum = ports::sum_of_positions(snapshot.stream, first, packed);
    writing_.sum_of_piece.bind_text(1, snapshot.stream).bind(2, static_cast<std::int64_t>(first));
    ANLAN_TRY_DONE(note(sums, writing_.sum_of_piece, sum));
    writing_.put_piece.bind_text(1, snapshot.stream)
        .bind(2, static_cast<std::int64_t>(first))
        .bind_bytes(3, packed)
        .bind(4, static_cast<std::int64_t>(sum));
    return carry_out(writing_.database, writing_.put_piece);
}

Result<Done, Fault> SqliteSnapshotStore::put(const SnapshotInfo& info,
                                             std::span<const StreamSnapshot> changed) {
    ANLAN_TRY_DONE(writing_.database.run("BEGIN IMMEDIATE"));
    ANLAN_TRY(Sums sums, saved_sums());
    for (const StreamSnapshot& snapshot : changed) {
        ANLAN_TRY_DONE(put_row(snapshot, sums));
        ANLAN_TRY_DONE(put_positions(snapshot, sums));
    }
    writing_.put_info.bind(1, static_cast<std::int64_t>(info.position))
        .bind_text(2, info.fingerprint)
        .bind_text(3, info.extra)
        .bind(4, sums.rows)
        .bind(5, static_cast<std::int64_t>(sums.sum));
    ANLAN_TRY_DONE(carry_out(writing_.database, writing_.put_info));
    return writing_.database.run("COMMIT");
}

Result<Done, Fault> SqliteSnapshotStore::save(const SnapshotInfo& info,
                                              std::span<const StreamSnapshot> changed) noexcept {
    auto saved = put(info, changed);
    if (!saved.ok() && writing_.database.in_transaction()) (void)writing_.database.run("ROLLBACK");
    return saved;
}

Result<SqliteSnapshotStore::Sums, Fault> SqliteSnapshotStore::rows_and_pieces() {
    Sums found;
    const auto add = [&](std::uint64_t sum) {
        ++found.rows;
        found.sum += sum;
    };
    auto& database = writing_.database;
    ANLAN_TRY(Statement rows,
              database.prepare("SELECT name, version, state, rests, facets, closed_as, closed_at, "
                               "sum FROM stream NOT INDEXED"));
    auto step = rows.step();
    for (; step == Statement::Step::row; step = rows.step()) {
        ANLAN_TRY_DONE(snapshot_of(rows));
        add(static_cast<std::uint64_t>(rows.integer(7)));  // which is the row's, or it is damaged
    }
    if (step == Statement::Step::failed) return Unexpected{unread(database)};
    ANLAN_TRY(Statement pieces, database.prepare("SELECT name, first, packed, sum FROM piece"));
    for (step = pieces.step(); step == Statement::Step::row; step = pieces.step()) {
        const auto first = static_cast<std::uint64_t>(pieces.integer(1));
        const auto sum = ports::sum_of_positions(pieces.bytes(0), first, pieces.bytes(2));
        if (static_cast<std::uint64_t>(pieces.integer(3)) != sum)
            return Unexpected{ports::damaged_snapshot(pieces.bytes(0))};
        add(sum);
    }
    if (step == Statement::Step::failed) return Unexpected{unread(database)};
    return found;
}

// That every row is found where it is looked for: SQLite's own check of its trees, their order and what the
// indexes say of the rows.
Result<Done, Fault> SqliteSnapshotStore::check_indexes() {
    ANLAN_TRY(Statement rows, writing_.database.prepare("PRAGMA integrity_check(1)"));
    if (rows.step() != Statement::Step::row) return Unexpected{unread(writing_.database)};
    if (rows.bytes(0) != "ok") return Unexpected{ports::damaged_snapshot("an index")};
    return Done{};
}

Result<Done, Fault> SqliteSnapshotStore::check() noexcept {
    ANLAN_TRY(const auto saved, saved_sums());
    ANLAN_TRY(const auto found, rows_and_pieces());
    if (saved != found) return Unexpected{ports::damaged_snapshot("some stream")};
    return check_indexes();
}

Result<Done, Fault> SqliteSnapshotStore::for_each_living(const Sink& sink) noexcept {
    ANLAN_TRY(Statement rows,
              writing_.database.prepare("SELECT name, version, state, rests, facets, closed_as, "
                                        "closed_at, sum FROM stream WHERE rests = 0"));
    for (;;) {
        const auto step = rows.step();
        if (step == Statement::Step::failed) return Unexpected{unread(writing_.database)};
        if (step == Statement::Step::done) return Done{};
        ANLAN_TRY(const auto snapshot, snapshot_of(rows));
        if (!sink(snapshot)) return Done{};
    }
}

// A damaged file cannot be emptied; a new one is.
Result<Done, Fault> SqliteSnapshotStore::clear() noexcept {
    const std::lock_guard lock{reading_mutex_};
    reading_ = {};
    writing_ = {};
    remove_files();
    return connect();
}

Result<std::optional<StreamSnapshot>, Fault> SqliteSnapshotStore::load(std::string_view stream) noexcept {
    const std::lock_guard lock{reading_mutex_};
    auto& row = reading_.row;
    const auto step = row.bind_text(1, stream).step();
    auto found = step == Statement::Step::row ? snapshot_of(row) : StreamSnapshot{};
    row.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(reading_.database)};
    if (!found.ok()) return Unexpected{std::move(found).error()};
    if (step == Statement::Step::done) return std::optional<StreamSnapshot>{};
    return std::optional{std::move(found).value()};
}

Result<std::vector<std::uint64_t>, Fault> SqliteSnapshotStore::positions(std::string_view stream,
                                                                         std::uint64_t first,
                                                                         std::size_t limit) noexcept {
    const std::lock_guard lock{reading_mutex_};
    auto& pieces = reading_.pieces;
    std::vector<std::uint64_t> found;
    pieces.bind_text(1, stream).bind(2, static_cast<std::int64_t>(first));
    auto step = pieces.step();
    bool whole = true;
    for (; step == Statement::Step::row && whole && found.size() < limit; step = pieces.step()) {
        const auto begins = static_cast<std::uint64_t>(pieces.integer(0));
        const auto packed = pieces.bytes(1);
        const auto piece = ports::unpack_positions(packed);
        whole = piece && static_cast<std::uint64_t>(pieces.integer(2)) ==
                             ports::sum_of_positions(stream, begins, packed);
        // Pieces follow each other without a gap.
        if (whole && !found.empty()) whole = begins == first + found.size();
        for (std::size_t i = 0; whole && i < piece->size() && found.size() < limit; ++i)
            if (begins + i >= first) found.push_back((*piece)[i]);
    }
    pieces.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(reading_.database)};
    if (!whole) return Unexpected{ports::damaged_snapshot(stream)};
    return found;
}

Result<std::vector<RestingRow>, Fault> SqliteSnapshotStore::resting(std::string_view prefix,
                                                                    std::string_view before,
                                                                    std::size_t limit) noexcept {
    const std::lock_guard lock{reading_mutex_};
    auto& rows = reading_.resting;
    std::string end = behind(prefix);
    if (!before.empty() && before < end) end = before;
    std::vector<RestingRow> found;
    rows.bind_text(1, prefix).bind_text(2, end).bind(3, static_cast<std::int64_t>(limit));
    auto step = rows.step();
    bool whole = true;
    for (; step == Statement::Step::row && whole; step = rows.step()) {
        auto facets = ports::facets_from(rows.bytes(1).substr(1));
        whole = facets.has_value();
        if (whole) found.push_back({std::string{rows.bytes(0)}, std::move(*facets)});
    }
    rows.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(reading_.database)};
    if (!whole) return Unexpected{ports::damaged_snapshot("a list")};
    return found;
}

Result<std::vector<std::string>, Fault> SqliteSnapshotStore::closed_kinds() noexcept {
    const std::lock_guard lock{reading_mutex_};
    std::vector<std::string> kinds;
    // From one kind to the next, without looking at the rows of each.
    ANLAN_TRY(Statement next, reading_.database.prepare("SELECT min(closed_as) FROM stream INDEXED BY closed "
                                                        "WHERE closed_as <> '' AND closed_as > ?1"));
    for (std::string last;;) {
        const auto step = next.bind_text(1, last).step();
        if (step == Statement::Step::failed) return Unexpected{unread(reading_.database)};
        last = step == Statement::Step::row ? std::string{next.bytes(0)} : std::string{};
        next.reset();
        if (last.empty()) return kinds;
        kinds.push_back(last);
    }
}

Result<std::vector<ClosedRow>, Fault> SqliteSnapshotStore::closed(std::string_view closed_as,
                                                                  const ClosedRow& after,
                                                                  std::size_t limit) noexcept {
    const std::lock_guard lock{reading_mutex_};
    auto& rows = reading_.closed;
    std::vector<ClosedRow> found;
    rows.bind_text(1, closed_as)
        .bind(2, after.closed_at.time_since_epoch().count())
        .bind_text(3, after.stream)
        .bind(4, static_cast<std::int64_t>(limit));
    auto step = rows.step();
    for (; step == Statement::Step::row; step = rows.step())
        found.push_back({std::string{rows.bytes(0)}, instant_of(rows.integer(1))});
    rows.reset();
    if (step == Statement::Step::failed) return Unexpected{unread(reading_.database)};
    return found;
}

Result<std::uint64_t, Fault> SqliteSnapshotStore::resting_count() noexcept {
    const std::lock_guard lock{reading_mutex_};
    ANLAN_TRY(const auto count, reading_.database.figure("SELECT (SELECT count(*) FROM stream) - "
                                                         "(SELECT count(*) FROM stream WHERE rests = 0)"));
    return static_cast<std::uint64_t>(count);
}

}  // namespace anlan::adapters
