#include "planning/road_graph.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <queue>

namespace anlan::planning {
namespace {

using testing::Chance;
using testing::wuhan;

constexpr RoadMillis no_limit = unreachable - 1;

struct Town {
    std::vector<GeoPoint> nodes;
    std::vector<RoadArc> arcs;
};

// The textbook: no stamps, no early stop, no guidance.
std::vector<RoadMillis> brute_force(const Town& town, RoadNode source, const RoadClosures& closures) {
    std::vector<std::vector<std::uint32_t>> leaving(town.nodes.size());
    for (std::uint32_t i = 0; i < town.arcs.size(); ++i) leaving[town.arcs[i].from].push_back(i);
    std::vector<RoadMillis> times(town.nodes.size(), unreachable);
    using Entry = std::pair<std::uint64_t, RoadNode>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    times[source] = 0;
    open.push({0, source});
    while (!open.empty()) {
        const auto [time, node] = open.top();
        open.pop();
        if (time > times[node]) continue;
        for (const std::uint32_t i : leaving[node]) {
            if (closures.is_closed(i)) continue;
            const std::uint64_t sum = time + town.arcs[i].milliseconds;
            if (sum >= times[town.arcs[i].to]) continue;
            times[town.arcs[i].to] = static_cast<RoadMillis>(sum);
            open.push({sum, town.arcs[i].to});
        }
    }
    return times;
}

// Streets in a chessboard; some one way, some with a slow surface, some missing.
Town some_town(Chance& chance, std::size_t side) {
    Town town;
    const auto node = [&](std::size_t row, std::size_t column) {
        return static_cast<RoadNode>(row * side + column);
    };
    for (std::size_t row = 0; row < side; ++row)
        for (std::size_t column = 0; column < side; ++column)
            town.nodes.push_back(moved(wuhan,
                                       Metres{static_cast<double>(row) * 100 + chance.between(-30, 30)},
                                       Metres{static_cast<double>(column) * 100 + chance.between(-30, 30)}));
    const auto join = [&](RoadNode a, RoadNode b) {
        const double metres = distance(town.nodes[a], town.nodes[b]).value();
        const auto time = static_cast<RoadMillis>(metres * chance.between(60, 300));
        if (chance.hit(0.9)) town.arcs.push_back({a, b, time});
        if (chance.hit(0.8)) town.arcs.push_back({b, a, time});
    };
    for (std::size_t row = 0; row < side; ++row)
        for (std::size_t column = 0; column < side; ++column) {
            if (column + 1 < side) join(node(row, column), node(row, column + 1));
            if (row + 1 < side) join(node(row, column), node(row + 1, column));
        }
    return town;
}

TEST(RoadGraph, AOneWayStreetCountsInItsDirection) {
    const Town town{{wuhan, moved(wuhan, Metres{100}, Metres{0}), moved(wuhan, Metres{100}, Metres{100})},
                    {{0, 1, 1000}, {1, 2, 2000}, {2, 0, 9000}}};
    const RoadGraph graph(town.nodes, town.arcs);
    RoadSearch search(graph);
    std::vector<RoadMillis> times;
    const std::vector<RoadNode> others{0, 1, 2};
    search.times_to(2, others, no_limit, {}, times);
    EXPECT_EQ(times, (std::vector<RoadMillis>{3000, 2000, 0}));
    search.times_from(2, others, no_limit, {}, times);
    EXPECT_EQ(times, (std::vector<RoadMillis>{9000, 10000, 0}));
    search.times_from(2, others, 9500, {}, times);
    EXPECT_EQ(times, (std::vector<RoadMillis>{9000, unreachable, 0}));
}

TEST(RoadGraph, AClosureIsDrivenAroundUntilItIsOpened) {
    const Town town{{wuhan, moved(wuhan, Metres{100}, Metres{0}), moved(wuhan, Metres{0}, Metres{100})},
                    {{0, 1, 1000}, {0, 2, 700}, {2, 1, 800}}};
    const RoadGraph graph(town.nodes, town.arcs);
    RoadSearch search(graph);
    RoadClosures closures;
    EXPECT_EQ(search.time_between(0, 1, no_limit, closures), 1000U);
    closures.close(0);
    closures.close(0);
    EXPECT_EQ(search.time_between(0, 1, no_limit, closures), 1500U);
    closures.open(0);
    EXPECT_EQ(search.time_between(0, 1, no_limit, closures), 1500U);
    closures.open(0);
    EXPECT_EQ(search.time_between(0, 1, no_limit, closures), 1000U);
    EXPECT_TRUE(closures.empty());
    EXPECT_EQ(graph.arcs_near(wuhan, Metres{10}), (std::vector<std::uint32_t>{0, 1}));
}

TEST(RoadGraph, AnIslandIsNotSnappedTo) {
    const GeoPoint island = moved(wuhan, Metres{0}, Metres{500});
    const Town town{{wuhan, moved(wuhan, Metres{100}, Metres{0}), island}, {{0, 1, 1}, {1, 0, 1}, {2, 0, 1}}};
    const RoadGraph graph(town.nodes, town.arcs);
    const auto snapped = graph.snap(island);
    ASSERT_TRUE(snapped);
    EXPECT_EQ(snapped->node, 0U);
    EXPECT_NEAR(snapped->off_road.value(), 500, 0.1);
    EXPECT_FALSE(RoadGraph({}, {}).snap(wuhan));
}

TEST(RoadGraph, APointFarFromEveryRoadIsNotOnTheNetwork) {
    const Town town{{wuhan, moved(wuhan, Metres{100}, Metres{0})}, {{0, 1, 1}, {1, 0, 1}}};
    const RoadGraph graph(town.nodes, town.arcs);
    EXPECT_TRUE(graph.snap(moved(wuhan, Metres{-499}, Metres{0}), Metres{500}));
    EXPECT_FALSE(graph.snap(moved(wuhan, Metres{-501}, Metres{0}), Metres{500}));
    EXPECT_FALSE(graph.snap(moved(wuhan, Metres{0}, Metres{5'000}), Metres{500}));
    EXPECT_FALSE(graph.snap(GeoPoint{-30, -60}, Metres{500}));
}

TEST(RoadGraph, ASearchStopsAtItsLimitsAndSaysHowFarItGot) {
    Town town;
    for (int i = 0; i < 10; ++i) town.nodes.push_back(moved(wuhan, Metres{i * 100.0}, Metres{0}));
    for (RoadNode i = 0; i + 1 < 10; ++i) {
        town.arcs.push_back({i, i + 1, 1000});
        town.arcs.push_back({i + 1, i, 1000});
    }
    const RoadGraph graph(town.nodes, town.arcs);
    RoadSearch search(graph);
    const std::vector<RoadNode> wanted{2, 5, 9};
    search.reach_to(0, wanted, {.wanted = 2}, {});
    EXPECT_EQ(search.known(5), 5000U);
    EXPECT_EQ(search.known(9), unreachable);
    EXPECT_EQ(search.reached(), 5000U);
    search.reach_to(0, wanted, {.nodes = 4}, {});
    EXPECT_EQ(search.settled(), 4U);
    EXPECT_EQ(search.known(2), 2000U);
    EXPECT_EQ(search.known(5), unreachable);
    EXPECT_EQ(search.reached(), 3000U);
    search.reach_to(0, wanted, {.time = 8500}, {});
    EXPECT_EQ(search.known(8), 8000U);
    EXPECT_EQ(search.known(9), unreachable);
    EXPECT_EQ(search.reached(), 8500U);
}

TEST(RoadGraphProperty, EqualsTheTextbookOverRandomTowns) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Chance chance(seed);
        const Town town = some_town(chance, 30);
        const RoadGraph graph(town.nodes, town.arcs);
        RoadSearch search(graph);
        RoadClosures closures;
        for (int i = 0; i < 200; ++i)
            closures.close(static_cast<std::uint32_t>(chance.below(town.arcs.size())));
        for (int i = 0; i < 30; ++i) {
            const auto source = static_cast<RoadNode>(chance.below(town.nodes.size()));
            const auto expected = brute_force(town, source, closures);
            std::vector<RoadNode> wanted;
            for (int w = 0; w < 25; ++w)
                wanted.push_back(static_cast<RoadNode>(chance.below(town.nodes.size())));
            const RoadMillis limit =
                i % 2 == 0 ? no_limit : static_cast<RoadMillis>(chance.between(0, 400'000));
            std::vector<RoadMillis> times;
            search.times_from(source, wanted, limit, closures, times);
            std::vector<RoadMillis> back;
            for (std::size_t w = 0; w < wanted.size(); ++w) {
                const RoadMillis truth = expected[wanted[w]] <= limit ? expected[wanted[w]] : unreachable;
                ASSERT_EQ(times[w], truth);
                ASSERT_EQ(search.time_between(source, wanted[w], limit, closures), truth);
                search.times_to(wanted[w], std::vector<RoadNode>{source}, limit, closures, back);
                ASSERT_EQ(back[0], truth);
            }
        }
    }
}

TEST(RoadGraphProperty, PartsAreWhereOneGetsThereAndBack) {
    Chance chance(9);
    Town town = some_town(chance, 9);
    std::erase_if(town.arcs, [&](const RoadArc&) { return chance.hit(0.45); });
    const RoadGraph graph(town.nodes, town.arcs);
    const auto parts = connected_parts(graph);
    std::vector<std::vector<RoadMillis>> times;
    for (RoadNode node = 0; node < town.nodes.size(); ++node) times.push_back(brute_force(town, node, {}));
    for (RoadNode a = 0; a < town.nodes.size(); ++a)
        for (RoadNode b = 0; b < town.nodes.size(); ++b)
            ASSERT_EQ(parts[a] == parts[b], times[a][b] != unreachable && times[b][a] != unreachable);
}

// A file of the archive as lines, through tar.
std::vector<std::string> lines_of(const std::filesystem::path& archive, const std::string& file) {
    const std::string command = "tar -xOzf '" + archive.string() + "' " + file;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::vector<std::string> lines;
    std::array<char, 512> buffer{};
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr)
        lines.emplace_back(buffer.data());
    return lines;
}

Town auckland(const std::filesystem::path& archive) {
    Town town;
    double index = 0, x = 0, y = 0, from = 0, to = 0, kilometres = 0, days = 0;
    for (const std::string& line : lines_of(archive, "nodes.csv"))
        if (std::sscanf(line.c_str(), "%lf,%lf,%lf", &index, &x, &y) == 3) town.nodes.push_back({y, x});
    for (const std::string& line : lines_of(archive, "arcs.csv"))
        if (std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf,%lf", &index, &from, &to, &kilometres, &days) == 5)
            town.arcs.push_back({static_cast<RoadNode>(from) - 1, static_cast<RoadNode>(to) - 1,
                                 static_cast<RoadMillis>(days * 86'400'000)});
    return town;
}

TEST(RoadGraphRealData, AucklandEqualsTheTextbookAndStopsEarly) {
    const auto archive = testing::shared_data() / "auckland-ems/roads_nodes_arcs.tar.gz";
    if (!std::filesystem::exists(archive))
        GTEST_SKIP() << "no auckland-ems/roads_nodes_arcs.tar.gz in shared data";
    const Town town = auckland(archive);
    ASSERT_GT(town.nodes.size(), 50'000U);
    ASSERT_GT(town.arcs.size(), 90'000U);
    const RoadGraph graph(town.nodes, town.arcs);
    RoadSearch search(graph);
    Chance chance(7);
    std::size_t settled = 0;
    for (int i = 0; i < 6; ++i) {
        const auto incident = static_cast<RoadNode>(chance.below(town.nodes.size()));
        std::vector<RoadNode> units;
        for (int u = 0; u < 50; ++u)
            units.push_back(graph.snap(testing::somewhere(chance, 0.05, town.nodes[incident]))->node);
        std::vector<RoadMillis> times;
        search.times_from(incident, units, 600'000, {}, times);
        settled += search.settled();
        const auto expected = brute_force(town, incident, {});
        for (std::size_t u = 0; u < units.size(); ++u) {
            const RoadMillis truth = expected[units[u]] <= 600'000 ? expected[units[u]] : unreachable;
            ASSERT_EQ(times[u], truth);
            ASSERT_EQ(search.time_between(incident, units[u], 600'000, {}), truth);
        }
    }
    EXPECT_LT(settled / 6, town.nodes.size() / 2);
}

}  // namespace
}  // namespace anlan::planning
