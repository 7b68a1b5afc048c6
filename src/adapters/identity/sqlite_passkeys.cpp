// Passkeys: made and removed by their person, and used to sign in.
#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"

#include <algorithm>

namespace anlan::adapters::identity {

using ports::AccountTrouble;
using ports::NotSignedIn;
using ports::Proof;
using ports::RecoveryCodes;

namespace {

constexpr std::size_t name_length_max = 200;

}  // namespace

// ---- made and removed

Result<ports::PasskeyChallenge, AccountTrouble> SqliteIdentity::begin_passkey(
    const ports::Session& session) noexcept {
    ports::PasskeyChallenge given{{}, party_.rp_id, {}};
    const std::lock_guard lock{store_mutex_};
    auto held = held_by(session.account_id);
    if (!held.ok()) return trouble(std::move(held).error());
    if (auto no = stale(session, *held)) return trouble(std::move(*no));
    if (held->passkeys.size() >= settings_.passkeys_max) return trouble(too_many_passkeys());
    auto passkeys = store_->passkeys_of(session.account_id);
    if (!passkeys.ok()) return trouble(std::move(passkeys).error());
    for (auto& one : *passkeys) given.held.push_back(std::move(one.credential_id));
    const std::lock_guard held_lock{mutex_};
    given.challenge = challenges_.give(ChallengeFor::making, session.session_id, clock_.now());
    return given;
}

void SqliteIdentity::finish_passkey(ports::SessionPtr session, ports::PasskeyMade made,
                                    CodesReply reply) noexcept {
    auto shared = std::make_shared<CodesReply>(std::move(reply));
    const bool taken =
        workers_.offer(of_account(*session), [this, session, made = std::move(made), shared](Fate fate) {
            if (fate == Fate::cancelled) return (*shared)(trouble(busy()));
            (*shared)(keep_passkey(*session, made));
        });
    if (!taken) (*shared)(trouble(busy()));
}

Result<RecoveryCodes, AccountTrouble> SqliteIdentity::keep_passkey(const ports::Session& session,
                                                                   const ports::PasskeyMade& made) {
    if (made.passkey_name.empty() || made.passkey_name.size() > name_length_max)
        return trouble(passkey_name_invalid());
    const auto challenge = challenge_in(made.client_data);
    {
        const std::lock_guard lock{mutex_};
        if (!challenges_.holds(challenge, ChallengeFor::making, session.session_id, clock_.now()))
            return trouble(passkey_challenge());
    }
    auto credential = read_made(party_, made);
    if (!credential.ok()) return trouble(std::move(credential).error());
    bool first = false;
    {
        const std::lock_guard lock{store_mutex_};
        auto held = held_by(session.account_id);
        if (!held.ok()) return trouble(std::move(held).error());
        if (auto no = stale(session, *held)) return trouble(std::move(*no));
        if (held->passkeys.size() >= settings_.passkeys_max) return trouble(too_many_passkeys());
        auto known = store_->passkey(credential->credential_id);
        if (!known.ok()) return trouble(std::move(known).error());
        if (known->has_value()) return trouble(passkey_malformed());  // an id that is taken is no new one
        ANLAN_TRY_DONE(use_enrolment_code(session, *held, made.enrolment_code));
        const Instant now = clock_.now();
        {
            const std::lock_guard held_lock{mutex_};
            if (!challenges_.take(challenge, ChallengeFor::making, session.session_id, now))
                return trouble(passkey_challenge());
        }
        auto inserted = store_->insert_passkey({{make_id("psk", now), made.passkey_name, now, {}},
                                                session.account_id,
                                                credential->credential_id,
                                                credential->public_key,
                                                credential->algorithm,
                                                credential->sign_count});
        if (!inserted.ok()) return trouble(std::move(inserted).error());
        first = held->recovery_codes_left == 0;
        auto proved = prove(session, Proof::passkey);
        if (!proved.ok()) return trouble(std::move(proved).error());
    }
    if (!first) return RecoveryCodes{};
    return make_recovery_codes(session.account_id);
}

Result<Done, AccountTrouble> SqliteIdentity::remove_passkey(const ports::Session& session,
                                                            std::string_view passkey_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    auto held = held_by(session.account_id);
    if (!held.ok()) return trouble(std::move(held).error());
    if (auto no = stale(session, *held)) return trouble(std::move(*no));
    auto removed = store_->remove_passkey(session.account_id, passkey_id);
    if (!removed.ok()) return trouble(std::move(removed).error());
    if (!*removed) return trouble(passkey_unknown());
    if (held->totp_since || held->passkeys.size() > 1) return Done{};
    auto emptied = store_->put_recovery_codes(session.account_id, {});  // nothing is left to stand in for
    if (!emptied.ok()) return trouble(std::move(emptied).error());
    return Done{};
}

// ---- used to sign in

ports::PasskeyChallenge SqliteIdentity::challenge(std::string_view made_for) noexcept {
    const std::lock_guard lock{mutex_};
    return {challenges_.give(ChallengeFor::signing_in, made_for, clock_.now()), party_.rp_id, {}};
}

ports::SignInOutcome SqliteIdentity::verify_passkey(Trying trying) {
    const auto& proof = *trying.attempt.passkey;
    {
        const std::lock_guard lock{mutex_};
        if (!challenges_.holds(challenge_in(proof.client_data), ChallengeFor::signing_in,
                               trying.attempt.challenge_for, clock_.now()))
            return NotSignedIn{passkey_challenge(), {}, {}};
    }
    std::optional<StoredPasskey> passkey;
    std::optional<StoredAccount> stored;
    {
        const std::lock_guard lock{store_mutex_};
        auto found = store_->passkey(proof.credential_id);
        if (!found.ok()) return std::move(found).error();
        if (!found->has_value()) return NotSignedIn{passkey_unknown(), {}, {}};
        passkey = std::move(**found);
        auto account = store_->find_by_id(passkey->account_id);
        if (!account.ok()) return std::move(account).error();
        stored = std::move(*account);
    }
    if (!stored || (!proof.user_handle.empty() && proof.user_handle != passkey->account_id.value()))
        return NotSignedIn{passkey_unknown(), {}, {}};
    const auto& account = stored->account;
    auto count = read_proof(
        party_, {passkey->credential_id, passkey->public_key, passkey->algorithm, passkey->sign_count},
        proof);
    if (!count.ok())
        return noted(account, trying, NotSignedIn{std::move(count).error(), {}, {}}, Proof::passkey);
    if (!counts_on(passkey->sign_count, *count))
        return noted(account, trying, NotSignedIn{passkey_counter(), {}, {}}, Proof::passkey);
    if (account.standing == ports::Standing::locked)
        return noted(account, trying, NotSignedIn{account_locked(), {}, {}}, Proof::passkey);
    trying.passkey_count = *count;
    return seat(trying, account);
}

std::optional<ports::SignInOutcome> SqliteIdentity::spend_passkey(const Trying& trying,
                                                                  const ports::Account& account) {
    const auto& proof = *trying.attempt.passkey;
    {
        const std::lock_guard lock{mutex_};
        if (!challenges_.take(challenge_in(proof.client_data), ChallengeFor::signing_in,
                              trying.attempt.challenge_for, clock_.now()))
            return NotSignedIn{passkey_challenge(), {}, {}};
    }
    bool counted = false;
    {
        const std::lock_guard lock{store_mutex_};
        auto used = store_->use_passkey(proof.credential_id, trying.passkey_count, clock_.now());
        if (!used.ok()) return std::move(used).error();
        counted = *used;
    }
    if (counted) return std::nullopt;
    return noted(account, trying, NotSignedIn{passkey_counter(), {}, {}}, Proof::passkey);
}

}  // namespace anlan::adapters::identity
