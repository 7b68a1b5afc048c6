// Looks at records with personal data, and their review. The API makes one stream for each look; where
// several are in one stream it keeps how many there were and the last one, which is the one that is reviewed.
#pragma once
#include "domain/look/events.hpp"
#include "kernel/decider.hpp"

#include <cstdint>

namespace anlan::look {

struct RecordLook {
    static constexpr std::string_view name = "look.record";
    std::string record;
    std::vector<std::string> fields;
    std::string purpose;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RecordLook, (), (record, fields, purpose, reason))

// The daily review: another person has read this look.
struct ReviewLook {
    static constexpr std::string_view name = "look.review";
    Finding finding{};
    std::optional<std::string> remark;  // in order: may be left out
};
BOOST_DESCRIBE_STRUCT(ReviewLook, (), (finding, remark))

using Command = std::variant<RecordLook, ReviewLook>;

struct Look {
    using Command = look::Command;
    using Event = look::Event;
    using Decision = Result<std::vector<Event>, kernel::Refusal>;

    struct State {
        std::int64_t count = 0;
        std::optional<LookRecorded> last;
        std::optional<LookReviewed> reviewed;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Look::State, (), (count, last, reviewed))

static_assert(kernel::Decider<Look>);

inline constexpr std::size_t fields_max = 100;
inline constexpr std::size_t text_length_max = 300;  // bytes of a record, a field, a purpose
inline constexpr std::size_t reason_length_max = 1000;

}  // namespace anlan::look
