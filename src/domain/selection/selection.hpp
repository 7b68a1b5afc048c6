// The list of one day in one district. The pass (views/day_incidents.hpp) puts the incidents on it and keeps
// what is said of them true; a person decides. One incident is on a list once. While the day is open both
// decisions can be taken back; a closed day changes no more, nor does one that nobody closed for days.
#pragma once
#include "domain/selection/events.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::selection {

inline constexpr std::size_t entries_max = 20'000;  // of a day in a district
inline constexpr std::size_t reasons_max = 24;
inline constexpr std::size_t passed_over_max = 500;  // with one word

// The pass's, sent by the service alone. `revision` is how often the list was told of this incident before:
// what was sent on older knowledge is refused.
struct PutForward {
    static constexpr std::string_view name = "selection.put_forward";
    std::string day;
    Jurisdiction where;
    Candidate candidate;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(PutForward, (), (day, where, candidate, revision))

struct TakeOff {
    static constexpr std::string_view name = "selection.take_off";
    IncidentId incident_id;
    std::string because;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(TakeOff, (), (incident_id, because, revision))

struct Pick {
    static constexpr std::string_view name = "selection.pick";
    IncidentId incident_id;
    std::optional<std::string>
        instruction_class;  // of those that selection.toml offers; left out: the rule's
};
BOOST_DESCRIBE_STRUCT(Pick, (), (incident_id, instruction_class))

struct PassOver {
    static constexpr std::string_view name = "selection.pass_over";
    std::vector<IncidentId> incident_ids;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PassOver, (), (incident_ids, reason))

struct UndoDecision {
    static constexpr std::string_view name = "selection.undo";
    IncidentId incident_id;
};
BOOST_DESCRIBE_STRUCT(UndoDecision, (), (incident_id))

struct CloseSelection {
    static constexpr std::string_view name = "selection.close";
};
BOOST_DESCRIBE_STRUCT(CloseSelection, (), ())

BOOST_DEFINE_ENUM_CLASS(Stage, none, open, closed, lapsed)
BOOST_DEFINE_ENUM_CLASS(Standing, open, picked, passed_over)

struct Entry {
    Candidate candidate;
    Standing standing = Standing::open;
    std::string because;            // it was passed over; below_line and no_reason: with the day
    std::string outside;            // it left the list
    int number = 0;                 // of the instruction of its pick
    std::string instruction_class;  // the same
    int revision = 0;
    AccountId decided_by;
    std::optional<Instant> decided_at;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (candidate, standing, because, outside, number, instruction_class, revision, decided_by,
                       decided_at))

struct Selection {
    using Command =
        std::variant<PutForward, TakeOff, Pick, PassOver, UndoDecision, CloseSelection, kernel::NoteDeadline>;
    using Event = selection::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string day;
        Jurisdiction where;
        Instant over_at{};
        Instant lapses_at{};
        int target_min = 0;
        int target_max = 0;
        std::vector<Entry> entries;  // as they were put forward
        int instructions = 0;        // that were ordered, the withdrawn ones with them
        std::optional<AccountId> closed_by;
        std::optional<Instant> closed_at;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Selection::State, (),
                      (stage, day, where, over_at, lapses_at, target_min, target_max, entries, instructions,
                       closed_by, closed_at, missed, open))

static_assert(kernel::Decider<Selection>);

// Somebody has to say what becomes of it.
inline bool undecided(const Entry& entry) {
    return entry.candidate.to_decide && entry.standing == Standing::open && entry.outside.empty();
}

kernel::Scope scope_of(const Selection::State& state);

}  // namespace anlan::selection
