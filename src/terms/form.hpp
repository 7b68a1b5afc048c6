// A form: typed fields, some of them asked only where another has a certain value; and what was answered.
// Used by whoever asks officers for facts: instructions and tasks. Numbers are whole; a date is 2026-11-27.
#pragma once
#include "terms/incident_catalogue.hpp"
#include "terms/report.hpp"

#include <boost/describe.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan {

inline constexpr std::size_t form_fields_max = 50;
inline constexpr std::size_t answer_length_max = 4000;  // bytes

BOOST_DEFINE_ENUM_CLASS(FieldKind, text, choice, number, yes_no, date)

struct ShownWhen {
    std::string field;  // one before it
    std::string value;

    friend bool operator==(const ShownWhen&, const ShownWhen&) = default;
};
BOOST_DESCRIBE_STRUCT(ShownWhen, (), (field, value))

struct Field {
    std::string id;
    std::string zh;
    std::string en;
    FieldKind kind = FieldKind::text;
    bool required = false;
    std::vector<Choice> choices;      // of a choice only
    std::optional<std::string> unit;  // of a number, as are the next two
    std::optional<int> least;
    std::optional<int> most;
    std::optional<ShownWhen> shown_when;  // empty: always
};
BOOST_DESCRIBE_STRUCT(Field, (), (id, zh, en, kind, required, choices, unit, least, most, shown_when))
bool operator==(const Field& one, const Field& other);

std::vector<Field> fields_of(std::span<const Question> questions);

const Field* find_field(std::span<const Field> fields, std::string_view id);
const Answer* find_answer(std::span<const Answer> answers, std::string_view field);

// Whether it is asked for, as the answers stand: what depends on a field that is not shown is not, either.
bool is_shown(const Field& field, std::span<const Field> fields, std::span<const Answer> answers);

// What is wrong, and where: `reason` is the part of a refusal's code behind the module's name.
struct FormFault {
    std::string reason;   // "field_missing"
    std::string message;  // in English
    std::string path;     // ".answers[2].value"

    friend bool operator==(const FormFault&, const FormFault&) = default;
};

// Every field that is shown and required is there, each once, none that is not asked for, and each value is
// of its kind. None: so it is.
std::optional<FormFault> fault_in_answers(std::span<const Field> fields, std::span<const Answer> answers);

// The form itself: ids, words, choices, ranges, and conditions that can be met.
std::optional<FormFault> fault_in_form(std::span<const Field> fields, const std::string& path);

}  // namespace anlan
