#include "planning/address_rules.hpp"

#include "planning/test_addresses.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace anlan::planning {
namespace {

std::string told(std::string_view text, const AddressLexicon& lexicon = {}) {
    std::ostringstream out;
    for (const AddressElement& element : parse_by_rules(address_tokens(decoded(text)), lexicon))
        out << element.text << ' ' << boost::describe::enum_to_string(element.part, "?") << "; ";
    return out.str();
}

TEST(AddressRules, CutsByEndingsAndUnits) {
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        {"湖北省武汉市洪山区珞喻路1037号",
         "湖北省 province; 武汉市 city; 洪山区 district; 珞喻路 road; 1037号 road_number; "},
        {"东湖花园3栋2单元501室", "东湖花园 poi; 3栋 house_number; 2单元 cell; 501室 room; "},
        {"粮道街道花园社区", "粮道街道 town; 花园社区 community; "},
        {"解放大道与建设大道交叉口", "解放大道 road; 与 assist; 建设大道 road; 交叉口 assist; "},
        {"宁波市慈溪市", "宁波市 city; 慈溪市 district; "},
        {"万达广场三楼", "万达广场 poi; 三楼 floor; "},
        {"百花小区8-2-301", "百花小区 poi; 8 house_number; - redundant; 2 cell; - redundant; 301 room; "},
        {"中山路12-14号", "中山路 road; 12-14号 road_number; "},
        {"水果市场对面", "水果市场 poi; 对面 assist; "},
        {"", ""},
    };
    for (const Row& row : rows) EXPECT_EQ(told(row.text), row.expected) << row.text;
}

TEST(AddressRules, KnownNamesNeedNoEnding) {
    AddressLexicon lexicon;
    lexicon.add(U"光谷", AddressPart::dev_zone);
    lexicon.add(U"户部巷", AddressPart::poi);
    lexicon.add(U"武汉", AddressPart::city);
    EXPECT_EQ(told("武汉光谷户部巷", lexicon), "武汉 city; 光谷 dev_zone; 户部巷 poi; ");
    EXPECT_EQ(told("武汉大道9号", lexicon), "武汉大道 road; 9号 road_number; ");
    EXPECT_EQ(told("小东门户部巷", lexicon), "小东门 poi; 户部巷 sub_poi; ");
}

TEST(AddressRulesProperty, EveryTokenIsInExactlyOneElement) {
    testing::Chance chance(12);
    const std::u32string pool = U"武汉市洪山区珞喻路12号楼栋单元与对面A-3一三，室";
    for (int i = 0; i < 20'000; ++i) {
        std::u32string text;
        for (std::size_t n = chance.below(14); n > 0; --n) text.push_back(pool[chance.below(pool.size())]);
        const auto tokens = address_tokens(text);
        std::size_t next = 0;
        for (const AddressElement& element : parse_by_rules(tokens, {})) {
            ASSERT_EQ(element.token, next) << encoded(text);
            ASSERT_GT(element.tokens, 0U);
            next += element.tokens;
        }
        ASSERT_EQ(next, tokens.size());
    }
}

// Without and with names taken from the examples (as a city takes them from its register).
TEST(AddressRulesRealData, ParsesWithoutTraining) {
    const auto folder = testing::shared_data() / "address-parsing";
    if (!std::filesystem::exists(folder / "dev.txt"))
        GTEST_SKIP() << "no address-parsing/dev.txt in shared data";
    const auto dev = testing::labelled_addresses(folder / "dev.txt");
    AddressLexicon lexicon;
    const auto parse = [&](const std::vector<std::u32string>& tokens) {
        return parse_by_rules(tokens, lexicon);
    };
    EXPECT_GT(testing::element_f1(dev, parse, "address rules"), 0.70);
    const std::set<AddressPart> administrative{AddressPart::city, AddressPart::district, AddressPart::town,
                                               AddressPart::dev_zone};
    for (const LabelledAddress& address : testing::labelled_addresses(folder / "train.txt")) {
        std::u32string text;
        for (std::size_t i = 0; i < address.tokens.size(); ++i) {
            text += address.tokens[i];
            if (i + 1 < address.tokens.size() && !address.begins[i + 1]) continue;
            if (administrative.contains(address.parts[i])) lexicon.add(text, address.parts[i]);
            text.clear();
        }
    }
    EXPECT_GT(testing::element_f1(dev, parse, "address rules with names of districts and streets"), 0.73);
}

}  // namespace
}  // namespace anlan::planning
