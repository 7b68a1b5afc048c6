// One quarrel at one door, and what is not it. The measured year under the city's own rules is in
// sim/repeat_year_test.cpp.
#include "planning/repeat_finder.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace anlan::planning {
namespace {

using testing::wuhan;

const Instant january = *instant_from_text("2026-01-12T20:30:00Z");

RepeatRules small_rules() {
    RepeatRules rules;
    rules.weights = {16,  0,  11, -0.5, 9, 3.5, -3, 3, 1, 0.5, -1, 7, 1,    0,  10,  2.5,
                     5.5, 16, -2, 5,    1, 0,   1,  6, 4, 2,   -6, 2, -0.5, 40, 110, 400};
    rules.wording.surnames = "王李张汪蔡";
    rules.wording.before_surname = {"老", "小"};
    rules.wording.after_surname = {"某", "师傅"};
    rules.wording.before_name = {"和", "邻居", "称"};
    rules.wording.around_name = "和的因在";
    rules.wording.no_names = {"小区"};
    rules.wording.before_nickname = {"外号"};
    rules.wording.building = {"栋", "号楼"};
    rules.wording.unit = {"单元"};
    rules.wording.room = {"室"};
    rules.wording.again = {"又来", "上次"};
    rules.wording.alike = {"王汪", "漏陋"};
    rules.kinds = {{"home", "家庭", "home", {"dispute.family", "order.fight"}},
                   {"neighbours", "邻里", "neighbours", {"dispute.neighbour", "noise.social"}}};
    return rules;
}

PastReport report(const char* id, const char* class_code, int days, const char* text, const char* place,
                  const char* callback, double north = 0) {
    return {IncidentId{id},
            moved(wuhan, Metres{north}, Metres{0}),
            class_code,
            january + Hours{24 * days},
            PersonalText{text},
            PersonalText{place},
            PersonalText{callback}};
}

// The quarrel of January, among what else a city reports.
struct Desk {
    RepeatFinder finder{small_rules(), DigestKey{7, 9}, Hours{24 * 365}};

