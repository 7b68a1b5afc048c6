// Real maps become road graphs, and what is found on them is what the textbook finds: Dijkstra over the bare
// list of stretches. The maps are not part of the tree (../shared/data); without them these tests are
// skipped.
#include "app/roads.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "planning/test_support.hpp"
#include "views/roads.hpp"

#include <gtest/gtest.h>

#include <unistd.h>
#include <fstream>
#include <queue>

namespace anlan {
namespace {

using planning::RoadMillis;
using planning::RoadNode;
using planning::testing::Chance;
namespace fs = std::filesystem;

const ports::RoadRules& wuhan_rules() {
    static const kernel::Rulebook rules = [] {
        const auto loaded =
            app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", app::all_modules());
        EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error());
        return loaded.value();
    }();
    return rules.section<ports::RoadRules>();
}

fs::path shared(const std::string& file) {
    const auto folder = planning::testing::shared_data();
    return folder.empty() ? folder : folder / file;
}

std::vector<std::uint64_t> textbook(const ports::RoadNetwork& network, std::uint32_t source,
                                    const planning::RoadClosures& closures) {
    std::vector<std::vector<std::uint32_t>> leaving(network.points.size());
    for (std::uint32_t i = 0; i < network.stretches.size(); ++i)
        if (!closures.is_closed(i)) leaving[network.stretches[i].from].push_back(i);
    std::vector<std::uint64_t> times(network.points.size(), planning::unreachable);
    using Entry = std::pair<std::uint64_t, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    times[source] = 0;
    open.push({0, source});
    while (!open.empty()) {
        const auto [time, point] = open.top();
        open.pop();
        if (time > times[point]) continue;
        for (const auto i : leaving[point]) {
            const auto& stretch = network.stretches[i];
            if (time + stretch.milliseconds >= times[stretch.to]) continue;
            times[stretch.to] = time + stretch.milliseconds;
            open.push({times[stretch.to], stretch.to});
        }
    }
    return times;
}

// Units spread around an incident, with a hundred stretches closed: every time found is the textbook's.
void equals_the_textbook(const ports::RoadNetwork& network, const planning::RoadGraph& graph) {
    planning::RoadSearch search(graph);
    Chance chance(11);
    planning::RoadClosures closures;
    for (int i = 0; i < 100; ++i)
        closures.close(static_cast<std::uint32_t>(chance.below(network.stretches.size())));
    for (int i = 0; i < 8; ++i) {
        const auto unit = static_cast<RoadNode>(chance.below(network.points.size()));
        const auto truth = textbook(network, unit, closures);
        for (int incident = 0; incident < 10; ++incident) {
            const auto target = static_cast<RoadNode>(chance.below(network.points.size()));
            const auto limit = static_cast<RoadMillis>(chance.between(60'000, 3'600'000));
            search.reach_to(target, std::vector<RoadNode>{unit}, {.time = limit}, closures);
            const auto expected = truth[target] <= limit ? truth[target] : planning::unreachable;
            ASSERT_EQ(search.known(unit), expected);
        }
    }
}

struct Extract {
    const char* file;
    std::size_t points_min;
    GeoPoint in_town;       // on a street of the place
    GeoPoint beside_roads;  // 5 km and more from every road: a ridge, the sea
};

class RoadsOfExtracts : public ::testing::TestWithParam<Extract> {};

TEST_P(RoadsOfExtracts, EqualTheTextbookAndKnowWhatIsFarOff) {
    const auto& extract = GetParam();
    const auto file = shared(extract.file);
    if (!fs::exists(file)) GTEST_SKIP() << "no " << extract.file << " in shared data";
    const auto network = app::read_roads({file}, wuhan_rules());
    ASSERT_TRUE(network.ok()) << network.error();
    EXPECT_GT(network->points.size(), extract.points_min);
    const auto roads = views::make_roads(extract.file, network.value(), wuhan_rules(), 200);
    const auto& graph = roads->travel.graph();
    equals_the_textbook(network.value(), graph);
    const Metres snap{wuhan_rules().snap_metres_max};
    const auto at = graph.snap(extract.in_town, snap);
    ASSERT_TRUE(at);
    EXPECT_LT(at->off_road.value(), 100);
    EXPECT_FALSE(graph.snap(extract.beside_roads, snap));
}

// Monaco 2.5 km out at sea is enough for its 500 m; the others are 5 km from anything that is drawn.
INSTANTIATE_TEST_SUITE_P(
    Maps, RoadsOfExtracts,
    ::testing::Values(
        Extract{"osm/liechtenstein-latest.osm.pbf", 5'000, {47.1410, 9.5209}, {47.1000, 9.7500}},
        Extract{"osm/andorra.osm.pbf", 3'000, {42.5075, 1.5218}, {42.7500, 1.3000}},
        Extract{"osm/monaco.osm.gz", 500, {43.7384, 7.4246}, {43.6900, 7.4700}}),
    [](const auto& info) {
        const std::string name = fs::path{info.param.file}.filename().string();
        return name.substr(0, name.find_first_of("-."));
    });

TEST(RoadsOfMonaco, ManyStreetsAreDrivenOneWayOnly) {
    const auto file = shared("osm/monaco.osm.gz");
    if (!fs::exists(file)) GTEST_SKIP() << "no osm/monaco.osm.gz in shared data";
    const auto network = app::read_roads({file}, wuhan_rules());
    ASSERT_TRUE(network.ok());
    std::set<std::pair<std::uint32_t, std::uint32_t>> there;
    for (const auto& stretch : network->stretches) there.insert({stretch.from, stretch.to});
    std::size_t one_way = 0;
    for (const auto& [from, to] : there) one_way += there.contains({to, from}) ? 0U : 1U;
    EXPECT_GT(one_way, there.size() / 10);  // Monaco is full of them
    EXPECT_LT(one_way, there.size());
}

TEST(RoadsOfTables, AucklandIsReadByItsMapping) {
    const auto archive = shared("auckland-ems/roads_nodes_arcs.tar.gz");
    if (!fs::exists(archive)) GTEST_SKIP() << "no auckland-ems/roads_nodes_arcs.tar.gz in shared data";
    const auto folder = fs::temp_directory_path() / ("anlan-auckland-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const std::string unpack = "tar -xzf '" + archive.string() + "' -C '" + folder.string() + "'";
    ASSERT_EQ(std::system(unpack.c_str()), 0);
    fs::copy_file(std::string{source_dir()} + "/mappings/roads-jemss.toml", folder / "roads-jemss.toml");
    const auto network = app::read_roads({folder / "roads-jemss.toml"}, wuhan_rules());
    fs::remove_all(folder);
    ASSERT_TRUE(network.ok()) << network.error();
    EXPECT_EQ(network->points.size(), 54'370U);
    EXPECT_EQ(network->stretches.size(), 90'638U);
    const auto roads = views::make_roads("auckland", network.value(), wuhan_rules(), 200);
    equals_the_textbook(network.value(), roads->travel.graph());
}

TEST(RoadsDatum, AnExtractInGcj02IsBroughtHome) {
    ports::RoadNetwork network{
        {{30.5928, 114.3055}, {30.5938, 114.3055}}, {{0, 1, 1000}, {1, 0, 1000}}, ports::Datum::gcj02};
    const auto roads = views::make_roads("a", std::move(network), wuhan_rules(), 200);
    const double shift = distance(roads->travel.graph().point(0), {30.5928, 114.3055}).value();
    EXPECT_GT(shift, 300);
    EXPECT_LT(shift, 900);
}

TEST(RoadsChosen, WhatIsNoRoadFileIsRefusedByItsName) {
    const auto refused = app::read_roads({"roads.xlsx"}, wuhan_rules());
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().find(".osm.pbf, .osm, .osm.gz or .toml"), std::string::npos);
}

}  // namespace
}  // namespace anlan
