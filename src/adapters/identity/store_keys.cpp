// Codes for the first factor of an account, and keys of machines.
#include "adapters/identity/store_query.hpp"

namespace anlan::adapters::identity {
namespace {

// One text: permissions know no blank.
std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

// ---- enrolment codes

Result<Done, ports::Fault> Store::put_enrolment_code(const AccountId& account_id, const TokenHash& code_hash,
                                                     Instant ends_at) {
    return Query{*this, "INSERT OR REPLACE INTO enrolment_code VALUES(?,?,?)"}
        .bind(account_id.value())
        .bind(code_hash)
        .bind(ends_at)
        .finish();
}

Result<bool, ports::Fault> Store::use_enrolment_code(const AccountId& account_id, const TokenHash& code_hash,
                                                     Instant now) {
    Query query{*this, "DELETE FROM enrolment_code WHERE account_id=? AND code_hash=? AND ends_at>?"};
    query.bind(account_id.value()).bind(code_hash).bind(now);
    return changed(query);
}

// ---- keys of machines

Result<std::vector<StoredKey>, ports::Fault> Store::keys() {
    Query query{*this,
                "SELECT key_id, token_hash, label, permissions, made_by, made_at, expires_at, last_used_at, "
                "revoked_at, key_id IN (SELECT key_id FROM service_key_unconfirmed), "
                "post_id, role, city, district, station, beat, NULL, NULL FROM service_key "
                "ORDER BY made_at DESC, key_id DESC"};
    std::vector<StoredKey> keys;
    while (query.step()) {
        StoredKey one;
        one.key.key_id = query.text();
        one.token_hash = query.hash();
        one.key.label = query.text();
        one.key.permissions = split(query.text());
        one.key.made_by = query.text();
        one.key.made_at = query.at();
        one.key.expires_at = query.at();
        one.key.last_used_at = query.maybe_instant();
        one.key.revoked_at = query.maybe_instant();
        one.key.unconfirmed = query.number() != 0;
        one.key.post = query.grant();
        keys.push_back(std::move(one));
    }
    if (query.failed()) return Unexpected{fault()};
    return keys;
}

Result<Done, ports::Fault> Store::insert_key(const StoredKey& stored) {
    const auto& key = stored.key;
    return Query{*this, "INSERT INTO service_key VALUES(?,?,?,?,?,?,?,NULL,NULL,?,?,?,?,?,?)"}
        .bind(key.key_id)
        .bind(stored.token_hash)
        .bind(key.label)
        .bind(joined(key.permissions))
        .bind(key.made_by)
        .bind(key.made_at)
        .bind(key.expires_at)
        .bind(key.post.post_id.value())
        .bind(key.post.role)
        .bind(key.post.reach.city.value())
        .bind(key.post.reach.district.value())
        .bind(key.post.reach.station.value())
        .bind(key.post.reach.beat.value())
        .finish();
}

Result<bool, ports::Fault> Store::revoke_key(std::string_view key_id, Instant now) {
    Query query{*this, "UPDATE service_key SET revoked_at=coalesce(revoked_at, ?) WHERE key_id=?"};
    query.bind(now).bind(key_id);
    return changed(query);
}

Result<bool, ports::Fault> Store::confirm_key(std::string_view key_id) {
    ANLAN_TRY_DONE(
        (Query{*this, "DELETE FROM service_key_unconfirmed WHERE key_id=?"}.bind(key_id).finish()));
    Query query{*this, "SELECT key_id FROM service_key WHERE key_id=? AND revoked_at IS NULL"};
    query.bind(key_id);
    const bool living = query.step();
    if (query.failed()) return Unexpected{fault()};
    return living;
}

Result<Done, ports::Fault> Store::keep_key(std::string_view key_id, Instant last_used_at) {
    return Query{*this, "UPDATE service_key SET last_used_at=? WHERE key_id=?"}
        .bind(last_used_at)
        .bind(key_id)
        .finish();
}

}  // namespace anlan::adapters::identity
