// What an answer card may hold: errands and instructions that one post owes, read from their rows, each with
// the fields that it asks and the minutes that it counts as.
#pragma once
#include "kernel/rulebook.hpp"
#include "planning/answer_card.hpp"
#include "views/records.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anlan::views {

struct CardItem {
    planning::DueForm form;
    std::string command;  // that answers it
    std::optional<std::string> task_id;
    std::optional<std::string> department;
    std::optional<std::string> class_code;  // of an instruction
    std::string zh;
    std::string en;
    PostId owner;
    Jurisdiction where;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;  // of its door, or of its area
    std::optional<IncidentId> incident_id;   // whose place is an instruction's
    std::optional<Instant> due_by;
    bool late = false;
};

// None: rows of this resource are nothing for a card, or its class has left the rulebook.
std::optional<CardItem> card_item(std::string_view resource, const std::string& stream,
                                  const std::string& row_json, const kernel::Rulebook& rules);

// The minutes that the door of a card takes.
int door_minutes(const kernel::Rulebook& rules);

}  // namespace anlan::views
