// Travel over real roads. The graph is two compact lists of arcs, by where they start and by where they end,
// so that one bounded search from an incident, run backwards, gives the time of every unit around it: the
// search stops as soon as all the units asked for are settled or the limit is passed. Costs are whole
// milliseconds, so that sums do not depend on the order in which they are made.
//
// A graph never changes; what changes (a bridge closed for an event) is a RoadClosures value handed to the
// search. Points are snapped to the nearest node from which one can get anywhere and back: islands of the
// map, where a car park is drawn but its exit is not, would otherwise swallow units.
#pragma once
#include "base/instant.hpp"
#include "planning/geo_vector.hpp"
#include "planning/unit_grid.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace anlan::planning {

using RoadNode = std::uint32_t;
using RoadMillis = std::uint32_t;
inline constexpr RoadMillis unreachable = std::numeric_limits<RoadMillis>::max();

struct RoadArc {
    RoadNode from = 0;
    RoadNode to = 0;
    RoadMillis milliseconds = 0;
};

class RoadGraph {
public:
    RoadGraph(std::vector<GeoPoint> nodes, std::span<const RoadArc> arcs);

    std::size_t node_count() const { return nodes_.size(); }
    std::size_t arc_count() const { return forward_.heads.size(); }
    GeoPoint point(RoadNode node) const { return nodes_[node]; }

    struct Snapped {
        RoadNode node = 0;
        Metres off_road;
    };
    // The nearest node of the part where every node reaches every other; none: the graph is empty, or nothing
    // of it lies within `reach`.
    std::optional<Snapped> snap(GeoPoint point, Metres reach = anywhere) const;
    static constexpr Metres anywhere{std::numeric_limits<double>::infinity()};

    struct Step {
        RoadNode head = 0;
        RoadMillis milliseconds = 0;
        std::uint32_t arc = 0;  // index in the order of construction
    };
    std::span<const Step> leaving(RoadNode node) const { return forward_.of(node); }
    std::span<const Step> entering(RoadNode node) const { return backward_.of(node); }

    // Least time for one metre of straight line over any arc: what no route can beat.
    double best_pace() const { return best_pace_; }
    // Arcs that start or end within `reach` of the point.
    std::vector<std::uint32_t> arcs_near(GeoPoint point, Metres reach) const;

private:
    struct Adjacency {
        std::vector<std::uint32_t> first;  // by node, and one more
        std::vector<Step> heads;
        std::span<const Step> of(RoadNode node) const {
            return {heads.data() + first[node], heads.data() + first[node + 1]};
        }
    };
    static Adjacency adjacency(std::size_t nodes, std::span<const RoadArc> arcs, RoadNode RoadArc::* by,
                               RoadNode RoadArc::* head);
    void find_best_pace();
    void build_snapping();

    std::vector<GeoPoint> nodes_;
    Adjacency forward_;
    Adjacency backward_;
    double best_pace_ = 0;
    std::optional<UnitGrid> snapping_;
    std::vector<RoadNode> snapping_nodes_;  // by slot of the grid
};

// For each node the strongly connected part it belongs to (Tarjan 1972, without recursion).
std::vector<std::uint32_t> connected_parts(const RoadGraph& graph);

// Arcs that may not be used now. Closed twice is closed until it is opened twice.
class RoadClosures {
public:
    void close(std::uint32_t arc);
    void open(std::uint32_t arc);
    bool is_closed(std::uint32_t arc) const { return arc < counts_.size() && counts_[arc] > 0; }
    bool empty() const { return closed_ == 0; }

private:
    std::vector<std::uint16_t> counts_;
    std::size_t closed_ = 0;
};

// Where a search stops, whichever comes first.
struct RoadLimits {
    RoadMillis time = unreachable - 1;                             // farther is not looked at
    std::size_t nodes = std::numeric_limits<std::size_t>::max();   // settled
    std::size_t wanted = std::numeric_limits<std::size_t>::max();  // of those asked for, settled
};

// One search at a time over a graph, keeping its memory from one to the next.
class RoadSearch {
public:
    explicit RoadSearch(const RoadGraph& graph);

    // Travel from each of `sources` to `target`, or unreachable where it takes more than `limit`.
    void times_to(RoadNode target, std::span<const RoadNode> sources, RoadMillis limit,
                  const RoadClosures& closures, std::vector<RoadMillis>& times);
    void times_from(RoadNode source, std::span<const RoadNode> targets, RoadMillis limit,
                    const RoadClosures& closures, std::vector<RoadMillis>& times);
    // The same backward search, as far as `limits` let it; afterwards known() tells of any node, wanted or
    // not.
    void reach_to(RoadNode target, std::span<const RoadNode> wanted, const RoadLimits& limits,
                  const RoadClosures& closures);
    // From the node to the target of reach_to, or unreachable where the search did not get so far.
    RoadMillis known(RoadNode node) const;
    // What is not known takes longer than this, or there is no way at all.
    RoadMillis reached() const { return reached_; }
    // One pair, guided by the straight line (A*).
    RoadMillis time_between(RoadNode source, RoadNode target, RoadMillis limit, const RoadClosures& closures);

    std::size_t settled() const { return settled_; }  // nodes looked at by the last search

private:
    struct Open {
        RoadMillis estimate = 0;
        RoadMillis time = 0;
        RoadNode node = 0;
        friend bool operator>(const Open& a, const Open& b) {
            return a.estimate != b.estimate ? a.estimate > b.estimate : a.node > b.node;
        }
    };
    template <class Neighbours>
    void spread(RoadNode start, std::span<const RoadNode> wanted, const RoadLimits& limits,
                const RoadClosures& closures, const Neighbours& neighbours);
    void tell(std::span<const RoadNode> nodes, std::vector<RoadMillis>& times) const;
    void begin();
    bool improve(RoadNode node, RoadMillis time);
    RoadMillis time_of(RoadNode node) const { return stamps_[node] == round_ ? times_[node] : unreachable; }

    const RoadGraph& graph_;
    std::vector<RoadMillis> times_;
    std::vector<std::uint32_t> stamps_;
    std::vector<std::uint32_t> wanted_;  // the round in which a node is asked for
    std::vector<Open> heap_;
    std::uint32_t round_ = 0;
    std::size_t settled_ = 0;
    RoadMillis reached_ = 0;
};

}  // namespace anlan::planning
