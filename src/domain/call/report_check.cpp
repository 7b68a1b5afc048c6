// What a report may say, against the catalogue. Missing answers are never refused: a dispatch does not wait
// for them.
#include "domain/call/decide.hpp"

#include <algorithm>

namespace anlan::call {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;
using MaybeRefusal = std::optional<Refusal>;

namespace {

MaybeRefusal wrong_answer(std::size_t index, const std::string& expected) {
    return refusal("call.answer_invalid", "The answer has to be " + expected + ".", Because::invalid,
                   Remedy::fix_input, ".answers[" + std::to_string(index) + "].value");
}

bool is_number(const std::string& text) {
    return !text.empty() && text.size() <= 12 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

MaybeRefusal check_answer(const Answer& answer, const IncidentCatalogue& catalogue, std::size_t index) {
    const Question* question = find_question(catalogue, answer.question_id);
    if (question == nullptr)
        return refusal("call.question_unknown", "The rulebook has no question " + answer.question_id + ".",
                       Because::invalid, Remedy::fix_input,
                       ".answers[" + std::to_string(index) + "].question_id");
    const std::string& value = answer.value.reveal();
    switch (question->kind) {
        case QuestionKind::text:
            return check_long(answer.value, ".answers[" + std::to_string(index) + "].value");
        case QuestionKind::number:
            if (!is_number(value)) return wrong_answer(index, "a whole number");
            break;
        case QuestionKind::yes_no:
            if (value != "yes" && value != "no") return wrong_answer(index, "yes or no");
            break;
        case QuestionKind::choice:
            if (std::none_of(question->choices.begin(), question->choices.end(),
                             [&](const Choice& choice) { return choice.code == value; }))
                return wrong_answer(index, "the code of one of the question's choices");
            break;
    }
    return std::nullopt;
}

MaybeRefusal check_report(const WriteReport& c, const IncidentCatalogue& catalogue) {
    if (auto wrong = check_long(c.narrative, ".narrative")) return wrong;
    if (c.class_code && find_class(catalogue, *c.class_code) == nullptr)
        return refusal("call.class_unknown", "The rulebook has no class " + *c.class_code + ".",
                       Because::invalid, Remedy::fix_input, ".class_code");
    if (c.location)
        if (auto wrong = check_location(*c.location)) return wrong;
    if (c.answers.size() > answers_max)
        return refusal("call.too_many_answers", "A report has at most 60 answers.", Because::invalid,
                       Remedy::fix_input, ".answers");
    for (std::size_t i = 0; i < c.answers.size(); ++i)
        if (auto wrong = check_answer(c.answers[i], catalogue, i)) return wrong;
    return std::nullopt;
}

}  // namespace

MaybeRefusal check_location(const Location& location) {
    if (location.point && !is_valid(*location.point))
        return refusal("call.point_invalid", "Latitude or longitude is out of range.", Because::invalid,
                       Remedy::fix_input, ".location.point");
    if (location.place_label)
        if (auto wrong = check_short(location.place_label->size(), ".location.place_label")) return wrong;
    return check_long(location.place_text, ".location.place_text");
}

MaybeRefusal check_hint(const LocationHint& hint) {
    if (!is_valid(hint.point))
        return refusal("call.point_invalid", "Latitude or longitude is out of range.", Because::invalid,
                       Remedy::fix_input, ".hint.point");
    if (!(hint.accuracy_metres >= 0))
        return refusal("call.accuracy_invalid", "An accuracy is 0 metres or more.", Because::invalid,
                       Remedy::fix_input, ".hint.accuracy_metres");
    return check_short(hint.source.size(), ".hint.source");
}

Location with_city(Location location, const kernel::Rulebook& rulebook) {
    if (location.where.city.value().empty())
        location.where.city = rulebook.section<kernel::RoleLevels>().city;
    return location;
}

Result<Report, Refusal> report_of(const WriteReport& c, const kernel::Rulebook& rulebook) {
    const auto& catalogue = rulebook.section<IncidentCatalogue>();
    if (auto wrong = check_report(c, catalogue)) return Unexpected{*wrong};
    Report report{.narrative = c.narrative,
                  .class_code = c.class_code,
                  .urgency = c.urgency,
                  .priority = c.priority,
                  .location = with_city(c.location.value_or(Location{}), rulebook),
                  .answers = c.answers,
                  .injured = c.injured.value_or(Stated::unknown),
                  .weapon = c.weapon.value_or(Stated::unknown)};
    if (!c.class_code) return report;
    const IncidentClass& incident_class = *find_class(catalogue, *c.class_code);
    if (!report.urgency) report.urgency = incident_class.urgency;
    if (!report.priority) report.priority = incident_class.priority;
    return report;
}

}  // namespace anlan::call
