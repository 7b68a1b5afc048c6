// How long the planning room takes: the nearest 5 of 10,000 moving units, a full recommendation with coverage
// price at 2,000 units and 465 rings, the same-event ribbon over a day of 40,000 incidents, an address out of
// 100,000 places. Prints p50 and p99 of single calls as `name value unit`; nothing is asserted.
// `planning_bench [rounds]`, default 1.
#include "planning/address.hpp"
#include "planning/recommendation.hpp"
#include "planning/same_event.hpp"
#include "planning/test_reports.hpp"
#include "planning/travel_sources.hpp"
#include "planning/unit_grid.hpp"

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

void bench_recommendation() {
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
    Stopwatch recommending, putting;
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
        Candidate& mover = candidates[chance.below(candidates.size())];
        mover.point = planning::testing::somewhere(chance, 0.15);
        if (mover.status == UnitStatus::available)
            putting.time([&] { board.put(mover.unit_id, mover.kind, *mover.point); });
    }
    recommending.print("recommendation with price: 2,000 units, 465 rings");
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
        bench_recommendation();
        bench_ribbon();
        bench_address();
    }
    return 0;
}
