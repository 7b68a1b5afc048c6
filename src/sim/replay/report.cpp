#include "sim/replay/report.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace anlan::sim {

std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, int percent) {
    ANLAN_CHECK(!sorted.empty() && percent > 0 && percent <= 100, "a percentile of nothing");
    const auto rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
    return sorted[rank - 1];
}

Interval interval_of(std::vector<std::int64_t> seconds) {
    Interval interval;
    interval.n = seconds.size();
    if (seconds.empty()) return interval;
    std::sort(seconds.begin(), seconds.end());
    interval.p50 = nearest_rank(seconds, 50);
    interval.p90 = nearest_rank(seconds, 90);
    interval.p99 = nearest_rank(seconds, 99);
    return interval;
}

}  // namespace anlan::sim
