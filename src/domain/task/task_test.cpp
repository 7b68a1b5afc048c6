// The clean list: the fire inspectors want every market's exits looked at each month. What it costs is said
// before it begins, its twin is found, its rounds come by the calendar, and one day it ends by itself.
#include "domain/task/task.hpp"

#include "domain/area/events.hpp"
#include "domain/place/events.hpp"
#include "domain/task/burden.hpp"
#include "domain/task/check.hpp"
#include "domain/task/policies.hpp"
#include "domain/task/row.hpp"
#include "domain/task/twin.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

#include <map>

namespace anlan::task {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Instant morning = *instant_from_text("2027-01-31T00:30:00Z");  // 08:30 in Wuhan
const Jurisdiction city{AreaId{"are_420100"}, {}, {}, {}};
const Jurisdiction district{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
const Jurisdiction station{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106001"}, {}};

Rules small_rules() {
    Rules rules;
    rules.carriers = {"officer"};
    rules.publish = {72h, 24h, "chief", {}};
    rules.review = {14 * 24h, 7 * 24h, "chief", {}};
    rules.minutes_max = 60;
    rules.sunset_days_max = 730;
    rules.new_doors_a_year = 24;
    rules.twins = {0.8, 0.9};
    rules.forbidden_fields = {{"name", "id_card"}, {"姓名", "religio"}};
    rules.departments = {{"fire", "消防", "fire"}, {"order", "治安", "order"}};
    rules.deadlines = {{"week", "一周", "a week", 7 * 24h, 24h, {{"chief", 0s}}},
                       {"month", "一月", "a month", 28 * 24h, 0s, {}}};
    return rules;
}

Terms exits() {
    Terms terms;
    terms.department = "fire";
    terms.title = "市场疏散通道检查";
    terms.basis = "消防法";
    terms.measures = "检查市场疏散通道、安全出口和灭火器";
    terms.standard = "每月一次，堆物当日清理";
    terms.fields = {{"clear", "是否畅通", "are clear", FieldKind::yes_no, true, {}, {}, {}, {}, {}}};
    terms.minutes = 15;
    terms.deadline = "week";
    terms.recurrence = Recurrence::monthly;
    terms.carrier_role = "officer";
    terms.where = district;
    terms.sunset_at = morning + days{365};
    return terms;
}

struct Story {
    Task::State state{};
    Instant now = morning;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_chief.420106"}};
    std::string stream = "tsk_fire.1";
    std::map<std::string, std::shared_ptr<const void>> others;  // their briefs
    Task::Events last{};
    kernel::Refusal refused{};

    Story() {
        using kernel::Level;
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"officer", Level::station, "chief", "民警", "officer"},
                                      {"chief", Level::city, std::nullopt, "值班", "chief"}}});
        rules.put(small_rules());
        others["are_420106001"] =
            std::make_shared<area::Brief>(area::Brief{area::AreaLevel::station, station, "积玉桥派出所"});
        others["are_420100001"] =
            std::make_shared<area::Brief>(area::Brief{area::AreaLevel::station, {}, "elsewhere"});
        others["plc_market"] =
            std::make_shared<place::Brief>(place::Brief{"大成路市场", "market", station, false});
        others["plc_gone"] = std::make_shared<place::Brief>(place::Brief{"旧市场", "market", station, true});
    }
    std::string when(const Task::Command& command) {
        const kernel::Briefs briefs = [&](std::string_view of, const void*) {
            const auto found = others.find(std::string{of});
            return found == others.end() ? std::shared_ptr<const void>{} : found->second;
        };
        auto decision = Task::decide(state, command, {now, rules, actor, stream, &briefs});
        last.clear();
        refused = {};
        if (!decision.ok()) {
            refused = decision.error();
            return "! " + refused.code;
        }
        last = std::move(decision).value();
        for (const auto& event : last) state = Task::evolve(std::move(state), event);
        std::string said;
        for (const auto& event : last)
            std::visit(
                [&]<class E>(const E&) {
                    said += (said.empty() ? "" : " ");
                    if constexpr (requires { E::wire; })
                        said += std::string{E::wire};
                    else
                        said += std::string{E::wire_suffix};
                },
                event);
        return said;
    }
    std::string clock(const char* kind, Instant at) {
        now = at;
        return when(kernel::NoteDeadline{kind, "", at});
    }
    void there_is(const char* stream_of, const Task::State& other) {
        others[stream_of] = std::make_shared<Brief>(*brief_of(other));
    }
};

