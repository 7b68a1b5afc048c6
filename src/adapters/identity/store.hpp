// identity.db: accounts, grants and open sessions in SQLite. Another process (`anlan account lock …`) may
// write it while the service runs; changed_elsewhere() notices.
//
// Threads: one at a time.
#pragma once
#include "base/literal.hpp"
#include "ports/identity.hpp"

#include <array>
#include <cstdint>
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
    // These end the account's sessions that they concern.
    Result<Done, ports::Fault> set_password(const AccountId& account_id, const std::string& password_hash);
    Result<Done, ports::Fault> set_standing(const AccountId& account_id, ports::Standing standing);
    Result<Done, ports::Fault> put_grant(const AccountId& account_id, const ports::PostGrant& grant);
    Result<Done, ports::Fault> remove_grant(const AccountId& account_id, const PostId& post_id);

    // Sessions of open accounts at posts that are still granted.
    Result<std::vector<StoredSession>, ports::Fault> sessions(Instant now);
    // Of one account, the newest first.
    Result<std::vector<StoredSession>, ports::Fault> sessions_of(const AccountId& account_id, Instant now);
    Result<Done, ports::Fault> insert_session(const StoredSession& session);
    Result<Done, ports::Fault> keep_session(const TokenHash& token_hash, Instant idle_until);
    Result<Done, ports::Fault> remove_session(const TokenHash& token_hash);

    // Whether another connection has written since the last call.
    bool changed_elsewhere();

private:
    explicit Store(sqlite3* database) : database_(database) {}
    class Query;

    ports::Fault fault() const;
    Result<Done, ports::Fault> run(Literal script);
    Result<std::vector<ports::PostGrant>, ports::Fault> grants_of(const AccountId& account_id);

    sqlite3* database_;
    std::int64_t data_version_ = -1;
};

}  // namespace anlan::adapters::identity
