#include "adapters/roads/way_network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace anlan::adapters::roads {
namespace {

constexpr double milliseconds_per_metre_at_1_kmh = 3'600;

std::uint32_t milliseconds(double metres, double kmh) {
    constexpr double most = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(
        std::clamp(std::ceil(metres * milliseconds_per_metre_at_1_kmh / kmh), 1.0, most));
}

GeoPoint between(GeoPoint a, GeoPoint b, double share) {
    return {a.latitude + (b.latitude - a.latitude) * share,
            a.longitude + (b.longitude - a.longitude) * share};
}

}  // namespace

void WayNetwork::begin_way(Driving driving) { ways_.push_back({nodes_of_ways_.size(), driving}); }

void WayNetwork::ways_done() {
    ids_ = nodes_of_ways_;
    std::sort(ids_.begin(), ids_.end());
    const std::vector<NodeId> mentions = ids_;
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    nodes_.resize(ids_.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        std::size_t times = 0;
        for (; at < mentions.size() && mentions[at] == ids_[i]; ++at) ++times;
        nodes_[i].shared = times > 1;
    }
    for (std::size_t w = 0; w < ways_.size(); ++w) {
        const std::size_t end = w + 1 < ways_.size() ? ways_[w + 1].first : nodes_of_ways_.size();
        if (end == ways_[w].first) continue;
        nodes_[index_of(nodes_of_ways_[ways_[w].first])].shared = true;
        nodes_[index_of(nodes_of_ways_[end - 1])].shared = true;
    }
}

std::size_t WayNetwork::index_of(NodeId node) const {
    return static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), node) - ids_.begin());
}

bool WayNetwork::needs(NodeId node) const { return std::binary_search(ids_.begin(), ids_.end(), node); }

void WayNetwork::place(NodeId node, GeoPoint point, Passage passage) {
    const std::size_t at = index_of(node);
    if (at == ids_.size() || ids_[at] != node) return;
    nodes_[at].point = point;
    nodes_[at].placed = true;
    nodes_[at].barred = passage == Passage::barred;
}

// Draws one way after the other, with a pen that stands on the last point of the network it drew.
class WayNetwork::Drawing {
public:
    Drawing(const WayNetwork& from, double spacing)
        : from_(from), spacing_(spacing), points_of_(from.nodes_.size(), none) {}

    void draw(const Way& way, std::size_t end) {
        lift();
        for (std::size_t i = way.first; i < end; ++i) {
            const std::size_t at = from_.index_of(from_.nodes_of_ways_[i]);
            const Node& node = from_.nodes_[at];
            if (!node.placed || node.barred)
                lift();
            else
                go_to(at, node, i + 1 == end, way.driving);
        }
    }
    ports::RoadNetwork done() && { return std::move(out_); }

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    void lift() { pen_ = none; }

    // Long lines get points on the way; a node that nothing else touches gets one only where it is due.
    void go_to(std::size_t at, const Node& node, bool last, const Driving& driving) {
        if (pen_ == none) {
            put(shared_point(at, node), node.point);
            return;
        }
        double ahead = distance(last_, node.point).value();
        while (since_ + ahead > spacing_ * 1.5 && out_.points.size() <= ports::road_points_max) {
            const double step = std::max(0.0, spacing_ - since_);
            last_ = between(last_, node.point, step / ahead);
            since_ += step;
            ahead -= step;
            join(new_point(last_), driving);
        }
        since_ += ahead;
        last_ = node.point;
        if (node.shared || last || since_ >= spacing_) join(shared_point(at, node), driving);
    }
    void put(std::uint32_t point, GeoPoint where) {
        pen_ = point;
        last_ = where;
        since_ = 0;
    }
    void join(std::uint32_t to, const Driving& driving) {
        if (to != pen_) {
            if (driving.forward_kmh > 0)
                out_.stretches.push_back({pen_, to, milliseconds(since_, driving.forward_kmh)});
            if (driving.backward_kmh > 0)
                out_.stretches.push_back({to, pen_, milliseconds(since_, driving.backward_kmh)});
        }
        put(to, last_);
    }
    std::uint32_t new_point(GeoPoint point) {
        out_.points.push_back(point);
        return static_cast<std::uint32_t>(out_.points.size() - 1);
    }
    std::uint32_t shared_point(std::size_t at, const Node& node) {
        if (points_of_[at] == none) points_of_[at] = new_point(node.point);
        return points_of_[at];
    }

    const WayNetwork& from_;
    double spacing_;
    std::vector<std::uint32_t> points_of_;  // by index of the node
    ports::RoadNetwork out_;
    std::uint32_t pen_ = none;
    GeoPoint last_;
    double since_ = 0;  // metres since the pen's point
};

ports::RoadNetwork WayNetwork::network(Metres point_spacing) const {
    Drawing drawing(*this, point_spacing.value());
    for (std::size_t w = 0; w < ways_.size(); ++w)
        drawing.draw(ways_[w], w + 1 < ways_.size() ? ways_[w + 1].first : nodes_of_ways_.size());
    return std::move(drawing).done();
}

}  // namespace anlan::adapters::roads