const Addressees market{{AreaId{"are_420106001"}}, {PlaceId{"plc_market"}}, {}};

Story proposed() {
    Story s;
    EXPECT_EQ(s.when(ProposeTask{exits(), market}), "task.proposed.v1");
    s.actor.actor_id = "acc_wang";
    return s;
}
constexpr std::int64_t a_year = 15 * 12 * 2;  // fifteen minutes, monthly, a station and a door

Story in_force() {
    Story s = proposed();
    EXPECT_EQ(s.when(PublishTask{a_year}), "task.published.v1 task.round_opened.v1");
    return s;
}

TEST(Task, WhatItCostsAYearIsSaidBackBeforeItBegins) {
    Story s = proposed();
    EXPECT_EQ(s.state.draft->burden_minutes, a_year);
    EXPECT_EQ(s.when(PublishTask{a_year - 1}), "! task.burden_not_seen");
    EXPECT_NE(s.refused.message.find("360 minutes"), std::string::npos) << s.refused.message;
    EXPECT_EQ(s.when(PublishTask{a_year}), "task.published.v1 task.round_opened.v1");
    EXPECT_EQ(s.when(PublishTask{a_year}), "") << "said twice";
    const auto row = row_of("tsk_fire.1", s.state);
    EXPECT_EQ(row->burden_minutes, a_year);
    EXPECT_EQ(row->addressees, 2);
}

TEST(Task, AnotherPersonThanTheProposerPublishes) {
    Story s;
    s.when(ProposeTask{exits(), market});
    EXPECT_EQ(s.when(PublishTask{a_year}), "! task.own_proposal");
}

TEST(Task, TheSameWorkIsNotAskedForTwice) {
    const Story first = in_force();
    Terms again = exits();
    again.title = "商场出口月查";
    again.measures = "检查市场安全出口、疏散通道和灭火器。";
    Story s;
    s.stream = "tsk_fire.2";
    s.there_is("tsk_fire.1", first.state);
    EXPECT_EQ(s.when(ProposeTask{again, market}), "! task.twin");
    EXPECT_NE(s.refused.message.find("tsk_fire.1"), std::string::npos);
    EXPECT_NE(s.refused.message.find("standard 100 %"), std::string::npos) << s.refused.message;

    again.measures = "清点市场消防栓并试水";
    again.standard = "每季度一次，压力不足的报修";
    EXPECT_EQ(s.when(ProposeTask{again, market}), "task.proposed.v1") << "another thing at the same door";
}

TEST(Task, AnotherDepartmentsTwinIsFoundFromAHigherLikenessOn) {
    const Story first = in_force();
    Story s;
    s.stream = "tsk_order.1";
    s.there_is("tsk_fire.1", first.state);
    Terms same = exits();
    same.department = "order";
    EXPECT_EQ(s.when(ProposeTask{same, market}), "! task.twin");
    same.where.district = AreaId{"are_420102"};
    EXPECT_EQ(s.when(ProposeTask{same, {{}, {PlaceId{"plc_market"}}, {}}}), "! task.place_unknown")
        << "in another district there is no twin, and not this market either";
}

TEST(Task, WhatHasEndedIsNobodysTwin) {
    Story first = in_force();
    first.when(RetireTask{"done with"});
    Story s;
    s.stream = "tsk_fire.2";
    s.there_is("tsk_fire.1", first.state);
    EXPECT_EQ(s.when(ProposeTask{exits(), market}), "task.proposed.v1");
}

TEST(Task, NumbersHaveNoGapSoThatEachIsComparedWithAll) {
    Story s;
    s.stream = "tsk_fire.2";
    EXPECT_EQ(s.when(ProposeTask{exits(), market}), "! task.number_not_next");
    EXPECT_NE(s.refused.message.find("tsk_fire.1"), std::string::npos) << s.refused.message;
    for (const char* wrong : {"tsk_order.1", "tsk_fire.01", "tsk_fire", "tsk_0CQ"}) {
        s.stream = wrong;
        EXPECT_EQ(s.when(ProposeTask{exits(), market}), "! task.number_not_next") << wrong;
    }
}

