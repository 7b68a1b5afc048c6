// The erasure of a record: one stream for each record that was erased, so that each key is named once and
// never before its day.
#pragma once
#include "domain/erasure/events.hpp"
#include "kernel/decider.hpp"

namespace anlan::erasure {

// Sent by the clock's daily pass for what is due (views/retention.hpp).
struct EraseRecord {
    static constexpr std::string_view name = "erasure.erase_record";
    std::string record;
    std::string rule;
    Jurisdiction where;
    Instant closed_at{};
    std::vector<std::uint64_t> keys;
};
BOOST_DESCRIBE_STRUCT(EraseRecord, (), (record, rule, where, closed_at, keys))

using Command = std::variant<EraseRecord>;

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
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Erasure::State, (), (record, where, erasures))

static_assert(kernel::Decider<Erasure>);

inline constexpr std::size_t keys_max = 1'000;

}  // namespace anlan::erasure
