#include "adapters/roads/osm_roads.hpp"

#include "adapters/roads/way_network.hpp"

#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/osm/node.hpp>
#include <osmium/osm/way.hpp>
#include <osmium/thread/pool.hpp>

#include <filesystem>
#include <system_error>

namespace anlan::adapters::roads {
namespace {

using ports::RoadsFault;

constexpr int reading_threads = 1;  // beside the one that waits for it

Tags tags_of(const osmium::OSMObject& object) {
    return [&tags = object.tags()](std::string_view key) -> std::string_view {
        for (const auto& tag : tags)
            if (key == tag.key()) return tag.value();
        return {};
    };
}

// "after way 4711": how far we got, in the words of the file.
std::string after(const char* what, std::int64_t last) {
    return last == 0 ? std::string{"before the first "} + what
                     : std::string{"after "} + what + " " + std::to_string(last);
}

// Every object of one kind. The library throws, from its own threads too; here that ends.
template <class Object, class Take>
Result<Done, RoadsFault> each(const std::string& file, osmium::osm_entity_bits::type kind, const char* what,
                              const Take& take) {
    std::int64_t last = 0;
    const auto fault = [&](std::string place, const std::string& found) {
        return Unexpected{RoadsFault{file, std::move(place), "an OpenStreetMap extract (" + found + ")"}};
    };
    try {
        osmium::thread::Pool pool{reading_threads};
        osmium::io::Reader reader{osmium::io::File{file}, pool, kind, osmium::io::read_meta::no};
        while (const auto buffer = reader.read())
            for (const auto& object : buffer.template select<Object>()) {
                last = object.id();
                if (!take(object))
                    return Unexpected{
                        RoadsFault{file, after(what, last), "fewer roads: take a smaller extract"}};
            }
        reader.close();
    } catch (const osmium::xml_error& error) {
        if (error.line == 0) return fault(after(what, last), error.what());
        return fault("line " + std::to_string(error.line) + ", column " + std::to_string(error.column),
                     error.error_string);
    } catch (const std::exception& error) {
        return fault(after(what, last), error.what());
    }
    return Done{};
}

}  // namespace

Result<ports::RoadNetwork, RoadsFault> OsmRoads::read() noexcept {
    std::error_code ignored;
    // A name that is no file could be an address, and the library would go and fetch it.
    if (!std::filesystem::is_regular_file(file_, ignored))
        return Unexpected{RoadsFault{file_, "", "a file that can be read"}};
    WayNetwork ways;
    ANLAN_TRY_DONE(each<osmium::Way>(file_, osmium::osm_entity_bits::way, "way", [&](const osmium::Way& way) {
        const Driving how = driving(rules_, tags_of(way));
        if (!how.possible()) return true;
        ways.begin_way(how);
        for (const auto& node : way.nodes()) ways.add_node(node.ref());
        return ways.node_mentions() <= WayNetwork::nodes_max;
    }));
    ways.ways_done();
    ANLAN_TRY_DONE(
        each<osmium::Node>(file_, osmium::osm_entity_bits::node, "node", [&](const osmium::Node& node) {
            if (!node.location().valid() || !ways.needs(node.id())) return true;
            ways.place(node.id(), {node.location().lat(), node.location().lon()},
                       passage(rules_, tags_of(node)));
            return true;
        }));
    auto network = ways.network(Metres{rules_.point_metres_max});
    if (network.points.size() > ports::road_points_max)
        return Unexpected{RoadsFault{file_, "", "fewer roads: take a smaller extract"}};
    if (network.stretches.empty())
        return Unexpected{
            RoadsFault{file_, "", "at least one way that roads.toml calls a road, and its nodes"}};
    network.datum = datum_;
    return network;
}

}  // namespace anlan::adapters::roads
