// What happens to an errand: one piece of a task's work, at a door of the register or at a station, never at
// a person. It is issued with its round, answered by its post, may be corrected or returned for completion,
// and lapses when the next round opens or its task ends. `obligations` are what is owed from a fact on.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "kernel/obligation.hpp"
#include "terms/form.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::errand {

// As the task stood when it was issued: what is asked does not change under whoever is on the way.
struct ErrandIssued {
    static constexpr std::string_view wire = "errand.issued.v1";
    std::string task_id;
    int round = 0;
    std::string department;
    std::string title;
    int minutes = 0;
    std::vector<Field> fields;
    Jurisdiction where;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    Instant issued_at{};
    std::vector<kernel::Obligation> obligations;  // the answer
};
BOOST_DESCRIBE_STRUCT(ErrandIssued, (),
                      (task_id, round, department, title, minutes, fields, where, place_id, place_label,
                       issued_at, obligations))

struct ErrandAnswered {
    static constexpr std::string_view wire = "errand.answered.v1";
    std::vector<Answer> answers;
    AccountId answered_by;
    Instant answered_at{};
};
BOOST_DESCRIBE_STRUCT(ErrandAnswered, (), (answers, answered_by, answered_at))

// What was said first stays what was said first.
struct AnswerCorrected {
    static constexpr std::string_view wire = "errand.answer_corrected.v1";
    std::vector<Answer> answers;
    PersonalText reason;
    AccountId corrected_by;
    Instant corrected_at{};
};
BOOST_DESCRIBE_STRUCT(AnswerCorrected, (), (answers, reason, corrected_by, corrected_at))

struct AnswerReturned {
    static constexpr std::string_view wire = "errand.answer_returned.v1";
    PersonalText reason;
    AccountId returned_by;
    Instant returned_at{};
    std::vector<kernel::Obligation> obligations;  // the answer anew
};
BOOST_DESCRIBE_STRUCT(AnswerReturned, (), (reason, returned_by, returned_at, obligations))

struct ErrandWithdrawn {
    static constexpr std::string_view wire = "errand.withdrawn.v1";
    PersonalText reason;
    AccountId withdrawn_by;
    Instant withdrawn_at{};
};
BOOST_DESCRIBE_STRUCT(ErrandWithdrawn, (), (reason, withdrawn_by, withdrawn_at))

BOOST_DEFINE_ENUM_CLASS(Lapse, next_round, task_ended)

// Nobody does it any more. What was missed stays missed.
struct ErrandLapsed {
    static constexpr std::string_view wire = "errand.lapsed.v1";
    Lapse why{};
    Instant lapsed_at{};
};
BOOST_DESCRIBE_STRUCT(ErrandLapsed, (), (why, lapsed_at))

using Event =
    std::variant<ErrandIssued, ErrandAnswered, AnswerCorrected, AnswerReturned, ErrandWithdrawn, ErrandLapsed,
                 kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::errand
