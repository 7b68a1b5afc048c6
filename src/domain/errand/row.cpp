#include "domain/errand/row.hpp"

namespace anlan::errand {

std::optional<ErrandRow> row_of(std::string_view stream, const Errand::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    ErrandRow row;
    row.errand_id = stream;
    row.task_id = state.task_id;
    row.round = state.round;
    row.department = state.department;
    row.title = state.title;
    row.minutes = state.minutes;
    row.stage = state.stage;
    row.where = state.where;
    row.place_id = state.place_id;
    row.place_label = state.place_label;
    row.owner = state.owner;
    row.fields = state.fields;
    row.issued_at = state.issued_at;
    if (const auto* owed = kernel::find(state.open, "reply")) row.due_by = owed->due_by;
    row.answered_at = state.answered_at;
    row.ended_at = state.ended_at;
    row.corrections = state.corrections;
    row.returned = state.returned;
    row.lapsed = state.lapsed;
    row.missed = state.missed;
    return row;
}

std::map<std::string, std::string> facets_of(const Errand::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"task", state.task_id},
            {"department", state.department},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"beat", state.where.beat.value()},
            {"place", state.place_id ? state.place_id->value() : ""},
            {"owner", state.owner.value()},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::errand
