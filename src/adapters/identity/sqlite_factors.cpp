// The second factor: asked for at the sign-in, enrolled, renewed and removed by its person.
#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"
#include "adapters/identity/totp.hpp"

#include <algorithm>

namespace anlan::adapters::identity {

using ports::AccountTrouble;
using ports::FactorsHeld;
using ports::NotSignedIn;
using ports::Proof;
using ports::RecoveryCodes;

namespace {

constexpr std::size_t waiting_of_account_max = 2;
constexpr std::size_t totp_secret_bytes = 20;  // RFC 4226 asks for 16 at least and advises 20

bool has_shown_one(const ports::Session& session) {
    return session.proof == Proof::password || session.proof == Proof::single_sign_on;
}

bool holds_any(const FactorsHeld& held) { return held.totp_since.has_value() || !held.passkeys.empty(); }

std::vector<Proof> offered(const FactorsHeld& held) {
    std::vector<Proof> factors;
    if (held.totp_since) factors.push_back(Proof::totp);
    if (held.recovery_codes_left > 0) factors.push_back(Proof::recovery_code);
    if (!held.passkeys.empty()) factors.push_back(Proof::passkey);
    return factors;
}

bool is_totp_code(std::string_view text) {
    return text.size() == static_cast<std::size_t>(totp_digits) &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "123 456", as the apps show it.
std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

}  // namespace

// ---- at the sign-in

std::optional<ports::SignInOutcome> SqliteIdentity::second_factor(const Trying& trying,
                                                                  const ports::Account& account,
                                                                  Proof& proof) {
    FactorsHeld held;
    {
        const std::lock_guard lock{store_mutex_};
        auto read = held_by(account.account_id);
        if (!read.ok()) return std::move(read).error();
        held = std::move(*read);
    }
    if (!holds_any(held)) return std::nullopt;
    if (trying.attempt.code.empty())
        return noted(account, trying, NotSignedIn{second_factor_required(), {}, {}, offered(held)});
    // Counted for the account, whatever the sign-in calls itself: one that the city's sign-on has named says
    // no login, or any. A device at which this account has signed in before counts for itself.
    const auto& counted = account.account_id.value();
    Origin from{"elsewhere", {}};
    {
        const std::lock_guard lock{mutex_};
        from.device = known_device(account.login, trying.attempt);
        if (auto wait = code_throttle_.admit(counted, from, clock_.now()))
            return NotSignedIn{throttled(), wait, {}};
    }
    auto right = code_is_right(account, trying.attempt.code, proof);
    if (!right.ok()) return std::move(right).error();
    if (!*right) return noted(account, trying, NotSignedIn{code_wrong(), {}, {}, offered(held)});
    const std::lock_guard lock{mutex_};
    code_throttle_.succeeded(counted, from);
    return std::nullopt;
}

Result<bool, ports::Fault> SqliteIdentity::code_is_right(const ports::Account& account,
                                                         const PersonalText& code, Proof& proof) {
    const auto typed = without_blanks(code.reveal());
    if (is_totp_code(typed)) {
        proof = Proof::totp;
        return totp_is_right(account, typed);
    }
    proof = Proof::recovery_code;
    return recovery_is_right(account, plain_recovery_code(typed));
}

Result<bool, ports::Fault> SqliteIdentity::totp_is_right(const ports::Account& account,
                                                         const std::string& code) {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const auto totp, store_->totp_of(account.account_id));
    if (!totp || !totp->confirmed_at) return false;
    // A secret whose key is not here (a restored copy without identity.key) has no code that is right.
    const auto secret = sealer_.unseal(account.account_id.value(), totp->sealed);
    if (!secret) return false;
    const auto step = totp_match(*secret, totp->algorithm, code, clock_.now(), totp->used_step);
    if (!step) return false;
    return store_->use_totp_step(account.account_id, *step);
}

Result<bool, ports::Fault> SqliteIdentity::recovery_is_right(const ports::Account& account,
                                                             const std::string& code) {
    if (code.empty()) return false;
    const auto selector = std::string_view{code}.substr(0, recovery_selector_length);
    std::optional<std::string> hash;
    {
        const std::lock_guard lock{store_mutex_};
        ANLAN_TRY(hash, store_->recovery_hash(account.account_id, selector));
    }
    if (!verify_password(hash.value_or(decoy_hash_), PersonalText{code}) || !hash) return false;
    const std::lock_guard lock{store_mutex_};
    return store_->use_recovery_code(account.account_id, selector);
}

// ---- kept by its person

Result<FactorsHeld, ports::Fault> SqliteIdentity::held_by(const AccountId& account_id) {
    FactorsHeld held;
    ANLAN_TRY(const auto totp, store_->totp_of(account_id));
    if (totp) held.totp_since = totp->confirmed_at;
    ANLAN_TRY(held.recovery_codes_left, store_->recovery_codes_left(account_id));
    ANLAN_TRY(auto passkeys, store_->passkeys_of(account_id));
    for (auto& one : passkeys) held.passkeys.push_back(std::move(one.held));
    return held;
}

Result<FactorsHeld, ports::Fault> SqliteIdentity::factors_of(const ports::Session& session) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(auto held, held_by(session.account_id));
    ANLAN_TRY(held.needs_enrolment_code, needs_enrolment_code(session, held));
    return held;
}

