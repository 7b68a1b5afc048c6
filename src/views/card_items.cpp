#include "views/card_items.hpp"

#include "codec/json.hpp"
#include "domain/errand/rules.hpp"
#include "domain/instruction/rules.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

// As much of an errand's row as a card shows.
struct ErrandShown {
    std::string task_id;
    std::string department;
    std::string title;
    int minutes = 0;
    PostId owner;
    Jurisdiction where;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    std::vector<Field> fields;
    std::optional<Instant> due_by;
    std::vector<std::string> missed;
};
BOOST_DESCRIBE_STRUCT(ErrandShown, (),
                      (task_id, department, title, minutes, owner, where, place_id, place_label, fields,
                       due_by, missed))

struct NextShown {
    std::optional<Instant> due_by;
};
BOOST_DESCRIBE_STRUCT(NextShown, (), (due_by))

struct InstructionShown {
    std::string class_code;
    PostId owner;
    Jurisdiction where;
    std::optional<IncidentId> incident_id;
    std::optional<NextShown> next;
    std::vector<std::string> missed;
};
BOOST_DESCRIBE_STRUCT(InstructionShown, (), (class_code, owner, where, incident_id, next, missed))

bool missed_reply(const std::vector<std::string>& missed) {
    return std::find(missed.begin(), missed.end(), "reply") != missed.end();
}

std::optional<CardItem> errand_item(const std::string& stream, const std::string& row_json) {
    auto read = codec::read_json<ErrandShown>(row_json, codec::Unknown::ignore);
    if (!read.ok()) return std::nullopt;
    auto& row = *read;
    CardItem item;
    item.form = {stream, row.minutes, std::move(row.fields)};
    item.command = "errand.answer";
    item.task_id = row.task_id;
    item.department = row.department;
    item.zh = item.en = row.title;
    item.owner = row.owner;
    item.where = row.where;
    item.place_id = row.place_id;
    item.place_label = row.place_label;
    item.due_by = row.due_by;
    item.late = missed_reply(row.missed);
    return item;
}

std::optional<CardItem> instruction_item(const std::string& stream, const std::string& row_json,
                                         const kernel::Rulebook& rules) {
    const auto read = codec::read_json<InstructionShown>(row_json, codec::Unknown::ignore);
    if (!read.ok()) return std::nullopt;
    const auto* of = instruction::find_class(rules.section<instruction::Rules>(), read->class_code);
    if (of == nullptr) return std::nullopt;
    CardItem item;
    item.form = {stream, rules.section<errand::Rules>().card.instruction_minutes, fields_of(of->fields)};
    item.command = "instruction.answer";
    item.class_code = of->code;
    item.zh = of->zh;
    item.en = of->en;
    item.owner = read->owner;
    item.where = read->where;
    item.incident_id = read->incident_id;
    if (read->next) item.due_by = read->next->due_by;
    item.late = missed_reply(read->missed);
    return item;
}

}  // namespace

std::optional<CardItem> card_item(std::string_view resource, const std::string& stream,
                                  const std::string& row_json, const kernel::Rulebook& rules) {
    if (resource == "errands") return errand_item(stream, row_json);
    if (resource == "instructions") return instruction_item(stream, row_json, rules);
    return std::nullopt;
}

int door_minutes(const kernel::Rulebook& rules) { return rules.section<errand::Rules>().card.door_minutes; }

}  // namespace anlan::views
