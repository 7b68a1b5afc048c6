#include "planning/address_tagger.hpp"

#include "planning/test_addresses.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

LabelledAddress example(std::initializer_list<std::pair<std::u32string_view, AddressPart>> parts) {
    LabelledAddress out;
    for (const auto& [text, part] : parts) {
        const auto tokens = address_tokens(text);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            out.tokens.push_back(tokens[i]);
            out.parts.push_back(part);
            out.begins.push_back(i == 0);
        }
    }
    return out;
}

TEST(AddressTagger, LearnsFromAFewExamples) {
    using enum AddressPart;
    const std::vector<LabelledAddress> examples{
        example({{U"武昌区", district}, {U"中山路", road}, {U"12号", road_number}}),
        example({{U"洪山区", district}, {U"珞喻路", road}, {U"1037号", road_number}}),
        example({{U"江岸区", district}, {U"解放大道", road}, {U"5号", road_number}, {U"3栋", house_number}}),
        example({{U"汉阳区", district}, {U"鹦鹉大道", road}, {U"27号", road_number}, {U"6栋", house_number}}),
    };
    const AddressTagger tagger = AddressTagger::trained(examples, 10);
    const auto elements = tagger.parse(U"青山区和平大道 88号9栋");
    ASSERT_EQ(elements.size(), 4U);
    EXPECT_EQ(elements[0], (AddressElement{district, "青山区", 0, 3}));
    EXPECT_EQ(elements[1], (AddressElement{road, "和平大道", 3, 4}));
    EXPECT_EQ(elements[2], (AddressElement{road_number, "88号", 7, 2}));
    EXPECT_EQ(elements[3], (AddressElement{house_number, "9栋", 9, 2}));
    EXPECT_TRUE(tagger.parse(U"").empty());
}

TEST(AddressTokens, RunsOfDigitsAndLettersStayWhole) {
    EXPECT_EQ(address_tokens(U"A12座 305"), (std::vector<std::u32string>{U"A", U"12", U"座", U"305"}));
}

TEST(AddressTaggerRealData, ParsesAddressesItHasNotSeen) {
    const auto folder = testing::shared_data() / "address-parsing";
    if (!std::filesystem::exists(folder / "train.txt"))
        GTEST_SKIP() << "no address-parsing/train.txt in shared data";
    const auto train = testing::labelled_addresses(folder / "train.txt");
    const auto dev = testing::labelled_addresses(folder / "dev.txt");
    ASSERT_GT(train.size(), 8000U);
    ASSERT_GT(dev.size(), 2900U);
    const AddressTagger tagger = AddressTagger::trained(train, 8);
    const auto parse = [&](const std::vector<std::u32string>& tokens) { return tagger.parse_tokens(tokens); };
    EXPECT_GT(testing::element_f1(dev, parse, "trained address parser"), 0.85);
}

}  // namespace
}  // namespace anlan::planning
