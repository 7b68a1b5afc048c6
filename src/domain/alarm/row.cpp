#include "domain/alarm/row.hpp"

namespace anlan::alarm {

std::optional<ShelvingRow> row_of(std::string_view stream, const Shelving::State& state) {
    if (state.kind.empty()) return std::nullopt;
    return ShelvingRow{std::string{stream}, state.kind,       state.where, state.reason,  state.shelved_by,
                       state.post_id,       state.shelved_at, state.until, state.ended_at};
}

std::map<std::string, std::string> facets_of(const Shelving::State& state) {
    return {
        {"kind", state.kind}, {"post", state.post_id.value()}, {"district", state.where.district.value()}};
}

}  // namespace anlan::alarm
