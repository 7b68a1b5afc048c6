// What happens at a post: who is planned, who takes it, who hands it over, who stands in.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::post {

// What other modules may know of a post while they decide (kernel/now.hpp).
struct DutyBrief {
    AccountId account_id;
    Instant since{};
};
struct Brief {
    std::string role;
    Jurisdiction where;
    std::vector<DutyBrief> on_duty = {};
};

struct PostCreated {
    static constexpr std::string_view wire = "post.created.v1";
    std::string role;  // of the rulebook's posts.toml
    Jurisdiction where;
    std::string post_name;
    int capacity = 1;  // how many may be on duty at once
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(PostCreated, (), (role, where, post_name, capacity, created_at))

struct ShiftPlanned {
    static constexpr std::string_view wire = "post.shift_planned.v1";
    std::string shift_id;
    AccountId account_id;
    Instant from{};
    Instant until{};
    Instant planned_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(ShiftPlanned, (), (shift_id, account_id, from, until, planned_at, obligations))

struct ShiftCancelled {
    static constexpr std::string_view wire = "post.shift_cancelled.v1";
    std::string shift_id;
    std::string reason;
    Instant cancelled_at{};
};
BOOST_DESCRIBE_STRUCT(ShiftCancelled, (), (shift_id, reason, cancelled_at))

struct DutyBegun {
    static constexpr std::string_view wire = "post.duty_begun.v1";
    AccountId account_id;
    std::optional<std::string> shift_id;  // the planned shift this takes up, perhaps another officer's
    std::optional<Instant> planned_from;  // beside began_at: early or late
    Instant began_at{};
};
BOOST_DESCRIBE_STRUCT(DutyBegun, (), (account_id, shift_id, planned_from, began_at))

// The duty that ended, for whoever has to do with the change of shifts.
struct DutySpan {
    std::string role;
    Jurisdiction where;
    Instant began_at{};
};
BOOST_DESCRIBE_STRUCT(DutySpan, (), (role, where, began_at))

struct DutyEnded {
    static constexpr std::string_view wire = "post.duty_ended.v1";
    AccountId account_id;
    std::optional<AccountId> relieved_by;
    std::optional<Instant> planned_until;
    Instant ended_at{};
    std::vector<kernel::Obligation> obligations;  // the shift still runs and somebody has to take it
    std::optional<DutySpan> shift = {};
};
BOOST_DESCRIBE_STRUCT(DutyEnded, (), (account_id, relieved_by, planned_until, ended_at, obligations, shift))

struct DutyDelegated {
    static constexpr std::string_view wire = "post.duty_delegated.v1";
    AccountId account_id;
    AccountId to_account_id;
    Instant until{};
    std::string reason;
    Instant delegated_at{};
    std::vector<kernel::Obligation> obligations;
    // What of the post's role is given; left out: all of it.
    std::optional<std::vector<std::string>> permissions = {};
};
BOOST_DESCRIBE_STRUCT(DutyDelegated, (),
                      (account_id, to_account_id, until, reason, delegated_at, obligations, permissions))

struct DelegationEnded {
    static constexpr std::string_view wire = "post.delegation_ended.v1";
    AccountId account_id;
    AccountId to_account_id;
    Instant ended_at{};
};
BOOST_DESCRIBE_STRUCT(DelegationEnded, (), (account_id, to_account_id, ended_at))

using Event =
    std::variant<PostCreated, ShiftPlanned, ShiftCancelled, DutyBegun, DutyEnded, DutyDelegated,
                 DelegationEnded, kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::post
