// Sessions: opened, proved on every request, ended. The proof of who a request is touches memory alone, under
// a mutex that nobody holds while a disk is asked.
#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"
#include "codec/base64url.hpp"

#include <algorithm>

namespace anlan::adapters::identity {

using ports::AccountTrouble;
using ports::NotSignedIn;

namespace {

constexpr std::size_t device_id_bytes = 16;
constexpr std::size_t session_id_bytes = 10;  // of the hash: names a session, and does not open it

std::string session_id_of(const TokenHash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id = "ses_";
    for (std::size_t i = 0; i < session_id_bytes; ++i) {
        id += digits[hash[i] >> 4U];
        id += digits[hash[i] & 15U];
    }
    return id;
}

}  // namespace

// ---- opened

// The store lets it in only as the account is now: while a password was verified or a provider asked, the
// account may have been locked, its post taken, its password changed. Memory takes it in before anybody else
// may write the store, so that whoever ends the account's sessions next ends this one too.
ports::SignInOutcome SqliteIdentity::open_session(const Trying& trying, const ports::Account& account,
                                                  const ports::PostGrant& post,
                                                  std::vector<ports::PostGrant> grants, ports::Proof proof) {
    const auto& attempt = trying.attempt;
    const Instant now = clock_.now();
    const std::string token = make_token();
    const TokenHash hash = hash_token(token);
    ports::Session session{account.account_id,          account.login,       account.display, post, now,
                           now + settings_.session_for, session_id_of(hash), proof,           {}};
    if (post.until) session.expires_at = std::min(session.expires_at, *post.until);
    const StoredSession stored{hash,         session,        now + settings_.idle_for,
                               attempt.peer, attempt.client, attempt.device_name};
    // A device that somebody else signed in at before keeps its name: desks are shared.
    const std::string device =
        sealer_.signed_id(attempt.device_token).value_or(codec::base64url(chance_bytes(device_id_bytes)));
    auto kept = std::make_shared<const ports::Session>(std::move(session));
    bool as_it_was = false;
    {
        const std::lock_guard lock{store_mutex_};
        auto saved = store_->insert_session(stored, trying.password_hash, device);
        if (!saved.ok()) return std::move(saved).error();
        as_it_was = *saved;
        if (as_it_was) {
            const std::lock_guard held_lock{mutex_};
            sessions_.insert_or_assign(hash, Held{kept, stored.idle_until, stored.idle_until});
        }
        if (as_it_was) push_out(account.account_id, hash, now);
    }
    if (!as_it_was) return noted(account, trying, NotSignedIn{account_changed(), {}, {}});
    {
        const std::lock_guard lock{mutex_};
        if (!is_signed(attempt)) throttle_.succeeded(attempt.login, trying.from);
        devices_.insert(device_key(account.login, device));
    }
    return noted(account, trying,
                 ports::SignedIn{token, std::move(kept), std::move(grants), sealer_.sign(device)}, proof);
}

// What cannot be read or written now is put right at the account's next sign-in.
void SqliteIdentity::push_out(const AccountId& account_id, const TokenHash& newest, Instant now) {
    const auto stored = store_->sessions_of(account_id, now);
    if (!stored.ok() || stored->size() <= settings_.sessions_max) return;
    std::vector<std::pair<Instant, TokenHash>> others;
    {
        const std::lock_guard lock{mutex_};
        for (const StoredSession& one : *stored) {
            if (one.token_hash == newest || ended_.contains(one.token_hash)) continue;
            const auto held = sessions_.find(one.token_hash);
            others.emplace_back(held == sessions_.end() ? one.idle_until : held->second.idle_until,
                                one.token_hash);
        }
    }
    std::sort(others.begin(), others.end());
    for (std::size_t i = 0; others.size() - i >= settings_.sessions_max; ++i) {
        forget(others[i].second);
        {
            const std::lock_guard lock{mutex_};
            if (pushed_out_.size() >= pushed_out_max) pushed_out_.clear();
            pushed_out_.insert(others[i].second);
        }
        (void)store_->remove_session(others[i].second);
    }
}

bool SqliteIdentity::was_pushed_out(std::string_view token) noexcept {
    if (token.size() != token_length) return false;
    const TokenHash hash = hash_token(token);
    const std::lock_guard lock{mutex_};
    return pushed_out_.contains(hash);
}

// ---- proved on every request

ports::SessionPtr SqliteIdentity::session(std::string_view token) noexcept {
    if (token.starts_with(key_prefix)) return session_of_key(token);
    if (token.size() != token_length) return nullptr;
    const TokenHash hash = hash_token(token);
    const Instant now = clock_.now();
    Instant to_save;
    ports::SessionPtr session;
    {
        const std::lock_guard lock{mutex_};
        const auto found = sessions_.find(hash);
        if (found == sessions_.end()) return nullptr;
        Held& held = found->second;
        if (now >= held.idle_until || now >= held.session->expires_at) {
            sessions_.erase(found);
            return nullptr;
        }
        held.idle_until = now + settings_.idle_for;
        session = held.session;
        if (held.idle_until - held.idle_saved < settings_.idle_for / 16) return session;
        to_save = held.idle_saved = held.idle_until;
    }
    save_idle(hash, to_save);
    return session;
}

// Now and then, and not by the caller: a request does not wait for a disk.
void SqliteIdentity::save_idle(const TokenHash& hash, Instant idle_until) {
    workers_.offer([this, hash, idle_until](Fate fate) {
        if (fate == Fate::cancelled) return;
        const std::lock_guard lock{store_mutex_};
        (void)store_->keep_session(hash, idle_until);  // lost: the session idles out earlier after a restart
    });
}

// ---- ended

// Memory forgets first: from here on the token is worth nothing, whatever becomes of the file. What the file
// still has is not taken in again.
void SqliteIdentity::forget(const TokenHash& hash) {
    const std::lock_guard lock{mutex_};
    sessions_.erase(hash);
    ended_.insert(hash);
    ++endings_;
}

void SqliteIdentity::forget_sessions(const AccountId& account_id, const PostId* post_id) {
    const std::lock_guard lock{mutex_};
    std::erase_if(sessions_, [&](const auto& entry) {
        const auto& session = *entry.second.session;
        return session.account_id == account_id && (post_id == nullptr || session.post.post_id == *post_id);
    });
    ++endings_;
}

void SqliteIdentity::sign_out(std::string_view token) noexcept {
    if (token.size() != token_length) return;
    const TokenHash hash = hash_token(token);
    forget(hash);
    const std::lock_guard lock{store_mutex_};
    (void)store_->remove_session(hash);  // not now: the file forgets it at the latest when it expires
}

Result<std::vector<ports::OpenSession>, ports::Fault> SqliteIdentity::sessions_of(
    const AccountId& account_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const auto stored, store_->sessions_of(account_id, clock_.now()));
    std::vector<ports::OpenSession> open;
    for (const StoredSession& one : stored) {
        const std::lock_guard held_lock{mutex_};
        if (ended_.contains(one.token_hash)) continue;
        const auto held = sessions_.find(one.token_hash);
        const bool kept = held != sessions_.end();
        const Instant idle_until = kept ? held->second.idle_until : one.idle_until;
        open.push_back({session_id_of(one.token_hash), one.session.post.post_id, one.session.opened_at,
                        one.session.expires_at, idle_until, one.peer, one.client,
                        idle_until - settings_.idle_for,
                        kept ? held->second.session->proof : one.session.proof, one.device_name});
    }
    return open;
}