TEST(Task, ARoundOpensByTheCalendarAndTheOneBeforeLapses) {
    Story s = in_force();
    const auto* next = kernel::find(s.state.open, "round");
    ASSERT_NE(next, nullptr);
    EXPECT_EQ(to_text(next->due_by), "2027-02-28T00:30:00.000Z") << "February has no 31st";
    EXPECT_EQ(s.clock("round", next->due_by - 1ms), "");
    const Instant due = next->due_by;
    EXPECT_EQ(s.clock("round", due), "task.round_opened.v1");
    const auto& second = std::get<RoundOpened>(s.last.front());
    EXPECT_EQ(second.number, 2);
    EXPECT_EQ(second.closes, (std::vector<OpenRound>{{1, morning, 2}}));
    EXPECT_EQ(second.answer.owner_role, "officer");
    EXPECT_EQ(s.clock("round", due), "") << "once";
    EXPECT_EQ(to_text(kernel::find(s.state.open, "round")->due_by), "2027-03-31T00:30:00.000Z")
        << "and March has one again";
    EXPECT_EQ(s.state.open_rounds.size(), 1U);
}

TEST(Task, RoundsThatFellIntoAnOutageAreNotPiledUp) {
    Story s = in_force();
    EXPECT_EQ(s.clock("round", *instant_from_text("2027-05-02T10:00:00Z")), "task.round_opened.v1");
    const auto& round = std::get<RoundOpened>(s.last.front());
    EXPECT_EQ(round.number, 2);
    EXPECT_EQ(round.skipped, 2);
    EXPECT_EQ(to_text(round.scheduled_at), "2027-04-30T00:30:00.000Z");
    EXPECT_EQ(to_text(kernel::find(s.state.open, "round")->due_by), "2027-05-31T00:30:00.000Z");
}

TEST(Task, ItEndsWithItsSunsetAndIsReviewedBefore) {
    Story s = in_force();
    const Instant sunset = morning + days{365};
    EXPECT_EQ(kernel::find(s.state.open, "review")->due_by, sunset - days{14});
    EXPECT_EQ(s.clock("review", sunset - days{14}), "deadline_warned.v1 deadline_missed.v1");
    EXPECT_EQ(s.clock("sunset", sunset - 1ms), "");
    EXPECT_EQ(s.clock("sunset", sunset), "task.ended.v1");
    EXPECT_EQ(std::get<TaskEnded>(s.last.front()).by, EndedBy::sunset);
    EXPECT_EQ(std::get<TaskEnded>(s.last.front()).closes.size(), 1U);
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.clock("round", sunset + days{1}), "") << "nothing comes after it";
    EXPECT_EQ(s.when(RenewTask{sunset + days{30}, a_year}), "! task.over");
}

TEST(Task, ARenewedOneGoesOn) {
    Story s = in_force();
    s.now = morning + days{350};
    EXPECT_EQ(s.when(RenewTask{morning + days{700}, 1}), "! task.burden_not_seen");
    EXPECT_EQ(s.when(RenewTask{morning + days{1200}, a_year}), "! task.sunset_invalid");
    EXPECT_EQ(s.when(RenewTask{morning + days{700}, a_year}), "task.renewed.v1");
    EXPECT_EQ(s.when(RenewTask{morning + days{700}, a_year}), "");
    EXPECT_EQ(kernel::find(s.state.open, "sunset")->due_by, morning + days{700});
    EXPECT_EQ(kernel::find(s.state.open, "review")->due_by, morning + days{686});
}

