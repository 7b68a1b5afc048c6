#include "planning/classification.hpp"

#include "planning/test_support.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace anlan::planning {
namespace {

ClassificationRules city_rules() {
    ClassificationRules rules;
    rules.classes = {
        {"fire",
         Priority::p1,
         {{"起火", 3, {}}, {"着火", 3, {}}, {"冒烟", 2, {}}, {"火灾", 3, {}}},
         {"消防演习"}},
        {"traffic.collision",
         Priority::p3,
         {{"车祸", 3, {}}, {"追尾", 3, {}}, {"撞", 1, {}}, {"受伤", 1, Priority::p2}},
         {}},
        {"order.fight", Priority::p2, {{"打架", 3, {}}, {"打架斗殴", 4, {}}, {"打人", 2, {}}}, {}},
        {"theft", Priority::p3, {{"被偷", 3, {}}, {"小偷", 2, {}}}, {}},
        {"noise", Priority::p4, {{"太吵", 3, {}}, {"噪音", 3, {}}}, {}},
    };
    rules.urgent_words = {{"刀", 0, Priority::p1}, {"没有呼吸", 0, Priority::p1}};
    return rules;
}

std::string told(const std::vector<ClassProposal>& proposals) {
    std::ostringstream out;
    for (const ClassProposal& proposal : proposals) {
        out << proposal.class_code << ' ' << boost::describe::enum_to_string(proposal.priority, "?");
        for (const ClassWord& word : proposal.words) out << (word.negated ? " -" : " ") << word.word;
        out << "; ";
    }
    return out.str();
}

TEST(Classification, SaysWhichWordsLedToIt) {
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        {"三楼着火了，在冒烟", "fire p1 着火 冒烟; "},
        {"两辆车追尾，有人受伤", "traffic.collision p2 追尾 受伤; "},
        {"两辆车追尾，没有人受伤", "traffic.collision p3 追尾 -受伤; "},
        {"两辆车追尾，没有，受伤的走了", "traffic.collision p2 追尾 受伤; "},
        {"车祸！人没有呼吸", "traffic.collision p1 车祸 没有呼吸; "},
        {"有人打架斗殴", "order.fight p2 打架斗殴; "},
        {"有人打架，拿着刀", "order.fight p1 打架 刀; "},
        {"有人打架，没有刀", "order.fight p2 打架 -刀; "},
        {"抓到小偷，打人了", "order.fight p2 打人; theft p3 小偷; "},
        {"小区消防演习，着火", ""},
        {"没有着火", ""},
        {"你好", ""},
        {"", ""},
    };
    for (const Row& row : rows) EXPECT_EQ(told(classify(city_rules(), row.text)), row.expected) << row.text;
}

TEST(Classification, AtMostThreeTheHeaviestFirst) {
    const auto proposals = classify(city_rules(), "着火冒烟，车祸，打架，被偷，太吵");
    ASSERT_EQ(proposals.size(), 3U);
    EXPECT_EQ(proposals[0].class_code, "fire");
    EXPECT_EQ(proposals[1].class_code, "traffic.collision");
    EXPECT_NEAR(proposals[0].share, 5.0 / 17, 1e-9);
}

TEST(ClassificationProperty, AnyBytesAreClassifiedTheSameTwice) {
    testing::Chance chance(8);
    const Classifier classifier(city_rules());
    const std::vector<std::string> pieces{"着火", "没有",     "，", "打架", "刀",
                                          "\xff", "\xe7\x9d", "撞", "a",    "不"};
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        for (std::size_t n = chance.below(12); n > 0; --n) text += chance.pick(pieces);
        const auto proposals = classifier.propose(text);
        ASSERT_EQ(proposals, classifier.propose(text));
        for (const ClassProposal& proposal : proposals) ASSERT_GT(proposal.weight, 0);
    }
}

}  // namespace
}  // namespace anlan::planning
