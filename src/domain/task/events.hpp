// What happens to an entry of the task catalogue: standard work with its department, basis, measures,
// standard, deadline, recurrence and the day on which it ends by itself. It is proposed, published by another
// person who has seen what it costs, opens its rounds by the calendar, and is renewed, retired or ends with
// its sunset. `obligations` are what is owed from a fact on, each replacing an open one of its kind.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/form.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::task {

using TaskId = Strong<struct TaskIdTag, std::string>;  // tsk_<department>.<number>

BOOST_DEFINE_ENUM_CLASS(Recurrence, once, daily, weekly, monthly, quarterly, yearly, each_new_door)
BOOST_DEFINE_ENUM_CLASS(Stage, none, proposed, in_force, ended)

// What is to be done, in the language of the city's officers.
struct Terms {
    std::string department;  // a code of task.toml
    std::string title;
    std::string basis;  // the document it rests on
    std::string measures;
    std::string standard;
    std::vector<Field> fields;  // what each answer says
    int minutes = 0;            // of one errand
    std::string deadline;       // a code of task.toml
    Recurrence recurrence{};
    std::string carrier_role;  // whose work it is
    Jurisdiction where;        // for which area it is issued: a city's, a district's
    Instant sunset_at{};
    bool example = false;  // of the demo city; no real task

    friend bool operator==(const Terms&, const Terms&) = default;
};
BOOST_DESCRIBE_STRUCT(Terms, (),
                      (department, title, basis, measures, standard, fields, minutes, deadline, recurrence,
                       carrier_role, where, sunset_at, example))

// Where it is done each time: in areas, and at doors of the register. Of `each_new_door` the areas say where
// a new door counts, and the kinds which doors.
struct Addressees {
    std::vector<AreaId> areas;
    std::vector<PlaceId> places;
    std::vector<std::string> place_kinds;

    std::size_t count() const { return areas.size() + places.size(); }
    friend bool operator==(const Addressees&, const Addressees&) = default;
};
BOOST_DESCRIBE_STRUCT(Addressees, (), (areas, places, place_kinds))

// What other streams may know of a task while they decide.
struct Brief {
    Stage stage{};
    std::optional<Terms> in_force;
    std::optional<Terms> draft;
    int newest_round = 0;
};

// By when an errand is answered, owed by whom, and who is told when it is not: the rulebook's words as they
// were when its round opened.
struct ToldAfter {
    std::string role;
    Seconds after{0};

    friend bool operator==(const ToldAfter&, const ToldAfter&) = default;
};
BOOST_DESCRIBE_STRUCT(ToldAfter, (), (role, after))
struct AnswerRule {
    Seconds within{0};
    Seconds warn_before{0};
    std::string owner_role;
    std::vector<ToldAfter> ladder;

    friend bool operator==(const AnswerRule&, const AnswerRule&) = default;
};
BOOST_DESCRIBE_STRUCT(AnswerRule, (), (within, warn_before, owner_role, ladder))

// Errands that were issued together; errand_id() of the errand module makes their ids of it.
struct OpenRound {
    int number = 0;
    Instant opened_at{};
    int errands = 0;

    friend bool operator==(const OpenRound&, const OpenRound&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenRound, (), (number, opened_at, errands))

struct TaskProposed {
    static constexpr std::string_view wire = "task.proposed.v1";
    Terms terms;
    Addressees to;
    std::int64_t burden_minutes = 0;  // a year, of all who do it
    AccountId proposed_by;
    Instant proposed_at{};
    std::vector<kernel::Obligation> obligations;  // somebody else decides on it
};
BOOST_DESCRIBE_STRUCT(TaskProposed, (), (terms, to, burden_minutes, proposed_by, proposed_at, obligations))

// A new draft, of a proposal or of what is in force.
struct TaskAmended {
    static constexpr std::string_view wire = "task.amended.v1";
    Terms terms;
    Addressees to;
    std::int64_t burden_minutes = 0;
    AccountId amended_by;
    Instant amended_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(TaskAmended, (), (terms, to, burden_minutes, amended_by, amended_at, obligations))

struct TaskRefused {
    static constexpr std::string_view wire = "task.refused.v1";
    std::string reason;
    AccountId refused_by;
    Instant refused_at{};
};
BOOST_DESCRIBE_STRUCT(TaskRefused, (), (reason, refused_by, refused_at))

// The draft is in force from now on.
struct TaskPublished {
    static constexpr std::string_view wire = "task.published.v1";
    std::int64_t burden_minutes_seen = 0;
    AccountId published_by;
    Instant published_at{};
    std::vector<kernel::Obligation> obligations;  // its review, its sunset
};
BOOST_DESCRIBE_STRUCT(TaskPublished, (), (burden_minutes_seen, published_by, published_at, obligations))

struct RoundOpened {
    static constexpr std::string_view wire = "task.round_opened.v1";
    int number = 0;
    int periods = 0;  // since the round that the calendar counts from, which is 0
    Instant scheduled_at{};
    Instant opened_at{};
    int skipped = 0;  // rounds that fell into a time in which nobody could open them
    std::vector<AreaId> areas;
    std::vector<PlaceId> places;
    AnswerRule answer;
    std::vector<OpenRound> closes;                // what was not done of these is not done any more
    std::vector<kernel::Obligation> obligations;  // the next one
};
BOOST_DESCRIBE_STRUCT(RoundOpened, (),
                      (number, periods, scheduled_at, opened_at, skipped, areas, places, answer, closes,
                       obligations))

struct TaskRenewed {
    static constexpr std::string_view wire = "task.renewed.v1";
    Instant sunset_at{};
    std::int64_t burden_minutes_seen = 0;
    AccountId renewed_by;
    Instant renewed_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(TaskRenewed, (), (sunset_at, burden_minutes_seen, renewed_by, renewed_at, obligations))

BOOST_DEFINE_ENUM_CLASS(EndedBy, word, sunset)

struct TaskEnded {
    static constexpr std::string_view wire = "task.ended.v1";
    EndedBy by{};
    std::string reason;
    std::optional<AccountId> ended_by;
    Instant ended_at{};
    std::vector<OpenRound> closes;
};
BOOST_DESCRIBE_STRUCT(TaskEnded, (), (by, reason, ended_by, ended_at, closes))

using Event =
    std::variant<TaskProposed, TaskAmended, TaskRefused, TaskPublished, RoundOpened, TaskRenewed, TaskEnded,
                 kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::task
