#include "planning/road_graph.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace anlan::planning {

RoadSearch::RoadSearch(const RoadGraph& graph)
    : graph_(graph), times_(graph.node_count()), stamps_(graph.node_count()), wanted_(graph.node_count()) {}

void RoadSearch::begin() {
    heap_.clear();
    settled_ = 0;
    reached_ = 0;
    if (++round_ != 0) return;
    std::fill(stamps_.begin(), stamps_.end(), 0);  // once in four thousand million searches
    std::fill(wanted_.begin(), wanted_.end(), 0);
    round_ = 1;
}

bool RoadSearch::improve(RoadNode node, RoadMillis time) {
    if (time >= time_of(node)) return false;
    stamps_[node] = round_;
    times_[node] = time;
    return true;
}

template <class Neighbours>
void RoadSearch::spread(RoadNode start, std::span<const RoadNode> wanted, const RoadLimits& limits,
                        const RoadClosures& closures, const Neighbours& neighbours) {
    begin();
    std::size_t open_wishes = 0;
    for (const RoadNode node : wanted)
        if (std::exchange(wanted_[node], round_) != round_) open_wishes += 1;
    std::size_t granted = 0;
    const auto go_on = [&] {
        return granted < open_wishes && granted < limits.wanted && settled_ < limits.nodes;
    };
    improve(start, 0);
    heap_.push_back({0, 0, start});
    while (!heap_.empty() && go_on()) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        const Open next = heap_.back();
        heap_.pop_back();
        if (next.time > time_of(next.node)) continue;
        settled_ += 1;
        reached_ = next.time;
        if (wanted_[next.node] == round_) granted += 1;
        for (const RoadGraph::Step& step : neighbours(next.node)) {
            const std::uint64_t sum = std::uint64_t{next.time} + step.milliseconds;
            if (sum > limits.time || closures.is_closed(step.arc)) continue;
            const auto time = static_cast<RoadMillis>(sum);
            if (!improve(step.head, time)) continue;
            heap_.push_back({time, time, step.head});
            std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
        }
    }
    if (heap_.empty()) reached_ = limits.time;  // everything within it has been seen
}

RoadMillis RoadSearch::known(RoadNode node) const {
    const RoadMillis time = time_of(node);
    return time <= reached_ ? time : unreachable;
}

void RoadSearch::tell(std::span<const RoadNode> nodes, std::vector<RoadMillis>& times) const {
    times.clear();
    for (const RoadNode node : nodes) times.push_back(known(node));
}

void RoadSearch::reach_to(RoadNode target, std::span<const RoadNode> wanted, const RoadLimits& limits,
                          const RoadClosures& closures) {
    spread(target, wanted, limits, closures, [this](RoadNode node) { return graph_.entering(node); });
}

void RoadSearch::times_to(RoadNode target, std::span<const RoadNode> sources, RoadMillis limit,
                          const RoadClosures& closures, std::vector<RoadMillis>& times) {
    reach_to(target, sources, {.time = limit}, closures);
    tell(sources, times);
}

void RoadSearch::times_from(RoadNode source, std::span<const RoadNode> targets, RoadMillis limit,
                            const RoadClosures& closures, std::vector<RoadMillis>& times) {
    spread(source, targets, {.time = limit}, closures,
           [this](RoadNode node) { return graph_.leaving(node); });
    tell(targets, times);
}

RoadMillis RoadSearch::time_between(RoadNode source, RoadNode target, RoadMillis limit,
                                    const RoadClosures& closures) {
    begin();
    const GeoPoint goal = graph_.point(target);
    // Rounded down, so that it never promises more than the road can keep; a node may therefore be opened
    // again.
    const auto at_least = [&](RoadNode node) {
        const double milliseconds =
            std::floor(graph_.best_pace() * (1 - 1e-9) * distance(graph_.point(node), goal).value());
        return static_cast<std::uint64_t>(milliseconds);
    };
    improve(source, 0);
    heap_.push_back({0, 0, source});
    while (!heap_.empty()) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        const Open next = heap_.back();
        heap_.pop_back();
        if (next.time > time_of(next.node)) continue;
        settled_ += 1;
        if (next.node == target) return next.time;
        for (const RoadGraph::Step& step : graph_.leaving(next.node)) {
            const std::uint64_t sum = std::uint64_t{next.time} + step.milliseconds;
            const std::uint64_t estimate = sum + at_least(step.head);
            if (estimate > limit || closures.is_closed(step.arc)) continue;
            if (!improve(step.head, static_cast<RoadMillis>(sum))) continue;
            heap_.push_back({static_cast<RoadMillis>(estimate), static_cast<RoadMillis>(sum), step.head});
            std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
        }
    }
    return unreachable;
}

}  // namespace anlan::planning
