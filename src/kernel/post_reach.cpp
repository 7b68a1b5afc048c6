#include "kernel/post_reach.hpp"

#include <algorithm>

namespace anlan::kernel {
namespace {

constexpr std::string_view prefix = "are_";

std::size_t digits_of(Level level) {
    switch (level) {
        case Level::city:
        case Level::district:
            return 6;
        case Level::station:
            return 9;
        case Level::beat:
            return 12;
    }
    return 6;
}

}  // namespace

std::optional<Jurisdiction> reach_of(const AreaId& area, Level level, const AreaId& city) {
    if (!area.value().starts_with(prefix)) return std::nullopt;
    const auto digits = area.value().substr(prefix.size());
    if (level == Level::city) return Jurisdiction{area, {}, {}, {}};
    if (digits.size() != digits_of(level) ||
        !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const auto part = [&](Level of) { return AreaId{std::string{prefix} + digits.substr(0, digits_of(of))}; };
    Jurisdiction reach{city, part(Level::district), {}, {}};
    if (level == Level::district) return reach;
    reach.station = part(Level::station);
    if (level == Level::beat) reach.beat = area;
    return reach;
}

}  // namespace anlan::kernel
