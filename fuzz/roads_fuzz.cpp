// Roads as others write them: two tables of figures, parted by a zero byte; and the tags of ways, which the
// same input is read as, line by line. What comes out is a network whose stretches join points it has.
#include "adapters/roads/csv_roads.hpp"
#include "adapters/roads/way_network.hpp"
#include "base/check.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>

namespace {

using namespace anlan;
using namespace anlan::adapters::roads;

void check(const ports::RoadNetwork& network) {
    for (const auto& point : network.points) ANLAN_CHECK(is_valid(point), "a point that is not on the globe");
    for (const auto& stretch : network.stretches)
        ANLAN_CHECK(stretch.from < network.points.size() && stretch.to < network.points.size(),
                    "a stretch to a point that is not there");
}

const RoadTables& tables() {
    static const RoadTables tables{"", {}, {"p", "i", "y", "x"}, {"s", "a", "b", "t", {}, Ways::both_ways}};
    return tables;
}

ports::RoadRules rules() {
    ports::RoadRules rules;
    rules.classes = {{"a", 50}, {"b", 3}};
    rules.access_keys = {"access"};
    rules.access_refused = {"no"};
    rules.one_way_classes = {"b"};
    rules.speed_words = {{"walk", 7}};
    rules.limit_share = 0.8;
    rules.point_metres_max = 50'000;
    return rules;
}

// key=value lines are the tags of a way; a line with a number is a node of it, near or far.
void ways(std::string_view text) {
    static const ports::RoadRules known = rules();
    WayNetwork network;
    std::map<std::string, std::string, std::less<>> tags;
    std::vector<WayNetwork::NodeId> nodes;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = line.find('=');
        if (equals != std::string_view::npos)
            tags[std::string{line.substr(0, equals)}] = line.substr(equals + 1);
        else if (!line.empty())
            nodes.push_back(static_cast<unsigned char>(line.front()));
    }
    const Tags asked = [&](std::string_view key) -> std::string_view {
        const auto found = tags.find(key);
        return found == tags.end() ? std::string_view{} : std::string_view{found->second};
    };
    if (const auto stated = stated_kmh(known, asked("maxspeed")))
        ANLAN_CHECK(*stated > 0 && *stated < 1'000, "a speed that nobody drives");
    const auto how = driving(known, asked);
    if (!how.possible()) return;
    network.begin_way(how);
    for (const auto node : nodes) network.add_node(node);
    network.ways_done();
    for (const auto node : nodes)
        network.place(node, {static_cast<double>(node) / 3 - 40, static_cast<double>(node % 7)},
                      passage(known, asked));
    check(network.network(Metres{known.point_metres_max}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    std::istringstream points{std::string{input.substr(0, cut)}};
    std::istringstream stretches{std::string{input.substr(std::min(cut + 1, input.size()))}};
    const auto network = read_road_tables(".", tables(), points, stretches);
    if (network.ok())
        check(network.value());
    else
        ANLAN_CHECK(!network.error().expected.empty(), "a refusal that does not say what was expected");
    ways(input);
    return 0;
}