Result<std::vector<ports::Attempt>, ports::Fault> SqliteIdentity::attempts_of(
    const AccountId& account_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    return store_->attempts_of(account_id);
}

// Who finds a console left open must not be able to take the account over with it.
std::optional<kernel::Refusal> SqliteIdentity::stale(const ports::Session& session,
                                                     const FactorsHeld& held) const {
    if (clock_.now() >= session.opened_at + settings_.fresh_for) return sign_in_again();
    if (has_shown_one(session) && holds_any(held)) return sign_in_again();
    return std::nullopt;
}

// Of all its posts: whoever may sit at one that requires a second factor could set it up sitting at another.
Result<bool, ports::Fault> SqliteIdentity::needs_enrolment_code(const ports::Session& session,
                                                                const FactorsHeld& held) {
    if (holds_any(held) || !has_shown_one(session)) return false;
    ANLAN_TRY(const auto grants, store_->grants_of(session.account_id));
    const auto& required = settings_.second_factor_roles;
    return std::any_of(grants.begin(), grants.end(), [&](const ports::PostGrant& grant) {
        return std::find(required.begin(), required.end(), grant.role) != required.end();
    });
}

Result<Done, AccountTrouble> SqliteIdentity::use_enrolment_code(const ports::Session& session,
                                                                const FactorsHeld& held,
                                                                const PersonalText& typed) {
    auto needed = needs_enrolment_code(session, held);
    if (!needed.ok()) return trouble(std::move(needed).error());
    if (!*needed) return Done{};
    if (typed.empty()) return trouble(enrolment_code_required());
    const auto hash = hash_token(plain_recovery_code(typed.reveal()));
    auto used = store_->use_enrolment_code(session.account_id, hash, clock_.now());
    if (!used.ok()) return trouble(std::move(used).error());
    if (!*used) return trouble(enrolment_code_wrong());
    return Done{};
}

Result<ports::EnrolmentCode, AccountTrouble> SqliteIdentity::make_enrolment_code(
    std::string_view login, Minutes valid_for, std::string made_by) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto held = held_by(stored.account.account_id);
    if (!held.ok()) return trouble(std::move(held).error());
    if (holds_any(*held)) return trouble(enrolment_is_over());
    auto code = make_recovery_code();  // 80 bits of chance: its hash needs no salt
    const Instant now = clock_.now();
    const Instant ends_at = now + valid_for;
    auto put = store_->note_attempt(
        stored.account.account_id,
        {now, "factor.enrolment_code_made", Proof::password, {}, std::move(made_by), {}});
    if (put.ok())
        put = store_->put_enrolment_code(stored.account.account_id, hash_token(plain_recovery_code(code)),
                                         ends_at);
    if (!put.ok()) return trouble(std::move(put).error());
    return ports::EnrolmentCode{PersonalText{std::move(code)}, ends_at};
}

Result<ports::TotpOffer, AccountTrouble> SqliteIdentity::begin_totp(const ports::Session& session,
                                                                    ports::TotpAlgorithm algorithm) noexcept {
    const std::lock_guard lock{store_mutex_};
    auto held = held_by(session.account_id);
    if (!held.ok()) return trouble(std::move(held).error());
    if (auto no = stale(session, *held)) return trouble(std::move(*no));
    if (held->totp_since) return trouble(already_enrolled());
    const auto secret = chance_bytes(totp_secret_bytes);
    auto put = store_->put_totp(session.account_id,
                                {sealer_.seal(session.account_id.value(), secret), algorithm, {}, 0});
    if (!put.ok()) return trouble(std::move(put).error());
    return ports::TotpOffer{PersonalText{base32(secret)},
                            PersonalText{totp_uri(secret, algorithm, session.login)}};
}

// Ten recovery codes are ten hashes of 64 MB: one account, asking again and again, would hold up everybody
// who signs in.
Workers::Source SqliteIdentity::of_account(const ports::Session& session) {
    return {session.account_id.value(), waiting_of_account_max};
}

void SqliteIdentity::confirm_totp(ports::SessionPtr session, PersonalText code, PersonalText enrolment_code,
                                  CodesReply reply) noexcept {
    auto shared = std::make_shared<CodesReply>(std::move(reply));
    const bool taken =
        workers_.offer(of_account(*session), [this, session, code = std::move(code),
                                              enrolment_code = std::move(enrolment_code), shared](Fate fate) {
            if (fate == Fate::cancelled) return (*shared)(trouble(busy()));
            (*shared)(confirm(*session, without_blanks(code.reveal()), enrolment_code));
        });
    if (!taken) (*shared)(trouble(busy()));
}

