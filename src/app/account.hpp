// What the subcommands of `anlan account` share: their options, what each of them does, how trouble is told.
#pragma once
#include "access/access_rules.hpp"
#include "adapters/identity/sqlite_identity.hpp"
#include "app/command_line.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace anlan::app::account {

using Accounts = adapters::identity::SqliteIdentity;

struct Options : Common {
    std::string login;
    bool all = false;
    std::string display;
    std::string password_file;
    std::string role;
    std::string area;
    std::string post;
    std::string session;
    std::string label;
    std::vector<std::string> permissions;
    std::string until;
    std::string key;
    std::string issuer;
    std::string subject;
};

using Act = std::function<int(Accounts&, const Options&)>;

// A post of the rulebook, and what the rulebook says of access.
struct PostOf {
    ports::PostGrant grant;
    access::AccessRules rules;
};
// The post of --role in --area, under the rulebook; else what is wrong has been said.
std::optional<PostOf> post_of(const Options& options);

// What the rulebook says of access; else what is wrong has been said.
std::optional<access::AccessRules> access_rules_of(const Options& options);

// Says what stands in the way. 1: the person's doing; 2: the machine's.
int troubled(const ports::AccountTrouble& trouble);

// account_people.cpp
int list(Accounts& identity, const Options& options);
int create(Accounts& identity, const Options& options);
int change_password(Accounts& identity, const Options& options);
int grant(Accounts& identity, const Options& options);
int revoke(Accounts& identity, const Options& options);
int stand(Accounts& identity, const Options& options, ports::Standing standing);
int confirm(Accounts& identity, const Options& options);

// account_sign_in.cpp
int sessions(Accounts& identity, const Options& options);
int end_session(Accounts& identity, const Options& options);
int enrolment_code(Accounts& identity, const Options& options);
int reset_factors(Accounts& identity, const Options& options);
int link(Accounts& identity, const Options& options);
int unlink(Accounts& identity, const Options& options);

// account_keys.cpp
int issue_key(Accounts& identity, const Options& options);
int keys(Accounts& identity, const Options& options);
int revoke_key(Accounts& identity, const Options& options);
int confirm_key(Accounts& identity, const Options& options);

}  // namespace anlan::app::account
