// Keys of machines: made, checked on every request, revoked.
#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"

namespace anlan::adapters::identity {

using ports::AccountTrouble;

namespace {

constexpr Seconds use_saved_every{60};  // when a key was used last is no reason to write at each request

ports::SessionPtr session_of(const ports::ServiceKey& key) {
    return std::make_shared<const ports::Session>(
        ports::Session{AccountId{key.key_id}, key.key_id, key.label, key.post, key.made_at, key.expires_at,
                       key.key_id, ports::Proof::service_key, key.permissions});
}

}  // namespace

Result<ports::ServiceKeyMade, AccountTrouble> SqliteIdentity::issue_key(
    ports::ServiceKeyWanted wanted) noexcept {
    const Instant now = clock_.now();
    if (auto wrong = fault_in_key(wanted, now)) return trouble(std::move(*wrong));
    const std::string token = std::string{key_prefix} + make_token();
    StoredKey stored{hash_token(token),
                     {make_id("key", now),
                      std::move(wanted.label),
                      std::move(wanted.post),
                      std::move(wanted.permissions),
                      std::move(wanted.made_by),
                      now,
                      wanted.expires_at,
                      {},
                      {}}};
    const std::lock_guard lock{store_mutex_};
    auto inserted = store_->insert_key(stored);
    if (!inserted.ok()) return trouble(std::move(inserted).error());
    reload(now);
    return ports::ServiceKeyMade{std::move(stored.key), token};
}

Result<Done, AccountTrouble> SqliteIdentity::revoke_key(std::string_view key_id) noexcept {
    const Instant now = clock_.now();
    const std::lock_guard lock{store_mutex_};
    auto revoked = store_->revoke_key(key_id, now);
    if (!revoked.ok()) return trouble(std::move(revoked).error());
    if (!*revoked) return trouble(key_unknown());
    {
        const std::lock_guard held_lock{mutex_};
        std::erase_if(keys_, [&](const auto& entry) { return entry.second.session->session_id == key_id; });
        ++endings_;
    }
    reload(now);
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::confirm_key(std::string_view key_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    auto confirmed = store_->confirm_key(key_id);
    if (!confirmed.ok()) return trouble(std::move(confirmed).error());
    if (!*confirmed) return trouble(key_unknown());
    reload(clock_.now());
    return Done{};
}

Result<std::vector<ports::ServiceKey>, ports::Fault> SqliteIdentity::keys() noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(auto stored, store_->keys());
    std::vector<ports::ServiceKey> keys;
    for (auto& one : stored) {
        const std::lock_guard held_lock{mutex_};
        if (const auto held = keys_.find(one.token_hash); held != keys_.end())
            one.key.last_used_at =
                std::max(one.key.last_used_at.value_or(Instant{}), held->second.used_saved);
        if (one.key.last_used_at == Instant{}) one.key.last_used_at.reset();
        keys.push_back(std::move(one.key));
    }
    return keys;
}

// Under mutex_. What is revoked, over or not confirmed after a restore opens nothing.
void SqliteIdentity::take_in_keys(std::vector<StoredKey> stored) {
    keys_.clear();
    for (auto& one : stored)
        if (!one.key.revoked_at && !one.key.unconfirmed)
            keys_.emplace(one.token_hash,
                          HeldKey{session_of(one.key), one.key.last_used_at.value_or(Instant{})});
}

ports::SessionPtr SqliteIdentity::session_of_key(std::string_view token) {
    if (token.size() != key_prefix.size() + token_length) return nullptr;
    const Instant now = clock_.now();
    ports::SessionPtr session;
    {
        const std::lock_guard lock{mutex_};
        const auto found = keys_.find(hash_token(token));
        if (found == keys_.end() || now >= found->second.session->expires_at) return nullptr;
        session = found->second.session;
        if (now - found->second.used_saved < use_saved_every) return session;
        found->second.used_saved = now;
    }
    workers_.offer([this, key_id = session->session_id, now](Fate fate) {
        if (fate == Fate::cancelled) return;
        const std::lock_guard lock{store_mutex_};
        (void)store_->keep_key(key_id, now);  // lost: it looks unused for a minute longer
    });
    return session;
}

}  // namespace anlan::adapters::identity
