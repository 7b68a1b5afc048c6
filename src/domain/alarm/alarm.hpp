// Shelving after EEMUA 191 (4.4) and ISA-18.2: whoever watches puts a group of alarms aside that is known and
// cannot be dealt with now, with a reason and an end. It hides nothing: what is owed goes on and is counted.
#pragma once
#include "domain/alarm/events.hpp"
#include "kernel/decider.hpp"

#include <cstdint>
#include <optional>

namespace anlan::alarm {

inline constexpr std::size_t reason_length_max = 1000;  // bytes
// Somebody calls for help: no rulebook can have these put aside.
inline constexpr const char* never_shelved[] = {"panic", "safety_check", "answer", "pick_up"};

struct ShelveAlarm {
    static constexpr std::string_view name = "alarm.shelve";
    std::string kind;
    Jurisdiction where;
    std::string reason;
    std::int64_t minutes = 0;
};
BOOST_DESCRIBE_STRUCT(ShelveAlarm, (), (kind, where, reason, minutes))

struct UnshelveAlarm {
    static constexpr std::string_view name = "alarm.unshelve";
};
BOOST_DESCRIBE_STRUCT(UnshelveAlarm, (), ())

struct Shelving {
    using Command = std::variant<ShelveAlarm, UnshelveAlarm, kernel::NoteDeadline>;
    using Event = alarm::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        std::string kind;  // empty: nothing was shelved
        Jurisdiction where;
        std::string reason;
        AccountId shelved_by;
        PostId post_id;
        Instant shelved_at{};
        Instant until{};
        std::optional<Instant> ended_at;
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Shelving::State, (),
                      (kind, where, reason, shelved_by, post_id, shelved_at, until, ended_at, open))

static_assert(kernel::Decider<Shelving>);

}  // namespace anlan::alarm
