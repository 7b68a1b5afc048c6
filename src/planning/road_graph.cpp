#include "planning/road_graph.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {

RoadGraph::Adjacency RoadGraph::adjacency(std::size_t nodes, std::span<const RoadArc> arcs,
                                          RoadNode RoadArc::* by, RoadNode RoadArc::* head) {
    Adjacency out;
    out.first.assign(nodes + 1, 0);
    for (const RoadArc& arc : arcs) out.first[arc.*by + 1] += 1;
    for (std::size_t i = 0; i < nodes; ++i) out.first[i + 1] += out.first[i];
    std::vector<std::uint32_t> next(out.first.begin(), out.first.end() - 1);
    out.heads.resize(arcs.size());
    for (std::uint32_t i = 0; i < arcs.size(); ++i)
        out.heads[next[arcs[i].*by]++] = {arcs[i].*head, arcs[i].milliseconds, i};
    return out;
}

RoadGraph::RoadGraph(std::vector<GeoPoint> nodes, std::span<const RoadArc> arcs) : nodes_(std::move(nodes)) {
    for (const RoadArc& arc : arcs)
        ANLAN_CHECK(arc.from < nodes_.size() && arc.to < nodes_.size(),
                    "a road arc between nodes that do not exist");
    forward_ = adjacency(nodes_.size(), arcs, &RoadArc::from, &RoadArc::to);
    backward_ = adjacency(nodes_.size(), arcs, &RoadArc::to, &RoadArc::from);
    find_best_pace();
    build_snapping();
}

void RoadGraph::find_best_pace() {
    double best = std::numeric_limits<double>::infinity();
    for (RoadNode node = 0; node < nodes_.size(); ++node)
        for (const Step& step : leaving(node)) {
            const double metres = distance(nodes_[node], nodes_[step.head]).value();
            if (metres > 0) best = std::min(best, step.milliseconds / metres);
        }
    best_pace_ = std::isfinite(best) ? best : 0;
}

void RoadGraph::build_snapping() {
    if (nodes_.empty()) return;
    const std::vector<std::uint32_t> parts = connected_parts(*this);
    std::vector<std::uint32_t> sizes(nodes_.size());
    for (const std::uint32_t part : parts) sizes[part] += 1;
    const auto largest =
        static_cast<std::uint32_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
    GridExtent extent{nodes_.front(), nodes_.front(), Metres{300}};
    for (const GeoPoint node : nodes_) {
        extent.south_west = {std::min(extent.south_west.latitude, node.latitude),
                             std::min(extent.south_west.longitude, node.longitude)};
        extent.north_east = {std::max(extent.north_east.latitude, node.latitude),
                             std::max(extent.north_east.longitude, node.longitude)};
    }
    const double across = distance(extent.south_west, extent.north_east).value();
    extent.cell =
        Metres{std::max(300.0, across / 1000)};  // at most about a million cells, also for a province
    snapping_.emplace(extent, std::vector<Traits>{});
    for (RoadNode node = 0; node < nodes_.size(); ++node) {
        if (parts[node] != largest) continue;
        snapping_->add(nodes_[node], 0);
        snapping_nodes_.push_back(node);
    }
}

std::optional<RoadGraph::Snapped> RoadGraph::snap(GeoPoint point, Metres reach) const {
    if (!snapping_ || !is_valid(point)) return std::nullopt;
    std::vector<UnitGrid::Hit> hits;
    snapping_->nearest(point, 1, 0, hits);
    if (hits.front().distance > reach) return std::nullopt;
    return Snapped{snapping_nodes_[hits.front().slot], hits.front().distance};
}

std::vector<std::uint32_t> RoadGraph::arcs_near(GeoPoint point, Metres reach) const {
    std::vector<std::uint32_t> arcs;
    for (RoadNode node = 0; node < nodes_.size(); ++node) {
        if (distance(point, nodes_[node]) > reach) continue;
        for (const Step& step : leaving(node)) arcs.push_back(step.arc);
        for (const Step& step : entering(node)) arcs.push_back(step.arc);
    }
    std::sort(arcs.begin(), arcs.end());
    arcs.erase(std::unique(arcs.begin(), arcs.end()), arcs.end());
    return arcs;
}

std::vector<std::uint32_t> connected_parts(const RoadGraph& graph) {
    struct Visit {
        RoadNode node = 0;
        std::size_t next = 0;
    };
    const std::size_t count = graph.node_count();
    constexpr std::uint32_t unseen = 0;
    std::vector<std::uint32_t> order(count, unseen), low(count, 0), part(count, unreachable);
    std::vector<RoadNode> stack;
    std::vector<Visit> path;
    std::uint32_t seen = 0;
    std::uint32_t parts = 0;
    const auto enter = [&](RoadNode node) {
        order[node] = low[node] = ++seen;
        stack.push_back(node);
        path.push_back({node, 0});
    };
    const auto leave = [&](RoadNode node) {
        if (low[node] == order[node]) {
            RoadNode member = node;
            do {
                member = stack.back();
                stack.pop_back();
                part[member] = parts;
            } while (member != node);
            parts += 1;
        }
        path.pop_back();
        if (!path.empty()) low[path.back().node] = std::min(low[path.back().node], low[node]);
    };
    for (RoadNode root = 0; root < count; ++root) {
        if (order[root] != unseen) continue;
        enter(root);
        while (!path.empty()) {
            Visit& visit = path.back();
            const RoadNode node = visit.node;
            const auto steps = graph.leaving(node);
            if (visit.next == steps.size()) {
                leave(node);
                continue;
            }
            const RoadNode head = steps[visit.next++].head;
            if (order[head] == unseen) {
                enter(head);
            } else if (part[head] == unreachable) {
                low[node] = std::min(low[node], order[head]);
            }
        }
    }
    return part;
}

void RoadClosures::close(std::uint32_t arc) {
    if (counts_.size() <= arc) counts_.resize(arc + 1);
    if (counts_[arc]++ == 0) closed_ += 1;
}

void RoadClosures::open(std::uint32_t arc) {
    if (!is_closed(arc)) return;
    if (--counts_[arc] == 0) closed_ -= 1;
}

}  // namespace anlan::planning
