#include "ports/snapshot_store.hpp"

#include "base/digest.hpp"

namespace anlan::ports {
namespace {

constexpr char between = '\x1f';  // no facet holds it: they are codes
constexpr std::uint64_t of_rows = 6;
constexpr std::uint64_t of_positions = 7;

}  // namespace

std::uint64_t sum_of(const StreamSnapshot& row) {
    auto sum = digest(row.state, digest(row.stream, of_rows + row.version));
    if (!row.rests) return sum;
    const auto& rests = *row.rests;
    sum = digest(rests.facets ? facets_text(*rests.facets) : "none", sum + 1);
    return digest(rests.closed_as,
                  sum + static_cast<std::uint64_t>(rests.closed_at.time_since_epoch().count()));
}

std::uint64_t sum_of_positions(std::string_view stream, std::uint64_t first, std::string_view packed) {
    return digest(packed, digest(stream, of_positions + first));
}

std::string facets_text(const std::map<std::string, std::string>& facets) {
    std::string text;
    for (const auto& [name, value] : facets) {
        text += name;
        text += between;
        text += value;
        text += between;
    }
    return text;
}

std::optional<std::map<std::string, std::string>> facets_from(std::string_view text) {
    std::map<std::string, std::string> facets;
    while (!text.empty()) {
        const auto name_end = text.find(between);
        if (name_end == std::string_view::npos) return std::nullopt;
        const auto value_end = text.find(between, name_end + 1);
        if (value_end == std::string_view::npos) return std::nullopt;
        facets.emplace(text.substr(0, name_end), text.substr(name_end + 1, value_end - name_end - 1));
        text.remove_prefix(value_end + 1);
    }
    return facets;
}

Fault damaged_snapshot(std::string_view stream) {
    return {Then::stop, "snapshots.damaged",
            "what snapshots.db holds of " + std::string{stream} +
                " is not what was saved; the next start makes it again from the log"};
}

}  // namespace anlan::ports
