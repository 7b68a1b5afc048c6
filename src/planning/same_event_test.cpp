#include "planning/same_event.hpp"

#include "planning/test_reports.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <sstream>

namespace anlan::planning {
namespace {

using testing::wuhan;

const Instant nine = *instant_from_text("2026-11-22T09:00:00Z");

// A quiet morning of other reports, so that common words are common.
struct Desk {
    SameEventIndex index{SameEventWeights{}, Hours{24}};

    Desk() {
        testing::GeneratedCity city(1);
        for (const auto& call : city.calls(nine - Hours{8}, 1)) testing::take(index, call);
    }
    void open(const std::string& name, const std::string& text, const std::string& class_code, Instant at,
              std::optional<GeoPoint> point, std::optional<std::uint64_t> callback = {}) {
        index.add({IncidentId{name}, point, class_code, at, PersonalText{text}, callback});
    }
    std::vector<SameEventHit> asked(const std::string& text, const std::string& class_code, Instant at,
                                    std::optional<GeoPoint> point,
                                    std::optional<std::uint64_t> callback = {}) const {
        return index.ask({point, class_code, at, PersonalText{text}, callback});
    }
};

std::string names(const std::vector<SameEventHit>& hits) {
    std::ostringstream out;
    for (const SameEventHit& hit : hits) out << hit.incident_id.value() << ' ';
    return out.str();
}

GeoPoint north(double metres) { return moved(wuhan, Metres{metres}, Metres{0}); }

TEST(SameEvent, NamesTheIncidentWithDistanceAgeAndWords) {
    Desk desk;
    desk.open("inc_a", "户部巷门口有两辆车撞了，一辆白色轿车", "traffic.collision", nine, wuhan);
    const auto hits =
        desk.asked("我在户部巷，出了车祸，白色轿车", "traffic.collision", nine + Minutes{6}, north(80));
    ASSERT_EQ(names(hits), "inc_a ");
    EXPECT_NEAR(hits[0].distance->value(), 80, 0.1);
    EXPECT_EQ(hits[0].age, Seconds{360});
    ASSERT_GE(hits[0].words.size(), 2U);
    EXPECT_EQ(hits[0].words[0].reveal(), "白色轿车");
    EXPECT_EQ(hits[0].words[1].reveal(), "户部巷");
}

TEST(SameEvent, ARuleOfThumbForEach) {
    struct Row {
        const char* what;
        const char* text;
        const char* class_code;
        Minutes later;
        std::optional<GeoPoint> point;
        std::optional<std::uint64_t> callback;
        const char* expected;
    };
    const Row rows[] = {
        {"same place, same kind, at once", "户部巷打架了", "order.fight", Minutes{3}, wuhan, {}, "inc_a "},
        {"typed by sound: 护部巷", "护部巷有人打架", "order.fight", Minutes{3}, wuhan, {}, "inc_a "},
        {"no point, but the name", "户部巷有人打架", "order.fight", Minutes{3}, {}, {}, "inc_a "},
        {"another part of town", "光谷广场有人打架", "order.fight", Minutes{3}, north(9000), {}, ""},
        {"same place, another matter", "手机在这边丢了", "theft.thing", Minutes{50}, north(150), {}, ""},
        {"next morning", "有人打架", "order.fight", Minutes{23 * 60}, north(300), {}, ""},
        {"two days later", "户部巷打架了", "order.fight", Minutes{48 * 60}, wuhan, {}, ""},
        {"the caller again, from elsewhere", "怎么还没来人", "", Minutes{15}, north(3000), 77, "inc_a "},
        {"nothing said yet", "", "", Minutes{3}, north(900), {}, ""},
    };
    for (const Row& row : rows) {
        Desk desk;
        desk.open("inc_a", "户部巷有人打架，五六个人", "order.fight", nine, wuhan, 77);
        EXPECT_EQ(names(desk.asked(row.text, row.class_code, nine + row.later, row.point, row.callback)),
                  row.expected)
            << row.what;
    }
}

TEST(SameEvent, AtMostThreeTheMostAlikeFirst) {
    Desk desk;
    for (int i = 0; i < 6; ++i)
        desk.open("inc_t" + std::to_string(i), "户部巷有人打架", "order.fight", nine - Minutes{i},
                  north(10.0 * i));
    EXPECT_EQ(names(desk.asked("户部巷打架", "order.fight", nine + Minutes{1}, wuhan)),
              "inc_t0 inc_t1 inc_t2 ");
}

// The first minutes after a start: there is no quiet morning yet against which a wording could be rare.
TEST(SameEvent, AmongAFewReportsTheSameWordsAreSeen) {
    SameEventIndex index;
    const auto open = [&](const char* name, const char* text, double metres) {
        index.add({IncidentId{name}, north(metres), "order.fight", nine, PersonalText{text}, {}});
    };
    for (const char* name : {"inc_a", "inc_b", "inc_c", "inc_d"}) open(name, "两个人在路口打架动手", 0);
    open("inc_e", "烧烤摊旁边有人喝醉了", 5000);
    const auto ask = [&](const char* text) {
        return index.ask({{}, "", nine + Minutes{1}, PersonalText{text}, {}});
    };
    const auto again = ask("又有人说黄鹤楼那里两个人在路口打架动手");
    ASSERT_EQ(names(again), "inc_a inc_b inc_c ");
    EXPECT_GT(again[0].likeness, 0.5);
    EXPECT_GT(again[0].parts.words, 0.5);
    EXPECT_EQ(names(ask("家里水管爆了，没有人来修")), "");
}

TEST(SameEvent, FurtherReportsMovesAndClassesAreFollowed) {
    Desk desk;
    desk.open("inc_a", "有人打架", "order.fight", nine, std::nullopt);
    const auto ask = [&] {
        return names(desk.asked("粮道街起火了", "fire.building", nine + Minutes{5}, wuhan));
    };
    EXPECT_EQ(ask(), "");
    desk.index.classify(IncidentId{"inc_a"}, "fire.building");
    desk.index.place(IncidentId{"inc_a"}, wuhan);
    desk.index.add_report(IncidentId{"inc_a"}, PersonalText{"粮道街有浓烟起火"}, nine + Minutes{1}, {});
    EXPECT_EQ(ask(), "inc_a ");
    desk.index.place(IncidentId{"inc_a"}, north(5000));
    EXPECT_EQ(ask(), "");
}

TEST(SameEvent, WhatIsRemovedOrForgottenIsGone) {
    Desk desk;
    const std::size_t before = desk.index.size();
    desk.open("inc_a", "户部巷有人打架", "order.fight", nine, wuhan, 7);
    desk.open("inc_a", "户部巷有人打架", "order.fight", nine, wuhan, 7);  // said twice, there once
    EXPECT_EQ(desk.index.size(), before + 1);
    desk.index.remove(IncidentId{"inc_a"});
    desk.index.remove(IncidentId{"inc_a"});
    EXPECT_EQ(names(desk.asked("户部巷有人打架", "order.fight", nine, wuhan, 7)), "");
    EXPECT_EQ(desk.index.size(), before);
    desk.index.forget_before(nine);
    EXPECT_EQ(desk.index.size(), 0U);
    desk.open("inc_b", "户部巷有人打架", "order.fight", nine, wuhan, 7);
    EXPECT_EQ(names(desk.asked("户部巷有人打架", "order.fight", nine, wuhan, 7)), "inc_b ");
}

TEST(SameEvent, AClosedIncidentIsLessLikelyThanAnOpenOne) {
    Desk desk;
    desk.open("inc_closed", "户部巷有人打架", "order.fight", nine, wuhan);
    desk.open("inc_open", "户部巷有人打架", "order.fight", nine, wuhan);
    desk.index.close(IncidentId{"inc_closed"});
    const auto hits = desk.asked("户部巷有人打架", "order.fight", nine, wuhan);
    ASSERT_EQ(names(hits), "inc_open inc_closed ");
    EXPECT_LT(hits[1].likeness, hits[0].likeness);
    desk.index.reopen(IncidentId{"inc_closed"});
    EXPECT_EQ(desk.asked("户部巷有人打架", "order.fight", nine, wuhan)[0].likeness, hits[0].likeness);
}

// The index against itself: after any changes it answers as one that was built of what is there.
TEST(SameEventProperty, HistoryLeavesNoTrace) {
    testing::Chance chance(5);
    testing::GeneratedCity city(6);
    const auto calls = city.calls(nine, 1);
    SameEventIndex worn;
    SameEventIndex fresh;
    for (const auto& call : calls) {
        testing::take(worn, call);
        if (chance.hit(0.3)) worn.place(testing::incident_of(call.event), testing::somewhere(chance));
        if (!call.is_further && chance.hit(0.2)) {  // withdrawn, and opened again
            worn.remove(testing::incident_of(call.event));
            testing::take(worn, call);
        }
    }
    for (const auto& call : calls) {
        testing::take(fresh, call);
        if (!call.is_further) worn.place(testing::incident_of(call.event), call.question.point);
    }
    for (const auto& call : calls) {
        const auto a = worn.ask(call.question);
        const auto b = fresh.ask(call.question);
        ASSERT_EQ(names(a), names(b));
    }
}

// Four fights beside the asker's fountain lie in another's area: they take no place from the one he may see,
// and nothing in the answer depends on them being there.
TEST(SameEvent, WhatTheAskerMayNotSeeTakesNoPlace) {
    constexpr AreaNumber own{1}, others{2};
    Desk desk;
    const std::string fight = "粮道街有两个人在路口打架动手";
    for (const char* name : {"inc_a", "inc_b", "inc_c", "inc_d"}) {
        desk.open(name, fight, "order.fight", nine, wuhan, 7);
        desk.index.belong(IncidentId{name}, others);
    }
    desk.open("inc_mine", fight, "order.fight", nine - Minutes{10}, north(150));
    desk.index.belong(IncidentId{"inc_mine"}, own);
    const SameEventQuestion question{wuhan, "order.fight", nine, PersonalText{fight}, 7};
    const auto seen_by = [&](AreaNumber area) {
        return names(desk.index.ask(question, [=](AreaNumber asked) { return asked == area; }));
    };
    EXPECT_EQ(names(desk.index.ask(question)), "inc_a inc_b inc_c ");
    EXPECT_EQ(seen_by(own), "inc_mine ");
    EXPECT_EQ(seen_by(others), "inc_a inc_b inc_c ");
    EXPECT_EQ(seen_by(AreaNumber{3}), "");
}

// More hidden incidents around the point than the exact weighing takes: they do not fill its short list
// either.
TEST(SameEvent, ACrowdOfHiddenIncidentsDoesNotFillTheShortList) {
    Desk desk;
    for (int i = 0; i < 200; ++i) {
        const std::string name = "inc_hidden" + std::to_string(i);
        desk.open(name, "粮道街有两个人在路口打架动手", "order.fight", nine, wuhan);
        desk.index.belong(IncidentId{name}, AreaNumber{2});
    }
    desk.open("inc_mine", "粮道街路口有人打架", "order.fight", nine - Minutes{10}, north(150));
    desk.index.belong(IncidentId{"inc_mine"}, AreaNumber{1});
    const auto hits =
        desk.index.ask({wuhan, "order.fight", nine, PersonalText{"粮道街有两个人在路口打架动手"}, {}},
                       [](AreaNumber area) { return area == AreaNumber{1}; });
    EXPECT_EQ(names(hits), "inc_mine ");
}

struct Measured {
    double recall = 0;
    double false_per_call = 0;
};

// A day at the desk; each call of its last three hours is asked about before it is taken.
Measured measure(std::uint64_t seed, testing::ReportMix mix) {
    testing::GeneratedCity city(seed, mix);
    SameEventWeights weights;
    weights.classes = testing::readiness_to_call();
    SameEventIndex index(weights);
    std::size_t asked = 0, further = 0, found = 0, wrong = 0;
    for (const auto& call : city.calls(nine, 24)) {
        if (call.question.asked_at >= nine + Hours{21}) {
            asked += 1;
            further += call.is_further ? 1 : 0;
            for (const SameEventHit& hit : index.ask(call.question))
                (hit.incident_id == testing::incident_of(call.event) ? found : wrong) += 1;
        }
        testing::take(index, call);
    }
    const Measured out{static_cast<double>(found) / static_cast<double>(further),
                       static_cast<double>(wrong) / static_cast<double>(asked)};
    std::printf(
        "[ measured ] ribbon, seed %llu: %zu calls, %zu of them further ones: recall %.3f, false %.3f a "
        "call\n",
        static_cast<unsigned long long>(seed), asked, further, out.recall, out.false_per_call);
    return out;
}

// The goal of the issue. The weights were fitted with seed 101; these seeds they have not seen.
TEST(SameEventLabelled, FindsNineteenOfTwentyWithOneFalseInTenCalls) {
    for (const std::uint64_t seed : {2026ULL, 7ULL}) {
        const Measured measured = measure(seed, {});
        EXPECT_GE(measured.recall, 0.95) << seed;
        EXPECT_LE(measured.false_per_call, 0.10) << seed;
    }
}

// Twice as many reports without a point and half as many again that do not name the place: what is lost then.
TEST(SameEventLabelled, AHarderMixCostsRecallNotQuiet) {
    const Measured measured = measure(2026, testing::hard_mix);
    EXPECT_GE(measured.recall, 0.88);
    EXPECT_LE(measured.false_per_call, 0.12);
}

}  // namespace
}  // namespace anlan::planning
