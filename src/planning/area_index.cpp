#include "planning/area_index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace anlan::planning {
namespace {

void widen(GeoPoint& south_west, GeoPoint& north_east, GeoPoint point) {
    south_west = {std::min(south_west.latitude, point.latitude),
                  std::min(south_west.longitude, point.longitude)};
    north_east = {std::max(north_east.latitude, point.latitude),
                  std::max(north_east.longitude, point.longitude)};
}

int step_of(double value, double low, double high, int steps) {
    if (high <= low) return 0;
    return std::clamp(static_cast<int>((value - low) / (high - low) * steps), 0, steps - 1);
}

constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace

AreaIndex::Shape AreaIndex::shape_of(OutlinedArea area) {
    Shape shape{std::move(area.area_id), {infinite, infinite}, {-infinite, -infinite}, 1, {}};
    std::vector<Edge> edges;
    for (const Outline& outline : area.outlines) {
        for (std::size_t i = 0; i < outline.size(); ++i) {
            edges.push_back({outline[i], outline[(i + 1) % outline.size()]});
            widen(shape.south_west, shape.north_east, outline[i]);
        }
    }
    if (edges.empty()) return shape;
    const auto bands = std::clamp<std::size_t>(edges.size() / 4, 1, 512);
    shape.bands.resize(bands);
    const double height = shape.north_east.latitude - shape.south_west.latitude;
    shape.band_degrees = height > 0 ? height / static_cast<double>(bands) : 1;
    for (const Edge& edge : edges) {
        const auto [low, high] = std::minmax(edge.from.latitude, edge.to.latitude);
        const int last = static_cast<int>(bands) - 1;
        const auto band = [&](double latitude) {
            return std::clamp(static_cast<int>((latitude - shape.south_west.latitude) / shape.band_degrees),
                              0, last);
        };
        for (int b = band(low); b <= band(high); ++b)
            shape.bands[static_cast<std::size_t>(b)].push_back(edge);
    }
    return shape;
}

bool AreaIndex::contains(const Shape& shape, GeoPoint point) {
    if (shape.bands.empty() || point.latitude < shape.south_west.latitude ||
        point.latitude > shape.north_east.latitude || point.longitude < shape.south_west.longitude ||
        point.longitude > shape.north_east.longitude)
        return false;
    const auto last = static_cast<int>(shape.bands.size()) - 1;
    const auto band = static_cast<int>((point.latitude - shape.south_west.latitude) / shape.band_degrees);
    bool inside = false;
    for (const Edge& edge : shape.bands[static_cast<std::size_t>(std::clamp(band, 0, last))]) {
        if ((edge.from.latitude > point.latitude) == (edge.to.latitude > point.latitude)) continue;
        // Always computed from the southern end, so that the neighbour's copy of the edge gives the same
        // figure.
        const bool upward = edge.from.latitude < edge.to.latitude;
        const GeoPoint south = upward ? edge.from : edge.to;
        const GeoPoint north = upward ? edge.to : edge.from;
        const double share = (point.latitude - south.latitude) / (north.latitude - south.latitude);
        if (point.longitude < south.longitude + share * (north.longitude - south.longitude)) inside = !inside;
    }
    return inside;
}

AreaIndex::AreaIndex(std::vector<OutlinedArea> areas)
    : south_west_{infinite, infinite}, north_east_{-infinite, -infinite} {
    for (OutlinedArea& area : areas) {
        Shape shape = shape_of(std::move(area));
        if (!shape.bands.empty()) {
            widen(south_west_, north_east_, shape.south_west);
            widen(south_west_, north_east_, shape.north_east);
        }
        shapes_.push_back(std::move(shape));
    }
    cells_.resize(static_cast<std::size_t>(side) * side);
    for (std::uint32_t i = 0; i < shapes_.size(); ++i) {
        const Shape& shape = shapes_[i];
        if (shape.bands.empty()) continue;
        const int bottom =
            step_of(shape.south_west.latitude, south_west_.latitude, north_east_.latitude, side);
        const int top = step_of(shape.north_east.latitude, south_west_.latitude, north_east_.latitude, side);
        const int left =
            step_of(shape.south_west.longitude, south_west_.longitude, north_east_.longitude, side);
        const int right =
            step_of(shape.north_east.longitude, south_west_.longitude, north_east_.longitude, side);
        for (int row = bottom; row <= top; ++row)
            for (int column = left; column <= right; ++column)
                cells_[static_cast<std::size_t>(row * side + column)].push_back(i);
    }
}

std::size_t AreaIndex::cell_of(GeoPoint point) const {
    const int row = step_of(point.latitude, south_west_.latitude, north_east_.latitude, side);
    const int column = step_of(point.longitude, south_west_.longitude, north_east_.longitude, side);
    return static_cast<std::size_t>(row * side + column);
}

std::vector<AreaId> AreaIndex::at(GeoPoint point) const {
    std::vector<AreaId> found;
    if (cells_.empty() || !is_valid(point)) return found;
    if (point.latitude < south_west_.latitude || point.latitude > north_east_.latitude ||
        point.longitude < south_west_.longitude || point.longitude > north_east_.longitude)
        return found;
    for (const std::uint32_t i : cells_[cell_of(point)])
        if (contains(shapes_[i], point)) found.push_back(shapes_[i].area_id);
    return found;
}

}  // namespace anlan::planning