Result<Done, AccountTrouble> SqliteIdentity::end_session(const AccountId& account_id,
                                                         std::string_view session_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    auto stored = store_->sessions_of(account_id, clock_.now());
    if (!stored.ok()) return trouble(std::move(stored).error());
    const auto found = std::find_if(stored->begin(), stored->end(), [&](const StoredSession& one) {
        return session_id_of(one.token_hash) == session_id;
    });
    if (found == stored->end()) return trouble(session_unknown());
    forget(found->token_hash);
    auto removed = store_->remove_session(found->token_hash);
    if (!removed.ok()) return trouble(std::move(removed).error());
    return Done{};
}

// ---- what the file says

void SqliteIdentity::look_again() noexcept {
    const std::lock_guard lock{store_mutex_};
    if (store_->changed_elsewhere() || reload_due_) reload(clock_.now());
}

// What cannot be read now is read at the next look; until then what is known holds.
void SqliteIdentity::reload(Instant now) {
    reload_due_ = true;
    auto stored = store_->sessions(now);
    auto keys = store_->keys();
    auto devices = store_->devices();
    if (!stored.ok() || !keys.ok() || !devices.ok()) return;
    reload_due_ = false;
    const std::lock_guard lock{mutex_};
    take_in_keys(std::move(*keys));
    devices_.clear();
    for (const auto& known : *devices) devices_.insert(device_key(known.login, known.device_id));
    std::unordered_map<TokenHash, Held, TokenHashed> fresh;
    std::unordered_set<TokenHash, TokenHashed> still_there;
    for (StoredSession& one : *stored) {
        if (ended_.contains(one.token_hash)) {
            still_there.insert(one.token_hash);
            continue;
        }
        one.session.session_id = session_id_of(one.token_hash);
        Held held{std::make_shared<const ports::Session>(std::move(one.session)), one.idle_until,
                  one.idle_until};
        if (const auto known = sessions_.find(one.token_hash); known != sessions_.end())
            held.idle_until = std::max(held.idle_until, known->second.idle_until);
        fresh.emplace(one.token_hash, std::move(held));
    }
    sessions_ = std::move(fresh);
    ended_ = std::move(still_there);
    ++endings_;
}

}  // namespace anlan::adapters::identity
