// A post: a duty position of one role in one area ("dispatcher of Wuchang"). Obligations are owed by posts,
// so whoever is on duty here answers for them; this stream tells who that is. Shifts do not overlap beyond
// the post's capacity, nobody is on duty here twice, and a shift that nobody takes up becomes an obligation.
#pragma once
#include "domain/post/events.hpp"
#include "kernel/decider.hpp"

namespace anlan::post {

inline constexpr std::size_t name_length_max = 200;
inline constexpr std::size_t reason_length_max = 1000;
inline constexpr std::size_t shifts_max = 500;  // planned and not yet over
inline constexpr int capacity_max = 200;        // seats of one hall
inline constexpr std::size_t delegations_max = 50;
inline constexpr std::size_t delegated_permissions_max = 50;
inline constexpr std::size_t permission_length_max = 100;
static_assert(shifts_max >= static_cast<std::size_t>(capacity_max) * 2,
              "the present and the next shift of a full post can both be planned");

struct CreatePost {
    static constexpr std::string_view name = "post.create";
    std::string role;
    Jurisdiction where;
    std::string post_name;
    std::optional<int> capacity;  // 1, if not stated
};
BOOST_DESCRIBE_STRUCT(CreatePost, (), (role, where, post_name, capacity))

struct PlanShift {
    static constexpr std::string_view name = "post.plan_shift";
    AccountId account_id;
    Instant from{};
    Instant until{};
};
BOOST_DESCRIBE_STRUCT(PlanShift, (), (account_id, from, until))

struct CancelShift {
    static constexpr std::string_view name = "post.cancel_shift";
    std::string shift_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CancelShift, (), (shift_id, reason))

// Whose duty: the account that asks, if none is named.
struct BeginDuty {
    static constexpr std::string_view name = "post.begin_duty";
    std::optional<AccountId> account_id;
    std::optional<AccountId> relieves;  // who hands over, if the post is full
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(BeginDuty, (), (account_id, relieves, at))

struct EndDuty {
    static constexpr std::string_view name = "post.end_duty";
    std::optional<AccountId> account_id;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(EndDuty, (), (account_id, at))

// Another stands in with the rights of this post until then: its role's, in its area, or those named
// ("*.read", "incident.close"). Whoever is on duty here gives what they hold; a superior who holds as much
// may let somebody in where nobody is on duty (temporary duty).
struct DelegateDuty {
    static constexpr std::string_view name = "post.delegate_duty";
    std::optional<AccountId> account_id;
    AccountId to_account_id;
    Instant until{};
    std::string reason;
    std::optional<std::vector<std::string>> permissions = {};
};
BOOST_DESCRIBE_STRUCT(DelegateDuty, (), (account_id, to_account_id, until, reason, permissions))

struct EndDelegation {
    static constexpr std::string_view name = "post.end_delegation";
    AccountId to_account_id;
};
BOOST_DESCRIBE_STRUCT(EndDelegation, (), (to_account_id))

struct Shift {
    std::string shift_id;
    AccountId account_id;
    Instant from{};
    Instant until{};
    std::optional<AccountId> taken_by;

    friend bool operator==(const Shift&, const Shift&) = default;
};
BOOST_DESCRIBE_STRUCT(Shift, (), (shift_id, account_id, from, until, taken_by))

struct OnDuty {
    AccountId account_id;
    Instant since{};
    std::optional<std::string> shift_id;

    friend bool operator==(const OnDuty&, const OnDuty&) = default;
};
BOOST_DESCRIBE_STRUCT(OnDuty, (), (account_id, since, shift_id))

struct Delegation {
    AccountId account_id;
    AccountId to_account_id;
    Instant until{};
    std::string reason;
    std::optional<std::vector<std::string>> permissions = {};  // none: all of the post's role

    friend bool operator==(const Delegation&, const Delegation&) = default;
};
BOOST_DESCRIBE_STRUCT(Delegation, (), (account_id, to_account_id, until, reason, permissions))

struct Post {
    using Command = std::variant<CreatePost, PlanShift, CancelShift, BeginDuty, EndDuty, DelegateDuty,
                                 EndDelegation, kernel::NoteDeadline>;
    using Event = post::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        bool created = false;
        std::string role;
        Jurisdiction where;
        std::string post_name;
        int capacity = 1;
        std::vector<Shift> shifts;  // not yet over
        std::int64_t shift_count = 0;
        std::vector<OnDuty> on_duty;
        std::vector<Delegation> delegations;
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Post::State, (),
                      (created, role, where, post_name, capacity, shifts, shift_count, on_duty, delegations,
                       open))

static_assert(kernel::Decider<Post>);

// Who answers for the post at an instant: those on duty, and those who stand in for them.
std::vector<AccountId> on_duty_at(const Post::State& state, Instant at);

}  // namespace anlan::post
