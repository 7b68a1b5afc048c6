// Ways with their nodes become a network: the part of reading a map that no library does. Ways are given
// first, then whatever is known of their nodes.
#pragma once
#include "adapters/roads/road_tags.hpp"
#include "ports/roads.hpp"

#include <cstdint>
#include <vector>

namespace anlan::adapters::roads {

class WayNetwork {
public:
    using NodeId = std::int64_t;

    // Room for more nodes than this is not asked for: the caller refuses the file.
    static constexpr std::size_t nodes_max = 200'000'000;
    std::size_t node_mentions() const { return nodes_of_ways_.size(); }

    void begin_way(Driving driving);
    void add_node(NodeId node) { nodes_of_ways_.push_back(node); }

    // No way will follow. From now on nodes may be placed, in any order; those no way needs are passed over.
    void ways_done();
    bool needs(NodeId node) const;
    void place(NodeId node, GeoPoint point, Passage passage);

    // A node that was never placed, as at the edge of an extract, interrupts its way; so does a barred one.
    ports::RoadNetwork network(Metres point_spacing) const;

private:
    struct Way {
        std::size_t first = 0;  // of nodes_of_ways_
        Driving driving;
    };
    struct Node {
        GeoPoint point;
        bool placed = false;
        bool barred = false;
        bool shared = false;  // ways meet or end here
    };
    class Drawing;
    std::size_t index_of(NodeId node) const;

    std::vector<Way> ways_;
    std::vector<NodeId> nodes_of_ways_;
    std::vector<NodeId> ids_;  // sorted
    std::vector<Node> nodes_;  // in the order of ids_
};

}  // namespace anlan::adapters::roads
