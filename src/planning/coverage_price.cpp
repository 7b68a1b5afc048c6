#include "planning/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace anlan::planning {

// The reserves laid out for a scan: a gap looks at all of them.
struct CoverageBoard::ReserveColumns {
    struct Row {
        GeoVector vector;
        double pace = 0;
        double ready_in = 0;
        std::uint32_t kind = 0;  // one bit
        std::size_t reserve = 0;
    };
    std::vector<Row> rows;
};

double CoverageBoard::WhatIf::weight_lost(const UnitId& unit_id) const {
    const auto found = board_.units_.find(unit_id);
    if (found == board_.units_.end()) return 0;
    double lost = 0;
    for (const std::uint32_t d : found->second.demands) {
        const int left = board_.counts_[d] - taken_[d];
        if (left == board_.demands_[d].needed) lost += board_.demands_[d].weight;
    }
    return lost;
}

void CoverageBoard::WhatIf::take(const UnitId& unit_id) {
    if (std::find(units_.begin(), units_.end(), unit_id) != units_.end()) return;
    units_.push_back(unit_id);
    const auto found = board_.units_.find(unit_id);
    if (found == board_.units_.end()) return;
    for (const std::uint32_t d : found->second.demands) taken_[d] += 1;
}

std::vector<std::uint32_t> CoverageBoard::WhatIf::newly_uncovered() const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t d = 0; d < taken_.size(); ++d) {
        const int before = board_.counts_[d];
        const int needed = board_.demands_[d].needed;
        if (taken_[d] > 0 && before >= needed && before - taken_[d] < needed) out.push_back(d);
    }
    return out;
}

// When the demand is met again: the needed-th of the earliest reserves. Units that cover it still count among
// the reserves with no wait, since they are free and near.
std::optional<CoverageBoard::Again> CoverageBoard::covered_again(const Demand& demand,
                                                                 const ReserveColumns& reserves,
                                                                 std::vector<Again>& earliest) const {
    const auto needed = static_cast<std::size_t>(demand.needed);
    const auto within = static_cast<double>(withins_[demand.within].count());
    earliest.clear();
    double worst = std::numeric_limits<double>::infinity();
    for (const ReserveColumns::Row& row : reserves.rows) {
        if ((row.kind & demand.kinds) == 0 || row.ready_in > worst) continue;
        const double wait = row.pace * std::sqrt(chord_squared(row.vector, demand.vector)) - within;
        const Again again{row.ready_in + std::max(0.0, wait), row.reserve};
        if (again.seconds > worst) continue;
        earliest.insert(std::upper_bound(earliest.begin(), earliest.end(), again), again);
        if (earliest.size() > needed) earliest.pop_back();
        if (earliest.size() == needed) worst = earliest.back().seconds;
    }
    if (earliest.size() < needed) return std::nullopt;
    return earliest.back();
}

RingGap CoverageBoard::gap_of(const Demand& demand) const {
    const Ring& ring = rings_[demand.ring];
    RingGap gap;
    gap.ring_id = ring.ring_id;
    gap.name = ring.name;
    gap.within = ring.tiers[demand.tier].within;
    gap.covered_again_in = Seconds{0};
    return gap;
}

CoverageBoard::ReserveColumns CoverageBoard::WhatIf::columns_of(std::span<const Reserve> reserves) const {
    ReserveColumns columns;
    for (std::size_t i = 0; i < reserves.size(); ++i) {
        const Reserve& reserve = reserves[i];
        if (std::find(units_.begin(), units_.end(), reserve.unit_id) != units_.end()) continue;
        columns.rows.push_back(
            {to_vector(reserve.point), board_.times_.pace(reserve.kind, board_.civil_hour_),
             static_cast<double>(reserve.ready_in.count()), 1U << static_cast<unsigned>(reserve.kind), i});
    }
    return columns;
}

// The tier is whole again when the last of its points is.
void CoverageBoard::WhatIf::delay(RingGap& gap, const std::optional<Again>& again,
                                  std::span<const Reserve> reserves) {
    if (!again) {
        gap.covered_again_in.reset();
        gap.covered_again_by = UnitId{};
        return;
    }
    const Seconds wait{static_cast<std::int64_t>(std::ceil(again->seconds))};
    const bool is_first = gap.covered_again_by.value().empty();
    if (!is_first && wait <= *gap.covered_again_in) return;
    const Reserve& reserve = reserves[again->reserve];
    gap.covered_again_in = wait;
    gap.covered_again_by = reserve.unit_id;
    gap.refill = reserve.ready_in.count() > 0 ? Refill::returns : Refill::moves_up;
}

CoveragePrice CoverageBoard::WhatIf::price(std::span<const Reserve> reserves) const {
    CoveragePrice price;
    const std::vector<std::uint32_t> uncovered = newly_uncovered();
    if (uncovered.empty()) return price;
    const ReserveColumns columns = columns_of(reserves);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> tiers;  // ring and tier of each gap
    std::vector<Again> earliest;
    for (const std::uint32_t d : uncovered) {
        const Demand& demand = board_.demands_[d];
        const std::pair key{demand.ring, demand.tier};
        const auto place =
            static_cast<std::size_t>(std::find(tiers.begin(), tiers.end(), key) - tiers.begin());
        if (place == tiers.size()) {
            tiers.push_back(key);
            price.gaps.push_back(board_.gap_of(demand));
        }
        RingGap& gap = price.gaps[place];
        gap.points += 1;
        gap.weight += demand.weight;
        price.points += 1;
        price.weight += demand.weight;
        if (gap.covered_again_in) delay(gap, board_.covered_again(demand, columns, earliest), reserves);
    }
    std::sort(price.gaps.begin(), price.gaps.end(), [](const RingGap& a, const RingGap& b) {
        return std::tuple(a.within, -a.weight, std::string_view(a.ring_id)) <
               std::tuple(b.within, -b.weight, std::string_view(b.ring_id));
    });
    return price;
}

}  // namespace anlan::planning