TEST(Task, AnAmendmentIsPublishedLikeAProposal) {
    Story s = in_force();
    Terms longer = exits();
    longer.minutes = 20;
    EXPECT_EQ(s.when(AmendTask{longer, market}), "task.amended.v1");
    EXPECT_EQ(s.when(AmendTask{longer, market}), "");
    EXPECT_EQ(row_of("tsk_fire.1", s.state)->burden_minutes, a_year) << "in force as it was";
    EXPECT_EQ(*row_of("tsk_fire.1", s.state)->draft_burden_minutes, 20 * 12 * 2);
    s.actor.actor_id = "acc_li";
    EXPECT_EQ(s.when(PublishTask{20 * 12 * 2}), "task.published.v1") << "its rounds go on";
    EXPECT_EQ(s.state.in_force->terms.minutes, 20);
    longer.recurrence = Recurrence::weekly;
    s.when(AmendTask{longer, market});
    s.actor.actor_id = "acc_wang";
    EXPECT_EQ(s.when(PublishTask{20 * 52 * 2}), "task.published.v1 task.round_opened.v1")
        << "another rhythm begins anew";
    EXPECT_EQ(kernel::find(s.state.open, "round")->due_by, morning + days{7});
    Terms elsewhere = longer;
    elsewhere.department = "order";
    EXPECT_EQ(s.when(AmendTask{elsewhere, market}), "! task.department_fixed");
}

TEST(Task, AProposalIsRefusedWithAReason) {
    Story s = proposed();
    EXPECT_EQ(s.when(RefuseTask{""}), "! task.text_invalid");
    EXPECT_EQ(s.when(RefuseTask{"tsk_order.3 does it"}), "task.refused.v1");
    EXPECT_EQ(s.when(RefuseTask{"tsk_order.3 does it"}), "");
    EXPECT_EQ(s.state.stage, Stage::ended);
    EXPECT_EQ(row_of("tsk_fire.1", s.state)->terms.title, exits().title) << "still to be seen";
    Story amended = in_force();
    Terms longer = exits();
    longer.minutes = 20;
    amended.when(AmendTask{longer, market});
    EXPECT_EQ(amended.when(RefuseTask{"too long"}), "task.refused.v1");
    EXPECT_EQ(amended.state.stage, Stage::in_force) << "what was in force stays";
}

TEST(Task, EachNewDoorOfItsKindOpensARound) {
    Story s;
    Terms doors = exits();
    doors.recurrence = Recurrence::each_new_door;
    const Addressees to{{AreaId{"are_420106001"}}, {}, {"house"}};
    EXPECT_EQ(s.when(ProposeTask{doors, market}), "! task.place_kinds_invalid");
    EXPECT_EQ(s.when(ProposeTask{doors, to}), "task.proposed.v1");
    s.actor.actor_id = "acc_wang";
    EXPECT_EQ(s.when(PublishTask{15 * 24}), "task.published.v1")
        << "24 new doors a year, as the rulebook says";
    EXPECT_EQ(s.when(NoteNewDoor{PlaceId{"plc_1"}, "market", station}), "");
    EXPECT_EQ(s.when(NoteNewDoor{PlaceId{"plc_1"}, "house", district}), "") << "of no station yet";
    EXPECT_EQ(s.when(NoteNewDoor{PlaceId{"plc_1"}, "house", station}), "task.round_opened.v1");
    EXPECT_EQ(s.when(NoteNewDoor{PlaceId{"plc_2"}, "house", station}), "task.round_opened.v1");
    EXPECT_EQ(s.state.open_rounds.size(), 2U) << "one door's round closes no other's";
}

