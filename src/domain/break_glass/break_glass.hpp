// Breaking the glass: an officer needs a record that is not their post's business, now, and says why. It
// opens that one record to them for a time the rulebook sets, tells the supervisor's post at once by an
// obligation to review it, and ends by itself. What it gives is access/may.hpp's to say; purpose and look are
// recorded as ever.
#pragma once
#include "domain/break_glass/events.hpp"
#include "kernel/decider.hpp"

#include <optional>

namespace anlan::break_glass {

inline constexpr std::size_t reason_length_max = 1000;

struct BreakGlass {
    static constexpr std::string_view name = "break_glass.open";
    std::string record;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(BreakGlass, (), (record, reason))

// Before its time: by whoever broke it, or by those whose record it is.
struct CloseGlass {
    static constexpr std::string_view name = "break_glass.close";
};
BOOST_DESCRIBE_STRUCT(CloseGlass, (), ())

struct ReviewBreak {
    static constexpr std::string_view name = "break_glass.review";
    Finding finding{};
    std::optional<std::string> remark;  // in order: may be left out
};
BOOST_DESCRIBE_STRUCT(ReviewBreak, (), (finding, remark))

struct Glass {
    using Command = std::variant<BreakGlass, CloseGlass, ReviewBreak, kernel::NoteDeadline>;
    using Event = break_glass::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        std::string record;  // empty: never broken
        AccountId account_id;
        PostId post_id;
        Jurisdiction where;
        std::string reason;
        Instant broken_at{};
        Instant until{};
        std::optional<Instant> closed_at;
        std::optional<BreakReviewed> reviewed;
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Glass::State, (),
                      (record, account_id, post_id, where, reason, broken_at, until, closed_at, reviewed,
                       open))

static_assert(kernel::Decider<Glass>);

}  // namespace anlan::break_glass
