#include "domain/matter/row.hpp"

namespace anlan::matter {

std::optional<MatterRow> row_of(std::string_view stream, const Matter::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    MatterRow row;
    row.matter_id = stream;
    row.stage = state.stage;
    row.kind = state.kind;
    row.rule = state.rule;
    row.where = state.where;
    row.reports = state.reports;
    if (!state.reports.empty()) {
        row.first_at = state.reports.front().reported_at;
        row.last_at = state.reports.back().reported_at;
    }
    row.suggested_at = state.suggested_at;
    row.decided_at = state.decided_at;
    row.reject_reason = state.reject_reason;
    row.instructions = static_cast<int>(state.ordered.size());
    row.missed = state.missed;
    row.next = kernel::next_due(state.open);
    return row;
}

std::map<std::string, std::string> facets_of(const Matter::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"kind", state.kind},
            {"rule", state.rule},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::matter
