// An entry of the task catalogue. Its id names its department and its number there (tsk_fire.7), counted
// without a gap, so that whoever proposes one is compared with every other while the decision is made: no two
// that ask for the same in the same area can come in at once.
#pragma once
#include "domain/task/events.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::task {

inline constexpr std::size_t title_length_max = 200;  // bytes, as all of these
inline constexpr std::size_t basis_length_max = 1000;
inline constexpr std::size_t measures_length_max = 4000;
inline constexpr std::size_t standard_length_max = 4000;
inline constexpr std::size_t reason_length_max = 1000;
inline constexpr std::size_t addressees_max = 4'000;
inline constexpr std::size_t place_kinds_max = 40;
inline constexpr std::size_t open_rounds_max = 200;  // of a task for each new door; others have one

// As a new entry: Anlan-New-Id says which number of its department.
struct ProposeTask {
    static constexpr std::string_view name = "task.propose";
    Terms terms;
    Addressees to;
};
BOOST_DESCRIBE_STRUCT(ProposeTask, (), (terms, to))

struct AmendTask {
    static constexpr std::string_view name = "task.amend";
    Terms terms;
    Addressees to;
};
BOOST_DESCRIBE_STRUCT(AmendTask, (), (terms, to))

struct RefuseTask {
    static constexpr std::string_view name = "task.refuse";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RefuseTask, (), (reason))

// Whoever publishes says how many minutes a year it takes, as it was shown.
struct PublishTask {
    static constexpr std::string_view name = "task.publish";
    std::int64_t burden_minutes_seen = 0;
};
BOOST_DESCRIBE_STRUCT(PublishTask, (), (burden_minutes_seen))

struct RenewTask {
    static constexpr std::string_view name = "task.renew";
    Instant sunset_at{};
    std::int64_t burden_minutes_seen = 0;
};
BOOST_DESCRIBE_STRUCT(RenewTask, (), (sunset_at, burden_minutes_seen))

struct RetireTask {
    static constexpr std::string_view name = "task.retire";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RetireTask, (), (reason))

// The service's: a door came into the register.
struct NoteNewDoor {
    static constexpr std::string_view name = "task.note_new_door";
    PlaceId place_id;
    std::string kind;
    Jurisdiction where;
};
BOOST_DESCRIBE_STRUCT(NoteNewDoor, (), (place_id, kind, where))

struct Draft {
    Terms terms;
    Addressees to;
    std::int64_t burden_minutes = 0;
    AccountId by;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(Draft, (), (terms, to, burden_minutes, by, at))

struct Task {
    using Command = std::variant<ProposeTask, AmendTask, RefuseTask, PublishTask, RenewTask, RetireTask,
                                 NoteNewDoor, kernel::NoteDeadline>;
    using Event = task::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::optional<Draft> draft;
        std::optional<Draft> in_force;
        std::optional<AccountId> published_by;
        std::optional<Instant> published_at;
        Instant anchor{};  // of its rounds: the first one's instant
        int periods = 0;   // from there to the last round that was scheduled
        int rounds = 0;
        std::vector<OpenRound> open_rounds;
        std::string refusal_reason;  // of the last draft that was refused
        std::optional<EndedBy> ended_by;
        std::optional<Instant> ended_at;
        std::string end_reason;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Task::State, (),
                      (stage, draft, in_force, published_by, published_at, anchor, periods, rounds,
                       open_rounds, refusal_reason, ended_by, ended_at, end_reason, missed, open))

static_assert(kernel::Decider<Task>);

kernel::Scope scope_of(const Task::State& state);
std::optional<Brief> brief_of(const Task::State& state);

// "tsk_fire.7" is the seventh of the fire department's.
TaskId task_id(std::string_view department, int number);
struct Numbered {
    std::string department;
    int number = 0;
};
std::optional<Numbered> numbered(std::string_view stream);

// What a new door opens a round for.
bool counts_door(const Draft& in_force, const std::string& kind, const Jurisdiction& where);

}  // namespace anlan::task
