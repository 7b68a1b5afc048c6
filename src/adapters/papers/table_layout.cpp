#include "adapters/papers/table_layout.hpp"

#include <numeric>

namespace anlan::adapters {
namespace {

std::vector<double> scaled(std::vector<double> widths, double room) {
    const double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
    for (auto& width : widths)
        width = sum > 0 ? width * room / sum : room / static_cast<double>(widths.size());
    return widths;
}

// Each round settles the columns that need no more than an equal part of what is left, until none is settled
// any more.
std::vector<double> squeezed(std::span<const double> natural, double room) {
    std::vector<double> widths(natural.size(), -1);
    double left = room;
    std::size_t open = natural.size();
    for (bool settled = true; settled && open > 0;) {
        settled = false;
        const double part = left / static_cast<double>(open);
        for (std::size_t i = 0; i < natural.size(); ++i) {
            if (widths[i] >= 0 || natural[i] > part) continue;
            widths[i] = natural[i];
            left -= natural[i];
            --open;
            settled = true;
        }
    }
    for (auto& width : widths)
        if (width < 0) width = left / static_cast<double>(open);
    return widths;
}

}  // namespace

std::vector<double> column_widths(std::span<const double> natural, std::span<const int> shares, double room) {
    if (!shares.empty()) return scaled({shares.begin(), shares.end()}, room);
    const double needed = std::accumulate(natural.begin(), natural.end(), 0.0);
    if (needed > room) return squeezed(natural, room);
    return scaled({natural.begin(), natural.end()}, room);
}

}  // namespace anlan::adapters
