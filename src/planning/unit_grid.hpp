// The nearest units, exactly, while ten thousand of them move once a second.
//
// The city is cut into cells of about 500 m. A search looks at the cell of the point, then at the square
// around it, and so on, and stops when nothing outside the square looked at can be nearer than the k-th hit.
// Cells hold the units' vectors themselves, so a search reads memory in order. Points outside the extent
// belong to the border cells: the bound only ever speaks of rows and columns not yet looked at, so that they
// are found too.
//
// A rare skill among many units would make the square grow over half the city. Therefore the grid has layers:
// each states traits its members all have ("free and has a dog"), and a search uses the smallest layer that
// contains everything it asks for. Moving a unit costs one store in each layer it is in, or a swap where it
// changes cell.
#pragma once
#include "base/check.hpp"
#include "planning/geo_vector.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace anlan::planning {

// What a unit is and can do, one bit each, as the caller numbers them: free, patrol car, speaks English ...
using Traits = std::uint64_t;

struct GridExtent {
    GeoPoint south_west;
    GeoPoint north_east;
    Metres cell{500};
};

class UnitGrid {
public:
    using Slot = std::uint32_t;  // names a unit from add() to remove(); then it may be given again

    struct Hit {
        Slot slot = 0;
        Metres distance;
    };

    // A layer with no traits, holding every unit, always exists beside `layers`.
    UnitGrid(GridExtent extent, const std::vector<Traits>& layers);

    Slot add(GeoPoint point, Traits traits);
    void move(Slot slot, GeoPoint point);
    void change(Slot slot, Traits traits);
    void remove(Slot slot);

    std::size_t size() const { return layers_.front().members.size(); }
    GeoPoint point(Slot slot) const { return units_[slot].point; }
    Traits traits(Slot slot) const { return units_[slot].traits; }

    // The k nearest units that have all of `needs` and that `accept(slot)` agrees to, nearest first, equal
    // distances by slot. `hits` is the caller's so that a search allocates nothing.
    template <class Accept>
    void nearest(GeoPoint point, std::size_t k, Traits needs, const Accept& accept,
                 std::vector<Hit>& hits) const;
    void nearest(GeoPoint point, std::size_t k, Traits needs, std::vector<Hit>& hits) const;

private:
    struct Entry {
        GeoVector vector;
        Slot slot = 0;
        Traits traits = 0;
    };
    struct Place {  // where a unit stands in one layer
        std::uint32_t cell = 0;
        std::uint32_t index = 0;
        std::uint32_t member = absent;
    };
    struct Layer {
        Traits needs = 0;
        std::vector<std::vector<Entry>> cells;
        std::vector<std::uint32_t> counts;  // of cells: a search over empty land reads only this
        std::vector<Slot> members;
        std::vector<Place> places;  // by slot
    };
    struct Unit {
        GeoPoint point;
        GeoVector vector;
        Traits traits = 0;
    };
    struct Found {
        double squared = 0;
        Slot slot = 0;
        friend bool operator<(const Found& a, const Found& b) {
            return a.squared != b.squared ? a.squared < b.squared : a.slot < b.slot;
        }
    };
    // The k best so far in order; k is small, so that shifting beats a heap.
    class Best;

    static constexpr std::uint32_t absent = 0xffffffffU;
    static constexpr std::size_t scan_max = 256;  // up to so many members a plain scan is faster than cells

    int row_of(GeoPoint point) const;
    int column_of(GeoPoint point) const;
    std::uint32_t cell_of(GeoPoint point) const;
    const Layer& layer_for(Traits needs) const;
    double bound(GeoPoint point, int row, int column, int radius) const;
    void insert(Layer& layer, Slot slot);
    void erase(Layer& layer, Slot slot);
    void refresh(Layer& layer, Slot slot, std::uint32_t cell);

    template <class Look>
    void scan_cells(GeoPoint point, const Layer& layer, const Best& best, const Look& look) const;

    GridExtent extent_;
    double row_degrees_ = 0;
    double column_degrees_ = 0;
    int rows_ = 0;
    int columns_ = 0;
    std::vector<Layer> layers_;
    std::vector<Unit> units_;
    std::vector<Slot> unused_;
};

class UnitGrid::Best {
public:
    Best(std::size_t k, std::vector<Hit>& hits) : k_(k), hits_(hits) { hits_.clear(); }

    bool full() const { return hits_.size() == k_; }
    double worst() const { return hits_.back().distance.value(); }

    // Until the end, `distance` holds the squared chord.
    void offer(Found found) {
        if (full() && !(found < Found{worst(), hits_.back().slot})) return;
        if (full()) hits_.pop_back();
        auto at = hits_.end();
        hits_.push_back({found.slot, Metres{found.squared}});
        for (at = hits_.end() - 1; at != hits_.begin(); --at) {
            const Hit& before = *(at - 1);
            if (!(found < Found{before.distance.value(), before.slot})) break;
            std::iter_swap(at, at - 1);
        }
    }

private:
    std::size_t k_;
    std::vector<Hit>& hits_;
};

template <class Look>
void UnitGrid::scan_cells(GeoPoint point, const Layer& layer, const Best& best, const Look& look) const {
    const int row = row_of(point);
    const int column = column_of(point);
    const int radius_max = std::max({row, rows_ - 1 - row, column, columns_ - 1 - column});
    const auto look_at = [&](int r, int c) {
        const auto cell =
            static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(c);
        if (layer.counts[cell] == 0) return;
        for (const Entry& entry : layer.cells[cell]) look(entry.vector, entry.slot, entry.traits);
    };
    for (int radius = 0; radius <= radius_max; ++radius) {
        const int from = std::max(0, column - radius);
        const int to = std::min(columns_ - 1, column + radius);
        for (int r = std::max(0, row - radius); r <= std::min(rows_ - 1, row + radius); ++r) {
            if (r == row - radius || r == row + radius) {
                for (int c = from; c <= to; ++c) look_at(r, c);
                continue;
            }
            if (column - radius >= 0) look_at(r, column - radius);
            if (column + radius < columns_) look_at(r, column + radius);
        }
        if (best.full() && best.worst() <= bound(point, row, column, radius)) return;
    }
}

template <class Accept>
void UnitGrid::nearest(GeoPoint point, std::size_t k, Traits needs, const Accept& accept,
                       std::vector<Hit>& hits) const {
    ANLAN_CHECK(k > 0, "the nearest none of the units were asked for");
    Best best(k, hits);
    const GeoVector centre = to_vector(point);
    const Layer& layer = layer_for(needs);
    const auto look = [&](const GeoVector& vector, Slot slot, Traits traits) {
        if ((traits & needs) != needs || !accept(slot)) return;
        best.offer({chord_squared(centre, vector), slot});
    };
    if (layer.members.size() <= scan_max) {
        for (const Slot slot : layer.members) look(units_[slot].vector, slot, units_[slot].traits);
    } else {
        scan_cells(point, layer, best, look);
    }
    for (Hit& hit : hits) hit.distance = arc_of_chord_squared(hit.distance.value());
}

}  // namespace anlan::planning
