#include "planning/address_match.hpp"

#include "planning/test_address_pairs.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <sstream>

namespace anlan::planning {
namespace {

template <class Enum>
std::string name_of(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

std::string told(const AddressComparison& comparison) {
    std::ostringstream out;
    for (const PartComparison& part : comparison.parts)
        out << name_of(part.part) << ' ' << name_of(part.agreement) << "; ";
    return out.str();
}

TEST(AddressMatch, SaysWhichPartsAgree) {
    struct Row {
        const char* first;
        const char* second;
        const char* expected;
    };
    const Row rows[] = {
        {"洪山区珞喻路1037号", "珞喻路1037号", "district only_first; road agrees; road_number agrees; "},
        {"珞喻路1037号", "珞喻路12号", "road agrees; road_number contradicts; "},
        {"东湖花园三栋二单元", "东湖花园3幢2单元", "poi agrees; house_number agrees; cell agrees; "},
        {"东湖花园", "东湖花苑", "poi agrees; "},
        {"江岸区中山大道", "硚口区中山大道", "district contradicts; road agrees; "},
    };
    for (const Row& row : rows)
        EXPECT_EQ(told(compare_addresses(row.first, row.second, {})), row.expected) << row.first;
}

TEST(AddressMatch, ThePlainCasesArePlain) {
    const PairRarity rarity;
    EXPECT_EQ(compare_addresses("珞喻路1037号华中科技大学", "珞喻路1037号华中科技大学", rarity).relation,
              AddressRelation::same);
    EXPECT_EQ(compare_addresses("珞喻路1037号华中科技大学", "解放大道688号武汉广场", rarity).relation,
              AddressRelation::different);
    EXPECT_EQ(compare_addresses("", "", rarity).parts.size(), 0U);
}

TEST(AddressMatchProperty, AnyBytesAreCompared) {
    testing::Chance chance(2);
    const std::vector<std::string> pieces{"路",   "号", "(",  ")", "12", "\xff",
                                          "东湖", "栋", "与", "-", "A",  "三"};
    for (int i = 0; i < 3000; ++i) {
        std::string a, b;
        for (std::size_t n = chance.below(10); n > 0; --n) a += chance.pick(pieces);
        for (std::size_t n = chance.below(10); n > 0; --n) b += chance.pick(pieces);
        const auto comparison = compare_addresses(a, b, {});
        ASSERT_NEAR(comparison.probabilities[0] + comparison.probabilities[1] + comparison.probabilities[2],
                    1, 1e-9);
    }
}

TEST(AddressMatchRealData, ThreeWayOverTheHalfNotUsedForFitting) {
    const auto file = testing::shared_data() / "address-matching/pairs_dev.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no address-matching/pairs_dev.jsonl in shared data";
    const auto pairs = testing::address_pairs(file);
    ASSERT_EQ(pairs.size(), 13'778U);
    PairRarity rarity;  // of the texts, as of a register; labels are not looked at
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        rarity.add(pairs[i].text);
        if (i == 0 || pairs[i].query != pairs[i - 1].query) rarity.add(pairs[i].query);
    }
    std::array<std::array<int, 3>, 3> seen{};
    for (const auto& pair : pairs) {
        if (pair.for_fitting) continue;
        const auto relation = compare_addresses(pair.query, pair.text, rarity).relation;
        seen[static_cast<std::size_t>(pair.label)][static_cast<std::size_t>(relation)] += 1;
    }
    double macro = 0;
    int right = 0, all = 0;
    std::array<double, 3> f1{};
    for (std::size_t k = 0; k < 3; ++k) {
        int truth = 0, said = 0;
        for (std::size_t other = 0; other < 3; ++other) truth += seen[k][other], said += seen[other][k];
        f1[k] = 2.0 * seen[k][k] / std::max(1, truth + said);
        macro += f1[k] / 3;
        right += seen[k][k];
        all += truth;
    }
    std::printf(
        "[ measured ] address pairs: %d, macro F1 %.3f (different %.3f, partial %.3f, same %.3f), accuracy "
        "%.3f\n",
        all, macro, f1[0], f1[1], f1[2], static_cast<double>(right) / all);
    EXPECT_GT(macro, 0.56);
}

}  // namespace
}  // namespace anlan::planning
