// ports::Identity, Factors and ServiceKeys over SQLite and Argon2id.
//
// A password is verified on a small pool, two at a time (64 MB each); an unknown login costs the same as a
// wrong password, so the time tells nothing. A session token is 256 bits of chance; only its SHA-256 is kept,
// in memory for the check on every request and in the file so that a restart signs nobody out. What is ended
// here is forgotten at once; what another process changed (the command line) within a second, by a thread
// that looks: no request waits for a disk to know who asks.
#pragma once
#include "adapters/identity/challenges.hpp"
#include "adapters/identity/passkey.hpp"
#include "adapters/identity/password.hpp"
#include "adapters/identity/sealer.hpp"
#include "adapters/identity/store.hpp"
#include "adapters/identity/throttle.hpp"
#include "adapters/identity/token.hpp"
#include "adapters/identity/watcher.hpp"
#include "adapters/identity/workers.hpp"
#include "ports/clock.hpp"
#include "ports/single_sign_on.hpp"

#include <atomic>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace anlan::adapters::identity {

struct IdentitySettings {
    std::string path;                // of identity.db
    std::string origin = {};         // of our pages: "https://anlan.example"; empty: localhost
    Minutes idle_for{Hours{8}};      // a session nobody used (a console's live feed uses it)
    Minutes session_for{Hours{13}};  // a shift of twelve hours and its handover
    PasswordCost cost = interactive_cost();
    std::size_t workers = 2;
    std::size_t waiting_max = 64;
    ThrottleLimits throttle = {};
    // Codes are guessed by who has the password already; so this may be strict, and holds up nobody without
    // it.
    ThrottleLimits code_throttle = guessed_codes();
    Minutes fresh_for{10};            // how one signs in is changed within this after signing in
    std::size_t recovery_codes = 10;  // made at a time
    std::size_t passkeys_max = 20;    // of one account
    // Of one account; one more ends the one that nobody used for longest, so that whoever comes to a desk
    // gets in, and a session that is worked with is the last to go.
    std::size_t sessions_max = 12;
    // Roles whose posts require a second factor: the first one of such an account wants an enrolment code.
    std::vector<std::string> second_factor_roles = {};
    Millis look_every{500};  // for what another process changed; zero: only when look_again() is called
};

Unexpected<ports::AccountTrouble> trouble(ports::Fault fault);
Unexpected<ports::AccountTrouble> trouble(kernel::Refusal refusal);

// What the provider or an authenticator signed, and nobody types.
bool is_signed(const ports::SignIn& attempt);
// Of a login and a device that belong together.
std::string device_key(const std::string& login, const std::string& device);

