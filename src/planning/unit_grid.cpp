#include "planning/unit_grid.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace anlan::planning {
namespace {

// sin(t) from below for t >= 0, without a call; useless but still true for large t.
double sine_from_below(double t) { return t - t * t * t / 6; }

// Squared chord below that to anything `degrees` or more of latitude away.
double latitude_bound(double degrees) {
    const double half = std::fmin(degrees * radians_per_degree, 2.0) / 2;
    const double chord = 2 * earth_radius * sine_from_below(std::fmax(0.0, half));
    return chord * chord;
}

// The same for longitude: the distance to a meridian is asin(cos(latitude) * sin(difference)), and a chord is
// never shorter than the sine of its arc.
double longitude_bound(double latitude, double degrees) {
    const double difference = std::fmin(degrees * radians_per_degree, 1.5);
    const double chord =
        earth_radius * std::cos(latitude * radians_per_degree) * sine_from_below(std::fmax(0.0, difference));
    return chord * chord;
}

}  // namespace

UnitGrid::UnitGrid(GridExtent extent, const std::vector<Traits>& layers) : extent_(extent) {
    ANLAN_CHECK(is_valid(extent.south_west) && is_valid(extent.north_east), "a grid needs a valid extent");
    ANLAN_CHECK(extent.cell.value() > 0, "a grid needs a cell size");
    const double middle = (extent.south_west.latitude + extent.north_east.latitude) / 2;
    row_degrees_ = extent.cell.value() / earth_radius / radians_per_degree;
    column_degrees_ = row_degrees_ / std::fmax(0.01, std::cos(middle * radians_per_degree));
    const double height = extent.north_east.latitude - extent.south_west.latitude;
    const double width = extent.north_east.longitude - extent.south_west.longitude;
    ANLAN_CHECK(height >= 0 && width >= 0, "the corners of a grid are the wrong way round");
    rows_ = static_cast<int>(height / row_degrees_) + 1;
    columns_ = static_cast<int>(width / column_degrees_) + 1;
    const auto cells = static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_);
    ANLAN_CHECK(cells <= 4'000'000, "a grid over more than a province: choose larger cells");
    const auto add_layer = [&](Traits needs) {
        Layer layer;
        layer.needs = needs;
        layer.cells.resize(cells);
        layer.counts.resize(cells);
        layers_.push_back(std::move(layer));
    };
    add_layer(0);
    for (const Traits needs : layers)
        if (needs != 0) add_layer(needs);
}

int UnitGrid::row_of(GeoPoint point) const {
    const double row = (point.latitude - extent_.south_west.latitude) / row_degrees_;
    return static_cast<int>(std::clamp(row, 0.0, static_cast<double>(rows_ - 1)));
}

int UnitGrid::column_of(GeoPoint point) const {
    const double column = (point.longitude - extent_.south_west.longitude) / column_degrees_;
    return static_cast<int>(std::clamp(column, 0.0, static_cast<double>(columns_ - 1)));
}

std::uint32_t UnitGrid::cell_of(GeoPoint point) const {
    return static_cast<std::uint32_t>(row_of(point) * columns_ + column_of(point));
}

// Everything outside the square of `radius` around the cell is at least this far (squared chord, a little
// less for rounding at cell borders). A side beyond the border of the grid holds nothing and bounds nothing.
double UnitGrid::bound(GeoPoint point, int row, int column, int radius) const {
    double least = std::numeric_limits<double>::infinity();
    const auto south = extent_.south_west;
    if (row + radius + 1 < rows_)
        least = std::fmin(
            least, latitude_bound(south.latitude + (row + radius + 1) * row_degrees_ - point.latitude));
    if (row - radius > 0)
        least =
            std::fmin(least, latitude_bound(point.latitude - south.latitude - (row - radius) * row_degrees_));
    if (column + radius + 1 < columns_) {
        const double edge = south.longitude + (column + radius + 1) * column_degrees_ - point.longitude;
        least = std::fmin(least, longitude_bound(point.latitude, std::fmin(edge, point.longitude + 180)));
    }
    if (column - radius > 0) {
        const double edge = point.longitude - south.longitude - (column - radius) * column_degrees_;
        least = std::fmin(least, longitude_bound(point.latitude, std::fmin(edge, 180 - point.longitude)));
    }
    return least * (1 - 1e-9) - 1e-6;
}

