#include "access/service_key.hpp"

#include "access/may.hpp"

#include <gtest/gtest.h>

namespace anlan::access {
namespace {

const AccessRules& rules() {
    static const AccessRules kept = [] {
        AccessRules made;
        made.roles = {{"dispatcher", "派警员", "dispatcher", "district", {"incident.*", "post.*", "*.read"}},
                      {"desk", "综合室", "desk", "district", {"incident.read", "incident.note"}},
                      {"administrator", "管理员", "administrator", "city", {"*"}}};
        made.service_key_roles = {"dispatcher", "desk"};
        made.persons_only = {"account.*", "post.begin_duty"};
        made.service_key_days_max = 30;
        return made;
    }();
    return kept;
}

const Jurisdiction wuchang{AreaId{"are_wuhan"}, AreaId{"are_wuchang"}, {}, {}};
const Instant now{Millis{1'000'000'000'000}};

Seat key_of(std::string role, std::vector<std::string> only) {
    return {{kernel::ActorKind::person, "key_1", PostId{"pst_a"}},
            {std::move(role)},
            wuchang,
            {},
            std::move(only)};
}

std::string_view asked(const Seat& seat, std::string_view permission) {
    return may(seat, permission, "", {wuchang, {}}, rules()).code;
}

TEST(ServiceKey, GivesNothingThatAPersonAnswersFor) {
    const auto all = key_of("dispatcher", {"*"});
    EXPECT_EQ(asked(all, "incident.close"), "access.role");
    EXPECT_EQ(asked(all, "post.plan_shift"), "access.role");
    EXPECT_EQ(asked(all, "post.begin_duty"), "access.persons_only");
    EXPECT_EQ(asked(all, "account.read"), "access.persons_only") << "though the role holds *.read";
    EXPECT_EQ(may_anywhere(all, "account.read", "", rules()).code, "access.persons_only");
    auto person = all;
    person.only.clear();
    EXPECT_EQ(asked(person, "post.begin_duty"), "access.role");
}

TEST(ServiceKey, SitsOnlyWhereTheRulebookLetsKeysSit) {
    EXPECT_EQ(asked(key_of("administrator", {"incident.read"}), "incident.read"), "access.role_not_for_keys");
    AccessRules silent = rules();
    silent.service_key_roles.clear();
    EXPECT_EQ(may(key_of("desk", {"*"}), "incident.read", "", {wuchang, {}}, silent).code,
              "access.role_not_for_keys")
        << "a rulebook that says nothing gives nothing";
}

// Somebody could name the key's id as the one who stands in.
TEST(ServiceKey, NobodyStandsInThroughIt) {
    auto key = key_of("desk", {"*"});
    key.given = {{"pst_dispatcher", "dispatcher", wuchang, {}, ""}};
    EXPECT_EQ(asked(key, "incident.close"), "access.not_permitted");
    EXPECT_FALSE(may_anywhere(key, "incident.close", "", rules()).allowed());
    key.only.clear();
    EXPECT_EQ(asked(key, "incident.close"), "access.delegated") << "a person would";
}

TEST(ServiceKey, CoversNoMoreThanItNames) {
    EXPECT_TRUE(covers(key_of("dispatcher", {"incident.*"}), "desk", rules()));
    EXPECT_FALSE(covers(key_of("dispatcher", {"incident.read"}), "desk", rules())) << "it does not name note";
    EXPECT_FALSE(covers(key_of("dispatcher", {"*"}), "dispatcher", rules())) << "a part of it is for persons";
}

TEST(ServiceKey, IsMadeAsTheRulebookSays) {
    struct Row {
        KeyWanted wanted;
        const char* code;
    };
    for (const Row& row :
         {Row{{"desk", {"incident.read", "*.read"}, now + Hours{24} * 30}, ""},
          {{"desk", {"incident.read"}, now + Hours{24} * 30 + Millis{1}}, "service_key.expiry_too_far"},
          {{"mayor", {"incident.read"}, now}, "service_key.role_unknown"},
          {{"administrator", {"unit.read"}, now}, "service_key.role_not_for_keys"},
          {{"desk", {"incident.read", "account.lock"}, now}, "service_key.persons_only"},
          {{"desk", {"account.*"}, now}, "service_key.persons_only"}}) {
        const auto refused = key_refused(row.wanted, now, rules());
        EXPECT_EQ(refused ? refused->code : "", row.code);
    }
}

}  // namespace
}  // namespace anlan::access
