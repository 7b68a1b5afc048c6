// What a post in an area reaches. The areas above a district, station or beat are found by the digits of its
// code: 420106, 420106003, 420106003007.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <optional>

namespace anlan::kernel {

// None: this is no area of that level ("are_" and 6, 9 or 12 digits; of the city any code).
std::optional<Jurisdiction> reach_of(const AreaId& area, Level level, const AreaId& city);

}  // namespace anlan::kernel
