// The 1-3-5 rings: which points of interest can be reached within one, three and five minutes by how many
// units, and what a dispatch takes away from that.
//
// Each (ring, tier, point) is one demand with a count of the units that meet it. The board keeps the counts
// as units move, leave and come back, so that the price of sending a unit is read off: of its demands, those
// whose count falls below what is needed. The ring itself says nothing about people; it counts vehicles and
// minutes.
#pragma once
#include "planning/geo_vector.hpp"
#include "planning/travel.hpp"
#include "terms/ids.hpp"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::planning {

struct RingPoint {
    GeoPoint point;
    double weight = 1;

    friend bool operator==(const RingPoint&, const RingPoint&) = default;
};
BOOST_DESCRIBE_STRUCT(RingPoint, (), (point, weight))

struct RingTier {
    Minutes within{5};
    int units = 1;
    std::vector<UnitKind> kinds;  // that count; empty: any

    friend bool operator==(const RingTier&, const RingTier&) = default;
};
BOOST_DESCRIBE_STRUCT(RingTier, (), (within, units, kinds))

struct Ring {
    std::string ring_id;
    std::string name;
    std::vector<RingPoint> points;
    std::vector<RingTier> tiers;

    friend bool operator==(const Ring&, const Ring&) = default;
};
BOOST_DESCRIBE_STRUCT(Ring, (), (ring_id, name, points, tiers))

// A unit that could come now.
struct CoveringUnit {
    UnitId unit_id;
    UnitKind kind = UnitKind::patrol_car;
    GeoPoint point;
};

// One tier of one ring as it stands.
struct TierCover {
    std::string ring_id;
    std::string name;
    Minutes within{};
    int points = 0;
    int points_covered = 0;
    double weight = 0;
    double weight_covered = 0;
    std::vector<GeoPoint> uncovered;

    friend bool operator==(const TierCover&, const TierCover&) = default;
};
BOOST_DESCRIBE_STRUCT(TierCover, (),
                      (ring_id, name, within, points, points_covered, weight, weight_covered, uncovered))

// The tiers of one ring under these units, counted from nothing: for a single ring, and the board's measure.
std::vector<TierCover> ring_cover(const Ring& ring, std::span<const CoveringUnit> units,
                                  const TravelTimes& times, int civil_hour);

// A unit that could fill a gap: free elsewhere, or busy and expected to be free in `ready_in`.
struct Reserve {
    UnitId unit_id;
    UnitKind kind = UnitKind::patrol_car;
    GeoPoint point;
    Seconds ready_in{};
};

BOOST_DEFINE_ENUM_CLASS(Refill, moves_up, returns)

// A tier of a ring that was covered and would not be.
struct RingGap {
    std::string ring_id;
    std::string name;
    Minutes within{};
    int points = 0;
    double weight = 0;
    std::optional<Seconds> covered_again_in;  // none: no unit in reserve can do it
    UnitId covered_again_by;
    Refill refill = Refill::moves_up;

    friend bool operator==(const RingGap&, const RingGap&) = default;
};
BOOST_DESCRIBE_STRUCT(RingGap, (),
                      (ring_id, name, within, points, weight, covered_again_in, covered_again_by, refill))

struct CoveragePrice {
    std::vector<RingGap> gaps;  // tightest tier first, then heaviest
    int points = 0;
    double weight = 0;

    friend bool operator==(const CoveragePrice&, const CoveragePrice&) = default;
};
BOOST_DESCRIBE_STRUCT(CoveragePrice, (), (gaps, points, weight))

class CoverageBoard {
    struct ReserveColumns;
    struct Again {
        double seconds = 0;
        std::size_t reserve = 0;
        friend bool operator<(const Again& a, const Again& b) {
            return a.seconds != b.seconds ? a.seconds < b.seconds : a.reserve < b.reserve;
        }
    };

public:
    CoverageBoard(std::vector<Ring> rings, const TravelTimes& times, int civil_hour);

    // The unit counts from here; said again when it moves.
    void put(const UnitId& unit_id, UnitKind kind, GeoPoint point);
    // The unit is busy, off duty or out of service.
    void withdraw(const UnitId& unit_id);
    void set_hour(int civil_hour);

    const TravelTimes& times() const { return times_; }
    std::size_t demand_count() const { return demands_.size(); }
    std::vector<TierCover> cover() const;

    // A question of the form "and if these were sent?", built up unit by unit.
    class WhatIf {
    public:
        explicit WhatIf(const CoverageBoard& board) : board_(board), taken_(board.demands_.size()) {}

        // Weight that would become uncovered by sending this unit too.
        double weight_lost(const UnitId& unit_id) const;
        void take(const UnitId& unit_id);
        // What all units taken so far leave uncovered, and until when. Reserves that were taken do not count.
        CoveragePrice price(std::span<const Reserve> reserves) const;

    private:
        std::vector<std::uint32_t> newly_uncovered() const;
        ReserveColumns columns_of(std::span<const Reserve> reserves) const;
        static void delay(RingGap& gap, const std::optional<Again>& again, std::span<const Reserve> reserves);

        const CoverageBoard& board_;
        std::vector<std::uint16_t> taken_;  // by demand
        std::vector<UnitId> units_;
    };

private:
    struct Spot {  // a point of a ring; its demands are neighbours in demands_
        GeoVector vector;
        double latitude = 0;
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };
    struct Demand {
        GeoVector vector;
        std::uint32_t ring = 0;
        std::uint32_t point = 0;  // of the ring
        std::uint32_t tier = 0;
        std::uint32_t within = 0;  // index of the distinct spans
        std::uint32_t kinds = 0;   // bits
        int needed = 1;
        double weight = 1;
    };
    struct Unit {
        UnitKind kind = UnitKind::patrol_car;
        GeoPoint point;
        std::vector<std::uint32_t> demands;
    };
    void add_ring(std::uint32_t index);
    void find_reaches();
    void find_demands(Unit& unit) const;
    RingGap gap_of(const Demand& demand) const;
    std::optional<Again> covered_again(const Demand& demand, const ReserveColumns& reserves,
                                       std::vector<Again>& earliest) const;

    std::vector<Ring> rings_;
    TravelTimes times_;
    int civil_hour_;
    std::vector<Seconds> withins_;                               // the distinct spans of all tiers
    std::vector<std::array<double, unit_kinds>> reach_squared_;  // by span and kind: chord squared
    std::array<double, unit_kinds> reach_degrees_{};             // the widest span of each kind, in latitude
    std::vector<Spot> spots_;                                    // by latitude
    std::vector<Demand> demands_;
    std::vector<std::uint16_t> counts_;  // units that meet each demand
    std::unordered_map<UnitId, Unit> units_;
};

}  // namespace anlan::planning
