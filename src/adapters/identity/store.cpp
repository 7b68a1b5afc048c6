#include "adapters/identity/store.hpp"

#include "base/check.hpp"

#include <algorithm>

#include <sqlite3.h>

namespace anlan::adapters::identity {
namespace {

constexpr Literal schema = R"sql(
CREATE TABLE IF NOT EXISTS account(
    account_id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, display TEXT NOT NULL,
    password_hash TEXT NOT NULL, locked INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS post_grant(
    account_id TEXT NOT NULL REFERENCES account(account_id) ON DELETE CASCADE, post_id TEXT NOT NULL,
    role TEXT NOT NULL, city TEXT NOT NULL, district TEXT NOT NULL, station TEXT NOT NULL, beat TEXT NOT NULL,
    from_at INTEGER, until_at INTEGER, PRIMARY KEY(account_id, post_id)) STRICT;
CREATE TABLE IF NOT EXISTS session(
    token_hash BLOB PRIMARY KEY, account_id TEXT NOT NULL, post_id TEXT NOT NULL, opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, idle_until INTEGER NOT NULL,
    FOREIGN KEY(account_id, post_id) REFERENCES post_grant(account_id, post_id) ON DELETE CASCADE) STRICT;
CREATE INDEX IF NOT EXISTS session_account ON session(account_id);
CREATE TABLE IF NOT EXISTS session_origin(
    token_hash BLOB PRIMARY KEY REFERENCES session(token_hash) ON DELETE CASCADE, peer TEXT NOT NULL,
    client TEXT NOT NULL) STRICT;
)sql";

std::int64_t millis(Instant at) { return at.time_since_epoch().count(); }
Instant instant(std::int64_t millis_since) { return Instant{Millis{millis_since}}; }

}  // namespace

// One prepared statement, used once: bind in order, step, read columns in order.
class Store::Query {
public:
    Query(Store& store, Literal sql) : store_(store) {
        if (sqlite3_prepare_v2(store.database_, sql.text(), -1, &statement_, nullptr) != SQLITE_OK)
            statement_ = nullptr;
    }
    ~Query() { sqlite3_finalize(statement_); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::string_view text) {
        sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        return *this;
    }
    Query& bind(std::int64_t number) {
        sqlite3_bind_int64(statement_, ++bound_, number);
        return *this;
    }
    Query& bind(const TokenHash& hash) {
        sqlite3_bind_blob64(statement_, ++bound_, hash.data(), hash.size(), SQLITE_TRANSIENT);
        return *this;
    }
    Query& bind(const std::optional<Instant>& at) {
        if (at) return bind(millis(*at));
        sqlite3_bind_null(statement_, ++bound_);
        return *this;
    }

    // True: a row; false: no more. A fault ends it too.
    bool step() {
        column_ = 0;
        status_ = statement_ == nullptr ? SQLITE_ERROR : sqlite3_step(statement_);
        return status_ == SQLITE_ROW;
    }
    bool failed() const { return status_ != SQLITE_ROW && status_ != SQLITE_DONE; }
    Result<Done, ports::Fault> finish() {
        while (step()) {
        }
        if (failed()) return Unexpected{store_.fault()};
        return Done{};
    }

    std::string text() {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column_));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
        return bytes == nullptr ? std::string{} : std::string{bytes, size};
    }
    std::int64_t number() { return sqlite3_column_int64(statement_, column_++); }
    std::optional<Instant> maybe_instant() {
        if (sqlite3_column_type(statement_, column_) == SQLITE_NULL) {
            ++column_;
            return std::nullopt;
        }
        return instant(number());
    }
    TokenHash hash() {
        TokenHash read{};
        const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column_));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
        std::copy_n(bytes, std::min(size, read.size()), read.begin());
        return read;
    }
    ports::PostGrant grant() {
        ports::PostGrant read;
        read.post_id = PostId{text()};
        read.role = text();
        read.reach.city = AreaId{text()};
        read.reach.district = AreaId{text()};
        read.reach.station = AreaId{text()};
        read.reach.beat = AreaId{text()};
        read.from = maybe_instant();
        read.until = maybe_instant();
        return read;
    }

private:
    Store& store_;
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
    int column_ = 0;
    int status_ = SQLITE_OK;
};