    Desk() {
        for (int i = 0; i < 40; ++i)
            finder.add(report(("inc_other." + std::to_string(i)).c_str(), "dispute.neighbour", i % 9,
                              "报警人称楼下有人吵闹，请派人处理", "和平路",
                              std::to_string(13'800'000'000 + i).c_str(), 9'000.0 + 700 * i));
        finder.add(report("inc_jan", "dispute.neighbour", 0, "王建国称楼上李某家漏水，天花板泡坏了",
                          "东湖花园12栋3单元501室", "13812345678"));
    }
    std::vector<RepeatHit> of(const PastReport& asked) const { return finder.find(asked); }
};

std::vector<EvidenceKind> kinds(const RepeatHit& hit) {
    std::vector<EvidenceKind> out;
    for (const auto& one : hit.evidence) out.push_back(one.kind);
    return out;
}
bool has(const RepeatHit& hit, EvidenceKind kind) {
    const auto all = kinds(hit);
    return std::find(all.begin(), all.end(), kind) != all.end();
}

TEST(RepeatFinder, ARuleOfThumbForEachMess) {
    struct Row {
        const char* what;
        PastReport asked;
        bool found;
        std::optional<EvidenceKind> because;
    };
    const char* door = "东湖花园12栋3单元501";
    const Row rows[] = {
        {"the same caller", report("inc_n", "dispute.neighbour", 40, "又漏水了", door, "13812345678"), true,
         EvidenceKind::same_number},
        {"with the country's code",
         report("inc_n", "dispute.neighbour", 40, "又漏水了", door, "+86 138-1234-5678"), true,
         EvidenceKind::same_number},
        {"the spouse calls, from the same door",
         report("inc_n", "dispute.neighbour", 40, "和楼上李师傅吵架", door, "13900000001"), true,
         EvidenceKind::same_door},
        {"a wrong building's number, the parties' names",
         report("inc_n", "dispute.neighbour", 40, "王建国和邻居老李因漏水争吵", "东湖花园13栋3单元501室",
                "13900000001", 60),
         true, EvidenceKind::same_room},
        {"typed by sound: 汪建国, 陋水",
         report("inc_n", "dispute.neighbour", 40, "汪建国称楼上李某家陋水", door, "13900000001"), true,
         EvidenceKind::full_name},
        {"taken down as noise",
         report("inc_n", "noise.social", 40, "王某称楼上李某家漏水", door, "13900000001"), true,
         EvidenceKind::same_kind},
        {"another dispute in the building",
         report("inc_n", "dispute.neighbour", 40, "蔡某和邻居张某因为狗争吵", "东湖花园12栋3单元1204室",
                "13900000001"),
         false, std::nullopt},
        {"the same words elsewhere",
         report("inc_n", "dispute.neighbour", 40, "张某称楼上蔡某家漏水，天花板泡坏了",
                "长江小区12栋3单元501室", "13900000001", 6'000),
         false, std::nullopt},
        {"nothing that a matter is made of",
         report("inc_n", "traffic.parking", 40, "又漏水了", door, "13812345678"), false, std::nullopt},
        {"more than a year later", report("inc_n", "dispute.neighbour", 400, "又漏水了", door, "13812345678"),
         false, std::nullopt},
    };
    for (const Row& row : rows) {
        const Desk desk;
        const auto hits = desk.of(row.asked);
        ASSERT_EQ(!hits.empty(), row.found) << row.what;
        if (!row.found) continue;
        EXPECT_EQ(hits[0].incident_id, IncidentId{"inc_jan"}) << row.what;
        if (row.because) EXPECT_TRUE(has(hits[0], *row.because)) << row.what;
    }
}

TEST(RepeatFinder, SaysWhyAndTheReasonsAddUp) {
    const Desk desk;
    const auto hits = desk.of(report("inc_n", "dispute.neighbour", 40, "王建国和李某因漏水争吵，天花板泡坏了",
                                     "东湖花园12栋3单元501", "13812345678", 12));
    ASSERT_EQ(hits.size(), 1U);
    double sum = -small_rules().weights.before;
    for (const auto& one : hits[0].evidence) sum += one.bits;
    EXPECT_NEAR(sum, hits[0].bits, 1e-9);
    for (const auto& one : hits[0].evidence) {
        if (one.kind == EvidenceKind::same_door) EXPECT_NEAR(one.metres.value_or(0), 12, 0.1);
        if (one.kind == EvidenceKind::full_name) EXPECT_EQ(one.words.at(0).reveal(), "王建国");
        if (one.kind == EvidenceKind::surname) EXPECT_EQ(one.words.at(0).reveal(), "李某");
        if (one.kind == EvidenceKind::long_ago) EXPECT_EQ(one.months, 1);
    }
    EXPECT_TRUE(has(hits[0], EvidenceKind::full_name));
    EXPECT_TRUE(has(hits[0], EvidenceKind::surname));
}

TEST(RepeatFinder, ANicknameIsKnownAgainWithoutItsCue) {
    Desk desk;
    desk.finder.add(report("inc_a", "dispute.family", 1, "和外号胖子因钱吵架", "沿江里", "1", 3'000));
    const auto hits = desk.of(report("inc_b", "dispute.family", 3, "胖子上次来过", "沿江里", "2", 3'000));
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_TRUE(has(hits[0], EvidenceKind::nickname));
}

TEST(RepeatFinder, WhatWasErasedOrIsTooOldIsGone) {
    Desk desk;
    const auto asked =
        report("inc_n", "dispute.neighbour", 40, "又漏水了", "东湖花园12栋3单元501", "13812345678");
    EXPECT_EQ(desk.of(asked).size(), 1U);
    desk.finder.remove(IncidentId{"inc_jan"});
    desk.finder.remove(IncidentId{"inc_jan"});
    EXPECT_EQ(desk.of(asked).size(), 0U);
    EXPECT_EQ(desk.finder.size(), 40U);
    desk.finder.forget_before(january + Hours{24 * 90});
    EXPECT_EQ(desk.finder.size(), 0U);
    desk.finder.add(asked);
    EXPECT_EQ(desk.finder.size(), 1U);
    desk.finder.add(asked);
    EXPECT_EQ(desk.finder.size(), 1U) << "said twice, there once";
}

// SipHash-2-4's own vector for eight bytes (Aumasson, Bernstein 2012, reference code).
TEST(RepeatFinder, DigestsAreSipHash) {
    const DigestKey key{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};
    const std::uint64_t words[] = {0x0706050403020100ULL};
    EXPECT_EQ(keyed_digest(key, words), 0x93f5f5799a932462ULL);
}

TEST(RowPostings, GivesTheNewestFirstWhateverItsLength) {
    RowPostings postings;
    for (std::uint32_t row = 0; row < 1'000; ++row)
        for (std::uint64_t key = 0; key < 300; ++key)
            if (row % (key + 1) == 0) postings.add(key * 0x9e3779b97f4a7c15ULL, row);
    for (std::uint64_t key = 0; key < 300; ++key) {
        std::vector<std::uint32_t> seen;
        postings.visit(key * 0x9e3779b97f4a7c15ULL, 10'000, [&](std::uint32_t row) { seen.push_back(row); });
        std::vector<std::uint32_t> expected;
        for (std::uint32_t row = 1'000; row-- > 0;)
            if (row % (key + 1) == 0) expected.push_back(row);
        ASSERT_EQ(seen, expected) << key;
    }
    std::size_t some = 0;
    postings.visit(0, 7, [&](std::uint32_t) { ++some; });
    EXPECT_EQ(some, 7U);
}

}  // namespace
}  // namespace anlan::planning
