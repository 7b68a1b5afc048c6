#include "planning/classification.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

IncidentCatalogue catalogue() {
    IncidentCatalogue c;
    IncidentClass fight;
    fight.code = "order.fight";
    fight.priority = Priority::p2;
    fight.keywords = {{"打架", 3}, {"打", 1}, {"动手", 2}, {"流血", 1}};
    fight.negations = {"没有打架", "没动手"};
    IncidentClass noise;
    noise.code = "noise.neighbour";
    noise.priority = Priority::p4;
    noise.keywords = {{"太吵", 3}, {"音响", 2}};
    IncidentClass lamp;
    lamp.code = "city.lamp";
    lamp.urgency = Urgency::not_for_police;
    lamp.keywords = {{"路灯", 3}};
    lamp.transfer_to = {"12345"};
    c.classes = {fight, noise, lamp};
    return c;
}

TEST(Classification, NamesTheWordsThatSpeakForAClass) {
    const auto proposals = propose_classes("楼下有人打架，流血了", catalogue());
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].class_code, "order.fight");
    ASSERT_EQ(proposals[0].words.size(), 2U) << "打 stands inside 打架 and does not count again";
    EXPECT_EQ(proposals[0].words[0].word, "打架");
    EXPECT_DOUBLE_EQ(proposals[0].weight, 4);
}

TEST(Classification, ANegatedWordDoesNotCountUnlessItStandsElsewhereToo) {
    EXPECT_TRUE(propose_classes("他们没有打架", catalogue()).empty());
    const auto proposals = propose_classes("他们刚才没动手，现在动手了", catalogue());
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].words[0].word, "动手");
}

TEST(Classification, SeveralClassesAreOrderedByWeightAndShared) {
    const auto proposals = propose_classes("邻居音响太吵，路灯也坏了", catalogue());
    ASSERT_EQ(proposals.size(), 2U);
    EXPECT_EQ(proposals[0].class_code, "noise.neighbour");
    EXPECT_DOUBLE_EQ(proposals[0].share, 5.0 / 8);
    EXPECT_EQ(proposals[1].transfer_to, "12345");
}

TEST(Classification, AReportWithoutKnownWordsProposesNothing) {
    EXPECT_TRUE(propose_classes("您好", catalogue()).empty());
    EXPECT_TRUE(propose_classes("", catalogue()).empty());
}

}  // namespace
}  // namespace anlan::planning
