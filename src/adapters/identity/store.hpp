// identity.db: accounts, grants and open sessions in SQLite. Another process (`anlan account lock …`) may
// write it while the service runs; changed_elsewhere() notices.
//
// Threads: one at a time.
#pragma once
#include "base/literal.hpp"
#include "ports/factors.hpp"
#include "ports/service_keys.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace anlan::adapters::identity {

using TokenHash = std::array<std::uint8_t, 32>;

struct StoredAccount {
    ports::Account account;
    std::string password_hash;
};

struct StoredSession {
    TokenHash token_hash{};
    ports::Session session;
    Instant idle_until;
    std::string peer = {};
    std::string client = {};
    std::string device_name = {};
};

// An account's authenticator. `sealed` opens for whoever holds the key (sealer.hpp).
struct StoredTotp {
    std::string sealed;
    ports::TotpAlgorithm algorithm = ports::TotpAlgorithm::sha1;
    std::optional<Instant> confirmed_at;
    std::int64_t used_step = 0;  // codes of this step and before are spent
};

struct StoredRecoveryCode {
    std::string selector;
    std::string code_hash;
};

struct StoredPasskey {
    ports::PasskeyHeld held;
    AccountId account_id;
    std::string credential_id;  // bytes
    std::string public_key;
    int algorithm = 0;
    std::uint32_t sign_count = 0;
};

struct StoredKey {
    TokenHash token_hash{};
    ports::ServiceKey key;
};

struct KnownDevice {
    std::string login;
    std::string device_id;
};

class Store {
public:
    static Result<std::unique_ptr<Store>, ports::Fault> open(const std::string& path);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    Result<std::optional<StoredAccount>, ports::Fault> find(std::string_view login);
    Result<std::vector<ports::Account>, ports::Fault> list();
    Result<Done, ports::Fault> insert(const ports::Account& account, const std::string& password_hash,
                                      Instant now);
    // These end the account's sessions that they concern; each is done whole or not at all.
    Result<Done, ports::Fault> set_password(const AccountId& account_id, const std::string& password_hash);
    // What a restore brought back counts again.
    Result<Done, ports::Fault> confirm(const AccountId& account_id);
    Result<Done, ports::Fault> set_standing(const AccountId& account_id, ports::Standing standing);
    Result<Done, ports::Fault> put_grant(const AccountId& account_id, const ports::PostGrant& grant);
    Result<Done, ports::Fault> remove_grant(const AccountId& account_id, const PostId& post_id);

    // Sessions of open accounts at posts that are still granted.
    Result<std::vector<StoredSession>, ports::Fault> sessions(Instant now);
    // Of one account, the newest first.
    Result<std::vector<StoredSession>, ports::Fault> sessions_of(const AccountId& account_id, Instant now);
    // With the device it was opened at. False, and nothing is kept: the account is locked meanwhile, has
    // another password than the one verified (`password_hash`; empty: none was), or the post is not granted
    // like this any more.
    Result<bool, ports::Fault> insert_session(const StoredSession& session, std::string_view password_hash,
                                              std::string_view device_id);
    Result<Done, ports::Fault> keep_session(const TokenHash& token_hash, Instant idle_until);
    Result<Done, ports::Fault> remove_session(const TokenHash& token_hash);

    Result<Done, ports::Fault> prove_session(const TokenHash& token_hash, ports::Proof proof);

    // Authenticators and recovery codes.
    Result<std::optional<StoredTotp>, ports::Fault> totp_of(const AccountId& account_id);
    Result<Done, ports::Fault> put_totp(const AccountId& account_id, const StoredTotp& totp);
    // False: the step, or a later one, was used meanwhile; of two who bring the same code one gets in.
    Result<bool, ports::Fault> use_totp_step(const AccountId& account_id, std::int64_t step);
    Result<Done, ports::Fault> remove_totp(const AccountId& account_id);
    Result<std::size_t, ports::Fault> recovery_codes_left(const AccountId& account_id);
    Result<std::optional<std::string>, ports::Fault> recovery_hash(const AccountId& account_id,
                                                                   std::string_view selector);
    // False: it was used meanwhile.
    Result<bool, ports::Fault> use_recovery_code(const AccountId& account_id, std::string_view selector);
    // Instead of all that the account had.
    Result<Done, ports::Fault> put_recovery_codes(const AccountId& account_id,
                                                  const std::vector<StoredRecoveryCode>& codes);
    // With the enrolment code, if one was made.
    Result<Done, ports::Fault> remove_factors(const AccountId& account_id);

