// How wide the columns of a printed table are.
#pragma once
#include <span>
#include <vector>

namespace anlan::adapters {

// Widths that add up to `room`. By `shares` of it, if there are any; else what each would need (`natural`),
// and where that is too much for all, those that need less than an equal part keep it and the others share
// what is left. ≥ 1 column, room > 0.
std::vector<double> column_widths(std::span<const double> natural, std::span<const int> shares, double room);

}  // namespace anlan::adapters
