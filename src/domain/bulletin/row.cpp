#include "domain/bulletin/row.hpp"

namespace anlan::bulletin {

std::optional<BulletinRow> row_of(std::string_view stream, const Bulletin::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    BulletinRow row;
    row.bulletin_id = stream;
    row.week = state.week;
    row.where = state.where;
    row.stage = state.stage;
    row.begins = state.begins;
    row.ends = state.ends;
    row.counted_until = state.counted_until;
    row.counted_to = state.counted_to;
    row.units = static_cast<int>(state.rows.size());
    row.object_until = state.object_until;
    row.objections = static_cast<int>(state.objections.size());
    row.unanswered = unanswered(state);
    for (const Objection& objection : state.objections) row.corrected += objection.value ? 1 : 0;
    for (const Edition& edition : state.editions)
        row.corrected += static_cast<int>(edition.corrections.size());
    if (!state.editions.empty()) {
        row.edition = state.editions.back().edition;
        row.published_at = state.editions.back().published_at;
    }
    row.missed = state.missed;
    row.next = kernel::next_due(state.open);
    return row;
}

std::map<std::string, std::string> facets_of(const Bulletin::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"week", state.week},
            {"district", state.where.district.value()},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::bulletin
