// The gap in which the service was not there and deadlines fell due: noted at the start that follows it,
// recovered when the last of them is noted, reviewed by a person. The engine's order does the proof: it notes
// what is due by instant, so the obligation `recovery`, which is due at the gap's end, comes after all that
// fell into the gap, however many turns that takes and whatever is killed in between.
#pragma once
#include "domain/outage/events.hpp"
#include "kernel/decider.hpp"

#include <optional>

namespace anlan::outage {

inline constexpr std::size_t remark_length_max = 1000;  // bytes

// By the service itself, when it starts (app/outage_at_start.hpp), or can write again (app/write_gap.hpp).
struct NoteOutage {
    static constexpr std::string_view name = "outage.note";
    Instant from{};
    Instant until{};
    std::uint64_t after_position = 0;
    Instant first_due{};
    std::uint64_t streams = 0;
    std::optional<std::string> refused_with = {};
    std::optional<std::uint64_t> refused_commands = {};
};
BOOST_DESCRIBE_STRUCT(NoteOutage, (),
                      (from, until, after_position, first_due, streams, refused_with, refused_commands))

struct ReviewOutage {
    static constexpr std::string_view name = "outage.review";
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(ReviewOutage, (), (remark))

struct Outage {
    using Command = std::variant<NoteOutage, ReviewOutage, kernel::NoteDeadline>;
    using Event = outage::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        bool noted = false;
        Instant from{};
        Instant until{};
        std::uint64_t after_position = 0;
        Instant first_due{};
        std::uint64_t streams = 0;
        Jurisdiction where;
        std::optional<Instant> recovered_at;
        std::optional<OutageReviewed> reviewed;
        std::vector<kernel::Obligation> open;
        std::optional<std::string> refused_with = {};
        std::optional<std::uint64_t> refused_commands = {};
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Outage::State, (),
                      (noted, from, until, after_position, first_due, streams, where, recovered_at, reviewed,
                       open, refused_with, refused_commands))

static_assert(kernel::Decider<Outage>);

}  // namespace anlan::outage
