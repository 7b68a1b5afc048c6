// An errand: what a task asks at one door or one station in one round. Its post owes the answer; an answer
// has every field that is asked and required, closes it, and may be corrected; the first one is kept for
// ever.
#pragma once
#include "domain/errand/events.hpp"
#include "domain/task/events.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::errand {

inline constexpr std::size_t reason_length_max = 1000;  // bytes
inline constexpr int corrections_max = 20;

// Sent when a round opens, by the service alone: at a door, or in an area.
struct IssueErrand {
    static constexpr std::string_view name = "errand.issue";
    task::TaskId task_id;
    int round = 0;
    std::optional<AreaId> area_id;
    std::optional<PlaceId> place_id;
    task::AnswerRule answer;
};
BOOST_DESCRIBE_STRUCT(IssueErrand, (), (task_id, round, area_id, place_id, answer))

struct AnswerErrand {
    static constexpr std::string_view name = "errand.answer";
    std::vector<Answer> answers;
};
BOOST_DESCRIBE_STRUCT(AnswerErrand, (), (answers))

struct CorrectAnswer {
    static constexpr std::string_view name = "errand.correct";
    std::vector<Answer> answers;
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(CorrectAnswer, (), (answers, reason))

struct ReturnAnswer {
    static constexpr std::string_view name = "errand.return_answer";
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(ReturnAnswer, (), (reason))

struct WithdrawErrand {
    static constexpr std::string_view name = "errand.withdraw";
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawErrand, (), (reason))

struct LapseErrand {
    static constexpr std::string_view name = "errand.lapse";
    Lapse why{};
};
BOOST_DESCRIBE_STRUCT(LapseErrand, (), (why))

BOOST_DEFINE_ENUM_CLASS(Stage, none, due, answered, withdrawn, lapsed)

struct Errand {
    using Command = std::variant<IssueErrand, AnswerErrand, CorrectAnswer, ReturnAnswer, WithdrawErrand,
                                 LapseErrand, kernel::NoteDeadline>;
    using Event = errand::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string task_id;
        int round = 0;
        std::string department;
        std::string title;
        int minutes = 0;
        std::vector<Field> fields;
        Jurisdiction where;
        std::optional<PlaceId> place_id;
        std::optional<std::string> place_label;
        PostId owner;
        Instant issued_at{};
        std::vector<Answer> answers;  // the last ones
        std::vector<Answer> first_answers;
        std::optional<AccountId> answered_by;
        std::optional<Instant> answered_at;  // the last time; a correction moves it not
        std::optional<Instant> first_answered_at;
        int corrections = 0;
        std::optional<Instant> corrected_at;
        PersonalText correction_reason;  // the last one's
        int returned = 0;                // times
        PersonalText return_reason;
        PersonalText withdrawal_reason;
        std::optional<Lapse> lapsed;
        std::optional<Instant> ended_at;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Errand::State, (),
                      (stage, task_id, round, department, title, minutes, fields, where, place_id,
                       place_label, owner, issued_at, answers, first_answers, answered_by, answered_at,
                       first_answered_at, corrections, corrected_at, correction_reason, returned,
                       return_reason, withdrawal_reason, lapsed, ended_at, missed, open))

static_assert(kernel::Decider<Errand>);

// The area's posts have it by where it lies, its owner wherever it sits.
kernel::Scope scope_of(const Errand::State& state);

// The id of one errand of a round, sortable by when that was opened: the same for ever, so that a round is
// issued once however often it is looked at.
std::string errand_id(const std::string& task_stream, const task::OpenRound& round, int index);

}  // namespace anlan::errand
