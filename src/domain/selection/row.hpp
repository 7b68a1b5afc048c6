// What lists and live boards show of a day's list: how many are on it and how many are decided. The incidents
// themselves are read with the record.
#pragma once
#include "domain/selection/selection.hpp"

#include <map>
#include <optional>

namespace anlan::selection {

struct SelectionRow {
    std::string selection_id;
    std::string day;
    Jurisdiction where;
    Stage stage{};
    Instant over_at{};
    int target_min = 0;
    int target_max = 0;
    int listed = 0;     // all that were looked at and are of the day still
    int to_decide = 0;  // of them; the rest is below the line
    int undecided = 0;
    int picked = 0;
    int passed_over = 0;
    int left = 0;
    std::optional<Instant> closed_at;
    std::vector<std::string> missed;
    std::optional<kernel::NextDue> next;
};
BOOST_DESCRIBE_STRUCT(SelectionRow, (),
                      (selection_id, day, where, stage, over_at, target_min, target_max, listed, to_decide,
                       undecided, picked, passed_over, left, closed_at, missed, next))

std::optional<SelectionRow> row_of(std::string_view stream, const Selection::State& state);
std::map<std::string, std::string> facets_of(const Selection::State& state);

}  // namespace anlan::selection
