#include "domain/break_glass/row.hpp"

namespace anlan::break_glass {

std::optional<GlassRow> row_of(std::string_view stream, const Glass::State& state) {
    if (state.record.empty()) return std::nullopt;
    const auto* review = kernel::find(state.open, "review");
    return GlassRow{std::string{stream},
                    state.record,
                    state.account_id,
                    state.post_id,
                    state.where,
                    state.reason,
                    state.broken_at,
                    state.until,
                    state.closed_at,
                    state.reviewed,
                    review == nullptr ? std::nullopt : std::optional{review->due_by}};
}

std::map<std::string, std::string> facets_of(const Glass::State& state) {
    return {{"record", state.record},
            {"account", state.account_id.value()},
            {"district", state.where.district.value()},
            {"reviewed", state.reviewed ? "yes" : "no"}};
}

}  // namespace anlan::break_glass
