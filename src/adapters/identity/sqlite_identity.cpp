#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>

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
constexpr std::size_t device_id_bytes = 16;
constexpr std::size_t session_id_bytes = 10;  // of the hash: names a session, and does not open it

// What the provider or an authenticator signed, and nobody types.
bool is_signed(const ports::SignIn& attempt) { return attempt.passkey || attempt.signed_on; }

ports::Proof begun_with(const ports::SignIn& attempt) {
    if (attempt.passkey) return ports::Proof::passkey;
    if (!attempt.signed_on) return ports::Proof::password;
    return attempt.signed_on->with == ports::SignedOn::With::several_factors
               ? ports::Proof::single_sign_on_several
               : ports::Proof::single_sign_on;
}

std::string device_key(const std::string& login, const std::string& device) { return login + '\n' + device; }

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

std::size_t SqliteIdentity::TokenHashed::operator()(const TokenHash& hash) const noexcept {
    std::size_t value = 0;  // a SHA-256 is spread evenly already
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Result<std::unique_ptr<SqliteIdentity>, ports::Fault> SqliteIdentity::open(IdentitySettings settings,
                                                                           ports::Clock& clock) {
    if (sodium_init() < 0)
        return Unexpected{ports::Fault{ports::Then::stop, "identity.crypto", "libsodium does not start"}};
    ANLAN_TRY(const auto sealer,
              Sealer::open(std::filesystem::path{settings.path}.replace_extension(".key")));
    ANLAN_TRY(auto store, Store::open(settings.path));
    auto decoy = hash_password(PersonalText{"nobody's password"}, settings.cost);
    if (!decoy)
        return Unexpected{ports::Fault{ports::Then::stop, "identity.memory", "no memory for Argon2id"}};
    std::unique_ptr<SqliteIdentity> identity{
        new SqliteIdentity{std::move(settings), clock, sealer, std::move(store), std::move(*decoy)}};
    const std::lock_guard lock{identity->store_mutex_};
    identity->reload_sessions(clock.now());
    return identity;
}

SqliteIdentity::SqliteIdentity(IdentitySettings settings, ports::Clock& clock, Sealer sealer,
                               std::unique_ptr<Store> store, std::string decoy_hash)
    : settings_(std::move(settings)),
      party_(relying_party(settings_.origin)),
      clock_(clock),
      sealer_(std::move(sealer)),
      decoy_hash_(std::move(decoy_hash)),
      store_(std::move(store)),
      throttle_(settings_.throttle),
      code_throttle_(settings_.code_throttle),
      looked_at_(clock.now()),
      workers_(settings_.workers, settings_.waiting_max) {}

// ---- sessions

void SqliteIdentity::sign_in(ports::SignIn attempt,
                             std::function<void(ports::SignInOutcome)> reply) noexcept {
    attempt.login = folded(attempt.login);
    attempt.client.resize(std::min(attempt.client.size(), client_length_max));
    attempt.device_name.resize(std::min(attempt.device_name.size(), client_length_max));
    Trying trying{std::move(attempt), {}, 0};
    std::optional<Seconds> wait;
    {
        const std::lock_guard lock{mutex_};
        trying.from = origin_of(trying.attempt);
        // A signature cannot be guessed, so nothing is counted where one is brought.
        if (!is_signed(trying.attempt))
            wait = throttle_.admit(trying.attempt.login, trying.from, clock_.now());
    }
    if (wait) return reply(NotSignedIn{throttled(), wait, {}});
    auto shared_reply = std::make_shared<std::function<void(ports::SignInOutcome)>>(std::move(reply));
    const bool taken = workers_.offer([this, trying = std::move(trying), shared_reply](Fate fate) {
        if (fate == Fate::cancelled) return (*shared_reply)(NotSignedIn{busy(), Seconds{5}, {}});
        (*shared_reply)(verify(trying));
    });
    if (!taken) (*shared_reply)(NotSignedIn{busy(), Seconds{5}, {}});
}

// A device is known to an account that has signed in at it; what it says of itself must bear our signature.
Origin SqliteIdentity::origin_of(const ports::SignIn& attempt) const {
    Origin from{attempt.peer, {}};
    auto device = sealer_.signed_id(attempt.device_token);
    if (device && devices_.contains(device_key(attempt.login, *device))) from.device = std::move(*device);
    return from;
}

ports::SignInOutcome SqliteIdentity::verify(const Trying& trying) {
    if (trying.attempt.signed_on) return verify_signed_on(trying);
    return trying.attempt.passkey ? verify_passkey(trying) : verify_password_of(trying);
}

ports::SignInOutcome SqliteIdentity::verify_password_of(const Trying& trying) {
    const auto& attempt = trying.attempt;
    std::optional<StoredAccount> stored;
    {
        const std::lock_guard lock{store_mutex_};
        auto found = store_->find(attempt.login);
        if (!found.ok()) return std::move(found).error();
        stored = std::move(*found);
    }
    const bool right = verify_password(stored ? stored->password_hash : decoy_hash_, attempt.password);
    if (!stored) return NotSignedIn{wrong_credentials(), {}, {}};
    const auto& account = stored->account;
    if (!right) return noted(account, trying, NotSignedIn{wrong_credentials(), {}, {}});
    if (account.standing == ports::Standing::locked)
        return noted(account, trying, NotSignedIn{account_locked(), {}, {}});
    return seat(trying, account);
}

ports::SignInOutcome SqliteIdentity::noted(const ports::Account& account, const Trying& trying,
                                           ports::SignInOutcome outcome, ports::Proof proof) {
    const auto* no = std::get_if<NotSignedIn>(&outcome);
    const std::lock_guard lock{store_mutex_};
    const ports::Attempt attempt{clock_.now(),
                                 no == nullptr ? "signed_in" : no->refusal.code,
                                 proof,
                                 trying.attempt.peer,
                                 trying.attempt.client,
                                 trying.attempt.device_name};
    // The list of tries is for its person to look at; that it cannot be written keeps nobody out.
    (void)store_->note_attempt(account.account_id, attempt);
    return outcome;
}

ports::SignInOutcome SqliteIdentity::seat(const Trying& trying, const ports::Account& account) {
    const auto& attempt = trying.attempt;
    auto grants = in_force(account.grants, clock_.now());
    if (grants.empty()) return noted(account, trying, NotSignedIn{no_post(), {}, {}});
    auto chosen = grants.begin();
    if (attempt.post_id.value().empty()) {
        if (grants.size() > 1) return NotSignedIn{post_required(), {}, std::move(grants)};
    } else {
        chosen = std::find_if(grants.begin(), grants.end(),
                              [&](const auto& grant) { return grant.post_id == attempt.post_id; });
        if (chosen == grants.end())
            return noted(account, trying, NotSignedIn{post_not_granted(), {}, std::move(grants)});
    }
    // After the post, so that a code that counts once is not spent on a question.
    ports::Proof proof = begun_with(attempt);
    auto no = attempt.passkey ? spend_passkey(trying, account) : second_factor(trying, account, proof);
    if (no) return std::move(*no);
    const ports::PostGrant post = *chosen;
    return open_session(trying, account, post, std::move(grants), proof);
}

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
        sealer_.signed_id(attempt.device_token).value_or(base64url(chance_bytes(device_id_bytes)));
    {
        const std::lock_guard lock{store_mutex_};
        auto saved = store_->insert_session(stored);
        if (!saved.ok()) return std::move(saved).error();
        auto seen = store_->see_device(account.account_id, device, now);
        if (!seen.ok()) return std::move(seen).error();
    }
    auto kept = std::make_shared<const ports::Session>(std::move(session));
    {
        const std::lock_guard lock{mutex_};
        if (!is_signed(attempt)) throttle_.succeeded(attempt.login, trying.from);
        devices_.insert(device_key(account.login, device));
        sessions_.insert_or_assign(hash, Held{kept, stored.idle_until, stored.idle_until});
    }
    return noted(account, trying,
                 ports::SignedIn{token, std::move(kept), std::move(grants), sealer_.sign(device)}, proof);
}

ports::SessionPtr SqliteIdentity::session(std::string_view token) noexcept {
    if (token.starts_with(key_prefix)) return session_of_key(token);
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
    auto keys = store_->keys();
    auto devices = store_->devices();
    if (!stored.ok() || !keys.ok() || !devices.ok()) return;  // keep what is known; the next look tries again
    const std::lock_guard lock{mutex_};
    take_in_keys(std::move(*keys));
    devices_.clear();
    for (const auto& known : *devices) devices_.insert(device_key(known.login, known.device_id));
    std::unordered_map<TokenHash, Held, TokenHashed> fresh;
    for (StoredSession& one : *stored) {
        one.session.session_id = session_id_of(one.token_hash);
        Held held{std::make_shared<const ports::Session>(std::move(one.session)), one.idle_until,
                  one.idle_until};
        if (const auto known = sessions_.find(one.token_hash); known != sessions_.end())
            held.idle_until = std::max(held.idle_until, known->second.idle_until);
        fresh.emplace(one.token_hash, std::move(held));
    }
    sessions_ = std::move(fresh);
}

}  // namespace anlan::adapters::identity
