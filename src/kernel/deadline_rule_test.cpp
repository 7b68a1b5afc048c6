// How a rule of the rulebook becomes an obligation with named posts and instants, and which rules do not
// load.
#include "kernel/deadline_rule.hpp"

#include <gtest/gtest.h>

namespace anlan::kernel {
namespace {

using namespace std::chrono_literals;

RoleLevels levels() {
    return {AreaId{"are_420100"},
            {{"call_taker", Level::city, std::nullopt, "接警员", "call-taker"},
             {"watch_officer", Level::city, std::nullopt, "值班领导", "watch officer"},
             {"dispatcher", Level::district, "watch_officer", "派警员", "dispatcher"},
             {"duty_chief", Level::station, "dispatcher", "值班所长", "duty chief"}}};
}

const Jurisdiction kStation{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106001"}, AreaId{}};
const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
const DeadlineRule kRule{60s, 20s, "dispatcher", {{"duty_chief", 0s}, {"watch_officer", 60s}}};

TEST(PostParts, AreWhatAnIdWasMadeOf) {
    const AreaId area{"are_420106"};
    EXPECT_EQ(parts_of(post_id("call_taker", area)), (PostParts{"call_taker", area}));
    for (const char* other :
         {"", "pst_", "pst_7", "pst_dispatcher", "pst_dispatcher.", "are_dispatcher.420106"})
        EXPECT_EQ(parts_of(PostId{other}), std::nullopt) << other;
}

TEST(PostFor, IsAFunctionOfRoleAndArea) {
    struct Row {
        const char* role;
        Jurisdiction where;
        const char* post;
    };
    const Jurisdiction unknown;
    const Jurisdiction district{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
    const Row rows[] = {
        {"call_taker", kStation, "pst_call-taker.420100"},
        {"dispatcher", kStation, "pst_dispatcher.420106"},
        {"duty_chief", kStation, "pst_duty-chief.420106001"},
        {"duty_chief", district, "pst_dispatcher.420106"},
        {"duty_chief", unknown, "pst_watch-officer.420100"},
        {"call_taker", unknown, "pst_call-taker.420100"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(post_for(levels(), row.role, row.where).value(), row.post) << row.role;
}

TEST(Owe, CountsWarningBreachAndRungsFromWhenItArose) {
    const Obligation owed = owe(kRule, levels(), "dispatch", "", kNine, kStation);
    EXPECT_EQ(owed.kind, "dispatch");
    EXPECT_EQ(owed.owner.value(), "pst_dispatcher.420106");
    EXPECT_EQ(owed.since, kNine);
    EXPECT_EQ(owed.due_by, kNine + 60s);
    EXPECT_EQ(owed.warn_at, std::optional{kNine + 40s});
    ASSERT_EQ(owed.ladder.size(), 2u);
    EXPECT_EQ(owed.ladder[0], (Rung{PostId{"pst_duty-chief.420106001"}, kNine + 60s}));
    EXPECT_EQ(owed.ladder[1], (Rung{PostId{"pst_watch-officer.420100"}, kNine + 120s}));
}

TEST(Owe, ADeadlineNearerThanItsWarningIsNotWarnedOf) {
    EXPECT_EQ(owe_until(kRule, levels(), "dispatch", "", kNine, kNine + 20s, kStation).warn_at, std::nullopt);
    EXPECT_EQ(owe_until(kRule, levels(), "dispatch", "", kNine, kNine + 21s, kStation).warn_at,
              std::optional{kNine + 1s});
}

TEST(Renewed, KeepsWhenItAroseAndABreachThatWasNoted) {
    const DeadlineRule slower{600s, 0s, "duty_chief", {}};
    const DeadlineRule faster{30s, 10s, "watch_officer", {}};
    const Obligation open = owe(kRule, levels(), "dispatch", "", kNine, kStation);
    EXPECT_EQ(renewed(open, slower, levels(), kNine + 40s, kStation).due_by, kNine + 600s);
    EXPECT_EQ(renewed(open, faster, levels(), kNine + 20s, kStation).due_by, kNine + 30s);
    // Due before anybody knew that it was urgent: it counts from when that was said.
    EXPECT_EQ(renewed(open, faster, levels(), kNine + 40s, kStation).due_by, kNine + 70s);
    Obligation warned = open;
    warned.warned = true;
    EXPECT_TRUE(renewed(warned, kRule, levels(), kNine + 50s, kStation).warned);
    EXPECT_FALSE(renewed(warned, slower, levels(), kNine + 50s, kStation).warned);
    Obligation missed = open;
    missed.missed = true;
    const Obligation kept = renewed(missed, slower, levels(), kNine + 70s, kStation);
    EXPECT_TRUE(kept.missed);
    EXPECT_EQ(kept.due_by, missed.due_by);
    EXPECT_EQ(kept.owner.value(), "pst_duty-chief.420106001");
}

TEST(CheckRule, NamesTheMemberThatDoesNotFit) {
    struct Row {
        DeadlineRule rule;
        const char* path;
    };
    const Row rows[] = {
        {{0s, 0s, "dispatcher", {}}, "r.within"},
        {{60s, 60s, "dispatcher", {}}, "r.warn_before"},
        {{60s, -1s, "dispatcher", {}}, "r.warn_before"},
        {{60s, 0s, "", {}}, "r.owner_role"},
        {{60s, 0s, "dispatcher", {{"duty_chief", -1s}}}, "r.ladder[0].after"},
        {{60s, 0s, "dispatcher", {{"duty_chief", 60s}, {"watch_officer", 60s}}}, "r.ladder[1].after"},
        {{60s, 0s, "dispatcher", {{"", 60s}}}, "r.ladder[0].role"},
    };
    for (const Row& row : rows) {
        const auto fault = check_rule(row.rule, "r");
        ASSERT_TRUE(fault) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
    EXPECT_EQ(check_rule(kRule, "r"), std::nullopt);
    EXPECT_EQ(check_roles(kRule, levels(), "r"), std::nullopt);
    EXPECT_EQ(check_roles({60s, 0s, "nobody", {}}, levels(), "r")->path, "r.owner_role");
    EXPECT_EQ(check_roles({60s, 0s, "dispatcher", {{"nobody", 1s}}}, levels(), "r")->path,
              "r.ladder[0].role");
}

TEST(ValidateRoles, RefusesWhatWouldNotResolve) {
    EXPECT_EQ(validate(levels()), std::nullopt);
    auto twice = levels();
    twice.roles.push_back(twice.roles[0]);
    EXPECT_EQ(validate(twice)->path, ".roles[4].role");
    auto nothing_above = levels();
    nothing_above.roles[2].above.reset();
    EXPECT_EQ(validate(nothing_above)->path, ".roles[2].above");
    auto sideways = levels();
    sideways.roles[2].above = "duty_chief";
    EXPECT_EQ(validate(sideways)->path, ".roles[2].above");
    auto unknown = levels();
    unknown.roles[3].above = "nobody";
    EXPECT_EQ(validate(unknown)->path, ".roles[3].above");
    auto crowned = levels();
    crowned.roles[0].above = "watch_officer";
    EXPECT_EQ(validate(crowned)->path, ".roles[0].above");
    auto nowhere = levels();
    nowhere.city = AreaId{};
    EXPECT_EQ(validate(nowhere)->path, ".city");
    auto odd = levels();
    odd.roles[0].role = "Call Taker";
    EXPECT_EQ(validate(odd)->path, ".roles[0].role");
}

}  // namespace
}  // namespace anlan::kernel
