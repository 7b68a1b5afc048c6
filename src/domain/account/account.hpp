// An account: a person who may sign in, and the posts this person may take. Rights come from posts, never
// from the account itself. A locked account keeps its grants and can use none of them.
#pragma once
#include "domain/account/events.hpp"
#include "kernel/decider.hpp"

namespace anlan::account {

inline constexpr std::size_t login_length_max = 64;
inline constexpr std::size_t display_name_length_max = 200;
inline constexpr std::size_t reason_length_max = 1000;
inline constexpr std::size_t grants_max = 64;

struct OpenAccount {
    static constexpr std::string_view name = "account.open";
    std::string login;
    PersonalText display_name;
    Language language{};
    Jurisdiction home;
};
BOOST_DESCRIBE_STRUCT(OpenAccount, (), (login, display_name, language, home))

struct GrantPost {
    static constexpr std::string_view name = "account.grant_post";
    PostId post_id;
    std::optional<Instant> from;  // now, if not stated
    std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(GrantPost, (), (post_id, from, until))

struct RevokePost {
    static constexpr std::string_view name = "account.revoke_post";
    PostId post_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RevokePost, (), (post_id, reason))

struct LockAccount {
    static constexpr std::string_view name = "account.lock";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(LockAccount, (), (reason))

struct UnlockAccount {
    static constexpr std::string_view name = "account.unlock";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(UnlockAccount, (), (reason))

// Sent by the identity adapter's caller once the new secret is stored.
struct NotePasswordChange {
    static constexpr std::string_view name = "account.note_password_change";
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(NotePasswordChange, (), (at))

struct Grant {
    PostId post_id;
    Instant from{};
    std::optional<Instant> until;

    friend bool operator==(const Grant&, const Grant&) = default;
};
BOOST_DESCRIBE_STRUCT(Grant, (), (post_id, from, until))

struct Account {
    using Command =
        std::variant<OpenAccount, GrantPost, RevokePost, LockAccount, UnlockAccount, NotePasswordChange>;
    using Event = account::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        bool opened = false;
        bool locked = false;
        std::string login;
        PersonalText display_name;
        Language language{};
        Jurisdiction home;
        std::vector<Grant> grants;  // one for each post
        std::optional<Instant> password_changed_at;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Account::State, (),
                      (opened, locked, login, display_name, language, home, grants, password_changed_at))

static_assert(kernel::Decider<Account>);

// The posts this account may take at an instant: none while it is locked.
std::vector<PostId> posts_at(const Account::State& state, Instant at);

// "acc_" and the login: the stream's id follows from the login, so that a login is in use once.
AccountId account_id_of(const std::string& login);
bool is_login(const std::string& text);

}  // namespace anlan::account
