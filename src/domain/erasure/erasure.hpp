// The erasure of a record: one stream for each record that was erased, so that each key is named once and
// never before its day.
#pragma once
#include "domain/erasure/events.hpp"
#include "kernel/decider.hpp"

#include <optional>

namespace anlan::erasure {

// Sent by the clock's daily pass for what is due (views/retention.hpp).
struct EraseRecord {
    static constexpr std::string_view name = "erasure.erase_record";
    std::string record;
    std::string rule;
    Jurisdiction where;
    Instant closed_at{};
    std::vector<std::uint64_t> keys;
    std::optional<Instant> ordered_at = {};  // another order is another command, also where no key is left
};
BOOST_DESCRIBE_STRUCT(EraseRecord, (), (record, rule, where, closed_at, keys, ordered_at))

// The person whose data it is asked for it. Nobody orders it alone (dual_control.toml).
struct EraseEarly {
    static constexpr std::string_view name = "erasure.erase_early";
    std::string record;
    std::string reason;
    std::string basis;
    std::optional<std::string> request = {};
};
BOOST_DESCRIBE_STRUCT(EraseEarly, (), (record, reason, basis, request))

struct PlaceHold {
    static constexpr std::string_view name = "erasure.place_hold";
    std::string record;
    std::string reason;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(PlaceHold, (), (record, reason, basis))

struct LiftHold {
    static constexpr std::string_view name = "erasure.lift_hold";
    std::string hold_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(LiftHold, (), (hold_id, reason))

using Command = std::variant<EraseRecord, EraseEarly, PlaceHold, LiftHold>;

struct PastErasure {
    std::string rule;
    Instant closed_at{};
    std::vector<std::uint64_t> keys;
    Instant erased_at{};

    friend bool operator==(const PastErasure&, const PastErasure&) = default;
};
BOOST_DESCRIBE_STRUCT(PastErasure, (), (rule, closed_at, keys, erased_at))

struct Erasure {
    using Command = erasure::Command;
    using Event = erasure::Event;
    using Decision = Result<std::vector<Event>, kernel::Refusal>;

    struct State {
        std::string record;
        Jurisdiction where;
        std::vector<PastErasure> erasures;  // in order
        std::vector<HoldPlaced> holds;      // in force
        std::int64_t hold_count = 0;
        std::optional<EarlyErasureOrdered> ordered;  // and not carried out yet
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Erasure::State, (), (record, where, erasures, holds, hold_count, ordered))

static_assert(kernel::Decider<Erasure>);

inline constexpr std::size_t keys_max = 1'000;
inline constexpr std::size_t text_length_max = 1'000;
inline constexpr std::size_t holds_max = 100;

}  // namespace anlan::erasure
