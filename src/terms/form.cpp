#include "terms/form.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <utility>

namespace anlan {
namespace {

constexpr std::size_t digits_max = 9;
constexpr std::size_t id_length_max = 40;
constexpr std::size_t words_length_max = 300;
constexpr std::size_t choices_max = 30;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_of(std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

bool is_date(std::string_view text) {
    constexpr std::size_t length = 10;
    if (text.size() != length || text[4] != '-' || text[7] != '-') return false;
    const auto year = text.substr(0, 4), month = text.substr(5, 2), day = text.substr(8, 2);
    if (!all_digits(year) || !all_digits(month) || !all_digits(day)) return false;
    return std::chrono::year_month_day{std::chrono::year{number_of(year)},
                                       std::chrono::month{static_cast<unsigned>(number_of(month))},
                                       std::chrono::day{static_cast<unsigned>(number_of(day))}}
        .ok();
}

std::optional<std::string> expected_number(const Field& field, std::string_view value) {
    const bool whole = all_digits(value) && value.size() <= digits_max;
    const std::string from = std::to_string(field.least.value_or(0));
    if (whole && number_of(value) >= field.least.value_or(0) &&
        (!field.most || number_of(value) <= *field.most))
        return std::nullopt;
    return "a whole number" + (field.most    ? " of " + from + " to " + std::to_string(*field.most)
                               : field.least ? " of " + from + " or more"
                                             : std::string{});
}

// What a value of this field has to be; none: it is.
std::optional<std::string> expected_of(const Field& field, const std::string& value) {
    switch (field.kind) {
        case FieldKind::text:
            if (value.empty() || value.size() > answer_length_max) return "a text of 1 to 4000 bytes";
            break;
        case FieldKind::number:
            return expected_number(field, value);
        case FieldKind::yes_no:
            if (value != "yes" && value != "no") return "yes or no";
            break;
        case FieldKind::date:
            if (!is_date(value)) return "a date as 2026-11-27";
            break;
        case FieldKind::choice:
            if (std::none_of(field.choices.begin(), field.choices.end(),
                             [&](const Choice& choice) { return choice.code == value; }))
                return "the code of one of the field's choices";
            break;
    }
    return std::nullopt;
}

FormFault fault(std::string reason, std::string message, std::string path) {
    return {std::move(reason), std::move(message), std::move(path)};
}

bool is_field_id(std::string_view id) {
    return !id.empty() && id.size() <= id_length_max && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool are_words(std::string_view words) { return !words.empty() && words.size() <= words_length_max; }

std::optional<FormFault> fault_in_choices(const Field& field, const std::string& path) {
    if ((field.kind == FieldKind::choice) != !field.choices.empty() || field.choices.size() > choices_max)
        return fault("choices_invalid", "1 to 30 choices for a choice, and only there.", path + ".choices");
    std::set<std::string> codes;
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        const Choice& choice = field.choices[i];
        const auto at = path + ".choices[" + std::to_string(i) + "]";
        if (!is_field_id(choice.code) || !codes.insert(choice.code).second)
            return fault("choices_invalid", "A code of a-z, 0-9 and _ that no other choice has.",
                         at + ".code");
        if (!are_words(choice.zh) || !are_words(choice.en))
            return fault("field_words_missing", "Words in zh and en, up to 300 bytes.", at);
    }
    return std::nullopt;
}

std::optional<FormFault> fault_in_range(const Field& field, const std::string& path) {
    if (field.kind != FieldKind::number) {
        if (field.unit || field.least || field.most)
            return fault("range_invalid", "Only a number has a unit and a range.", path);
        return std::nullopt;
    }
    constexpr int number_max = 999'999'999;
    const int least = field.least.value_or(0);
    const int most = field.most.value_or(number_max);
    if (least < 0 || most > number_max || most < least)
        return fault("range_invalid", "A range within 0 to 999999999.", path + ".most");
    if (field.unit && !are_words(*field.unit))
        return fault("range_invalid", "A unit of 1 to 300 bytes.", path + ".unit");
    return std::nullopt;
}

std::optional<FormFault> fault_in_condition(std::span<const Field> fields, std::size_t index,
                                            const std::string& path) {
    const Field& field = fields[index];
    if (!field.shown_when) return std::nullopt;
    const Field* other = find_field(fields.first(index), field.shown_when->field);
    if (other == nullptr)
        return fault("condition_invalid", "A field before this one.", path + ".shown_when.field");
    if (const auto expected = expected_of(*other, field.shown_when->value))
        return fault("condition_invalid", "That field never is so: it has to be " + *expected + ".",
                     path + ".shown_when.value");
    return std::nullopt;
}

}  // namespace

bool operator==(const Field& one, const Field& other) {
    const auto same_choice = [](const Choice& a, const Choice& b) {
        return a.code == b.code && a.zh == b.zh && a.en == b.en;
    };
    return one.id == other.id && one.zh == other.zh && one.en == other.en && one.kind == other.kind &&
           one.required == other.required &&
           std::equal(one.choices.begin(), one.choices.end(), other.choices.begin(), other.choices.end(),
                      same_choice) &&
           one.unit == other.unit && one.least == other.least && one.most == other.most &&
           one.shown_when == other.shown_when;
}

std::vector<Field> fields_of(std::span<const Question> questions) {
    constexpr FieldKind kinds[] = {FieldKind::text, FieldKind::choice, FieldKind::number, FieldKind::yes_no};
    std::vector<Field> fields;
    fields.reserve(questions.size());
    for (const Question& one : questions)
        fields.push_back({one.id,
                          one.zh,
                          one.en,
                          kinds[static_cast<std::size_t>(one.kind)],
                          one.required,
                          one.choices,
                          {},
                          {},
                          {},
                          {}});
    return fields;
}

const Field* find_field(std::span<const Field> fields, std::string_view id) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.id == id; });
    return found == fields.end() ? nullptr : &*found;
}