Result<RecoveryCodes, AccountTrouble> SqliteIdentity::confirm(const ports::Session& session,
                                                              const std::string& code,
                                                              const PersonalText& enrolment_code) {
    bool first = false;
    {
        const std::lock_guard lock{store_mutex_};
        auto held = held_by(session.account_id);
        if (!held.ok()) return trouble(std::move(held).error());
        if (auto no = stale(session, *held)) return trouble(std::move(*no));
        auto totp = store_->totp_of(session.account_id);
        if (!totp.ok()) return trouble(std::move(totp).error());
        if (!totp->has_value() || (*totp)->confirmed_at) return trouble(not_begun());
        auto& begun = **totp;
        const auto secret = sealer_.unseal(session.account_id.value(), begun.sealed);
        const auto step = secret ? totp_match(*secret, begun.algorithm, code, clock_.now(), 0) : std::nullopt;
        if (!step) return trouble(code_wrong());
        ANLAN_TRY_DONE(use_enrolment_code(session, *held, enrolment_code));
        begun.confirmed_at = clock_.now();
        begun.used_step = *step;
        auto put = store_->put_totp(session.account_id, begun);
        if (!put.ok()) return trouble(std::move(put).error());
        first = held->recovery_codes_left == 0;
        auto proved = prove(session, Proof::totp);
        if (!proved.ok()) return trouble(std::move(proved).error());
    }
    if (!first) return RecoveryCodes{};
    return make_recovery_codes(session.account_id);
}

Result<Done, AccountTrouble> SqliteIdentity::remove_totp(const ports::Session& session) noexcept {
    const std::lock_guard lock{store_mutex_};
    auto held = held_by(session.account_id);
    if (!held.ok()) return trouble(std::move(held).error());
    if (auto no = stale(session, *held)) return trouble(std::move(*no));
    auto removed = store_->remove_totp(session.account_id);
    // Recovery codes stand in for a factor; where none is left they open nothing and are no use to keep.
    if (removed.ok() && held->passkeys.empty()) removed = store_->put_recovery_codes(session.account_id, {});
    if (!removed.ok()) return trouble(std::move(removed).error());
    return Done{};
}

void SqliteIdentity::renew_recovery_codes(ports::SessionPtr session, CodesReply reply) noexcept {
    auto shared = std::make_shared<CodesReply>(std::move(reply));
    const bool taken = workers_.offer(of_account(*session), [this, session, shared](Fate fate) {
        if (fate == Fate::cancelled) return (*shared)(trouble(busy()));
        (*shared)(renew(*session));
    });
    if (!taken) (*shared)(trouble(busy()));
}

Result<RecoveryCodes, AccountTrouble> SqliteIdentity::renew(const ports::Session& session) {
    {
        const std::lock_guard lock{store_mutex_};
        auto held = held_by(session.account_id);
        if (!held.ok()) return trouble(std::move(held).error());
        if (!holds_any(*held)) return trouble(nothing_enrolled());
        if (auto no = stale(session, *held)) return trouble(std::move(*no));
    }
    return make_recovery_codes(session.account_id);
}

Result<RecoveryCodes, AccountTrouble> SqliteIdentity::make_recovery_codes(const AccountId& account_id) {
    RecoveryCodes shown;
    std::vector<StoredRecoveryCode> kept;
    while (kept.size() < settings_.recovery_codes) {
        auto code = make_recovery_code();
        const auto plain = plain_recovery_code(code);
        auto selector = plain.substr(0, recovery_selector_length);
        if (std::any_of(kept.begin(), kept.end(), [&](const auto& one) { return one.selector == selector; }))
            continue;
        auto hash = hash_password(PersonalText{plain}, settings_.cost);
        if (!hash)
            return trouble(
                ports::Fault{ports::Then::retry_call, "identity.memory", "no memory for Argon2id"});
        kept.push_back({std::move(selector), std::move(*hash)});
        shown.emplace_back(std::move(code));
    }
    const std::lock_guard lock{store_mutex_};
    auto put = store_->put_recovery_codes(account_id, kept);
    if (!put.ok()) return trouble(std::move(put).error());
    return shown;
}

// The session goes on as one that was opened with this. Under store_mutex_.
Result<Done, ports::Fault> SqliteIdentity::prove(const ports::Session& session, Proof proof) {
    const auto named = [&](const auto& entry) {
        return entry.second.session->session_id == session.session_id;
    };
    TokenHash hash{};
    {
        const std::lock_guard lock{mutex_};
        const auto held = std::find_if(sessions_.begin(), sessions_.end(), named);
        if (held == sessions_.end()) return Done{};  // it ended meanwhile
        hash = held->first;
    }
    ANLAN_TRY_DONE(store_->prove_session(hash, proof));
    const std::lock_guard lock{mutex_};
    const auto held = sessions_.find(hash);
    if (held == sessions_.end()) return Done{};
    auto proven = *held->second.session;
    proven.proof = proof;
    held->second.session = std::make_shared<const ports::Session>(std::move(proven));
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::reset_factors(std::string_view login) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto removed = store_->remove_factors(stored.account.account_id);
    if (!removed.ok()) return trouble(std::move(removed).error());
    forget_sessions(stored.account.account_id);
    reload(clock_.now());
    return Done{};
}

}  // namespace anlan::adapters::identity
