#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"

#include <algorithm>
#include <cstring>

#include <sodium.h>

namespace anlan::adapters::identity {
namespace {

using ports::AccountTrouble;
using ports::NotSignedIn;

std::vector<ports::PostGrant> in_force(const std::vector<ports::PostGrant>& grants, Instant now) {
    std::vector<ports::PostGrant> kept;
    std::copy_if(grants.begin(), grants.end(), std::back_inserter(kept), [&](const ports::PostGrant& grant) {
        return (!grant.from || *grant.from <= now) && (!grant.until || now < *grant.until);
    });
    return kept;
}

constexpr std::size_t client_length_max = 200;
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

Unexpected<AccountTrouble> trouble(ports::Fault fault) { return {AccountTrouble{std::move(fault)}}; }
Unexpected<AccountTrouble> trouble(kernel::Refusal refusal) { return {AccountTrouble{std::move(refusal)}}; }

}  // namespace

std::size_t SqliteIdentity::TokenHashed::operator()(const TokenHash& hash) const noexcept {
    std::size_t value = 0;  // a SHA-256 is spread evenly already
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Result<std::unique_ptr<SqliteIdentity>, ports::Fault> SqliteIdentity::open(IdentitySettings settings,
                                                                           ports::Clock& clock) {
    if (sodium_init() < 0)
        return Unexpected{ports::Fault{ports::Then::stop, "identity.crypto", "libsodium does not start"}};
    ANLAN_TRY(auto store, Store::open(settings.path));
    auto decoy = hash_password(PersonalText{"nobody's password"}, settings.cost);
    if (!decoy)
        return Unexpected{ports::Fault{ports::Then::stop, "identity.memory", "no memory for Argon2id"}};
    std::unique_ptr<SqliteIdentity> identity{
        new SqliteIdentity{std::move(settings), clock, std::move(store), std::move(*decoy)}};
    const std::lock_guard lock{identity->store_mutex_};
    identity->reload_sessions(clock.now());
    return identity;
}

SqliteIdentity::SqliteIdentity(IdentitySettings settings, ports::Clock& clock, std::unique_ptr<Store> store,
                               std::string decoy_hash)
    : settings_(std::move(settings)),
      clock_(clock),
      decoy_hash_(std::move(decoy_hash)),
      store_(std::move(store)),
      throttle_(settings_.throttle),
      looked_at_(clock.now()),
      workers_(settings_.workers, settings_.waiting_max) {}

// ---- sessions

void SqliteIdentity::sign_in(ports::SignIn attempt,
                             std::function<void(ports::SignInOutcome)> reply) noexcept {
    attempt.login = folded(attempt.login);
    std::optional<Seconds> wait;
    {
        const std::lock_guard lock{mutex_};
        wait = throttle_.admit(attempt.login, attempt.peer, clock_.now());
    }
    if (wait) return reply(NotSignedIn{throttled(), wait, {}});
    auto shared_reply = std::make_shared<std::function<void(ports::SignInOutcome)>>(std::move(reply));
    const bool taken = workers_.offer([this, attempt = std::move(attempt), shared_reply](Fate fate) {
        if (fate == Fate::cancelled) return (*shared_reply)(NotSignedIn{busy(), Seconds{5}, {}});
        (*shared_reply)(verify(attempt));
    });
    if (!taken) (*shared_reply)(NotSignedIn{busy(), Seconds{5}, {}});
}

ports::SignInOutcome SqliteIdentity::verify(const ports::SignIn& attempt) {
    std::optional<StoredAccount> stored;
    {
        const std::lock_guard lock{store_mutex_};
        auto found = store_->find(attempt.login);
        if (!found.ok()) return std::move(found).error();
        stored = std::move(*found);
    }
    const bool right = verify_password(stored ? stored->password_hash : decoy_hash_, attempt.password);
    if (!stored || !right) return NotSignedIn{wrong_credentials(), {}, {}};
    {
        const std::lock_guard lock{mutex_};
        throttle_.succeeded(attempt.login, attempt.peer);
    }
    if (stored->account.standing == ports::Standing::locked) return NotSignedIn{account_locked(), {}, {}};
    return seat(attempt, stored->account);
}

ports::SignInOutcome SqliteIdentity::seat(const ports::SignIn& attempt, const ports::Account& account) {
    auto grants = in_force(account.grants, clock_.now());
    if (grants.empty()) return NotSignedIn{no_post(), {}, {}};
    if (attempt.post_id.value().empty()) {
        if (grants.size() > 1) return NotSignedIn{post_required(), {}, std::move(grants)};
        const ports::PostGrant only = grants.front();
        return open_session(attempt, account, only, std::move(grants));
    }
    const auto chosen = std::find_if(grants.begin(), grants.end(),
                                     [&](const auto& grant) { return grant.post_id == attempt.post_id; });
    if (chosen == grants.end()) return NotSignedIn{post_not_granted(), {}, std::move(grants)};
    const ports::PostGrant post = *chosen;
    return open_session(attempt, account, post, std::move(grants));
}

ports::SignInOutcome SqliteIdentity::open_session(const ports::SignIn& attempt, const ports::Account& account,
                                                  const ports::PostGrant& post,
                                                  std::vector<ports::PostGrant> grants) {
    const Instant now = clock_.now();
    ports::Session session{account.account_id,         account.login, account.display, post, now,
                           now + settings_.session_for};
    if (post.until) session.expires_at = std::min(session.expires_at, *post.until);
    std::string token = make_token();
    const StoredSession stored{hash_token(token), session, now + settings_.idle_for, attempt.peer,
                               attempt.client.substr(0, client_length_max)};
    {
        const std::lock_guard lock{store_mutex_};
        auto saved = store_->insert_session(stored);
        if (!saved.ok()) return std::move(saved).error();
    }
    auto kept = std::make_shared<const ports::Session>(std::move(session));
    const std::lock_guard lock{mutex_};
    sessions_.insert_or_assign(stored.token_hash, Held{kept, stored.idle_until, stored.idle_until});
    return ports::SignedIn{std::move(token), std::move(kept), std::move(grants)};
}

ports::SessionPtr SqliteIdentity::session(std::string_view token) noexcept {
    if (token.size() != token_length) return nullptr;
    const TokenHash hash = hash_token(token);
    const Instant now = clock_.now();
    notice_changes(now);
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

void SqliteIdentity::sign_out(std::string_view token) noexcept {
    if (token.size() != token_length) return;
    const TokenHash hash = hash_token(token);
    {
        const std::lock_guard lock{mutex_};
        sessions_.erase(hash);
    }
    const std::lock_guard lock{store_mutex_};
    (void)store_->remove_session(
        hash);  // memory has forgotten it; the file forgets it at the latest when it expires
}

Result<std::vector<ports::OpenSession>, ports::Fault> SqliteIdentity::sessions_of(
    const AccountId& account_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const auto stored, store_->sessions_of(account_id, clock_.now()));
    std::vector<ports::OpenSession> open;
    for (const StoredSession& one : stored) {
        const std::lock_guard held_lock{mutex_};
        const auto held = sessions_.find(one.token_hash);
        open.push_back({session_id_of(one.token_hash), one.session.post.post_id, one.session.opened_at,
                        one.session.expires_at,
                        held == sessions_.end() ? one.idle_until : held->second.idle_until, one.peer,
                        one.client});
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
    auto removed = store_->remove_session(found->token_hash);
    if (!removed.ok()) return trouble(std::move(removed).error());
    const std::lock_guard held_lock{mutex_};
    sessions_.erase(found->token_hash);
    return Done{};
}

void SqliteIdentity::notice_changes(Instant now) {
    {
        const std::lock_guard lock{mutex_};
        if (now - looked_at_ < Seconds{1}) return;
        looked_at_ = now;
    }
    const std::unique_lock lock{store_mutex_, std::try_to_lock};
    if (lock.owns_lock() && store_->changed_elsewhere()) reload_sessions(now);
}

void SqliteIdentity::reload_sessions(Instant now) {
    auto stored = store_->sessions(now);
    if (!stored.ok()) return;  // keep what is known; the next look tries again
    const std::lock_guard lock{mutex_};
    std::unordered_map<TokenHash, Held, TokenHashed> fresh;
    for (StoredSession& one : *stored) {
        Held held{std::make_shared<const ports::Session>(std::move(one.session)), one.idle_until,
                  one.idle_until};
        if (const auto known = sessions_.find(one.token_hash); known != sessions_.end())
            held.idle_until = std::max(held.idle_until, known->second.idle_until);
        fresh.emplace(one.token_hash, std::move(held));
    }
    sessions_ = std::move(fresh);
}

// ---- accounts

Result<AccountId, AccountTrouble> SqliteIdentity::create(std::string login, std::string display,
                                                         PersonalText password) noexcept {
    login = folded(login);
    if (auto wrong = fault_in_login(login)) return trouble(std::move(*wrong));
    if (auto wrong = fault_in_password(login, password)) return trouble(std::move(*wrong));
    auto hash = hash_password(password, settings_.cost);
    if (!hash)
        return trouble(ports::Fault{ports::Then::retry_call, "identity.memory", "no memory for Argon2id"});
    const std::lock_guard lock{store_mutex_};
    auto known = store_->find(login);
    if (!known.ok()) return trouble(std::move(known).error());
    if (known->has_value()) return trouble(login_taken());
    ports::Account account{AccountId{make_account_id(clock_.now())}, login, std::move(display), {}, {}};
    auto inserted = store_->insert(account, *hash, clock_.now());
    if (!inserted.ok()) return trouble(std::move(inserted).error());
    return account.account_id;
}

Result<StoredAccount, AccountTrouble> SqliteIdentity::must_find(std::string_view login) {
    auto found = store_->find(folded(login));
    if (!found.ok()) return trouble(std::move(found).error());
    if (!found->has_value()) return trouble(account_unknown());
    return std::move(**found);
}

Result<Done, AccountTrouble> SqliteIdentity::change_password(std::string_view login,
                                                             PersonalText password) noexcept {
    if (auto wrong = fault_in_password(folded(login), password)) return trouble(std::move(*wrong));
    auto hash = hash_password(password, settings_.cost);
    if (!hash)
        return trouble(ports::Fault{ports::Then::retry_call, "identity.memory", "no memory for Argon2id"});
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto changed = store_->set_password(stored.account.account_id, *hash);
    if (!changed.ok()) return trouble(std::move(changed).error());
    reload_sessions(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::grant(std::string_view login, ports::PostGrant grant) noexcept {
    if (auto wrong = fault_in_grant(grant)) return trouble(std::move(*wrong));
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    const auto& grants = stored.account.grants;
    if (std::find(grants.begin(), grants.end(), grant) != grants.end())
        return Done{};  // said twice, true once
    auto put = store_->put_grant(stored.account.account_id, grant);
    if (!put.ok()) return trouble(std::move(put).error());
    reload_sessions(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::revoke(std::string_view login, const PostId& post_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto removed = store_->remove_grant(stored.account.account_id, post_id);
    if (!removed.ok()) return trouble(std::move(removed).error());
    reload_sessions(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::stand(std::string_view login,
                                                   ports::Standing standing) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto set = store_->set_standing(stored.account.account_id, standing);
    if (!set.ok()) return trouble(std::move(set).error());
    reload_sessions(clock_.now());
    return Done{};
}

Result<std::vector<ports::Account>, ports::Fault> SqliteIdentity::list() noexcept {
    const std::lock_guard lock{store_mutex_};
    return store_->list();
}

}  // namespace anlan::adapters::identity
