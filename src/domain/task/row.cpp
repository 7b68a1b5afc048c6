#include "domain/task/row.hpp"

namespace anlan::task {

std::optional<TaskRow> row_of(std::string_view stream, const Task::State& state) {
    const Draft* shown = state.in_force ? &*state.in_force : state.draft ? &*state.draft : nullptr;
    if (shown == nullptr) return std::nullopt;
    TaskRow row;
    row.task_id = stream;
    row.stage = state.stage;
    row.amended = state.in_force && state.draft;
    row.terms = shown->terms;
    row.addressees = static_cast<std::int64_t>(shown->to.count());
    row.place_kinds = shown->to.place_kinds;
    row.burden_minutes = shown->burden_minutes;
    if (row.amended) row.draft_burden_minutes = state.draft->burden_minutes;
    row.proposed_by = shown->by;
    row.proposed_at = shown->at;
    row.published_at = state.published_at;
    row.rounds = state.rounds;
    if (const auto* next = kernel::find(state.open, "round")) row.next_round_at = next->due_by;
    row.ended_at = state.ended_at;
    row.ended_by = state.ended_by;
    row.end_reason = state.end_reason;
    row.missed = state.missed;
    return row;
}

std::map<std::string, std::string> facets_of(const Task::State& state) {
    const Draft* shown = state.in_force ? &*state.in_force : state.draft ? &*state.draft : nullptr;
    const Terms none;
    const Terms& terms = shown == nullptr ? none : shown->terms;
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"department", terms.department},
            {"recurrence", boost::describe::enum_to_string(terms.recurrence, "")},
            {"carrier_role", terms.carrier_role},
            {"draft", state.stage != Stage::ended && state.draft ? "yes" : "no"},
            {"example", terms.example ? "yes" : "no"},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::task