TEST(Task, RefusesWithAReasonWhatMustNotBe) {
    struct Row {
        const char* refused;
        void (*spoil)(Terms&, Addressees&);
    };
    const Row table[] = {
        {"department_unknown", [](Terms& t, Addressees&) { t.department = "weather"; }},
        {"text_invalid", [](Terms& t, Addressees&) { t.title.clear(); }},
        {"text_invalid", [](Terms& t, Addressees&) { t.basis.clear(); }},
        {"text_invalid", [](Terms& t, Addressees&) { t.measures.clear(); }},
        {"text_invalid", [](Terms& t, Addressees&) { t.standard.clear(); }},
        {"fields_missing", [](Terms& t, Addressees&) { t.fields.clear(); }},
        {"field_id_invalid", [](Terms& t, Addressees&) { t.fields[0].id = "Clear"; }},
        {"field_forbidden", [](Terms& t, Addressees&) { t.fields[0].id = "owner_name"; }},
        {"field_forbidden", [](Terms& t, Addressees&) { t.fields[0].id = "his_id_card_no"; }},
        {"field_forbidden", [](Terms& t, Addressees&) { t.fields[0].zh = "住户姓名"; }},
        {"field_forbidden", [](Terms& t, Addressees&) { t.fields[0].en = "Religion"; }},
        {"minutes_invalid", [](Terms& t, Addressees&) { t.minutes = 61; }},
        {"minutes_invalid", [](Terms& t, Addressees&) { t.minutes = 0; }},
        {"deadline_unknown", [](Terms& t, Addressees&) { t.deadline = "some day"; }},
        {"deadline_too_long",
         [](Terms& t, Addressees&) {
             t.recurrence = Recurrence::weekly;
             t.deadline = "month";
         }},
        {"carrier_unknown", [](Terms& t, Addressees&) { t.carrier_role = "chief"; }},
        {"where_required", [](Terms& t, Addressees&) { t.where = {}; }},
        {"sunset_invalid", [](Terms& t, Addressees&) { t.sunset_at = morning; }},
        {"sunset_invalid", [](Terms& t, Addressees&) { t.sunset_at = morning + days{731}; }},
        {"addressees_invalid", [](Terms&, Addressees& to) { to = {}; }},
        {"addressee_twice", [](Terms&, Addressees& to) { to.areas.push_back(to.areas[0]); }},
        {"area_unknown", [](Terms&, Addressees& to) { to.areas = {AreaId{"are_9"}}; }},
        {"area_unknown", [](Terms&, Addressees& to) { to.areas = {AreaId{"are_420100001"}}; }},
        {"place_unknown", [](Terms&, Addressees& to) { to.places = {PlaceId{"plc_gone"}}; }},
        {"place_kinds_invalid", [](Terms&, Addressees& to) { to.place_kinds = {"house"}; }},
    };
    for (const Row& row : table) {
        Story s;
        Terms terms = exits();
        Addressees to = market;
        row.spoil(terms, to);
        EXPECT_EQ(s.when(ProposeTask{terms, to}), "! task." + std::string{row.refused})
            << "row " << &row - table;
    }
    Story none;
    EXPECT_EQ(none.when(PublishTask{1}), "! task.unknown");
    EXPECT_EQ(none.when(RetireTask{"x"}), "! task.unknown");
    EXPECT_EQ(none.when(AmendTask{exits(), market}), "! task.unknown");
    Story waiting = proposed();
    EXPECT_EQ(waiting.when(RenewTask{morning + days{30}, a_year}), "! task.not_in_force");
    Story runs = in_force();
    EXPECT_EQ(runs.when(RefuseTask{"no"}), "! task.nothing_proposed");
    EXPECT_EQ(runs.when(PublishTask{1}), "! task.nothing_proposed");
}

TEST(Task, AProposalNobodyDecidesOnIsMissed) {
    Story s = proposed();
    EXPECT_EQ(s.clock("publish", morning + 72h), "deadline_warned.v1 deadline_missed.v1");
    EXPECT_EQ(facets_of(s.state).at("late"), "yes");
}

TEST(TaskTwin, PunctuationBlanksAndWidthSayNothing) {
    EXPECT_EQ(likeness("检查 消防通道。", "检查消防通道"), 1);
    EXPECT_EQ(likeness("ＡＢＣ 12", "abc12"), 1);
    EXPECT_EQ(likeness("", ""), 0);
    EXPECT_EQ(likeness("检查", "巡逻"), 0);
    EXPECT_NEAR(likeness("一二三", "一二四"), 0.5, 1e-9);
    EXPECT_EQ(likeness("\xE6\xA3", "\xE6\xA3"), 1) << "half a character is bytes";
}

