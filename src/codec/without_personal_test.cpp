#include "codec/without_personal.hpp"

#include "codec/json.hpp"

#include <gtest/gtest.h>

namespace anlan::codec {
namespace {

using PhoneNumber = Strong<struct PhoneNumberTag, PersonalText>;

struct Witness {
    std::string role;
    PersonalText named;
    std::optional<PhoneNumber> phone;
};
BOOST_DESCRIBE_STRUCT(Witness, (), (role, named, phone))

struct Story {
    std::string place;
    PersonalText told;
    std::optional<PersonalText> remark;
    std::vector<Witness> witnesses;
    std::set<PersonalText> nicknames;
    std::map<std::string, PersonalText> answers;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(Story, (), (place, told, remark, witnesses, nicknames, answers, count))

TEST(WithoutPersonal, LeavesWhatHappenedAndEmptiesWhatIsSaidOfPeople) {
    const Story story{"桥头",
                      PersonalText{"王小明"},
                      PersonalText{"醉酒"},
                      {{"neighbour", PersonalText{"李"}, PhoneNumber{PersonalText{"138"}}}},
                      {PersonalText{"小明"}},
                      {{"injured", PersonalText{"他儿子"}}},
                      3};
    EXPECT_EQ(
        to_json(without_personal(story)),
        R"({"place":"桥头","told":"","remark":"","witnesses":[{"role":"neighbour","named":"","phone":""}],)"
        R"("nicknames":[],"answers":{"injured":""},"count":3})");
    EXPECT_EQ(story.told.reveal(), "王小明") << "a copy";
}

}  // namespace
}  // namespace anlan::codec
