// Ids that sort by the time they were made: "inc_" + 16 characters of Crockford base 32, 48 bits of
// milliseconds and 32 of chance. Both are handed in.
#pragma once
#include "base/instant.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace anlan {

// `prefix` without the bar: "inc".
std::string sortable_id(std::string_view prefix, Instant at, std::uint32_t chance);

// Whether `text` may stand as an id of that prefix: the bar, then 1 to 64 characters A-Z a-z 0-9 . -
bool is_id_of(std::string_view prefix, std::string_view text);

}  // namespace anlan
