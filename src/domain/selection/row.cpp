#include "domain/selection/row.hpp"

namespace anlan::selection {
namespace {

void count(const Entry& entry, SelectionRow& row) {
    row.picked += entry.standing == Standing::picked ? 1 : 0;
    row.passed_over += entry.standing == Standing::passed_over ? 1 : 0;
    row.undecided += undecided(entry) ? 1 : 0;
    if (!entry.outside.empty()) {
        ++row.left;
        return;
    }
    ++row.listed;
    row.to_decide += entry.candidate.to_decide ? 1 : 0;
}

}  // namespace

std::optional<SelectionRow> row_of(std::string_view stream, const Selection::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    SelectionRow row;
    row.selection_id = stream;
    row.day = state.day;
    row.where = state.where;
    row.stage = state.stage;
    row.over_at = state.over_at;
    row.target_min = state.target_min;
    row.target_max = state.target_max;
    for (const Entry& entry : state.entries) count(entry, row);
    row.closed_at = state.closed_at;
    row.missed = state.missed;
    if (const auto* owed = kernel::find(state.open, "decide")) row.next = kernel::next_due({*owed});
    return row;
}

std::map<std::string, std::string> facets_of(const Selection::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"day", state.day},
            {"district", state.where.district.value()},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::selection
