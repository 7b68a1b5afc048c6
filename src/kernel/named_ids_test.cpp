#include "kernel/named_ids.hpp"

#include <gtest/gtest.h>

namespace anlan::kernel {
namespace {

using Ids = std::vector<std::string>;

TEST(NamedIds, AreFoundInEveryMember) {
    EXPECT_EQ(named_ids(R"({"a":"inc_1","b":["unt_E32",{"c":"inc_1"}],"cal_9":"x"})"),
              (Ids{"inc_1", "unt_E32", "cal_9"}));
    EXPECT_EQ(named_ids(R"({"note":"see inc_1","b":"inc_","c":"incident_1","d":"in_1"})"), Ids{});
    EXPECT_EQ(named_ids("{}"), Ids{});
}

TEST(NamedIds, QuotesInsideATextDoNotHideWhatFollows) {
    EXPECT_EQ(named_ids(R"({"a":"he said \"no\\","b":"inc_1"})"), Ids{"inc_1"});
    EXPECT_EQ(named_ids(R"({"a":"broken)"), Ids{});
    EXPECT_EQ(named_ids("{\"a\":\"broken\\"), Ids{});
}

TEST(NamedIds, AnEscapedIdIsTheSameId) {
    EXPECT_EQ(named_ids(R"({"a":"inc\u005f1"})"), Ids{"inc_1"});
    EXPECT_EQ(named_ids(R"({"a":"inc\x"})"), Ids{});
}

TEST(NamedIds, OneIdIsNotTheBeginningOfAnother) {
    EXPECT_TRUE(names(R"({"unit":"unt_1"})", "unt_1"));
    EXPECT_FALSE(names(R"({"unit":"unt_12"})", "unt_1"));
}

}  // namespace
}  // namespace anlan::kernel
