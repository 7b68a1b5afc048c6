// The parts of the ribbon that know about text and cells; used by same_event*.cpp only.
#pragma once
#include "planning/geo_vector.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace anlan::planning {

// A report's text as it is compared: each pair of neighbouring characters, sounds merged, as a key; and as a
// sorted set.
std::vector<std::uint64_t> pairs_in_order(std::u32string_view plain);
std::vector<std::uint64_t> pairs_of(std::u32string_view plain);

// Runs of the written text whose pairs all occur in `pairs`, joined to words of two characters and more,
// longest first, at most eight. Words that every report has ("有人") are left in: a person sees what they are
// worth.
std::vector<std::u32string> shared_words(std::u32string_view written, const FoldedText& folded,
                                         const std::vector<std::uint64_t>& pairs);

// What a pair of this rarity says about what happened: nothing where nearly every report has it ("你好"), and
// no more than `ordinary` allows where it belongs to a name.
inline double topic_rarity(double ordinary, double rarity) {
    constexpr double idle = 2;  // nats: one report in seven
    return std::max(0.0, std::min(ordinary, rarity) - idle);
}

struct CellPlace {
    std::int32_t row = 0;
    std::int32_t column = 0;
};
inline constexpr double same_event_cell_metres = 500;

// Rows are equally high everywhere; the width of a column is the same within a degree of latitude.
inline double column_degrees(double latitude) {
    const double row_degrees = same_event_cell_metres / earth_radius / radians_per_degree;
    return row_degrees / std::max(0.05, std::cos(std::floor(latitude) * radians_per_degree));
}

inline CellPlace cell_place(GeoPoint point) {
    const double row_degrees = same_event_cell_metres / earth_radius / radians_per_degree;
    return {static_cast<std::int32_t>(std::floor(point.latitude / row_degrees)),
            static_cast<std::int32_t>(std::floor(point.longitude / column_degrees(point.latitude)))};
}

inline std::uint64_t cell_key(CellPlace place) {
    return std::uint64_t{static_cast<std::uint32_t>(place.row)} << 32 |
           static_cast<std::uint32_t>(place.column);
}

// Every cell that holds a point within `metres`; where the square crosses a degree, both widths of column are
// asked.
template <class Visit>
void visit_cells_around(GeoPoint centre, double metres, const Visit& visit) {
    const double row_degrees = same_event_cell_metres / earth_radius / radians_per_degree;
    const double reach = metres / earth_radius / radians_per_degree;
    const double stretch = std::max(0.05, std::cos((std::abs(centre.latitude) + reach) * radians_per_degree));
    const auto first = static_cast<std::int32_t>(std::floor((centre.latitude - reach) / row_degrees));
    const auto last = static_cast<std::int32_t>(std::floor((centre.latitude + reach) / row_degrees));
    for (std::int32_t row = first; row <= last; ++row) {
        const double south = row * row_degrees;
        const double widths[] = {column_degrees(south), column_degrees(south + row_degrees)};
        for (int w = 0; w < (widths[0] == widths[1] ? 1 : 2); ++w) {
            const auto west =
                static_cast<std::int32_t>(std::floor((centre.longitude - reach / stretch) / widths[w]));
            const auto east =
                static_cast<std::int32_t>(std::floor((centre.longitude + reach / stretch) / widths[w]));
            for (std::int32_t column = west; column <= east; ++column) visit(cell_key({row, column}));
        }
    }
}

}  // namespace anlan::planning
