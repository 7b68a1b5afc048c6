// In which beat, station and district a point lies. Outlines are polygons with holes, several parts allowed.
// A coarse grid names the areas whose box touches a cell; inside an area the edges lie in bands of latitude,
// so that the ray test looks at few of them. The ray test is half open: of two areas that share a border, a
// point on it belongs to exactly one.
#pragma once
#include "terms/geo_point.hpp"
#include "terms/ids.hpp"

#include <cstdint>
#include <vector>

namespace anlan::planning {

using Outline = std::vector<GeoPoint>;  // closed by itself: the last point joins the first

struct OutlinedArea {
    AreaId area_id;
    std::vector<Outline>
        outlines;  // parts and holes alike: a point lies inside where an odd number encloses it
};

class AreaIndex {
public:
    AreaIndex() = default;
    explicit AreaIndex(std::vector<OutlinedArea> areas);

    // Every area that contains the point, in the order in which they were given.
    std::vector<AreaId> at(GeoPoint point) const;

private:
    struct Edge {
        GeoPoint from;
        GeoPoint to;
    };
    struct Shape {
        AreaId area_id;
        GeoPoint south_west;
        GeoPoint north_east;
        double band_degrees = 1;
        std::vector<std::vector<Edge>> bands;
    };

    static Shape shape_of(OutlinedArea area);
    static bool contains(const Shape& shape, GeoPoint point);
    std::size_t cell_of(GeoPoint point) const;

    static constexpr int side = 64;  // cells along each edge of the box around everything
    GeoPoint south_west_;
    GeoPoint north_east_;
    std::vector<Shape> shapes_;
    std::vector<std::vector<std::uint32_t>> cells_;
};

}  // namespace anlan::planning