    // At most one of an account.
    Result<Done, ports::Fault> put_enrolment_code(const AccountId& account_id, const TokenHash& code_hash,
                                                  Instant ends_at);
    // False: it is not this one, or is over. True: it was, and is used up.
    Result<bool, ports::Fault> use_enrolment_code(const AccountId& account_id, const TokenHash& code_hash,
                                                  Instant now);
    Result<std::vector<ports::PostGrant>, ports::Fault> grants_of(const AccountId& account_id);

    Result<std::vector<StoredPasskey>, ports::Fault> passkeys_of(const AccountId& account_id);
    Result<std::optional<StoredPasskey>, ports::Fault> passkey(std::string_view credential_id);
    Result<Done, ports::Fault> insert_passkey(const StoredPasskey& passkey);
    // False: it counted on meanwhile, past this.
    Result<bool, ports::Fault> use_passkey(std::string_view credential_id, std::uint32_t sign_count,
                                           Instant now);
    Result<bool, ports::Fault> remove_passkey(const AccountId& account_id, std::string_view passkey_id);
    Result<std::optional<AccountId>, ports::Fault> linked_to(std::string_view issuer,
                                                             std::string_view subject);
    // True: instead of another subject, whose sessions end.
    Result<bool, ports::Fault> link(const AccountId& account_id, std::string_view issuer,
                                    std::string_view subject);
    // True: there was one; the account's sessions end.
    Result<bool, ports::Fault> unlink(const AccountId& account_id, std::string_view issuer);
    // The account of an id; its login is the only key else.
    Result<std::optional<StoredAccount>, ports::Fault> find_by_id(const AccountId& account_id);

    // Devices at which somebody signed in, and tries to sign in.
    Result<std::vector<KnownDevice>, ports::Fault> devices();
    Result<Done, ports::Fault> see_device(const AccountId& account_id, std::string_view device_id,
                                          Instant now);
    Result<Done, ports::Fault> forget_devices(const AccountId& account_id);
    Result<Done, ports::Fault> note_attempt(const AccountId& account_id, const ports::Attempt& attempt);
    Result<std::vector<ports::Attempt>, ports::Fault> attempts_of(const AccountId& account_id);

    // Keys of machines, the newest first.
    Result<std::vector<StoredKey>, ports::Fault> keys();
    Result<Done, ports::Fault> insert_key(const StoredKey& key);
    Result<bool, ports::Fault> revoke_key(std::string_view key_id, Instant now);  // false: no such key
    Result<bool, ports::Fault> confirm_key(std::string_view key_id);  // false: none that is not revoked
    Result<Done, ports::Fault> keep_key(std::string_view key_id, Instant last_used_at);

    // Whether another connection has written since the last call.
    bool changed_elsewhere();

private:
    explicit Store(sqlite3* database) : database_(database) {}
    class Query;
    static Literal factor_schema();
    // All of it or nothing.
    Result<Done, ports::Fault> together(const std::function<Result<Done, ports::Fault>()>& act);
    Result<bool, ports::Fault> changed(Query& query);
    Result<Done, ports::Fault> end_sessions(const AccountId& account_id);
    Result<std::vector<StoredPasskey>, ports::Fault> passkeys(Query& query);
    Result<std::optional<StoredAccount>, ports::Fault> found(Query& query);

    ports::Fault fault() const;
    Result<Done, ports::Fault> run(Literal script);

    sqlite3* database_;
    std::int64_t data_version_ = -1;
};

}  // namespace anlan::adapters::identity