const Answer* find_answer(std::span<const Answer> answers, std::string_view field) {
    const auto found = std::find_if(answers.begin(), answers.end(),
                                    [&](const Answer& one) { return one.question_id == field; });
    return found == answers.end() ? nullptr : &*found;
}

// Conditions point backwards (fault_in_form), so that this ends.
bool is_shown(const Field& field, std::span<const Field> fields, std::span<const Answer> answers) {
    if (!field.shown_when) return true;
    const Answer* answer = find_answer(answers, field.shown_when->field);
    if (answer == nullptr || answer->value.reveal() != field.shown_when->value) return false;
    const Field* other = find_field(fields, field.shown_when->field);
    return other != nullptr && is_shown(*other, fields, answers);
}

std::optional<FormFault> fault_in_answers(std::span<const Field> fields, std::span<const Answer> answers) {
    if (answers.size() > form_fields_max)
        return fault("too_many_answers", "At most " + std::to_string(form_fields_max) + " answers.",
                     ".answers");
    std::set<std::string> given;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto path = ".answers[" + std::to_string(i) + "]";
        const auto& id = answers[i].question_id;
        const Field* field = find_field(fields, id);
        if (field == nullptr)
            return fault("field_unknown", "This form does not ask for " + id + ".", path + ".question_id");
        if (!given.insert(id).second)
            return fault("field_twice", id + " is answered twice.", path + ".question_id");
        if (!is_shown(*field, fields, answers))
            return fault("field_not_asked", id + " is not asked, as the other answers stand.",
                         path + ".question_id");
        if (const auto expected = expected_of(*field, answers[i].value.reveal()))
            return fault("answer_invalid", "It has to be " + *expected + ".", path + ".value");
    }
    for (const Field& field : fields)
        if (field.required && is_shown(field, fields, answers) && !given.contains(field.id))
            return fault("field_missing", "The answer lacks " + field.id + ".", ".answers");
    return std::nullopt;
}

std::optional<FormFault> fault_in_form(std::span<const Field> fields, const std::string& path) {
    if (fields.empty() || fields.size() > form_fields_max)
        return fault("fields_missing", "1 to 50 fields.", path);
    std::set<std::string> known;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Field& field = fields[i];
        const auto at = path + "[" + std::to_string(i) + "]";
        if (!is_field_id(field.id) || !known.insert(field.id).second)
            return fault("field_id_invalid", "An id of a-z, 0-9 and _ that no other field has.", at + ".id");
        if (!are_words(field.zh) || !are_words(field.en))
            return fault("field_words_missing", "Words in zh and en, up to 300 bytes.", at);
        if (auto wrong = fault_in_choices(field, at)) return wrong;
        if (auto wrong = fault_in_range(field, at)) return wrong;
        if (auto wrong = fault_in_condition(fields, i, at)) return wrong;
    }
    const bool asks = std::any_of(fields.begin(), fields.end(),
                                  [](const Field& one) { return one.required && !one.shown_when; });
    if (!asks) return fault("fields_missing", "A field that every answer has to have.", path);
    return std::nullopt;
}

}  // namespace anlan
