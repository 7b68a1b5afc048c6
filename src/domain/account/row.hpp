// What lists show of an account: never the person's name.
#pragma once
#include "domain/account/account.hpp"

#include <map>

namespace anlan::account {

struct AccountRow {
    std::string account_id;
    std::string login;
    bool locked = false;
    Language language{};
    Jurisdiction home;
    std::vector<Grant> posts;
    std::optional<Instant> password_changed_at;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (account_id, login, locked, language, home, posts, password_changed_at))

std::optional<AccountRow> row_of(std::string_view stream, const Account::State& state);
std::map<std::string, std::string> facets_of(const Account::State& state);

}  // namespace anlan::account
