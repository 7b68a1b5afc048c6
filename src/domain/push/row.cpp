#include "domain/push/row.hpp"

namespace anlan::push {

std::optional<PushRow> row_of(std::string_view stream, const Push::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    PushRow row;
    row.push_id = stream;
    row.stage = state.stage;
    row.mediation_id = state.mediation_id;
    row.number = state.number;
    row.dispute_class = state.dispute_class;
    row.from_post_id = state.from_post_id;
    row.where = state.where;
    row.area_label = state.area_label;
    row.delivered_at = state.delivered_at;
    for (const Recipient& one : state.recipients)
        row.recipients.push_back(
            {one.post_id, one.acknowledged_at, one.answered_at, one.due_by, one.done_at});
    row.missed = state.missed;
    row.next = kernel::next_due(state.open);
    return row;
}

std::map<std::string, std::string> facets_of(const Push::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"mediation", state.mediation_id},
            {"dispute_class", state.dispute_class},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::push