const UnitGrid::Layer& UnitGrid::layer_for(Traits needs) const {
    const Layer* best = &layers_.front();
    for (const Layer& layer : layers_)
        if ((needs & layer.needs) == layer.needs && layer.members.size() < best->members.size())
            best = &layer;
    return *best;
}

void UnitGrid::insert(Layer& layer, Slot slot) {
    if (layer.places.size() <= slot) layer.places.resize(units_.size());
    const std::uint32_t cell = cell_of(units_[slot].point);
    auto& entries = layer.cells[cell];
    layer.places[slot] = {cell, static_cast<std::uint32_t>(entries.size()),
                          static_cast<std::uint32_t>(layer.members.size())};
    entries.push_back({units_[slot].vector, slot, units_[slot].traits});
    layer.counts[cell] += 1;
    layer.members.push_back(slot);
}

void UnitGrid::erase(Layer& layer, Slot slot) {
    Place& place = layer.places[slot];
    auto& entries = layer.cells[place.cell];
    entries[place.index] = entries.back();
    layer.places[entries[place.index].slot].index = place.index;
    entries.pop_back();
    layer.counts[place.cell] -= 1;
    layer.members[place.member] = layer.members.back();
    layer.places[layer.members[place.member]].member = place.member;
    layer.members.pop_back();
    place.member = absent;
}

// The unit has moved and is in this layer: overwrite it in place, or carry it to its new cell.
void UnitGrid::refresh(Layer& layer, Slot slot, std::uint32_t cell) {
    Place& place = layer.places[slot];
    auto& entries = layer.cells[place.cell];
    if (place.cell == cell) {
        entries[place.index] = {units_[slot].vector, slot, units_[slot].traits};
        return;
    }
    entries[place.index] = entries.back();
    layer.places[entries[place.index].slot].index = place.index;
    entries.pop_back();
    layer.counts[place.cell] -= 1;
    auto& next = layer.cells[cell];
    place.cell = cell;
    place.index = static_cast<std::uint32_t>(next.size());
    next.push_back({units_[slot].vector, slot, units_[slot].traits});
    layer.counts[cell] += 1;
}

UnitGrid::Slot UnitGrid::add(GeoPoint point, Traits traits) {
    ANLAN_CHECK(is_valid(point), "a unit in a grid needs a valid point");
    Slot slot = static_cast<Slot>(units_.size());
    if (unused_.empty()) {
        units_.emplace_back();
    } else {
        slot = unused_.back();
        unused_.pop_back();
    }
    units_[slot] = {point, to_vector(point), traits};
    for (Layer& layer : layers_)
        if ((traits & layer.needs) == layer.needs) insert(layer, slot);
    return slot;
}

void UnitGrid::move(Slot slot, GeoPoint point) {
    ANLAN_CHECK(is_valid(point), "a unit in a grid needs a valid point");
    Unit& unit = units_[slot];
    unit.point = point;
    unit.vector = to_vector(point);
    const std::uint32_t cell = cell_of(point);
    for (Layer& layer : layers_)
        if ((unit.traits & layer.needs) == layer.needs) refresh(layer, slot, cell);
}

void UnitGrid::change(Slot slot, Traits traits) {
    Unit& unit = units_[slot];
    const Traits before = unit.traits;
    unit.traits = traits;
    const std::uint32_t cell = cell_of(unit.point);
    for (Layer& layer : layers_) {
        const bool was = (before & layer.needs) == layer.needs;
        const bool is = (traits & layer.needs) == layer.needs;
        if (was && is) refresh(layer, slot, cell);
        if (was && !is) erase(layer, slot);
        if (!was && is) insert(layer, slot);
    }
}

void UnitGrid::remove(Slot slot) {
    for (Layer& layer : layers_)
        if ((units_[slot].traits & layer.needs) == layer.needs) erase(layer, slot);
    unused_.push_back(slot);
}

void UnitGrid::nearest(GeoPoint point, std::size_t k, Traits needs, std::vector<Hit>& hits) const {
    nearest(point, k, needs, [](Slot) { return true; }, hits);
}

}  // namespace anlan::planning
