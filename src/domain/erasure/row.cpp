#include "domain/erasure/row.hpp"

namespace anlan::erasure {

std::optional<ErasureRow> row_of(std::string_view, const Erasure::State& state) {
    if (state.record.empty()) return std::nullopt;
    ErasureRow row{state.record, {},           state.where, {}, {}, static_cast<int>(state.erasures.size()),
                   state.holds,  state.ordered};
    if (state.erasures.empty()) return row;
    const PastErasure& last = state.erasures.back();
    row.rule = last.rule;
    row.closed_at = last.closed_at;
    row.erased_at = last.erased_at;
    return row;
}

std::map<std::string, std::string> facets_of(const Erasure::State& state) {
    return {{"record", state.record},
            {"rule", state.erasures.empty() ? std::string{} : state.erasures.back().rule},
            {"held", state.holds.empty() ? "no" : "yes"},
            {"district", state.where.district.value()}};
}

}  // namespace anlan::erasure
