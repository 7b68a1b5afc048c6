#include "planning/answer_card.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace anlan::planning {
namespace {

void narrow(CardQuestion& question, const Field& field) {
    if (field.least) question.least = std::max(question.least.value_or(*field.least), *field.least);
    if (field.most) question.most = std::min(question.most.value_or(*field.most), *field.most);
}

// The condition in keys; none where the field is always asked.
std::optional<ShownWhen> condition_of(const Field& field, const DueForm& form) {
    if (!field.shown_when) return std::nullopt;
    const Field* other = find_field(form.fields, field.shown_when->field);
    if (other == nullptr) return std::nullopt;
    return ShownWhen{question_key(*other), field.shown_when->value};
}

CardQuestion first_asked(const Field& field, const DueForm& form, std::string key) {
    CardQuestion question{std::move(key), field.zh,    field.en,   field.kind, field.required, field.choices,
                          field.unit,     field.least, field.most, {},         {form.stream}};
    if (auto condition = condition_of(field, form)) question.shown_when.push_back(std::move(*condition));
    return question;
}

void asked_again(CardQuestion& question, const Field& field, const DueForm& form) {
    question.asked_by.push_back(form.stream);
    question.required = question.required || field.required;
    narrow(question, field);
    const auto condition = condition_of(field, form);
    auto& shown = question.shown_when;
    if (!condition || shown.empty())
        shown.clear();  // somebody always asks it
    else if (std::find(shown.begin(), shown.end(), *condition) == shown.end())
        shown.push_back(*condition);
}

}  // namespace

std::string question_key(const Field& field) {
    std::string key = field.id + ":" + boost::describe::enum_to_string(field.kind, "");
    if (field.unit) key += ":" + *field.unit;
    for (const Choice& choice : field.choices) key += ":" + choice.code;
    return key;
}

std::vector<CardQuestion> ask_once(std::span<const DueForm> due) {
    std::vector<CardQuestion> questions;
    for (const DueForm& form : due)
        for (const Field& field : form.fields) {
            auto key = question_key(field);
            const auto known = std::find_if(questions.begin(), questions.end(),
                                            [&](const CardQuestion& one) { return one.key == key; });
            if (known == questions.end())
                questions.push_back(first_asked(field, form, std::move(key)));
            else
                asked_again(*known, field, form);
        }
    return questions;
}

std::vector<Answer> answers_for(const DueForm& form, std::span<const Answer> by_key) {
    std::vector<Answer> own;
    for (const Field& field : form.fields) {
        const Answer* given = find_answer(by_key, question_key(field));
        if (given != nullptr && !given->value.empty()) own.push_back({field.id, given->value});
    }
    std::vector<Answer> asked;
    for (const Answer& answer : own)
        if (is_shown(*find_field(form.fields, answer.question_id), form.fields, own)) asked.push_back(answer);
    return asked;
}

CardMinutes minutes_of(std::span<const DueForm> forms, int door_minutes) {
    CardMinutes minutes;
    int door = 0;
    std::map<std::string, double> slowest;
    for (const DueForm& form : forms) {
        minutes.one_by_one += form.minutes;
        const int own_door = std::min(door_minutes, form.minutes);
        door = std::max(door, own_door);
        const double share =
            form.fields.empty() ? 0 : double(form.minutes - own_door) / double(form.fields.size());
        for (const Field& field : form.fields) {
            double& longest = slowest[question_key(field)];
            longest = std::max(longest, share);
        }
    }
    double questions = 0;
    for (const auto& [key, share] : slowest) questions += share;
    constexpr double rounding = 1e-9;  // thirds of a minute that add up to a whole one
    minutes.on_card = std::min(minutes.one_by_one, door + static_cast<int>(std::ceil(questions - rounding)));
    return minutes;
}

}  // namespace anlan::planning
