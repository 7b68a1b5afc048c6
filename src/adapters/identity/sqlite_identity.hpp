// ports::Identity over SQLite and Argon2id.
//
// A password is verified on a small pool, two at a time (64 MB each); an unknown login costs the same as a
// wrong password, so the time tells nothing. A session token is 256 bits of chance; only its SHA-256 is kept,
// in memory for the check on every request and in the file so that a restart signs nobody out. Accounts
// changed by another process (the command line) are noticed within a second.
#pragma once
#include "adapters/identity/password.hpp"
#include "adapters/identity/store.hpp"
#include "adapters/identity/throttle.hpp"
#include "adapters/identity/workers.hpp"
#include "ports/clock.hpp"

#include <mutex>
#include <unordered_map>

namespace anlan::adapters::identity {

struct IdentitySettings {
    std::string path;                // of identity.db
    Minutes idle_for{Hours{8}};      // a session nobody used (a console's live feed uses it)
    Minutes session_for{Hours{13}};  // a shift of twelve hours and its handover
    PasswordCost cost = interactive_cost();
    std::size_t workers = 2;
    std::size_t waiting_max = 64;
    ThrottleLimits throttle = {};
};

class SqliteIdentity final : public ports::Identity {
public:
    // `clock` is asked from several threads.
    static Result<std::unique_ptr<SqliteIdentity>, ports::Fault> open(IdentitySettings settings,
                                                                      ports::Clock& clock);

    void sign_in(ports::SignIn attempt, std::function<void(ports::SignInOutcome)> reply) noexcept override;
    ports::SessionPtr session(std::string_view token) noexcept override;
    void sign_out(std::string_view token) noexcept override;
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

private:
    SqliteIdentity(IdentitySettings settings, ports::Clock& clock, std::unique_ptr<Store> store,
                   std::string decoy_hash);

    struct Held {
        ports::SessionPtr session;
        Instant idle_until;
        Instant idle_saved;  // what the file says
    };
    struct TokenHashed {
        std::size_t operator()(const TokenHash& hash) const noexcept;
    };

    ports::SignInOutcome verify(const ports::SignIn& attempt);
    ports::SignInOutcome seat(const ports::SignIn& attempt, const ports::Account& account);
    ports::SignInOutcome open_session(const ports::SignIn& attempt, const ports::Account& account,
                                      const ports::PostGrant& post, std::vector<ports::PostGrant> grants);
    Result<StoredAccount, ports::AccountTrouble> must_find(std::string_view login);
    // After a change: whatever the file no longer grants is forgotten.
    void reload_sessions(Instant now);
    void notice_changes(Instant now);
    void save_idle(const TokenHash& hash, Instant idle_until);

    IdentitySettings settings_;
    ports::Clock& clock_;
    std::string decoy_hash_;  // verified against where a login is unknown

    std::mutex store_mutex_;  // taken before mutex_ where both are
    std::unique_ptr<Store> store_;
    std::mutex mutex_;
    std::unordered_map<TokenHash, Held, TokenHashed> sessions_;
    Throttle throttle_;
    Instant looked_at_;  // when the file was last asked for changes

    Workers workers_;  // last: its threads end before what they use
};

}  // namespace anlan::adapters::identity