Result<std::unique_ptr<Store>, ports::Fault> Store::open(const std::string& path) {
    sqlite3* database = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int status = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    std::unique_ptr<Store> store{new Store{database}};
    if (status != SQLITE_OK) return Unexpected{store->fault()};
    sqlite3_busy_timeout(database, 5'000);
    ANLAN_TRY_DONE(
        store->run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                   "PRAGMA secure_delete=ON;"));
    ANLAN_TRY_DONE(store->run(schema));
    store->changed_elsewhere();
    return store;
}

Store::~Store() { sqlite3_close(database_); }

ports::Fault Store::fault() const {
    const int code = sqlite3_errcode(database_) & 0xff;
    const bool passing = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    return {passing ? ports::Then::retry_call : ports::Then::stop, "identity.store",
            sqlite3_errmsg(database_)};
}

Result<Done, ports::Fault> Store::run(Literal script) {
    if (sqlite3_exec(database_, script.text(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return Unexpected{fault()};
    return Done{};
}

Result<std::vector<ports::PostGrant>, ports::Fault> Store::grants_of(const AccountId& account_id) {
    Query query{*this,
                "SELECT post_id, role, city, district, station, beat, from_at, until_at FROM post_grant "
                "WHERE account_id=? ORDER BY post_id"};
    query.bind(account_id.value());
    std::vector<ports::PostGrant> grants;
    while (query.step()) grants.push_back(query.grant());
    if (query.failed()) return Unexpected{fault()};
    return grants;
}

Result<std::optional<StoredAccount>, ports::Fault> Store::find(std::string_view login) {
    Query query{*this, "SELECT account_id, login, display, locked, password_hash FROM account WHERE login=?"};
    query.bind(login);
    if (!query.step()) {
        if (query.failed()) return Unexpected{fault()};
        return std::optional<StoredAccount>{};
    }
    StoredAccount found;
    found.account.account_id = AccountId{query.text()};
    found.account.login = query.text();
    found.account.display = query.text();
    found.account.standing = query.number() == 0 ? ports::Standing::open : ports::Standing::locked;
    found.password_hash = query.text();
    ANLAN_TRY(found.account.grants, grants_of(found.account.account_id));
    return std::optional<StoredAccount>{std::move(found)};
}

Result<std::vector<ports::Account>, ports::Fault> Store::list() {
    Query query{*this, "SELECT account_id, login, display, locked FROM account ORDER BY login"};
    std::vector<ports::Account> accounts;
    while (query.step()) {
        ports::Account account;
        account.account_id = AccountId{query.text()};
        account.login = query.text();
        account.display = query.text();
        account.standing = query.number() == 0 ? ports::Standing::open : ports::Standing::locked;
        accounts.push_back(std::move(account));
    }
    if (query.failed()) return Unexpected{fault()};
    for (ports::Account& account : accounts) {
        ANLAN_TRY(account.grants, grants_of(account.account_id));
    }
    return accounts;
}

Result<Done, ports::Fault> Store::insert(const ports::Account& account, const std::string& password_hash,
                                         Instant now) {
    return Query{
        *this, "INSERT INTO account(account_id, login, display, password_hash, created_at) VALUES(?,?,?,?,?)"}
        .bind(account.account_id.value())
        .bind(account.login)
        .bind(account.display)
        .bind(password_hash)
        .bind(millis(now))
        .finish();
}

Result<Done, ports::Fault> Store::set_password(const AccountId& account_id,
                                               const std::string& password_hash) {
    ANLAN_TRY_DONE((Query{*this, "UPDATE account SET password_hash=? WHERE account_id=?"}
                        .bind(password_hash)
                        .bind(account_id.value())
                        .finish()));
    return Query{*this, "DELETE FROM session WHERE account_id=?"}.bind(account_id.value()).finish();
}

Result<Done, ports::Fault> Store::set_standing(const AccountId& account_id, ports::Standing standing) {
    ANLAN_TRY_DONE((Query{*this, "UPDATE account SET locked=? WHERE account_id=?"}
                        .bind(std::int64_t{standing == ports::Standing::locked})
                        .bind(account_id.value())
                        .finish()));
    if (standing == ports::Standing::open) return Done{};
    return Query{*this, "DELETE FROM session WHERE account_id=?"}.bind(account_id.value()).finish();
}

Result<Done, ports::Fault> Store::put_grant(const AccountId& account_id, const ports::PostGrant& grant) {
    ANLAN_TRY_DONE(remove_grant(account_id, grant.post_id));
    return Query{*this, "INSERT INTO post_grant VALUES(?,?,?,?,?,?,?,?,?)"}
        .bind(account_id.value())
        .bind(grant.post_id.value())
        .bind(grant.role)
        .bind(grant.reach.city.value())
        .bind(grant.reach.district.value())
        .bind(grant.reach.station.value())
        .bind(grant.reach.beat.value())
        .bind(grant.from)
        .bind(grant.until)
        .finish();
}

Result<Done, ports::Fault> Store::remove_grant(const AccountId& account_id, const PostId& post_id) {
    return Query{*this, "DELETE FROM post_grant WHERE account_id=? AND post_id=?"}
        .bind(account_id.value())
        .bind(post_id.value())
        .finish();
}

Result<std::vector<StoredSession>, ports::Fault> Store::sessions(Instant now) {
    ANLAN_TRY_DONE((Query{*this, "DELETE FROM session WHERE expires_at<=? OR idle_until<=?"}
                        .bind(millis(now))
                        .bind(millis(now))
                        .finish()));
    Query query{
        *this,
        "SELECT s.token_hash, s.opened_at, s.expires_at, s.idle_until, a.account_id, a.login, a.display, "
        "g.post_id, g.role, g.city, g.district, g.station, g.beat, g.from_at, g.until_at "
        "FROM session s JOIN account a USING(account_id) JOIN post_grant g USING(account_id, post_id) "
        "WHERE a.locked=0"};
    std::vector<StoredSession> sessions;
    while (query.step()) {
        StoredSession one;
        one.token_hash = query.hash();
        one.session.opened_at = instant(query.number());
        one.session.expires_at = instant(query.number());
        one.idle_until = instant(query.number());
        one.session.account_id = AccountId{query.text()};
        one.session.login = query.text();
        one.session.display = query.text();
        one.session.post = query.grant();
        if (one.session.post.until)
            one.session.expires_at = std::min(one.session.expires_at, *one.session.post.until);
        sessions.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return sessions;
}

Result<std::vector<StoredSession>, ports::Fault> Store::sessions_of(const AccountId& account_id,
                                                                    Instant now) {
    Query query{*this,
                "SELECT s.token_hash, s.opened_at, s.expires_at, s.idle_until, s.post_id, "
                "coalesce(o.peer, ''), coalesce(o.client, '') "
                "FROM session s LEFT JOIN session_origin o USING(token_hash) "
                "WHERE s.account_id=? AND s.expires_at>? AND s.idle_until>? ORDER BY s.opened_at DESC"};
    query.bind(account_id.value()).bind(millis(now)).bind(millis(now));
    std::vector<StoredSession> sessions;
    while (query.step()) {
        StoredSession one;
        one.token_hash = query.hash();
        one.session.opened_at = instant(query.number());
        one.session.expires_at = instant(query.number());
        one.idle_until = instant(query.number());
        one.session.post.post_id = PostId{query.text()};
        one.peer = query.text();
        one.client = query.text();
        sessions.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return sessions;
}

Result<Done, ports::Fault> Store::insert_session(const StoredSession& session) {
    ANLAN_TRY_DONE((Query{*this, "INSERT INTO session VALUES(?,?,?,?,?,?)"}
                        .bind(session.token_hash)
                        .bind(session.session.account_id.value())
                        .bind(session.session.post.post_id.value())
                        .bind(millis(session.session.opened_at))
                        .bind(millis(session.session.expires_at))
                        .bind(millis(session.idle_until))
                        .finish()));
    return Query{*this, "INSERT INTO session_origin VALUES(?,?,?)"}
        .bind(session.token_hash)
        .bind(session.peer)
        .bind(session.client)
        .finish();
}

Result<Done, ports::Fault> Store::keep_session(const TokenHash& token_hash, Instant idle_until) {
    return Query{*this, "UPDATE session SET idle_until=? WHERE token_hash=?"}
        .bind(millis(idle_until))
        .bind(token_hash)
        .finish();
}

Result<Done, ports::Fault> Store::remove_session(const TokenHash& token_hash) {
    return Query{*this, "DELETE FROM session WHERE token_hash=?"}.bind(token_hash).finish();
}

bool Store::changed_elsewhere() {
    Query query{*this, "PRAGMA data_version"};
    if (!query.step()) return false;
    const std::int64_t version = query.number();
    const bool changed = version != data_version_;
    data_version_ = version;
    return changed;
}

}  // namespace anlan::adapters::identity
