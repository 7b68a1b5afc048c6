#include "domain/outage/row.hpp"

namespace anlan::outage {

std::optional<OutageRow> row_of(std::string_view stream, const Outage::State& state) {
    if (!state.noted) return std::nullopt;
    const auto* review = kernel::find(state.open, "review");
    return OutageRow{std::string{stream},
                     state.from,
                     state.until,
                     state.first_due,
                     state.streams,
                     state.where,
                     state.recovered_at,
                     state.reviewed,
                     review == nullptr ? std::nullopt : std::optional{review->due_by},
                     state.refused_with,
                     state.refused_commands};
}

std::map<std::string, std::string> facets_of(const Outage::State& state) {
    return {{"reviewed", state.reviewed ? "yes" : "no"}};
}

}  // namespace anlan::outage
