// A post through a day: who is planned, who comes late, who relieves whom, who stands in, and who hears of it
// when nobody comes.
#include "domain/post/post.hpp"

#include "domain/post/row.hpp"
#include "domain/post/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

#include <set>

namespace anlan::post {
namespace {

using namespace std::chrono_literals;

const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
const AccountId kLi{"acc_li"};
const AccountId kWang{"acc_wang"};
const AccountId kZhao{"acc_zhao"};

kernel::Rulebook rulebook() {
    kernel::Rulebook book;
    book.put(
        kernel::RoleLevels{AreaId{"are_420100"},
                           {{"watch_officer", kernel::Level::city, std::nullopt, "指挥长", "watch officer"},
                            {"dispatcher", kernel::Level::district, "watch_officer", "派警员", "dispatcher"},
                            {"call_taker", kernel::Level::city, std::nullopt, "接警员", "call-taker"}}});
    book.put(
        Rules{30min, 12h, 8h, {{{"dispatcher"}, {300s, 60s, "watch_officer", {{"watch_officer", 600s}}}}}});
    return book;
}

CreatePost dispatcher(std::optional<int> capacity = std::nullopt) {
    return {"dispatcher", {AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}}, "武昌分局派警员", capacity};
}

struct Story {
    Post::State state{};
    Instant now = kNine;
    kernel::Rulebook rules = rulebook();
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_dispatcher.420106"}};
    Post::Events last{};