TEST(TaskPolicy, ANewDoorIsToldToEachTaskThatCountsIt) {
    Story s;
    Terms doors = exits();
    doors.recurrence = Recurrence::each_new_door;
    s.when(ProposeTask{doors, {{AreaId{"are_420106001"}}, {}, {"house"}}});
    s.actor.actor_id = "acc_wang";
    s.when(PublishTask{15 * 24});
    const auto monthly = in_force();
    const std::map<std::string, Task::State> all{{"tsk_fire.1", monthly.state}, {"tsk_fire.2", s.state}};
    const std::function<kernel::StatePtr(std::string_view)> own = [&](std::string_view stream) {
        const auto found = all.find(std::string{stream});
        return found == all.end() ? kernel::StatePtr{} : std::make_shared<const Task::State>(found->second);
    };
    kernel::EventSpec spec;
    spec.type = &kernel::type_tag<place::PlaceRegistered>;
    place::PlaceRegistered registered;
    registered.kind = "house";
    registered.where = station;
    const kernel::AnyEvent event{&spec, std::make_shared<place::PlaceRegistered>(registered), ""};
    kernel::Envelope envelope;
    envelope.stream = "plc_new";
    const kernel::Recorded recorded{envelope, event};
    const auto sends = open_a_round_at_a_new_door({recorded, s.rules, own});
    ASSERT_EQ(sends.size(), 1U);
    EXPECT_EQ(sends[0].stream, "tsk_fire.2");
    EXPECT_EQ(std::get<NoteNewDoor>(sends[0].command).place_id, PlaceId{"plc_new"});
}

TEST(TaskRules, ThatDoNotFitDoNotLoad) {
    EXPECT_FALSE(validate(small_rules()).has_value());
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row table[] = {
        {".carriers", [](Rules& r) { r.carriers.clear(); }},
        {".publish.within", [](Rules& r) { r.publish.within = 0s; }},
        {".review.owner_role", [](Rules& r) { r.review.owner_role.clear(); }},
        {".minutes_max", [](Rules& r) { r.minutes_max = 0; }},
        {".sunset_days_max", [](Rules& r) { r.sunset_days_max = 5000; }},
        {".new_doors_a_year", [](Rules& r) { r.new_doors_a_year = 0; }},
        {".twins.same_department", [](Rules& r) { r.twins.same_department = 0.3; }},
        {".twins.other_department", [](Rules& r) { r.twins.other_department = 0.7; }},
        {".forbidden_fields", [](Rules& r) { r.forbidden_fields.ids.clear(); }},
        {".departments", [](Rules& r) { r.departments.clear(); }},
        {".departments[1].code", [](Rules& r) { r.departments[1].code = "fire"; }},
        {".departments[0].code", [](Rules& r) { r.departments[0].code = "F-1"; }},
        {".departments[0]", [](Rules& r) { r.departments[0].en.clear(); }},
        {".deadlines[1].warn_before", [](Rules& r) { r.deadlines[1].warn_before = 29 * 24h; }},
    };
    for (const Row& row : table) {
        Rules rules = small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

TEST(TaskRules, ExamplesFitTheFieldsAndTheRules) {
    Examples examples;
    examples.fields = exits().fields;
    examples.tasks = {{"fire",
                       "t",
                       "b",
                       "m",
                       "s",
                       {"clear"},
                       5,
                       "week",
                       Recurrence::weekly,
                       "officer",
                       Target::door,
                       {"market"}}};
    EXPECT_FALSE(validate_examples(examples).has_value());
    auto wrong = examples;
    wrong.tasks[0].fields = {"smell"};
    EXPECT_EQ(validate_examples(wrong)->path, ".tasks[0].fields[0]");
    wrong = examples;
    wrong.tasks[0].place_kinds.clear();
    EXPECT_EQ(validate_examples(wrong)->path, ".tasks[0].place_kinds");
    kernel::Rulebook book;
    book.put(small_rules());
    examples.tasks[0].department = "weather";
    book.put(examples);
    EXPECT_EQ(examples_fit(book)->path, ".tasks[0].department");
    examples.tasks[0].department = "fire";
    book.put(examples);
    EXPECT_FALSE(examples_fit(book).has_value());
    examples.fields[0].zh = "摊主姓名";
    book.put(examples);
    EXPECT_EQ(examples_fit(book)->path, ".tasks[0].fields");
}

TEST(Task, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("task"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::task
