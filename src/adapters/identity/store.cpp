#include "adapters/identity/store_query.hpp"

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
CREATE TABLE IF NOT EXISTS session_proof(
    token_hash BLOB PRIMARY KEY REFERENCES session(token_hash) ON DELETE CASCADE, proof TEXT NOT NULL,
    device_name TEXT NOT NULL) STRICT;
)sql";

}  // namespace

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
    ANLAN_TRY_DONE(store->run(factor_schema()));
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

Result<Done, ports::Fault> Store::together(const std::function<Result<Done, ports::Fault>()>& act) {
    ANLAN_TRY_DONE(run("BEGIN IMMEDIATE"));
    auto done = act();
    if (done.ok()) done = run("COMMIT");
    if (!done.ok()) (void)run("ROLLBACK");  // the first failure is what is told
    return done;
}

Result<bool, ports::Fault> Store::changed(Query& query) {
    ANLAN_TRY_DONE(query.finish());
    return sqlite3_changes(database_) > 0;
}

Result<Done, ports::Fault> Store::end_sessions(const AccountId& account_id) {
    return Query{*this, "DELETE FROM session WHERE account_id=?"}.bind(account_id.value()).finish();
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
    Query query{*this,
                "SELECT account_id, login, display, locked, password_hash, "
                "account_id IN (SELECT account_id FROM account_unconfirmed) FROM account WHERE login=?"};
    query.bind(login);
    return found(query);
}

Result<std::optional<StoredAccount>, ports::Fault> Store::find_by_id(const AccountId& account_id) {
    Query query{*this,
                "SELECT account_id, login, display, locked, password_hash, "
                "account_id IN (SELECT account_id FROM account_unconfirmed) FROM account WHERE account_id=?"};
    query.bind(account_id.value());
    return found(query);
}

Result<std::optional<StoredAccount>, ports::Fault> Store::found(Query& query) {
    if (!query.step()) {
        if (query.failed()) return Unexpected{fault()};
        return std::optional<StoredAccount>{};
    }
    StoredAccount one;
    one.account.account_id = AccountId{query.text()};
    one.account.login = query.text();
    one.account.display = query.text();
    one.account.standing = query.number() == 0 ? ports::Standing::open : ports::Standing::locked;
    one.password_hash = query.text();
    one.account.unconfirmed = query.number() != 0;
    ANLAN_TRY(one.account.grants, grants_of(one.account.account_id));
    return std::optional<StoredAccount>{std::move(one)};
}

Result<std::vector<ports::Account>, ports::Fault> Store::list() {
    Query query{*this,
                "SELECT account_id, login, display, locked, "
                "account_id IN (SELECT account_id FROM account_unconfirmed) FROM account ORDER BY login"};
    std::vector<ports::Account> accounts;
    while (query.step()) {
        ports::Account account;
        account.account_id = AccountId{query.text()};
        account.login = query.text();
        account.display = query.text();
        account.standing = query.number() == 0 ? ports::Standing::open : ports::Standing::locked;
        account.unconfirmed = query.number() != 0;
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
    return together([&]() -> Result<Done, ports::Fault> {
        ANLAN_TRY_DONE((Query{*this, "UPDATE account SET password_hash=? WHERE account_id=?"}
                            .bind(password_hash)
                            .bind(account_id.value())
                            .finish()));
        ANLAN_TRY_DONE(confirm(account_id));  // it is no longer the password of a backup
        // Whoever knew the old one may have signed in from a device of theirs.
        ANLAN_TRY_DONE(forget_devices(account_id));
        return end_sessions(account_id);
    });
}

Result<Done, ports::Fault> Store::confirm(const AccountId& account_id) {
    return Query{*this, "DELETE FROM account_unconfirmed WHERE account_id=?"}
        .bind(account_id.value())
        .finish();
}

Result<Done, ports::Fault> Store::set_standing(const AccountId& account_id, ports::Standing standing) {
    return together([&]() -> Result<Done, ports::Fault> {
        ANLAN_TRY_DONE((Query{*this, "UPDATE account SET locked=? WHERE account_id=?"}
                            .bind(std::int64_t{standing == ports::Standing::locked})
                            .bind(account_id.value())
                            .finish()));
        return standing == ports::Standing::open ? Result<Done, ports::Fault>{Done{}}
                                                 : end_sessions(account_id);
    });
}

Result<Done, ports::Fault> Store::put_grant(const AccountId& account_id, const ports::PostGrant& grant) {
    return together([&]() -> Result<Done, ports::Fault> {
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
    });
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
        "coalesce(p.proof, 'password'), "
        "g.post_id, g.role, g.city, g.district, g.station, g.beat, g.from_at, g.until_at "
        "FROM session s JOIN account a USING(account_id) JOIN post_grant g USING(account_id, post_id) "
        "LEFT JOIN session_proof p USING(token_hash) WHERE a.locked=0"};
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
        one.session.proof = query.proof();
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
                "coalesce(o.peer, ''), coalesce(o.client, ''), coalesce(p.proof, 'password'), "
                "coalesce(p.device_name, '') FROM session s LEFT JOIN session_origin o USING(token_hash) "
                "LEFT JOIN session_proof p USING(token_hash) "
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
        one.session.proof = query.proof();
        one.device_name = query.text();
        sessions.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return sessions;
}

Result<bool, ports::Fault> Store::insert_session(const StoredSession& session, std::string_view password_hash,
                                                 std::string_view device_id) {
    const auto& opened = session.session;
    bool as_it_was = false;
    ANLAN_TRY_DONE(together([&]() -> Result<Done, ports::Fault> {
        Query query{*this,
                    "INSERT INTO session SELECT ?, a.account_id, g.post_id, ?, ?, ? "
                    "FROM account a JOIN post_grant g USING(account_id) WHERE a.account_id=? AND g.post_id=? "
                    "AND a.locked=0 AND (?7='' OR a.password_hash=?7) AND g.role=?8 AND g.from_at IS ?9 AND "
                    "g.until_at IS ?10"};
        query.bind(session.token_hash)
            .bind(opened.opened_at)
            .bind(opened.expires_at)
            .bind(session.idle_until)
            .bind(opened.account_id.value())
            .bind(opened.post.post_id.value())
            .bind(password_hash)
            .bind(opened.post.role)
            .bind(opened.post.from)
            .bind(opened.post.until);
        ANLAN_TRY(as_it_was, changed(query));
        if (!as_it_was) return Done{};
        ANLAN_TRY_DONE((Query{*this, "INSERT INTO session_origin VALUES(?,?,?)"}
                            .bind(session.token_hash)
                            .bind(session.peer)
                            .bind(session.client)
                            .finish()));
        ANLAN_TRY_DONE((Query{*this, "INSERT INTO session_proof VALUES(?,?,?)"}
                            .bind(session.token_hash)
                            .bind(name_of(opened.proof))
                            .bind(session.device_name)
                            .finish()));
        return see_device(opened.account_id, device_id, opened.opened_at);
    }));
    return as_it_was;
}

Result<Done, ports::Fault> Store::prove_session(const TokenHash& token_hash, ports::Proof proof) {
    return Query{*this, "UPDATE session_proof SET proof=? WHERE token_hash=?"}
        .bind(name_of(proof))
        .bind(token_hash)
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
