// Which instants have a text: those of the years 0 to 9999, in UTC. Whoever reads an instant from outside by
// reckoning (a civil time and an offset) asks, because writing one that has none is a bug.
#pragma once
#include "base/instant.hpp"

namespace anlan {

bool has_text(Instant instant);

}  // namespace anlan
