// What lists and an answer card show of an errand: where it is, what it asks, who owes it. Nothing of what
// was answered.
#pragma once
#include "domain/errand/errand.hpp"

#include <map>
#include <optional>

namespace anlan::errand {

struct ErrandRow {
    std::string errand_id;
    std::string task_id;
    int round = 0;
    std::string department;
    std::string title;
    int minutes = 0;
    Stage stage{};
    Jurisdiction where;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    PostId owner;
    std::vector<Field> fields;
    Instant issued_at{};
    std::optional<Instant> due_by;
    std::optional<Instant> answered_at;
    std::optional<Instant> ended_at;
    int corrections = 0;
    int returned = 0;
    std::optional<Lapse> lapsed;
    std::vector<std::string> missed;
};
BOOST_DESCRIBE_STRUCT(ErrandRow, (),
                      (errand_id, task_id, round, department, title, minutes, stage, where, place_id,
                       place_label, owner, fields, issued_at, due_by, answered_at, ended_at, corrections,
                       returned, lapsed, missed))

std::optional<ErrandRow> row_of(std::string_view stream, const Errand::State& state);
std::map<std::string, std::string> facets_of(const Errand::State& state);

}  // namespace anlan::errand
