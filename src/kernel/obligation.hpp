// What a post owes: by when, when to warn it, and which posts above it hear of it if it stays unmet. This is
// the spine of Anlan. An obligation is a value inside events and states; nothing counts it down. The engine
// indexes every open one, and sends NoteDeadline to its stream at each of its instants, exactly once in the
// log.
//
// A module keeps its open obligations in its State (usually one `std::vector<Obligation>`), adds them when
// the fact arises, removes them when the fact that proves them met arises, and answers NoteDeadline with
// note().
#pragma once
#include "base/instant.hpp"
#include "terms/ids.hpp"

#include <boost/describe.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::kernel {

// One step of the ladder: if the obligation is still open at `at`, `post` is told.
struct Rung {
    PostId post;
    Instant at;

    friend bool operator==(const Rung&, const Rung&) = default;
};
BOOST_DESCRIBE_STRUCT(Rung, (), (post, at))

struct Obligation {
    std::string kind;  // "dispatch", "arrive": the module's word, without the module's name
    std::string key;   // tells two of one kind in one stream apart; often empty
    PostId owner;      // a post, not a person
    Instant since;     // when it arose
    Instant due_by;
    std::optional<Instant> warn_at;  // before due_by
    std::vector<Rung> ladder;        // ascending, none before due_by
    bool warned = false;
    bool missed = false;
    int climbed = 0;  // rungs that have been told

    friend bool operator==(const Obligation&, const Obligation&) = default;
};
BOOST_DESCRIBE_STRUCT(Obligation, (),
                      (kind, key, owner, since, due_by, warn_at, ladder, warned, missed, climbed))

// Of a module that owes nothing.
inline const std::vector<Obligation> nothing_owed;

// The next instant at which something is to be noted of it: warning, breach, or a rung. None when all is
// noted.
std::optional<Instant> next_notice(const Obligation& obligation);

// The clock's command to a stream: the instant `due` has come for this obligation. Idempotent.
struct NoteDeadline {
    std::string kind;
    std::string key;
    Instant due;
};
BOOST_DESCRIBE_STRUCT(NoteDeadline, (), (kind, key, due))

// The three facts that time alone makes true. A module lists them in its Event variant; on the wire they
// carry the module's name in front: "incident.deadline_missed.v1".
struct DeadlineWarned {
    static constexpr std::string_view wire_suffix = "deadline_warned.v1";
    std::string kind;
    std::string key;
    PostId owner;
    Instant due_by;
};
BOOST_DESCRIBE_STRUCT(DeadlineWarned, (), (kind, key, owner, due_by))

struct DeadlineMissed {
    static constexpr std::string_view wire_suffix = "deadline_missed.v1";
    std::string kind;
    std::string key;
    PostId owner;
    Instant due_by;
};
BOOST_DESCRIBE_STRUCT(DeadlineMissed, (), (kind, key, owner, due_by))

struct DeadlineEscalated {
    static constexpr std::string_view wire_suffix = "deadline_escalated.v1";
    std::string kind;
    std::string key;
    PostId owner;
    PostId told;
    int rung = 0;  // 0 is the first
    Instant due_by;
};
BOOST_DESCRIBE_STRUCT(DeadlineEscalated, (), (kind, key, owner, told, rung, due_by))

using DeadlineEvent = std::variant<DeadlineWarned, DeadlineMissed, DeadlineEscalated>;

// The facts that are due at `now` for the obligation that `command` names: none if it is met, unknown or not
// yet due. Late by hours (after an outage) yields all that fell into the gap, in order.
std::vector<DeadlineEvent> note(const std::vector<Obligation>& open, const NoteDeadline& command,
                                Instant now);

// The folds of the three facts over a module's open obligations, and the two moves every module makes.
void evolve_deadline(std::vector<Obligation>& open, const DeadlineWarned& event);
void evolve_deadline(std::vector<Obligation>& open, const DeadlineMissed& event);
void evolve_deadline(std::vector<Obligation>& open, const DeadlineEscalated& event);
// And keeps in `missed` the kind of what was broken, each once.
template <class Deadline>
void evolve_deadline(std::vector<Obligation>& open, std::vector<std::string>& missed, const Deadline& event) {
    evolve_deadline(open, event);
    if constexpr (std::same_as<Deadline, DeadlineMissed>)
        if (std::find(missed.begin(), missed.end(), event.kind) == missed.end()) missed.push_back(event.kind);
}
void arise(std::vector<Obligation>& open, Obligation obligation);  // replaces one of the same kind and key
bool meet(std::vector<Obligation>& open, std::string_view kind, std::string_view key = {});
const Obligation* find(const std::vector<Obligation>& open, std::string_view kind, std::string_view key = {});

// Of what is owed, what is due first: what a row shows of it.
struct NextDue {
    std::string kind;
    std::string key;
    PostId owner;
    Instant since{};
    Instant due_by{};
    std::optional<Instant> warn_at;
    bool missed = false;
};
BOOST_DESCRIBE_STRUCT(NextDue, (), (kind, key, owner, since, due_by, warn_at, missed))
std::optional<NextDue> next_due(const std::vector<Obligation>& open);

}  // namespace anlan::kernel
