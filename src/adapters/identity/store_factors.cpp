// Authenticators, recovery codes, passkeys, devices and tries to sign in.
#include "adapters/identity/store_query.hpp"

namespace anlan::adapters::identity {
namespace {

constexpr std::int64_t attempts_kept = 100;  // of one account
constexpr std::int64_t devices_kept = 20;    // of one account

}  // namespace

Literal Store::factor_schema() {
    return R"sql(
CREATE TABLE IF NOT EXISTS totp(
    account_id TEXT PRIMARY KEY REFERENCES account(account_id) ON DELETE CASCADE, sealed TEXT NOT NULL,
    algorithm TEXT NOT NULL, confirmed_at INTEGER, used_step INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS recovery_code(
    account_id TEXT NOT NULL REFERENCES account(account_id) ON DELETE CASCADE, selector TEXT NOT NULL,
    code_hash TEXT NOT NULL, PRIMARY KEY(account_id, selector)) STRICT;
CREATE TABLE IF NOT EXISTS passkey(
    credential_id BLOB PRIMARY KEY, passkey_id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account(account_id) ON DELETE CASCADE, passkey_name TEXT NOT NULL,
    public_key BLOB NOT NULL, algorithm INTEGER NOT NULL, sign_count INTEGER NOT NULL,
    made_at INTEGER NOT NULL, last_used_at INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS sign_on_link(
    issuer TEXT NOT NULL, subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account(account_id) ON DELETE CASCADE, PRIMARY KEY(issuer, subject),
    UNIQUE(account_id, issuer)) STRICT;
CREATE TABLE IF NOT EXISTS device(
    account_id TEXT NOT NULL REFERENCES account(account_id) ON DELETE CASCADE, device_id TEXT NOT NULL,
    seen_at INTEGER NOT NULL, PRIMARY KEY(account_id, device_id)) STRICT;
CREATE TABLE IF NOT EXISTS attempt(
    attempt_id INTEGER PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account(account_id) ON DELETE CASCADE,
    at INTEGER NOT NULL, outcome TEXT NOT NULL, proof TEXT NOT NULL, peer TEXT NOT NULL, client TEXT NOT NULL,
    device_name TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempt_account ON attempt(account_id, attempt_id);
CREATE TABLE IF NOT EXISTS attempt_of_nobody(attempt_id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS service_key(
    key_id TEXT PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, label TEXT NOT NULL, permissions TEXT NOT NULL,
    made_by TEXT NOT NULL, made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, last_used_at INTEGER,
    revoked_at INTEGER, post_id TEXT NOT NULL, role TEXT NOT NULL, city TEXT NOT NULL, district TEXT NOT NULL,
    station TEXT NOT NULL, beat TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS service_key_unconfirmed(
    key_id TEXT PRIMARY KEY REFERENCES service_key(key_id) ON DELETE CASCADE) STRICT;
CREATE TABLE IF NOT EXISTS account_unconfirmed(
    account_id TEXT PRIMARY KEY REFERENCES account(account_id) ON DELETE CASCADE) STRICT;
CREATE TABLE IF NOT EXISTS enrolment_code(
    account_id TEXT PRIMARY KEY REFERENCES account(account_id) ON DELETE CASCADE, code_hash BLOB NOT NULL,
    ends_at INTEGER NOT NULL) STRICT;
)sql";
}

// ---- authenticators and recovery codes

Result<std::optional<StoredTotp>, ports::Fault> Store::totp_of(const AccountId& account_id) {
    Query query{*this, "SELECT sealed, algorithm, confirmed_at, used_step FROM totp WHERE account_id=?"};
    query.bind(account_id.value());
    if (!query.step()) {
        if (query.failed()) return Unexpected{fault()};
        return std::optional<StoredTotp>{};
    }
    StoredTotp found;
    found.sealed = query.text();
    boost::describe::enum_from_string(query.text().c_str(), found.algorithm);
    found.confirmed_at = query.maybe_instant();
    found.used_step = query.number();
    return std::optional<StoredTotp>{std::move(found)};
}

Result<Done, ports::Fault> Store::put_totp(const AccountId& account_id, const StoredTotp& totp) {
    return Query{*this, "INSERT OR REPLACE INTO totp VALUES(?,?,?,?,?)"}
        .bind(account_id.value())
        .bind(totp.sealed)
        .bind(std::string_view{boost::describe::enum_to_string(totp.algorithm, "sha1")})
        .bind(totp.confirmed_at)
        .bind(totp.used_step)
        .finish();
}

Result<bool, ports::Fault> Store::use_totp_step(const AccountId& account_id, std::int64_t step) {
    Query query{*this, "UPDATE totp SET used_step=? WHERE account_id=? AND used_step<?"};
    query.bind(step).bind(account_id.value()).bind(step);
    return changed(query);
}

Result<Done, ports::Fault> Store::remove_totp(const AccountId& account_id) {
    return Query{*this, "DELETE FROM totp WHERE account_id=?"}.bind(account_id.value()).finish();
}

Result<std::size_t, ports::Fault> Store::recovery_codes_left(const AccountId& account_id) {
    Query query{*this, "SELECT count(*) FROM recovery_code WHERE account_id=?"};
    query.bind(account_id.value());
    if (!query.step()) return Unexpected{fault()};
    return static_cast<std::size_t>(query.number());
}

Result<std::optional<std::string>, ports::Fault> Store::recovery_hash(const AccountId& account_id,
                                                                      std::string_view selector) {
    Query query{*this, "SELECT code_hash FROM recovery_code WHERE account_id=? AND selector=?"};
    query.bind(account_id.value()).bind(selector);
    if (query.step()) return std::optional{query.text()};
    if (query.failed()) return Unexpected{fault()};
    return std::optional<std::string>{};
}

Result<bool, ports::Fault> Store::use_recovery_code(const AccountId& account_id, std::string_view selector) {
    Query query{*this, "DELETE FROM recovery_code WHERE account_id=? AND selector=?"};
    query.bind(account_id.value()).bind(selector);
    return changed(query);
}

Result<Done, ports::Fault> Store::put_recovery_codes(const AccountId& account_id,
                                                     const std::vector<StoredRecoveryCode>& codes) {
    return together([&]() -> Result<Done, ports::Fault> {
        ANLAN_TRY_DONE(
            (Query{*this, "DELETE FROM recovery_code WHERE account_id=?"}.bind(account_id.value()).finish()));
        for (const auto& code : codes)
            ANLAN_TRY_DONE((Query{*this, "INSERT INTO recovery_code VALUES(?,?,?)"}
                                .bind(account_id.value())
                                .bind(code.selector)
                                .bind(code.code_hash)
                                .finish()));
        return Done{};
    });
}

Result<Done, ports::Fault> Store::remove_factors(const AccountId& account_id) {
    return together([&]() -> Result<Done, ports::Fault> {
        for (const Literal sql : {Literal{"DELETE FROM totp WHERE account_id=?"},
                                  Literal{"DELETE FROM recovery_code WHERE account_id=?"},
                                  Literal{"DELETE FROM passkey WHERE account_id=?"},
                                  Literal{"DELETE FROM enrolment_code WHERE account_id=?"}})
            ANLAN_TRY_DONE((Query{*this, sql}.bind(account_id.value()).finish()));
        // Whoever had enrolled them may sit at a device of theirs, signed in with them.
        ANLAN_TRY_DONE(forget_devices(account_id));
        return end_sessions(account_id);
    });
}

// ---- passkeys

Result<std::vector<StoredPasskey>, ports::Fault> Store::passkeys(Query& query) {
    std::vector<StoredPasskey> passkeys;
    while (query.step()) {
        StoredPasskey one;
        one.credential_id = query.bytes();
        one.held.passkey_id = query.text();
        one.account_id = AccountId{query.text()};
        one.held.passkey_name = query.text();
        one.public_key = query.bytes();
        one.algorithm = static_cast<int>(query.number());
        one.sign_count = static_cast<std::uint32_t>(query.number());
        one.held.made_at = query.at();
        one.held.last_used_at = query.maybe_instant();
        passkeys.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return passkeys;
}

Result<std::vector<StoredPasskey>, ports::Fault> Store::passkeys_of(const AccountId& account_id) {
    Query query{*this, "SELECT * FROM passkey WHERE account_id=? ORDER BY made_at, passkey_id"};
    query.bind(account_id.value());
    return passkeys(query);
}

Result<std::optional<StoredPasskey>, ports::Fault> Store::passkey(std::string_view credential_id) {
    Query query{*this, "SELECT * FROM passkey WHERE credential_id=?"};
    query.bind_bytes(credential_id);
    ANLAN_TRY(auto found, passkeys(query));
    if (found.empty()) return std::optional<StoredPasskey>{};
    return std::optional{std::move(found.front())};
}

Result<Done, ports::Fault> Store::insert_passkey(const StoredPasskey& passkey) {
    return Query{*this, "INSERT INTO passkey VALUES(?,?,?,?,?,?,?,?,NULL)"}
        .bind_bytes(passkey.credential_id)
        .bind(passkey.held.passkey_id)
        .bind(passkey.account_id.value())
        .bind(passkey.held.passkey_name)
        .bind_bytes(passkey.public_key)
        .bind(std::int64_t{passkey.algorithm})
        .bind(std::int64_t{passkey.sign_count})
        .bind(passkey.held.made_at)
        .finish();
}

Result<bool, ports::Fault> Store::use_passkey(std::string_view credential_id, std::uint32_t sign_count,
                                              Instant now) {
    Query query{*this,
                "UPDATE passkey SET sign_count=?1, last_used_at=?2 WHERE credential_id=?3 AND "
                "(sign_count<?1 OR (sign_count=0 AND ?1=0))"};
    query.bind(std::int64_t{sign_count}).bind(now).bind_bytes(credential_id);
    return changed(query);
}

Result<bool, ports::Fault> Store::remove_passkey(const AccountId& account_id, std::string_view passkey_id) {
    Query query{*this, "DELETE FROM passkey WHERE account_id=? AND passkey_id=?"};
    query.bind(account_id.value()).bind(passkey_id);
    return changed(query);
}

// ---- who a subject of a provider is

Result<std::optional<AccountId>, ports::Fault> Store::linked_to(std::string_view issuer,
                                                                std::string_view subject) {
    Query query{*this, "SELECT account_id FROM sign_on_link WHERE issuer=? AND subject=?"};
    query.bind(issuer).bind(subject);
    if (query.step()) return std::optional{AccountId{query.text()}};
    if (query.failed()) return Unexpected{fault()};
    return std::optional<AccountId>{};
}

Result<bool, ports::Fault> Store::link(const AccountId& account_id, std::string_view issuer,
                                       std::string_view subject) {
    bool replaced = false;
    ANLAN_TRY_DONE(together([&]() -> Result<Done, ports::Fault> {
        Query removed{*this, "DELETE FROM sign_on_link WHERE account_id=? AND issuer=?"};
        removed.bind(account_id.value()).bind(issuer);
        ANLAN_TRY(replaced, changed(removed));
        if (replaced) ANLAN_TRY_DONE(end_sessions(account_id));
        return Query{*this, "INSERT INTO sign_on_link VALUES(?,?,?)"}
            .bind(issuer)
            .bind(subject)
            .bind(account_id.value())
            .finish();
    }));
    return replaced;
}

Result<bool, ports::Fault> Store::unlink(const AccountId& account_id, std::string_view issuer) {
    bool removed = false;
    ANLAN_TRY_DONE(together([&]() -> Result<Done, ports::Fault> {
        Query query{*this, "DELETE FROM sign_on_link WHERE account_id=? AND issuer=?"};
        query.bind(account_id.value()).bind(issuer);
        ANLAN_TRY(removed, changed(query));
        return removed ? end_sessions(account_id) : Result<Done, ports::Fault>{Done{}};
    }));
    return removed;
}

// ---- devices and tries

Result<std::vector<KnownDevice>, ports::Fault> Store::devices() {
    Query query{*this, "SELECT a.login, d.device_id FROM device d JOIN account a USING(account_id)"};
    std::vector<KnownDevice> known;
    while (query.step()) {
        KnownDevice one;
        one.login = query.text();
        one.device_id = query.text();
        known.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return known;
}

Result<Done, ports::Fault> Store::see_device(const AccountId& account_id, std::string_view device_id,
                                             Instant now) {
    ANLAN_TRY_DONE((Query{*this, "INSERT OR REPLACE INTO device VALUES(?,?,?)"}
                        .bind(account_id.value())
                        .bind(device_id)
                        .bind(now)
                        .finish()));
    return Query{*this,
                 "DELETE FROM device WHERE account_id=?1 AND device_id NOT IN (SELECT device_id FROM device "
                 "WHERE account_id=?1 ORDER BY seen_at DESC LIMIT ?2)"}
        .bind(account_id.value())
        .bind(devices_kept)
        .finish();
}

Result<Done, ports::Fault> Store::forget_devices(const AccountId& account_id) {
    return Query{*this, "DELETE FROM device WHERE account_id=?"}.bind(account_id.value()).finish();
}

Result<Done, ports::Fault> Store::note_attempt(const AccountId& account_id, const ports::Attempt& attempt) {
    if (account_id.value().empty()) {  // a login that nobody has; as many writes as for one that somebody has
        ANLAN_TRY_DONE(
            (Query{*this, "INSERT INTO attempt_of_nobody(at) VALUES(?)"}.bind(attempt.at).finish()));
        return Query{*this,
                     "DELETE FROM attempt_of_nobody WHERE attempt_id NOT IN (SELECT attempt_id FROM "
                     "attempt_of_nobody ORDER BY attempt_id DESC LIMIT ?)"}
            .bind(attempts_kept)
            .finish();
    }
    ANLAN_TRY_DONE((Query{*this,
                          "INSERT INTO attempt(account_id, at, outcome, proof, peer, client, device_name) "
                          "VALUES(?,?,?,?,?,?,?)"}
                        .bind(account_id.value())
                        .bind(attempt.at)
                        .bind(attempt.outcome)
                        .bind(name_of(attempt.proof))
                        .bind(attempt.peer)
                        .bind(attempt.client)
                        .bind(attempt.device_name)
                        .finish()));
    return Query{
        *this,
        "DELETE FROM attempt WHERE account_id=?1 AND attempt_id NOT IN (SELECT attempt_id FROM attempt "
        "WHERE account_id=?1 ORDER BY attempt_id DESC LIMIT ?2)"}
        .bind(account_id.value())
        .bind(attempts_kept)
        .finish();
}

Result<std::vector<ports::Attempt>, ports::Fault> Store::attempts_of(const AccountId& account_id) {
    Query query{*this,
                "SELECT at, outcome, proof, peer, client, device_name FROM attempt WHERE account_id=? "
                "ORDER BY attempt_id DESC"};
    query.bind(account_id.value());
    std::vector<ports::Attempt> attempts;
    while (query.step()) {
        ports::Attempt one;
        one.at = query.at();
        one.outcome = query.text();
        one.proof = query.proof();
        one.peer = query.text();
        one.client = query.text();
        one.device_name = query.text();
        attempts.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return attempts;
}

}  // namespace anlan::adapters::identity
