// How long the planning room takes: the nearest 5 of 10,000 moving units, a full recommendation with coverage
// price at 2,000 units and 465 rings, the same by road, the nearest 5 of 10,000 by road time around closed
// streets (a generated town of 67,600 crossings; Auckland too, where ../shared/data has it), the same-event
// ribbon over a day of 40,000 incidents, an address out of 100,000 places. Prints p50 and p99 of single calls
// as `name value unit`; nothing is asserted. `planning_bench [rounds]`, default 1.
#include "app/roads.hpp"
#include "base/source_dir_test_support.hpp"
#include "planning/address.hpp"
#include "planning/recommendation.hpp"
#include "planning/same_event.hpp"
#include "planning/test_reports.hpp"
#include "planning/travel_sources.hpp"
#include "planning/unit_grid.hpp"
#include "views/roads.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace anlan;
using namespace anlan::planning;
using planning::testing::Chance;

bool takes_processor_time = false;

double micros_now() {
    timespec now{};
    clock_gettime(takes_processor_time ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

class Stopwatch {
public:
    template <class Work>
    void time(const Work& work) {
        const double start = micros_now();
        work();
        micros_.push_back(micros_now() - start);
    }
    // The figures' names are made of these words: "moves, 10,000" is moves_10000_p50.
    void print(std::string_view what) {
        std::string name;
        for (const char letter : what) {
            if (letter == ',') continue;
            if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
                name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
            else if (!name.empty() && name.back() != '_')
                name += '_';
        }
        while (!name.empty() && name.back() == '_') name.pop_back();
        std::sort(micros_.begin(), micros_.end());
        const auto rank = [&](double share) {
            return micros_[std::min(micros_.size() - 1,
                                    static_cast<std::size_t>(share * static_cast<double>(micros_.size())))];
        };
        std::printf("%s_p50 %.2f us\n%s_p99 %.2f us\n", name.c_str(), rank(0.5), name.c_str(), rank(0.99));
    }

private:
    std::vector<double> micros_;
};

void bench_nearest() {
    constexpr Traits free_bit = 1, car_bit = 2;
    Chance chance(1);
    const GridExtent extent{{30.35, 114.05}, {30.85, 114.55}, Metres{500}};
    UnitGrid grid(extent, {free_bit, free_bit | car_bit});
    std::vector<UnitGrid::Slot> slots;
    for (int i = 0; i < 10'000; ++i)
        slots.push_back(grid.add(planning::testing::somewhere(chance, 0.15),
                                 (chance.hit(0.6) ? free_bit : 0) | (chance.hit(0.5) ? car_bit : 0)));
    Stopwatch nearest, moves;
    std::vector<UnitGrid::Hit> hits;
    // 100 searches a second while each of 10,000 units moves once a second: 100 moves between two searches.
    std::size_t next = 0;
    for (int query = 0; query < 20'000; ++query) {
        moves.time([&] {
            for (int i = 0; i < 100; ++i) {
                const auto slot = slots[next++ % slots.size()];
                const GeoPoint to =
                    moved(grid.point(slot), Metres{chance.between(-15, 15)}, Metres{chance.between(-15, 15)});
                grid.move(slot, to);
                if (i == 0) grid.change(slot, chance.hit(0.6) ? free_bit | car_bit : car_bit);
            }
        });
        const GeoPoint point = planning::testing::somewhere(chance, 0.15);
        nearest.time([&] { grid.nearest(point, 5, free_bit | car_bit, hits); });
    }
    nearest.print("nearest 5 free cars of 10,000 moving units");
    moves.print("nearest: 100 moves and one change of status");
}

struct Town {
    std::string name;
    std::shared_ptr<const RoadGraph> graph;
    GeoPoint centre;
    double degrees = 0;  // units and incidents are so far around the centre
};

// Crossings 100 m apart, a tenth of the streets one way, speeds from 20 to 60 km/h.
Town generated_town() {
    constexpr RoadNode side = 260;
    Chance chance(7);
    std::vector<GeoPoint> nodes;
    std::vector<RoadArc> arcs;
    for (RoadNode row = 0; row < side; ++row)
        for (RoadNode column = 0; column < side; ++column)
            nodes.push_back(moved(planning::testing::wuhan, Metres{(row - side / 2.0) * 100},
                                  Metres{(column - side / 2.0) * 100}));
    const auto join = [&](RoadNode a, RoadNode b) {
        const auto time = static_cast<RoadMillis>(chance.between(6'000, 18'000));
        arcs.push_back({a, b, time});
        if (chance.hit(0.9)) arcs.push_back({b, a, time});
    };
    for (RoadNode row = 0; row < side; ++row)
        for (RoadNode column = 0; column < side; ++column) {
            if (column + 1 < side) join(row * side + column, row * side + column + 1);
            if (row + 1 < side) join(row * side + column, (row + 1) * side + column);
        }
    return {"generated town", std::make_shared<const RoadGraph>(std::move(nodes), arcs),
            planning::testing::wuhan, 0.115};
}

// Auckland's 54,370 points; none where the data is not there.
std::optional<Town> auckland() {
    const auto archive = planning::testing::shared_data() / "auckland-ems/roads_nodes_arcs.tar.gz";
    const auto folder = std::filesystem::temp_directory_path() / "anlan-bench-auckland";
    std::filesystem::create_directories(folder);
    const std::string unpack = "tar -xzf '" + archive.string() + "' -C '" + folder.string() + "' 2>/dev/null";
    if (!std::filesystem::exists(archive) || std::system(unpack.c_str()) != 0) return std::nullopt;
    std::filesystem::copy_file(std::string{source_dir()} + "/mappings/roads-jemss.toml",
                               folder / "roads-jemss.toml",
                               std::filesystem::copy_options::overwrite_existing);
    auto network = app::read_roads({folder / "roads-jemss.toml"}, {});
    std::filesystem::remove_all(folder);
    if (!network.ok()) return std::nullopt;
    std::vector<RoadArc> arcs;
    for (const auto& stretch : network->stretches)
        arcs.push_back({stretch.from, stretch.to, stretch.milliseconds});
    return Town{"Auckland",
                std::make_shared<const RoadGraph>(std::move(network->points), arcs),
                {-36.87, 174.76},
                0.1};
}

RoadClosures closed_streets(Chance& chance, const RoadGraph& graph) {
    RoadClosures closures;
    for (int i = 0; i < 200; ++i) closures.close(static_cast<std::uint32_t>(chance.below(graph.arc_count())));
    return closures;
}

// As bench_nearest, by road time: 100 moves, then the 5 nearest free cars.
void bench_nearest_by_road(const Town& town) {
    Chance chance(1);
    RoadSearch search(*town.graph);
    const RoadClosures closures = closed_streets(chance, *town.graph);
    struct Unit {
        GeoPoint point;
        RoadNode node = 0;
        bool wanted = false;
    };
    std::vector<Unit> units(10'000);
    for (Unit& unit : units) {
        unit.point = planning::testing::somewhere(chance, town.degrees, town.centre);
        unit.node = town.graph->snap(unit.point)->node;
        unit.wanted = chance.hit(0.3);  // free, and a car
    }
    Stopwatch nearest, moves;
    std::vector<RoadNode> wanted;
    std::vector<std::pair<RoadMillis, std::size_t>> hits;
    double settled = 0;
    for (int query = 0; query < 5'000; ++query) {
        moves.time([&] {
            for (int i = 0; i < 100; ++i) {
                Unit& unit = units[chance.below(units.size())];
                unit.point =
                    moved(unit.point, Metres{chance.between(-15, 15)}, Metres{chance.between(-15, 15)});
                unit.node = town.graph->snap(unit.point)->node;
            }
        });
        const GeoPoint point = planning::testing::somewhere(chance, town.degrees, town.centre);
        nearest.time([&] {
            wanted.clear();
            for (const Unit& unit : units)
                if (unit.wanted) wanted.push_back(unit.node);
            search.reach_to(town.graph->snap(point)->node, wanted, {.wanted = 5}, closures);
            hits.clear();
            for (std::size_t i = 0; i < units.size(); ++i)
                if (units[i].wanted && search.known(units[i].node) != unreachable)
                    hits.emplace_back(search.known(units[i].node), i);
            std::partial_sort(hits.begin(), hits.begin() + std::min<std::ptrdiff_t>(5, std::ssize(hits)),
                              hits.end());
        });
        settled += static_cast<double>(search.settled());
    }
    nearest.print(("nearest 5 free cars of 10,000 by road, " + town.name).c_str());
    moves.print("nearest by road: 100 moves");
    std::printf("nearest_by_road_settled %.0f crossings\n", settled / 5'000);
}

void bench_recommendation(const Town& town) {
    Chance chance(2);
    const TravelTimes times(usual_travel_model());
    std::vector<Ring> rings;
    for (int r = 0; r < 465; ++r) {
        Ring ring{"ring_" + std::to_string(r), "", {}, {}};
        const GeoPoint centre = planning::testing::somewhere(chance, 0.15);
        for (int p = 0; p < 4; ++p)
            ring.points.push_back({planning::testing::somewhere(chance, 0.004, centre), 1});
        ring.tiers = {{Minutes{1}, 1, {}},
                      {Minutes{3}, 2, {}},
                      {Minutes{5}, 4, {UnitKind::patrol_car, UnitKind::motorcycle}}};
        rings.push_back(std::move(ring));
    }
    CoverageBoard board(rings, times, 12);
    std::vector<Candidate> candidates;
    for (int u = 0; u < 2000; ++u) {
        Candidate c;
        c.unit_id = UnitId{"unt_" + std::to_string(u)};
        c.call_sign = std::to_string(u);
        c.kind = u % 3 == 0 ? UnitKind::motorcycle : UnitKind::patrol_car;
        c.skills = {"patrol", u % 7 == 0 ? "negotiation" : "first_aid"};
        c.status = chance.hit(0.6) ? UnitStatus::available : UnitStatus::on_scene;
        if (c.status != UnitStatus::available) c.free_in = Seconds{static_cast<int>(chance.below(2400))};
        c.point = planning::testing::somewhere(chance, 0.15);
        c.position_age = Seconds{static_cast<int>(chance.below(300))};
        c.jobs_in_shift = static_cast<int>(chance.below(8));
        c.moving = chance.hit(0.5);
        if (c.status == UnitStatus::available) board.put(c.unit_id, c.kind, *c.point);
        candidates.push_back(std::move(c));
    }
    const TravelToPoint travel = travel_by_distance(times, 12);
    RoadTravel roads(town.graph, {Metres{500}, 40'000, 200, {UnitKind::patrol_car, UnitKind::motorcycle}});
    const RoadClosures closures = closed_streets(chance, *town.graph);
    Stopwatch recommending, by_road, putting;
    double gaps = 0;
    for (int i = 0; i < 2000; ++i) {
        RecommendationRequest request{planning::testing::somewhere(chance, 0.15),
                                      Priority::p2,
                                      {{"cars", {UnitKind::patrol_car}, {}, 3, false},
                                       {"first aid", {}, {"first_aid"}, 1, false},
                                       {"negotiator", {}, {"negotiation"}, 1, false}},
                                      {}};
        recommending.time([&] {
            gaps += static_cast<double>(recommend(request, candidates, travel, board).price.gaps.size());
        });
        const TravelToPoint over_roads =
            roads.travel({times, 12, request.rules.travel_max, closures,
                          [&](const Candidate& candidate) { return could_go(request, candidate); }});
        by_road.time([&] { (void)recommend(request, candidates, over_roads, board); });
        Candidate& mover = candidates[chance.below(candidates.size())];
        mover.point = planning::testing::somewhere(chance, 0.15);
        if (mover.status == UnitStatus::available)
            putting.time([&] { board.put(mover.unit_id, mover.kind, *mover.point); });
    }
    recommending.print("recommendation with price: 2,000 units, 465 rings");
    by_road.print("recommendation by road around 200 closed streets");
    putting.print("recommendation: one unit moved on the coverage board");
    std::printf("recommendation_rings_left_uncovered %.1f rings\n", gaps / 2000);
}

void bench_ribbon() {
    planning::testing::GeneratedCity city(3);
    const Instant start = *instant_from_text("2026-11-21T00:00:00Z");
    SameEventIndex index;
    Stopwatch placed, unplaced, adding;
    Instant forgotten = start;
    // Each question of the last four hours looks back over a whole day.
    for (const auto& call : city.calls(start, 28)) {
        if (call.question.asked_at >= start + Hours{24}) {
            if (call.question.asked_at >= forgotten + Hours{24} + Minutes{1})
                index.forget_before(forgotten = call.question.asked_at - Hours{24});
            (call.question.point ? placed : unplaced).time([&] { (void)index.ask(call.question); });
            auto without = call.question;
            without.point.reset();
            unplaced.time([&] { (void)index.ask(without); });
        }
        adding.time([&] { planning::testing::take(index, call); });
    }
    std::printf("ribbon_incidents_looked_over %zu incidents\n", index.size());
    placed.print("ribbon over a day of 40,000 incidents, with a point");
    unplaced.print("ribbon over a day of 40,000 incidents, without a point");
    adding.print("ribbon: one report added");
}

void bench_address() {
    Chance chance(4);
    const std::u32string pool =
        U"东西南北中山湖江河汉武青云龙凤华光明建设解放和平民主长虹丹桂园林泉石桥沙洋金银珠宝新城福安康泰";
    const auto word = [&](std::size_t length) {
        std::u32string out;
        for (std::size_t i = 0; i < length; ++i) out.push_back(pool[chance.below(pool.size())]);
        return encoded(out);
    };
    std::vector<std::string> roads;
    for (int i = 0; i < 4000; ++i) roads.push_back(word(2 + chance.below(2)) + "路");
    const std::vector<std::string> districts{"江岸区", "江汉区", "硚口区", "汉阳区",
                                             "武昌区", "青山区", "洪山区"};
    const std::vector<std::string> kinds{"小区", "花园", "广场", "酒店", "医院", "小学", "超市", "大厦"};
    std::vector<PlaceEntry> entries;
    for (int i = 0; i < 100'000; ++i) {
        PlaceEntry entry;
        entry.place_id = PlaceId{"plc_" + std::to_string(i)};
        entry.name = word(2 + chance.below(3)) + chance.pick(kinds);
        entry.district = chance.pick(districts);
        entry.road = chance.pick(roads);
        entry.point = planning::testing::somewhere(chance);
        entries.push_back(std::move(entry));
    }
    const Gazetteer city(entries);
    Stopwatch resolving;
    for (int i = 0; i < 1500; ++i) {
        const PlaceEntry& meant = chance.pick(entries);
        const std::string text = "我在" + meant.district + meant.road + meant.name + "附近，快来";
        resolving.time([&] { (void)resolve_address(city, {text, {}}); });
    }
    resolving.print("address out of a register of 100,000 places");
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 1;
    takes_processor_time = argc > 2 && std::string(argv[2]) == "cpu";
    for (int round = 0; round < rounds; ++round) {
        bench_nearest();
        const Town town = generated_town();
        bench_nearest_by_road(town);
        if (const auto real = auckland()) bench_nearest_by_road(*real);
        bench_recommendation(town);
        bench_ribbon();
        bench_address();
    }
    return 0;
}
