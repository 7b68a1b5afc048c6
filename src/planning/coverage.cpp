#include "planning/coverage.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace anlan::planning {
namespace {

std::uint32_t bits_of(const std::vector<UnitKind>& kinds) {
    if (kinds.empty()) return ~0U;
    std::uint32_t bits = 0;
    for (const UnitKind kind : kinds) bits |= 1U << static_cast<unsigned>(kind);
    return bits;
}

bool has(std::uint32_t bits, UnitKind kind) { return (bits >> static_cast<unsigned>(kind) & 1U) != 0; }

}  // namespace

std::vector<TierCover> ring_cover(const Ring& ring, std::span<const CoveringUnit> units,
                                  const TravelTimes& times, int civil_hour) {
    std::vector<TierCover> out;
    for (const RingTier& tier : ring.tiers) {
        TierCover cover{ring.ring_id, ring.name, tier.within, 0, 0, 0, 0, {}};
        const std::uint32_t kinds = bits_of(tier.kinds);
        for (const RingPoint& point : ring.points) {
            const auto met = std::count_if(units.begin(), units.end(), [&](const CoveringUnit& unit) {
                const double reach = times.reach(unit.kind, tier.within, civil_hour).value();
                return has(kinds, unit.kind) && distance(unit.point, point.point).value() <= reach;
            });
            cover.points += 1;
            cover.weight += point.weight;
            if (met < tier.units) {
                cover.uncovered.push_back(point.point);
                continue;
            }
            cover.points_covered += 1;
            cover.weight_covered += point.weight;
        }
        out.push_back(std::move(cover));
    }
    return out;
}

CoverageBoard::CoverageBoard(std::vector<Ring> rings, const TravelTimes& times, int civil_hour)
    : rings_(std::move(rings)), times_(times), civil_hour_(civil_hour) {
    for (std::uint32_t i = 0; i < rings_.size(); ++i) add_ring(i);
    std::sort(spots_.begin(), spots_.end(), [](const Spot& a, const Spot& b) {
        return a.latitude != b.latitude ? a.latitude < b.latitude : a.first < b.first;
    });
    counts_.resize(demands_.size());
    find_reaches();
}

void CoverageBoard::add_ring(std::uint32_t index) {
    const Ring& ring = rings_[index];
    for (std::uint32_t p = 0; p < ring.points.size(); ++p) {
        const RingPoint& point = ring.points[p];
        ANLAN_CHECK(is_valid(point.point), "the rulebook let a ring with an invalid point through");
        const GeoVector vector = to_vector(point.point);
        spots_.push_back({vector, point.point.latitude, static_cast<std::uint32_t>(demands_.size()),
                          static_cast<std::uint32_t>(ring.tiers.size())});
        for (std::uint32_t t = 0; t < ring.tiers.size(); ++t) {
            const RingTier& tier = ring.tiers[t];
            auto within = std::find(withins_.begin(), withins_.end(), tier.within);
            if (within == withins_.end()) within = withins_.insert(within, tier.within);
            demands_.push_back({vector, index, p, t, static_cast<std::uint32_t>(within - withins_.begin()),
                                bits_of(tier.kinds), tier.units, point.weight});
        }
    }
}

void CoverageBoard::find_reaches() {
    reach_squared_.assign(withins_.size(), {});
    reach_degrees_.fill(0);
    for (std::size_t w = 0; w < withins_.size(); ++w)
        for (std::size_t kind = 0; kind < unit_kinds; ++kind) {
            const Metres reach = times_.reach(static_cast<UnitKind>(kind), withins_[w], civil_hour_);
            reach_squared_[w][kind] = chord_squared_of_arc(reach);
            const double degrees = reach.value() / earth_radius / radians_per_degree + 1e-9;
            reach_degrees_[kind] = std::max(reach_degrees_[kind], degrees);
        }
}

// Only the spots in the unit's band of latitude can be near enough.
void CoverageBoard::find_demands(Unit& unit) const {
    unit.demands.clear();
    const auto kind = static_cast<std::size_t>(unit.kind);
    const double low = unit.point.latitude - reach_degrees_[kind];
    const double high = unit.point.latitude + reach_degrees_[kind];
    const GeoVector vector = to_vector(unit.point);
    auto spot = std::lower_bound(spots_.begin(), spots_.end(), low,
                                 [](const Spot& s, double latitude) { return s.latitude < latitude; });
    for (; spot != spots_.end() && spot->latitude <= high; ++spot) {
        const double squared = chord_squared(vector, spot->vector);
        for (std::uint32_t d = spot->first; d < spot->first + spot->count; ++d)
            if (has(demands_[d].kinds, unit.kind) && squared <= reach_squared_[demands_[d].within][kind])
                unit.demands.push_back(d);
    }
}

void CoverageBoard::put(const UnitId& unit_id, UnitKind kind, GeoPoint point) {
    Unit& unit = units_[unit_id];
    for (const std::uint32_t d : unit.demands) counts_[d] -= 1;
    unit.kind = kind;
    unit.point = point;
    find_demands(unit);
    for (const std::uint32_t d : unit.demands) counts_[d] += 1;
}

void CoverageBoard::withdraw(const UnitId& unit_id) {
    const auto found = units_.find(unit_id);
    if (found == units_.end()) return;
    for (const std::uint32_t d : found->second.demands) counts_[d] -= 1;
    units_.erase(found);
}

void CoverageBoard::set_hour(int civil_hour) {
    if (civil_hour == civil_hour_) return;
    civil_hour_ = civil_hour;
    find_reaches();
    std::fill(counts_.begin(), counts_.end(), std::uint16_t{0});
    for (auto& [unit_id, unit] : units_) {
        find_demands(unit);
        for (const std::uint32_t d : unit.demands) counts_[d] += 1;
    }
}

std::vector<TierCover> CoverageBoard::cover() const {
    std::vector<TierCover> out;
    std::vector<std::size_t> first;  // of each ring
    for (const Ring& ring : rings_) {
        first.push_back(out.size());
        for (const RingTier& tier : ring.tiers)
            out.push_back({ring.ring_id, ring.name, tier.within, 0, 0, 0, 0, {}});
    }
    for (std::size_t d = 0; d < demands_.size(); ++d) {
        const Demand& demand = demands_[d];
        TierCover& cover = out[first[demand.ring] + demand.tier];
        cover.points += 1;
        cover.weight += demand.weight;
        if (counts_[d] < demand.needed) {
            cover.uncovered.push_back(rings_[demand.ring].points[demand.point].point);
            continue;
        }
        cover.points_covered += 1;
        cover.weight_covered += demand.weight;
    }
    return out;
}

}  // namespace anlan::planning
