#include "planning/text.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

using testing::Chance;

TEST(Text, FoldsWhatOnlyLooksDifferent) {
    EXPECT_EQ(folded_utf8("ＡＢ１２３，中山 路（东）"), U"ab123中山路东");
    EXPECT_EQ(folded_utf8("武漢東湖路5號樓"), U"武汉东湖路5号楼");
    EXPECT_EQ(folded_utf8("\t—— “”…"), U"");
}

TEST(Text, BadBytesAreKeptOutOneByOne) {
    EXPECT_EQ(decoded("a\xff"
                      "b"),
              U"a\ufffd"
              U"b");
    EXPECT_EQ(decoded("\xe4\xb8"), U"\ufffd\ufffd");  // cut in the middle
    EXPECT_EQ(decoded("\xc0\xaf").size(), 2U);        // overlong
    EXPECT_EQ(decoded("\xed\xa0\x80").size(), 3U);    // half of a surrogate pair
    EXPECT_EQ(encoded(decoded("汉口𠮷a")), "汉口𠮷a");
}

TEST(Text, NumbersAreReadInBothWays) {
    struct Row {
        std::u32string_view text;
        int number;
    };
    const Row rows[] = {{U"三", 3},          {U"十", 10},        {U"十五", 15},    {U"二十", 20},
                        {U"二十三", 23},     {U"一百零五", 105}, {U"三五八", 358}, {U"二〇三", 203},
                        {U"一千二百", 1200}, {U"两", 2},         {U"路", -1},      {U"", -1},
                        {U"壹佰", 100}};
    for (const Row& row : rows) EXPECT_EQ(chinese_number(row.text), row.number) << encoded(row.text);
    EXPECT_EQ(with_arabic_numbers(U"十五栋三单元二〇一室"), U"15栋3单元201室");
    EXPECT_EQ(with_arabic_numbers(U"百步亭千子山"), U"百步亭千子山");
}

TEST(Text, SoundsAreSharedByTheirGroup) {
    EXPECT_EQ(same_sound(U'苑'), same_sound(U'园'));
    EXPECT_EQ(same_sound(U'胡'), same_sound(U'湖'));
    EXPECT_EQ(same_sound(U'鑫'), same_sound(U'兴'));
    EXPECT_NE(same_sound(U'湖'), same_sound(U'江'));
    EXPECT_EQ(same_sound(U'a'), U'a');
}

TEST(TextProperty, AnyBytesDecodeAndGoThereAndBack) {
    Chance chance(3);
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes;
        for (std::size_t n = chance.below(12); n > 0; --n) bytes.push_back(static_cast<char>(chance.next()));
        const std::u32string text = decoded(bytes);
        ASSERT_LE(text.size(), bytes.size());
        ASSERT_EQ(decoded(encoded(text)), text);
        ASSERT_EQ(folded_text(folded_text(text).text).text, folded_text(text).text);
    }
}

int slow_edit_distance(std::u32string_view a, std::u32string_view b) {
    if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size());
    if (a.back() == b.back()) return slow_edit_distance(a.substr(0, a.size() - 1), b.substr(0, b.size() - 1));
    const auto shorter_a = a.substr(0, a.size() - 1);
    const auto shorter_b = b.substr(0, b.size() - 1);
    return 1 + std::min({slow_edit_distance(shorter_a, b), slow_edit_distance(a, shorter_b),
                         slow_edit_distance(shorter_a, shorter_b)});
}

TEST(TextProperty, EditDistanceEqualsTheDefinition) {
    Chance chance(4);
    for (int i = 0; i < 2000; ++i) {
        std::u32string a, b;
        for (std::size_t n = chance.below(6); n > 0; --n)
            a.push_back(U'甲' + static_cast<char32_t>(chance.below(3)));
        for (std::size_t n = chance.below(6); n > 0; --n)
            b.push_back(U'甲' + static_cast<char32_t>(chance.below(3)));
        ASSERT_EQ(edit_distance(a, b, 3), std::min(4, slow_edit_distance(a, b)));
    }
}

}  // namespace
}  // namespace anlan::planning
