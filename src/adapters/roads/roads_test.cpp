#include "adapters/roads/csv_roads.hpp"
#include "adapters/roads/osm_roads.hpp"
#include "adapters/roads/way_network.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace anlan::adapters::roads {
namespace {

namespace fs = std::filesystem;
using ports::RoadStretch;

ports::RoadRules rules() {
    ports::RoadRules r;
    r.snap_metres_max = 500;
    r.point_metres_max = 100;
    r.search_nodes_max = 1000;
    r.limit_share = 0.5;
    r.classes = {{"motorway", 90}, {"residential", 36}, {"service", 10}};
    r.speed_words = {{"walk", 7}, {"CH:urban", 50}};
    r.one_way_classes = {"motorway"};
    r.one_way_junctions = {"roundabout"};
    r.access_keys = {"emergency", "motor_vehicle", "access"};
    r.access_refused = {"no", "private"};
    r.barriers_refused = {"bollard"};
    return r;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Tags tags(const Pairs& pairs) {
    return [&pairs](std::string_view key) -> std::string_view {
        for (const auto& [name, value] : pairs)
            if (name == key) return value;
        return {};
    };
}

TEST(RoadTags, AWayIsARoadInItsDirectionsAtItsSpeed) {
    struct Row {
        Pairs way;
        double forward;
        double backward;
    };
    const Row rows[] = {
        {{{"highway", "residential"}}, 36, 36},
        {{{"highway", "footway"}}, 0, 0},
        {{{"building", "yes"}}, 0, 0},
        {{{"highway", "residential"}, {"area", "yes"}}, 0, 0},
        {{{"highway", "residential"}, {"oneway", "yes"}}, 36, 0},
        {{{"highway", "residential"}, {"oneway", "-1"}}, 0, 36},
        {{{"highway", "residential"}, {"oneway", "reversible"}}, 0, 0},
        {{{"highway", "residential"}, {"junction", "roundabout"}}, 36, 0},
        {{{"highway", "residential"}, {"oneway", "yes"}, {"oneway:motor_vehicle", "no"}}, 36, 36},
        {{{"highway", "motorway"}}, 90, 0},
        {{{"highway", "motorway"}, {"oneway", "no"}}, 90, 90},
        {{{"highway", "residential"}, {"access", "private"}}, 0, 0},
        {{{"highway", "residential"}, {"access", "destination"}}, 36, 36},
        {{{"highway", "residential"}, {"access", "no"}, {"emergency", "yes"}}, 36, 36},
        {{{"highway", "residential"}, {"access", "yes"}, {"motor_vehicle", "no"}}, 0, 0},
        {{{"highway", "residential"}, {"maxspeed", "60"}}, 30, 30},
        {{{"highway", "residential"}, {"maxspeed", "60"}, {"maxspeed:backward", "40"}}, 30, 20},
        {{{"highway", "residential"}, {"maxspeed", "signals"}}, 36, 36},
    };
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        const auto how = driving(rules(), tags(rows[i].way));
        EXPECT_DOUBLE_EQ(how.forward_kmh, rows[i].forward) << "row " << i;
        EXPECT_DOUBLE_EQ(how.backward_kmh, rows[i].backward) << "row " << i;
    }
}

TEST(RoadTags, AStatedLimitIsReadInItsUnitOrNotAtAll) {
    const std::pair<const char*, double> rows[] = {
        {"50", 50},  {"50 km/h", 50},  {"30 mph", 48.28032}, {"10 knots", 18.52},
        {"walk", 7}, {"CH:urban", 50}, {"60;40", 60},        {" 80 ", 80},
        {"", 0},     {"fast", 0},      {"50 furlongs", 0},   {"0", 0},
        {"-30", 0},  {"9999", 0},      {"nan", 0},           {"inf", 0},
    };
    for (const auto& [text, kmh] : rows)
        EXPECT_NEAR(stated_kmh(rules(), text).value_or(0), kmh, 1e-9) << text;
}

TEST(RoadTags, ABollardStopsUsUnlessItOpens) {
    EXPECT_EQ(passage(rules(), tags({{"highway", "crossing"}})), Passage::open);
    EXPECT_EQ(passage(rules(), tags({{"barrier", "gate"}})), Passage::open);
    EXPECT_EQ(passage(rules(), tags({{"barrier", "gate"}, {"access", "private"}})), Passage::barred);
    EXPECT_EQ(passage(rules(), tags({{"barrier", "bollard"}})), Passage::barred);
    EXPECT_EQ(passage(rules(), tags({{"barrier", "bollard"}, {"emergency", "yes"}})), Passage::open);
}

// A degree of latitude is 111,195 m on our sphere.
GeoPoint at(double north_metres) { return {47 + north_metres / 111'195.08, 9.5}; }

std::size_t count(const ports::RoadNetwork& network) { return network.stretches.size(); }

TEST(WayNetwork, WaysJoinWhereTheyMeetAndNowhereElse) {
    WayNetwork ways;
    ways.begin_way({36, 36});
    for (const int node : {1, 2, 3}) ways.add_node(node);
    ways.begin_way({36, 0});
    for (const int node : {2, 4}) ways.add_node(node);
    ways.ways_done();
    for (const int node : {1, 2, 3, 4}) ways.place(node, at(node * 40), Passage::open);
    ways.place(99, at(0), Passage::open);  // asked for by nobody
    const auto network = ways.network(Metres{100});
    ASSERT_EQ(network.points.size(), 4U);
    ASSERT_EQ(count(network), 5U);  // 1-2 and 2-3 both ways, 2-4 one way
    EXPECT_NEAR(network.stretches[0].milliseconds, 4000, 2);
    EXPECT_NEAR(network.stretches[4].milliseconds, 8000, 2);
}

TEST(WayNetwork, BendsAreMeasuredButNotKeptAndLongLinesGetPoints) {
    WayNetwork ways;
    ways.begin_way({36, 0});
    for (const int node : {1, 2, 3}) ways.add_node(node);
    ways.begin_way({36, 0});
    for (const int node : {3, 4}) ways.add_node(node);
    ways.ways_done();
    ways.place(1, at(0), Passage::open);
    ways.place(2, at(30), Passage::open);
    ways.place(3, at(0.01), Passage::open);  // there and back
    ways.place(4, at(1000), Passage::open);
    const auto network = ways.network(Metres{100});
    EXPECT_NEAR(network.stretches[0].milliseconds, 6000, 2);
    double total = 0;
    for (std::size_t i = 1; i < network.stretches.size(); ++i) {
        EXPECT_LE(network.stretches[i].milliseconds, 15'001U);  // 150 m at 10 m/s
        total += network.stretches[i].milliseconds;
    }
    EXPECT_NEAR(total, 100'000, 20);
    EXPECT_EQ(network.stretches.size(), 11U);
}

TEST(WayNetwork, ABarredNodeAndAMissingOneInterruptTheWay) {
    for (const bool missing : {false, true}) {
        WayNetwork ways;
        ways.begin_way({36, 36});
        for (const int node : {1, 2, 3, 4, 5}) ways.add_node(node);
        ways.ways_done();
        for (const int node : {1, 2, 4, 5}) ways.place(node, at(node * 100), Passage::open);
        if (!missing) ways.place(3, at(300), Passage::barred);
        const auto network = ways.network(Metres{100});
        EXPECT_EQ(count(network), 4U);
    }
}

class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("anlan-roads-" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

constexpr const char* small_map = R"(<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="47.0" lon="9.5"/>
  <node id="2" lat="47.0005" lon="9.5"/>
  <node id="3" lat="47.001" lon="9.5"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
   <tag k="highway" v="residential"/><tag k="oneway" v="yes"/></way>
  <way id="11"><nd ref="3"/><nd ref="1"/><tag k="highway" v="footway"/></way>
</osm>
)";

TEST(OsmRoads, AnExtractBecomesANetwork) {
    const Folder folder;
    const auto r = rules();
    const auto network = OsmRoads{folder.write("a.osm", small_map), r, ports::Datum::gcj02}.read();
    ASSERT_TRUE(network.ok());
    EXPECT_EQ(count(network.value()), 1U);
    EXPECT_NEAR(network->stretches[0].milliseconds, 11'120, 5);
    EXPECT_EQ(network->datum, ports::Datum::gcj02);
}

TEST(OsmRoads, WhatDoesNotReadIsRefusedWithItsPlace) {
    const Folder folder;
    const auto r = rules();
    const std::string map = small_map;
    const auto ways = map.find("  <way");
    struct Row {
        std::string name;
        std::string text;
        std::string place;
        std::string expected;  // the beginning
    };
    const Row rows[] = {
        {"empty.osm", "", "line 1, column 0", "an OpenStreetMap extract"},
        {"cut.osm", map.substr(0, ways + 30), "line 6, column 28", "an OpenStreetMap extract"},
        {"words.osm", "not a map", "line 1, column 0", "an OpenStreetMap extract"},
        {"other.osm", "<gpx/>", "before the first way", "an OpenStreetMap extract"},
        {"words.osm.pbf", "not a map", "before the first way", "an OpenStreetMap extract"},
        {"words.osm.gz", "not a map", "", "an OpenStreetMap extract"},
        {"nothing.osm", "<osm version=\"0.6\"/>", "", "at least one way"},
        {"nodes.osm", map.substr(0, ways) + "</osm>", "", "at least one way"},
    };
    for (const Row& row : rows) {
        const auto file = folder.write(row.name, row.text);
        const auto network = OsmRoads{file, r, ports::Datum::wgs84}.read();
        ASSERT_FALSE(network.ok()) << row.name;
        EXPECT_EQ(network.error().file, file);
        if (!row.place.empty()) {
            EXPECT_EQ(network.error().place, row.place) << row.name;
        }
        EXPECT_TRUE(network.error().expected.starts_with(row.expected)) << network.error().expected;
    }
    const std::string address = "http://127.0.0.1/a.osm";  // never fetched
    for (const auto& name : {folder.path() + "/absent.osm.pbf", folder.path(), address})
        EXPECT_EQ((OsmRoads{name, r, ports::Datum::wgs84}.read().error().expected),
                  "a file that can be read");
}

RoadTables tables() {
    return {"a test",
            ports::Datum::wgs84,
            {"nodes.csv", "index", "y", "x"},
            {"arcs.csv", "from", "to", "time", TimeUnit::minutes, Ways::both_ways}};
}

constexpr const char* some_nodes = "\xEF\xBB\xBFindex,x,y\n7.0,9.5,47\n8,9.6,47.1\n,\n";

TEST(CsvRoads, TwoTablesBecomeANetwork) {
    const Folder folder;
    folder.write("nodes.csv", some_nodes);
    folder.write("arcs.csv", "misc\nfrom,to,\"time\"\r\n7,8,0.5\r\n");
    const auto network = CsvRoads{folder.path(), tables()}.read();
    ASSERT_TRUE(network.ok()) << network.error().place << network.error().expected;
    EXPECT_EQ(network->points[1], (GeoPoint{47.1, 9.6}));
    ASSERT_EQ(count(network.value()), 2U);
    EXPECT_EQ(network->stretches[1].from, 1U);
    EXPECT_EQ(network->stretches[1].milliseconds, 30'000U);
}

TEST(CsvRoads, WhatDoesNotFitIsRefusedWithItsLine) {
    const std::string arcs = "from,to,time\n";
    struct Row {
        std::string nodes;
        std::string arcs;
        std::string place;
        std::string expected;
    };
    const Row rows[] = {
        {"x,y\n1,2\n", arcs, "", "a row that names the columns index, y, x"},
        {"index,x,y\n1,9,far\n", arcs, "line 2", "y as a figure"},
        {"index,x,y\n1,9\n", arcs, "line 2", "y as a figure"},
        {"index,x,y\n1.5,9,47\n", arcs, "line 2", "index as a whole figure"},
        {"index,x,y\n1,9,95\n", arcs, "line 2", "a latitude from -90 to 90 and a longitude from -180 to 180"},
        {"index,x,y\n1,9,47\n1,9,47\n", arcs, "line 3", "each point once"},
        {some_nodes, arcs + "7,9,1\n", "line 2", "to as a point of the other table"},
        {some_nodes, arcs + "7,8,-1\n", "line 2", "time between nothing and a day"},
        {some_nodes, arcs + "7,8,nan\n", "line 2", "time as a figure"},
        {some_nodes, arcs, "", "at least one stretch"},
    };
    const Folder folder;
    for (const Row& row : rows) {
        folder.write("nodes.csv", row.nodes);
        folder.write("arcs.csv", row.arcs);
        const auto network = CsvRoads{folder.path(), tables()}.read();
        ASSERT_FALSE(network.ok()) << row.expected;
        EXPECT_EQ(network.error().place, row.place) << row.expected;
        EXPECT_EQ(network.error().expected, row.expected);
    }
    fs::remove(folder.path() + "/arcs.csv");
    EXPECT_EQ((CsvRoads{folder.path(), tables()}.read().error().expected), "a file that can be read");
}

}  // namespace
}  // namespace anlan::adapters::roads
