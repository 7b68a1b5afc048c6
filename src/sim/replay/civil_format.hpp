// Reads civil times as another system wrote them, by a format in strptime's letters: %Y %m %d %H %I %M %S %p,
// all with leading zeros or without; every other character stands for itself. Nothing of the locale is used.
#pragma once
#include "base/instant.hpp"

#include <optional>
#include <string_view>

namespace anlan::sim {

// `offset`: civil time minus UTC.
std::optional<Instant> read_civil(std::string_view text, std::string_view format, Minutes offset);

// Whether the format has all that makes an instant (date, hour, minute) and only letters that are known.
bool is_civil_format(std::string_view format);

}  // namespace anlan::sim