class SqliteIdentity final : public ports::Identity,
                             public ports::Factors,
                             public ports::ServiceKeys,
                             public ports::SignOnLinks {
public:
    // `clock` is asked from several threads.
    static Result<std::unique_ptr<SqliteIdentity>, ports::Fault> open(IdentitySettings settings,
                                                                      ports::Clock& clock);

    void sign_in(ports::SignIn attempt, std::function<void(ports::SignInOutcome)> reply) noexcept override;
    ports::SessionPtr session(std::string_view token) noexcept override;
    void sign_out(std::string_view token) noexcept override;
    bool was_pushed_out(std::string_view token) noexcept override;
    std::uint64_t endings() const noexcept override { return endings_.load(std::memory_order_relaxed); }
    Result<std::vector<ports::OpenSession>, ports::Fault> sessions_of(
        const AccountId& account_id) noexcept override;
    Result<Done, ports::AccountTrouble> end_session(const AccountId& account_id,
                                                    std::string_view session_id) noexcept override;

    Result<AccountId, ports::AccountTrouble> create(std::string login, std::string display,
                                                    PersonalText password) noexcept override;
    Result<Done, ports::AccountTrouble> change_password(std::string_view login,
                                                        PersonalText password) noexcept override;
    Result<Done, ports::AccountTrouble> grant(std::string_view login,
                                              ports::PostGrant grant) noexcept override;
    Result<Done, ports::AccountTrouble> revoke(std::string_view login,
                                               const PostId& post_id) noexcept override;
    Result<Done, ports::AccountTrouble> stand(std::string_view login,
                                              ports::Standing standing) noexcept override;
    Result<std::vector<ports::Account>, ports::Fault> list() noexcept override;

    Result<ports::FactorsHeld, ports::Fault> factors_of(const ports::Session& session) noexcept override;
    Result<std::vector<ports::Attempt>, ports::Fault> attempts_of(
        const AccountId& account_id) noexcept override;
    Result<ports::TotpOffer, ports::AccountTrouble> begin_totp(
        const ports::Session& session, ports::TotpAlgorithm algorithm) noexcept override;
    void confirm_totp(ports::SessionPtr session, PersonalText code, PersonalText enrolment_code,
                      CodesReply reply) noexcept override;
    Result<Done, ports::AccountTrouble> remove_totp(const ports::Session& session) noexcept override;
    void renew_recovery_codes(ports::SessionPtr session, CodesReply reply) noexcept override;
    Result<ports::PasskeyChallenge, ports::AccountTrouble> begin_passkey(
        const ports::Session& session) noexcept override;
    void finish_passkey(ports::SessionPtr session, ports::PasskeyMade made,
                        CodesReply reply) noexcept override;
    Result<Done, ports::AccountTrouble> remove_passkey(const ports::Session& session,
                                                       std::string_view passkey_id) noexcept override;
    std::string browser_secret() noexcept override { return make_token(); }
    ports::PasskeyChallenge challenge(std::string_view made_for) noexcept override;
    Result<ports::EnrolmentCode, ports::AccountTrouble> make_enrolment_code(
        std::string_view login, Minutes valid_for, std::string made_by) noexcept override;
    Result<Done, ports::AccountTrouble> reset_factors(std::string_view login) noexcept override;

    Result<Done, ports::AccountTrouble> link(std::string_view login, std::string issuer,
                                             std::string subject) noexcept override;
    Result<Done, ports::AccountTrouble> unlink(std::string_view login,
                                               std::string_view issuer) noexcept override;

    Result<ports::ServiceKeyMade, ports::AccountTrouble> issue_key(
        ports::ServiceKeyWanted wanted) noexcept override;
    Result<Done, ports::AccountTrouble> revoke_key(std::string_view key_id) noexcept override;
    Result<Done, ports::AccountTrouble> confirm_key(std::string_view key_id) noexcept override;
    Result<std::vector<ports::ServiceKey>, ports::Fault> keys() noexcept override;

    // An account that a restore brought back may sign in again, as the backup has it.
    Result<Done, ports::AccountTrouble> confirm(std::string_view login) noexcept;

    // Takes in what another process has changed since the last look.
    void look_again() noexcept;

private:
    SqliteIdentity(IdentitySettings settings, ports::Clock& clock, Sealer sealer,
                   std::unique_ptr<Store> store, std::string decoy_hash);

    struct Held {
        ports::SessionPtr session;
        Instant idle_until;
        Instant idle_saved;  // what the file says
    };
    struct TokenHashed {
        std::size_t operator()(const TokenHash& hash) const noexcept;
    };

    // One sign-in on its way.
    struct Trying {
        ports::SignIn attempt;
        Origin from;
        std::uint32_t passkey_count = 0;  // what its passkey counts now, once that was read
        std::string password_hash;        // what its password was verified against; empty: none was
    };
    struct HeldKey {
        ports::SessionPtr session;
        Instant used_saved;  // what the file says
    };

    std::string known_device(const std::string& login, const ports::SignIn& attempt) const;
    ports::SignInOutcome verify(Trying trying);
    ports::SignInOutcome verify_password_of(Trying trying);
    ports::SignInOutcome verify_passkey(Trying trying);
    ports::SignInOutcome verify_signed_on(const Trying& trying);
    // The challenge and the count are spent last, when nothing else stands in the way.
    std::optional<ports::SignInOutcome> spend_passkey(const Trying& trying, const ports::Account& account);
    ports::SignInOutcome seat(const Trying& trying, const ports::Account& account);
    // None: what was brought is enough, and `proof` says what it was.
    std::optional<ports::SignInOutcome> second_factor(const Trying& trying, const ports::Account& account,
                                                      ports::Proof& proof);
    Result<bool, ports::Fault> code_is_right(const ports::Account& account, const PersonalText& code,
                                             ports::Proof& proof);
    Result<bool, ports::Fault> totp_is_right(const ports::Account& account, const std::string& code);
    Result<bool, ports::Fault> recovery_is_right(const ports::Account& account, const std::string& code);
    ports::SignInOutcome open_session(const Trying& trying, const ports::Account& account,
                                      const ports::PostGrant& post, std::vector<ports::PostGrant> grants,
                                      ports::Proof proof);
    ports::SignInOutcome noted(const ports::Account& account, const Trying& trying,
                               ports::SignInOutcome outcome, std::optional<ports::Proof> proof = {});

    Result<ports::FactorsHeld, ports::Fault> held_by(const AccountId& account_id);
    // Whether this session may change how its account signs in; else why not.
    std::optional<kernel::Refusal> stale(const ports::Session& session, const ports::FactorsHeld& held) const;
    Result<ports::RecoveryCodes, ports::AccountTrouble> make_recovery_codes(const AccountId& account_id);
    static Workers::Source of_account(const ports::Session& session);
    // Whether this session may set up the first factor only with an enrolment code.
    Result<bool, ports::Fault> needs_enrolment_code(const ports::Session& session,
                                                    const ports::FactorsHeld& held);
    // Uses it up where one is needed; else why not. Under store_mutex_.
    Result<Done, ports::AccountTrouble> use_enrolment_code(const ports::Session& session,
                                                           const ports::FactorsHeld& held,
                                                           const PersonalText& typed);
    Result<ports::RecoveryCodes, ports::AccountTrouble> confirm(const ports::Session& session,
                                                                const std::string& code,
                                                                const PersonalText& enrolment_code);
    Result<ports::RecoveryCodes, ports::AccountTrouble> keep_passkey(const ports::Session& session,
                                                                     const ports::PasskeyMade& made);
    Result<ports::RecoveryCodes, ports::AccountTrouble> renew(const ports::Session& session);
    Result<Done, ports::Fault> prove(const ports::Session& session, ports::Proof proof);

    ports::SessionPtr session_of_key(std::string_view token);
    void take_in_keys(std::vector<StoredKey> stored);

    Result<StoredAccount, ports::AccountTrouble> must_find(std::string_view login);
    // After a change: whatever the file no longer grants is forgotten.
    void reload(Instant now);
    void forget(const TokenHash& hash);
    // Of more sessions than an account may have, those that nobody used for longest; store_mutex_ is held.
    void push_out(const AccountId& account_id, const TokenHash& newest, Instant now);
    // At one post, or wherever the account sits.
    void forget_sessions(const AccountId& account_id, const PostId* post_id = nullptr);
    void save_idle(const TokenHash& hash, Instant idle_until);

    IdentitySettings settings_;
    RelyingParty party_;
    ports::Clock& clock_;
    Sealer sealer_;
    std::string decoy_hash_;  // verified against where a login is unknown

    std::mutex store_mutex_;  // taken before mutex_ where both are
    std::unique_ptr<Store> store_;
    bool reload_due_ = false;  // the file said more than could be read
    std::mutex mutex_;         // of memory: no disk is asked while it is held
    std::unordered_map<TokenHash, Held, TokenHashed> sessions_;
    std::unordered_set<TokenHash, TokenHashed> ended_;  // sessions that the file may still have
    static constexpr std::size_t pushed_out_max = 10'000;
    std::unordered_set<TokenHash, TokenHashed> pushed_out_;  // lately
    std::unordered_map<TokenHash, HeldKey, TokenHashed> keys_;
    std::unordered_set<std::string> devices_;  // login and device that belong together
    Challenges challenges_;
    Throttle throttle_;
    Throttle code_throttle_;
    std::atomic<std::uint64_t> endings_{0};

    Workers workers_;  // last: their threads end before what they use
    Watcher watcher_;
};

}  // namespace anlan::adapters::identity
