// Who was given which right for a time: the delegations of posts, and the glass that was broken. Kept in step
// with the log before any command is answered, so that a right begins with its event and ends with its event,
// or at its instant, whichever is first.
//
// Threads: apply and restore on the publishing thread, the rest from any.
#pragma once
#include "base/instant.hpp"
#include "domain/break_glass/events.hpp"
#include "domain/post/events.hpp"
#include "kernel/committed.hpp"

#include <boost/describe.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

namespace anlan::views {

// One right, as the person who has it or gave it sees it.
struct RightGiven {
    std::string by;  // the post that was delegated, or the break-glass
    AccountId account_id;
    std::optional<AccountId> given_by = {};  // of a delegation
    std::string role = {};
    Jurisdiction where = {};
    std::vector<std::string> permissions = {};  // none: whatever the role holds
    std::string record = {};                    // of a break-glass
    std::string reason = {};
    Instant until{};
};
BOOST_DESCRIBE_STRUCT(RightGiven, (),
                      (by, account_id, given_by, role, where, permissions, record, reason, until))

class Rights {
public:
    // A stream that a start took from a snapshot.
    void restore(const kernel::Module& module, std::string_view stream, const kernel::StatePtr& state);
    void apply(std::span<const kernel::Committed> committed);

    // What this account was given and may use at `now`.
    std::vector<RightGiven> of(std::string_view account_id, Instant now) const;
    // A number that rises whenever a right begins or is taken back: as long as it stays, of() tells the same
    // but for what has run out.
    std::uint64_t changes() const { return changes_.load(); }
    // The same, and what this account gave to others.
    std::vector<RightGiven> had_or_given(std::string_view account_id, Instant now) const;

private:
    struct PostPlace {
        std::string role;
        Jurisdiction where;
    };
    void apply(const kernel::Committed& one);
    void put(RightGiven right);
    void take(const std::string& by, const AccountId& account_id);

    mutable std::shared_mutex mutex_;
    std::atomic<std::size_t> count_{0};  // nobody was given anything: asked for every command
    std::atomic<std::uint64_t> changes_{0};
    std::map<std::string, std::vector<RightGiven>, std::less<>> by_account_;
    std::map<std::string, PostPlace, std::less<>> posts_;
};

}  // namespace anlan::views
