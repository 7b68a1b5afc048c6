#include "domain/erasure/row.hpp"

namespace anlan::erasure {

std::optional<ErasureRow> row_of(std::string_view, const Erasure::State& state) {
    if (state.erasures.empty()) return std::nullopt;
    const PastErasure& last = state.erasures.back();
    return ErasureRow{state.record,   last.rule,      state.where,
                      last.closed_at, last.erased_at, static_cast<int>(state.erasures.size())};
}

std::map<std::string, std::string> facets_of(const Erasure::State& state) {
    return {{"record", state.record},
            {"rule", state.erasures.empty() ? std::string{} : state.erasures.back().rule},
            {"district", state.where.district.value()}};
}

}  // namespace anlan::erasure