    std::string when(const Post::Command& command) {
        auto decision = Post::decide(state, command, kernel::Now{now, rules, actor});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        std::string words;
        for (const Event& event : last) {
            state = Post::evolve(std::move(state), event);
            const std::string wire = std::visit(
                [](const auto& e) {
                    if constexpr (requires { e.wire_suffix; })
                        return std::string{e.wire_suffix};
                    else
                        return std::string{e.wire.substr(5)};
                },
                event);
            words += (words.empty() ? "" : " ") + wire.substr(0, wire.find('.'));
        }
        return words;
    }
    std::string ring(const char* kind, const std::string& key) {
        return when(kernel::NoteDeadline{kind, key, now});
    }
    bool owes(const char* kind, const std::string& key) const {
        return kernel::find(state.open, kind, key) != nullptr;
    }
};

Story created(std::optional<int> capacity = std::nullopt) {
    Story s;
    s.when(dispatcher(capacity));
    return s;
}

BeginDuty takes(const AccountId& who) { return {who, {}, {}}; }

TEST(Post, IsTakenOnTimeAndHandedOver) {
    Story s = created();
    EXPECT_EQ(s.when(PlanShift{kLi, kNine + 1h, kNine + 9h}), "shift_planned");
    EXPECT_EQ(s.when(PlanShift{kLi, kNine + 1h, kNine + 9h}), "") << "said twice";
    EXPECT_EQ(s.when(PlanShift{kWang, kNine + 9h, kNine + 17h}), "shift_planned")
        << "end and begin may touch";
    s.now = kNine + 50min;
    EXPECT_EQ(s.when(BeginDuty{}), "duty_begun") << "who asks, begins; ten minutes early";
    EXPECT_EQ(std::get<DutyBegun>(s.last[0]).planned_from, kNine + 1h);
    EXPECT_FALSE(s.owes("relieve", "s1"));
    EXPECT_EQ(s.when(BeginDuty{}), "");
    EXPECT_EQ(on_duty_at(s.state, s.now), std::vector{kLi});
    s.now = kNine + 9h;
    EXPECT_EQ(s.when(takes(kWang)), "duty_ended duty_begun") << "the shift of the one before is over";
    EXPECT_EQ(std::get<DutyEnded>(s.last[0]).relieved_by, kWang);
    EXPECT_EQ(on_duty_at(s.state, s.now), std::vector{kWang});
    EXPECT_EQ(row_of("pst_dispatcher.420106", s.state)->on_duty[0].shift_id, "s2");
}

TEST(Post, ThatNobodyTakesIsNotedAndTheWatchOfficerHearsOfIt) {
    Story s = created();
    s.when(PlanShift{kLi, kNine + 1h, kNine + 9h});
    s.now = kNine + 1h + 5min - 1ms;
    EXPECT_EQ(s.ring("relieve", "s1"), "deadline_warned");
    s.now += 1ms;
    EXPECT_EQ(s.ring("relieve", "s1"), "deadline_missed");
    EXPECT_EQ(s.ring("relieve", "s1"), "");
    s.now += 10min;
    EXPECT_EQ(s.ring("relieve", "s1"), "deadline_escalated");
    EXPECT_EQ(s.when(takes(kZhao)), "duty_begun") << "somebody else takes it up";
    EXPECT_EQ(std::get<DutyBegun>(s.last[0]).shift_id, "s1");
    EXPECT_FALSE(s.owes("relieve", "s1"));
}

TEST(Post, LeftBeforeTheShiftIsOverIsOwedAgain) {
    Story s = created();
    s.when(PlanShift{kLi, kNine, kNine + 8h});
    s.when(BeginDuty{});
    s.now = kNine + 2h;
    EXPECT_EQ(s.when(EndDuty{}), "duty_ended");
    EXPECT_TRUE(s.owes("relieve", "s1"));
    EXPECT_EQ(s.when(EndDuty{}), "");
    EXPECT_EQ(s.when(takes(kWang)), "duty_begun");
    EXPECT_FALSE(s.owes("relieve", "s1"));
    s.now = kNine + 7h + 45min;
    EXPECT_EQ(s.when(EndDuty{kWang, {}}), "duty_ended");
    EXPECT_EQ(s.state.open.size(), 0u) << "a quarter of an hour early is the end of a shift";
}

TEST(Post, WhoRelievesInTheMiddleOfAShiftTakesItUp) {
    Story s = created();
    s.when(PlanShift{kLi, kNine, kNine + 8h});
    s.when(BeginDuty{});
    EXPECT_EQ(s.when(takes(kWang)), "! post.occupied");
    EXPECT_EQ(s.when(BeginDuty{kWang, kZhao, {}}), "! post.occupied")
        << "who is not there cannot be relieved";
    EXPECT_EQ(s.when(BeginDuty{kWang, kLi, {}}), "duty_ended duty_begun");
    EXPECT_EQ(s.state.on_duty, (std::vector<OnDuty>{{kWang, kNine, "s1"}}));
    EXPECT_EQ(s.state.open.size(), 0u);
}

TEST(Post, OfAHallHasRoomForSeveral) {
    Story s = created(2);
    EXPECT_EQ(s.when(PlanShift{kLi, kNine, kNine + 8h}), "shift_planned");
    EXPECT_EQ(s.when(PlanShift{kWang, kNine + 4h, kNine + 12h}), "shift_planned");
    EXPECT_EQ(s.when(PlanShift{kZhao, kNine, kNine + 4h}), "shift_planned");
    EXPECT_EQ(s.when(PlanShift{kZhao, kNine + 7h, kNine + 9h}), "! post.shifts_overlap");
    EXPECT_EQ(s.when(PlanShift{kZhao, kNine + 8h, kNine + 9h}), "shift_planned");
    s.when(takes(kLi));
    EXPECT_EQ(s.when(takes(kZhao)), "duty_begun");
    EXPECT_EQ(on_duty_at(s.state, s.now), (std::vector{kLi, kZhao}));
}

TEST(Post, SomebodyStandsInUntilTheHour) {
    Story s = created();
    s.when(BeginDuty{});
    const DelegateDuty lunch{{}, kWang, kNine + 1h, "court hearing"};
    EXPECT_EQ(s.when(lunch), "duty_delegated");
    EXPECT_EQ(s.when(lunch), "");
    EXPECT_EQ(on_duty_at(s.state, kNine + 1h - 1ms), (std::vector{kLi, kWang}));
    EXPECT_EQ(on_duty_at(s.state, kNine + 1h), std::vector{kLi}) << "over at its hour, noted or not";
    s.now = kNine + 1h - 1ms;
    EXPECT_EQ(s.ring("end_delegation", "acc_wang"), "");
    s.now = kNine + 1h;
    EXPECT_EQ(s.ring("end_delegation", "acc_wang"), "delegation_ended");
    EXPECT_EQ(s.ring("end_delegation", "acc_wang"), "");
    EXPECT_EQ(s.state.open.size(), 0u);
    s.when(DelegateDuty{{}, kWang, kNine + 3h, "court hearing"});
    EXPECT_EQ(s.when(EndDuty{}), "delegation_ended duty_ended") << "nobody stands in for who is not there";
}

TEST(Post, RefusesWhatTheRulebookDoesNotAllow) {
    CreatePost mayor = dispatcher();
    mayor.role = "mayor";
    CreatePost nowhere = dispatcher();
    nowhere.where = {};
    CreatePost nameless = dispatcher();
    nameless.post_name.clear();
    EXPECT_EQ(Story{}.when(mayor), "! post.role_unknown");
    EXPECT_EQ(Story{}.when(nowhere), "! post.city_missing");
    EXPECT_EQ(Story{}.when(nameless), "! post.name_invalid");
    EXPECT_EQ(Story{}.when(dispatcher(0)), "! post.capacity_invalid");
    EXPECT_EQ(Story{}.when(BeginDuty{}), "! post.unknown");
    struct Row {
        const char* says;
        Post::Command told;
        const char* code;
    };
    const Row rows[] = {
        {"another capacity", dispatcher(3), "! post.already_created"},
        {"ends before it begins", PlanShift{kLi, kNine + 2h, kNine + 2h},
         "! post.shift_ends_before_it_begins"},
        {"thirteen hours", PlanShift{kLi, kNine, kNine + 13h}, "! post.shift_too_long"},
        {"yesterday", PlanShift{kLi, kNine - 8h, kNine}, "! post.shift_is_over"},
        {"twice at once", PlanShift{kZhao, kNine + 30min, kNine + 90min}, "! post.officer_already_planned"},
        {"on top of another", PlanShift{kLi, kNine + 30min, kNine + 90min}, "! post.shifts_overlap"},
        {"around another", PlanShift{kLi, kNine + 30min, kNine + 5h}, "! post.shifts_overlap"},
        {"nobody", PlanShift{AccountId{"li"}, kNine, kNine + 1h}, "! post.account_id_invalid"},
        {"stands in for nobody", DelegateDuty{{}, kWang, kNine + 1h, "why"}, "! post.not_on_duty"},
        {"no reason", DelegateDuty{{}, kWang, kNine + 1h, ""}, "! post.reason_required"},
        {"not yet", BeginDuty{kLi, {}, kNine + 1s}, "! post.in_the_future"},
        {"cancelled without a reason", CancelShift{"s1", ""}, "! post.reason_required"},
    };
    for (const Row& row : rows) {
        Story s = created();
        ASSERT_EQ(s.when(PlanShift{kZhao, kNine + 1h, kNine + 4h}), "shift_planned");
        EXPECT_EQ(s.when(row.told), row.code) << row.says;
    }
    Story s = created();
    s.when(BeginDuty{});
    EXPECT_EQ(s.when(DelegateDuty{{}, kWang, kNine + 9h, "why"}), "! post.delegation_span_invalid");
    EXPECT_EQ(s.when(DelegateDuty{{}, kLi, kNine + 1h, "why"}), "! post.delegate_on_duty");
    EXPECT_EQ(s.when(EndDuty{{}, kNine - 1s}), "! post.out_of_order");
    s.actor = {kernel::ActorKind::policy, "some_policy", {}};
    EXPECT_EQ(s.when(BeginDuty{}), "! post.account_id_invalid") << "a machine must say whose duty";
}

TEST(Post, ACancelledShiftIsOwedNoLonger) {
    Story s = created();
    s.when(PlanShift{kLi, kNine + 1h, kNine + 4h});
    EXPECT_EQ(s.when(CancelShift{"s1", "holiday"}), "shift_cancelled");
    EXPECT_EQ(s.when(CancelShift{"s1", "holiday"}), "");
    EXPECT_FALSE(s.owes("relieve", "s1"));
    s.when(PlanShift{kLi, kNine + 1h, kNine + 4h});
    s.now = kNine + 1h;
    s.when(BeginDuty{});
    EXPECT_EQ(s.when(CancelShift{"s2", "holiday"}), "! post.shift_taken");
}

TEST(Post, MayStandEmptyWhereTheRulebookHasNoRow) {
    Story s;
    CreatePost hall = dispatcher(40);
    hall.role = "call_taker";
    s.when(hall);
    s.when(PlanShift{kLi, kNine + 1h, kNine + 4h});
    EXPECT_EQ(s.state.open.size(), 0u);
    EXPECT_EQ(facets_of(s.state).at("staffed"), "no");
}

TEST(PostRules, ThatDoNotFitDoNotLoad) {
    const Rules good = rulebook().section<Rules>();
    EXPECT_EQ(validate(good), std::nullopt);
    Rules rules = good;
    rules.shift_max = 0h;
    EXPECT_EQ(validate(rules)->path, ".shift_max");
    rules = good;
    rules.relieve[0].deadline.within = 0s;
    EXPECT_EQ(validate(rules)->path, ".relieve[0].deadline.within");
    rules = good;
    rules.relieve[0].roles = {"mayor"};
    EXPECT_EQ(check_roles(rules, rulebook().section<kernel::RoleLevels>())->path, ".relieve[0].roles");
}

TEST(PostGolden, EveryEventOfAPostEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("post"), std::vector<std::string>{});
}

