// What happens to an account: who may sign in, and which posts this person may take. Passwords and keys are
// kept by the identity adapter; that one was changed is a fact, the secret is not.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace anlan::account {

BOOST_DEFINE_ENUM_CLASS(Language, zh, en)

struct AccountOpened {
    static constexpr std::string_view wire = "account.opened.v1";
    std::string login;
    PersonalText display_name;
    Language language{};
    Jurisdiction home;  // the organisation that answers for this account
    Instant opened_at{};
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (login, display_name, language, home, opened_at))

struct PostGranted {
    static constexpr std::string_view wire = "account.post_granted.v1";
    PostId post_id;
    Instant from{};
    std::optional<Instant> until;
    Instant granted_at{};
};
BOOST_DESCRIBE_STRUCT(PostGranted, (), (post_id, from, until, granted_at))

struct PostRevoked {
    static constexpr std::string_view wire = "account.post_revoked.v1";
    PostId post_id;
    std::string reason;
    Instant revoked_at{};
};
BOOST_DESCRIBE_STRUCT(PostRevoked, (), (post_id, reason, revoked_at))

struct AccountLocked {
    static constexpr std::string_view wire = "account.locked.v1";
    std::string reason;
    Instant locked_at{};
};
BOOST_DESCRIBE_STRUCT(AccountLocked, (), (reason, locked_at))

struct AccountUnlocked {
    static constexpr std::string_view wire = "account.unlocked.v1";
    std::string reason;
    Instant unlocked_at{};
};
BOOST_DESCRIBE_STRUCT(AccountUnlocked, (), (reason, unlocked_at))

struct PasswordChanged {
    static constexpr std::string_view wire = "account.password_changed.v1";
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (changed_at))

using Event =
    std::variant<AccountOpened, PostGranted, PostRevoked, AccountLocked, AccountUnlocked, PasswordChanged>;

}  // namespace anlan::account
