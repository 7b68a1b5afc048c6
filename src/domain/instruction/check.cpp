#include "domain/instruction/check.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::instruction {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

constexpr std::size_t digits_max = 9;

bool is_number(const std::string& value) {
    return !value.empty() && value.size() <= digits_max &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What a value of this field has to be; none: it is.
std::optional<std::string> expected_of(const Question& field, const std::string& value) {
    switch (field.kind) {
        case QuestionKind::text:
            if (value.empty() || value.size() > text_length_max) return "a text of 1 to 4000 bytes";
            break;
        case QuestionKind::number:
            if (!is_number(value)) return "a whole number";
            break;
        case QuestionKind::yes_no:
            if (value != "yes" && value != "no") return "yes or no";
            break;
        case QuestionKind::choice:
            if (std::none_of(field.choices.begin(), field.choices.end(),
                             [&](const Choice& choice) { return choice.code == value; }))
                return "the code of one of the field's choices";
            break;
    }
    return std::nullopt;
}

}  // namespace

Refusal invalid(std::string code, std::string message, std::string field) {
    return {std::move(code), std::move(message), Because::invalid, Remedy::fix_input, std::move(field)};
}

std::optional<Refusal> check_text(const PersonalText& text, std::size_t most, const std::string& field) {
    if (text.reveal().empty() || text.reveal().size() > most)
        return invalid("instruction.text_invalid", "A text of 1 to " + std::to_string(most) + " bytes.",
                       field);
    return std::nullopt;
}

std::optional<Refusal> check_answers(const std::vector<Answer>& answers, const InstructionClass& of) {
    if (answers.size() > answers_max)
        return invalid("instruction.too_many_answers", "At most 50 answers.", ".answers");
    std::set<std::string> given;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto path = ".answers[" + std::to_string(i) + "]";
        const auto& id = answers[i].question_id;
        const auto field = std::find_if(of.fields.begin(), of.fields.end(),
                                        [&](const Question& one) { return one.id == id; });
        if (field == of.fields.end())
            return invalid("instruction.field_unknown", "This class does not ask for " + id + ".",
                           path + ".question_id");
        if (!given.insert(id).second)
            return invalid("instruction.field_twice", id + " is answered twice.", path + ".question_id");
        if (const auto expected = expected_of(*field, answers[i].value.reveal()))
            return invalid("instruction.answer_invalid", "It has to be " + *expected + ".", path + ".value");
    }
    for (const Question& field : of.fields)
        if (field.required && !given.contains(field.id))
            return invalid("instruction.field_missing", "The answer lacks " + field.id + ".", ".answers");
    return std::nullopt;
}

}  // namespace anlan::instruction