// What the engine would answer of the giver.
struct Giver {
    std::set<std::string> rights{"post.delegate_duty", "incident.close"};
    bool role = true;

    kernel::Around around() const {
        kernel::Around about;
        about.own_right = [this](std::string_view permission, const kernel::Scope&) {
            return rights.contains(std::string{permission});
        };
        about.own_role = [this](std::string_view, const kernel::Scope&) { return role; };
        return about;
    }
};

std::string said_by(const Giver& giver, Story& s, const DelegateDuty& c) {
    const auto about = giver.around();
    const auto decision = Post::decide(s.state, c, kernel::Now{s.now, s.rules, s.actor, {}, nullptr, &about});
    return decision.ok() ? "given" : decision.error().code;
}

TEST(Post, NobodyGivesMoreThanTheyHoldNorWhatWasGivenToThem) {
    Story s;
    s.when(dispatcher());
    s.when(BeginDuty{});
    const std::vector<std::string> close{"incident.close"};
    const std::vector<std::string> lock{"account.lock"};
    const auto asks = [&](std::optional<std::vector<std::string>> what) {
        return DelegateDuty{{}, kWang, kNine + 1h, "court hearing", std::move(what)};
    };
    EXPECT_EQ(said_by({}, s, asks(close)), "given");
    EXPECT_EQ(said_by({}, s, asks({})), "given");
    EXPECT_EQ(said_by({}, s, asks(lock)), "post.delegation_exceeds_giver");
    EXPECT_EQ(said_by({{"post.delegate_duty"}, false}, s, asks({})), "post.delegation_exceeds_giver");
    EXPECT_EQ(said_by({{}, true}, s, asks({})), "post.delegation_not_passed_on");
    EXPECT_EQ(said_by({}, s, asks(std::vector<std::string>{})), "post.permissions_invalid");
    EXPECT_EQ(said_by({}, s, asks(std::vector<std::string>{"everything"})), "post.permissions_invalid");
    s.actor = {kernel::ActorKind::person, "acc_zhao", PostId{"pst_watch-officer.420100"}};
    EXPECT_EQ(said_by({}, s, asks(close)), "given") << "a superior, of what they hold";
    s.actor.post_id = PostId{"pst_dispatcher.420106"};
    EXPECT_EQ(said_by({}, s, asks(close)), "post.not_on_duty") << "who is of the post, but not on duty";
}

TEST(Post, WhatWasGivenStandsInTheRowUntilItEnds) {
    Story s;
    s.when(dispatcher());
    s.when(BeginDuty{});
    s.when(DelegateDuty{{}, kWang, kNine + 1h, "court hearing", std::vector<std::string>{"*.read"}});
    ASSERT_EQ(row_of("pst_x", s.state)->delegations.size(), 1u);
    EXPECT_EQ(row_of("pst_x", s.state)->delegations[0].permissions, std::vector<std::string>{"*.read"});
    s.when(EndDelegation{kWang});
    EXPECT_TRUE(row_of("pst_x", s.state)->delegations.empty());
}

}  // namespace
}  // namespace anlan::post
