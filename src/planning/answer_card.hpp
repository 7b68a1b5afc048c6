// An answer card: what several tasks and instructions ask at one door, made into one form in which nothing is
// asked twice; its answers taken apart again; and how many minutes that saves. Pure.
#pragma once
#include "terms/form.hpp"

#include <boost/describe.hpp>

#include <span>
#include <string>
#include <vector>

namespace anlan::planning {

// One that is due.
struct DueForm {
    std::string stream;
    int minutes = 0;  // as it counts by itself
    std::vector<Field> fields;
};

struct CardQuestion {
    std::string key;  // the field's id and what kind of answer it takes: one key, one question
    std::string zh;
    std::string en;
    FieldKind kind{};
    bool required = false;
    std::vector<Choice> choices;
    std::optional<std::string> unit;
    std::optional<int> least;  // the narrowest range of all who ask
    std::optional<int> most;
    std::vector<ShownWhen> shown_when;  // asked if one of these is so, `field` being a key; empty: always
    std::vector<std::string> asked_by;  // streams
};
BOOST_DESCRIBE_STRUCT(CardQuestion, (),
                      (key, zh, en, kind, required, choices, unit, least, most, shown_when, asked_by))

std::string question_key(const Field& field);

// In the order in which they come first.
std::vector<CardQuestion> ask_once(std::span<const DueForm> due);

// Of the card's answers, by key, what this one asks for: by its own ids, nothing that it does not ask as the
// answers stand, nothing that was left empty.
std::vector<Answer> answers_for(const DueForm& form, std::span<const Answer> by_key);

// What doing them on one card takes: getting to the door once, and each question once. A form's minutes
// beyond the door are shared by its questions; a question that several ask takes as long as the slowest of
// them.
struct CardMinutes {
    int one_by_one = 0;
    int on_card = 0;

    int saved() const { return one_by_one - on_card; }
};
CardMinutes minutes_of(std::span<const DueForm> forms, int door_minutes);

}  // namespace anlan::planning
