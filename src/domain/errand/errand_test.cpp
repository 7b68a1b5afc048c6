// One market's exits, this month: what is asked at the door, who owes it, what counts as an answer.
#include "domain/errand/errand.hpp"

#include "domain/area/events.hpp"
#include "domain/errand/policies.hpp"
#include "domain/errand/row.hpp"
#include "domain/errand/rules.hpp"
#include "domain/place/events.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

#include <map>

namespace anlan::errand {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Instant morning = *instant_from_text("2027-01-31T00:30:00Z");
const Jurisdiction station{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106001"}, {}};

Rules small_rules() { return {{24h, 2h, "officer", {{"chief", 0s}}}, 30, 14, {4, 10}}; }

task::Terms exits() {
    task::Terms terms;
    terms.department = "fire";
    terms.title = "市场疏散通道检查";
    terms.fields = {
        {"clear", "是否畅通", "are clear", FieldKind::yes_no, true, {}, {}, {}, {}, {}},
        {"blocked",
         "堵塞处数",
         "places blocked",
         FieldKind::number,
         true,
         {},
         "处",
         1,
         50,
         ShownWhen{"clear", "no"}},
    };
    terms.minutes = 15;
    terms.recurrence = task::Recurrence::monthly;
    return terms;
}

struct Story {
    Errand::State state{};
    Instant now = morning;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_zhou", PostId{"pst_officer.420106001"}};
    std::map<std::string, std::shared_ptr<const void>> others;
    Errand::Events last{};

    Story() {
        using kernel::Level;
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"officer", Level::station, "chief", "民警", "officer"},
                                      {"chief", Level::city, std::nullopt, "值班", "chief"}}});
        rules.put(small_rules());
        task_is(task::Stage::in_force, 1);
        others["are_420106001"] =
            std::make_shared<area::Brief>(area::Brief{area::AreaLevel::station, station, "积玉桥派出所"});
        others["plc_market"] =
            std::make_shared<place::Brief>(place::Brief{"大成路市场", "market", station, false});
        others["plc_gone"] = std::make_shared<place::Brief>(place::Brief{"旧市场", "market", station, true});
    }
    void task_is(task::Stage stage, int newest_round) {
        others["tsk_fire.1"] =
            std::make_shared<task::Brief>(task::Brief{stage, exits(), std::nullopt, newest_round});
    }
    std::string when(const Errand::Command& command) {
        const kernel::Briefs briefs = [&](std::string_view of, const void*) {
            const auto found = others.find(std::string{of});
            return found == others.end() ? std::shared_ptr<const void>{} : found->second;
        };
        auto decision = Errand::decide(state, command, {now, rules, actor, "ern_1", &briefs});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        for (const auto& event : last) state = Errand::evolve(std::move(state), event);
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
};

const task::AnswerRule in_a_week{7 * 24h, 24h, "officer", {{"chief", 0s}}};
const IssueErrand at_the_market{task::TaskId{"tsk_fire.1"}, 1, std::nullopt, PlaceId{"plc_market"},
                                in_a_week};

std::vector<Answer> said(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    std::vector<Answer> answers;
    for (const auto& [id, value] : pairs) answers.push_back({id, PersonalText{value}});
    return answers;
}

Story due() {
    Story s;
    EXPECT_EQ(s.when(at_the_market), "errand.issued.v1");
    return s;
}
Story answered() {
    Story s = due();
    EXPECT_EQ(s.when(AnswerErrand{said({{"clear", "yes"}})}), "errand.answered.v1");
    return s;
}

TEST(Errand, IsOwedByThePostOfItsDoor) {
    Story s = due();
    EXPECT_EQ(s.when(at_the_market), "") << "issued once, however often the round is looked at";
    EXPECT_EQ(s.state.owner, PostId{"pst_officer.420106001"});
    ASSERT_EQ(s.state.open.size(), 1U);
    EXPECT_EQ(s.state.open[0].due_by, morning + days{7});
    EXPECT_EQ(*s.state.place_label, "大成路市场");
    EXPECT_EQ(scope_of(s.state).where, station);
    const auto row = row_of("ern_1", s.state);
    EXPECT_EQ(row->fields.size(), 2U);
    EXPECT_EQ(*row->due_by, morning + days{7});
    EXPECT_EQ(facets_of(s.state).at("place"), "plc_market");
}

TEST(Errand, InAnAreaItNamesNoDoor) {
    Story s;
    EXPECT_EQ(s.when(IssueErrand{task::TaskId{"tsk_fire.1"}, 1, AreaId{"are_420106001"}, {}, in_a_week}),
              "errand.issued.v1");
    EXPECT_FALSE(s.state.place_id.has_value());
    EXPECT_EQ(*s.state.place_label, "积玉桥派出所");
}

TEST(Errand, IsNotIssuedWhereThereIsNothingToDo) {
    Story s;
    EXPECT_EQ(s.when(IssueErrand{task::TaskId{"tsk_fire.9"}, 1, {}, PlaceId{"plc_market"}, in_a_week}),
              "! errand.task_not_in_force");
    EXPECT_EQ(s.when(IssueErrand{task::TaskId{"tsk_fire.1"}, 1, {}, PlaceId{"plc_gone"}, in_a_week}),
              "! errand.place_unknown");
    EXPECT_EQ(s.when(IssueErrand{task::TaskId{"tsk_fire.1"}, 1, {}, {}, in_a_week}),
              "! errand.place_unknown");
    auto nobody = in_a_week;
    nobody.owner_role = "admiral";
    EXPECT_EQ(s.when(IssueErrand{task::TaskId{"tsk_fire.1"}, 1, {}, PlaceId{"plc_market"}, nobody}),
              "! errand.role_unknown");
    s.task_is(task::Stage::ended, 1);
    EXPECT_EQ(s.when(at_the_market), "! errand.task_not_in_force");
}

TEST(Errand, AnAnswerHasWhatIsAskedAndNothingElse) {
    struct Row {
        std::vector<Answer> given;
        const char* then;
    };
    const Row table[] = {
        {{}, "! errand.field_missing"},
        {said({{"clear", "no"}}), "! errand.field_missing"},
        {said({{"clear", "perhaps"}}), "! errand.answer_invalid"},
        {said({{"clear", "yes"}, {"blocked", "2"}}), "! errand.field_not_asked"},
        {said({{"clear", "no"}, {"blocked", "0"}}), "! errand.answer_invalid"},
        {said({{"clear", "no"}, {"blocked", "51"}}), "! errand.answer_invalid"},
        {said({{"clear", "no"}, {"smell", "x"}}), "! errand.field_unknown"},
        {said({{"clear", "no"}, {"clear", "no"}}), "! errand.field_twice"},
        {said({{"clear", "no"}, {"blocked", "2"}}), "errand.answered.v1"},
    };
    for (const Row& row : table) {
        Story s = due();
        EXPECT_EQ(s.when(AnswerErrand{row.given}), row.then) << "row " << &row - table;
    }
}

TEST(Errand, ACorrectionKeepsWhatWasSaidFirst) {
    Story s = answered();
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.when(AnswerErrand{said({{"clear", "yes"}})}), "") << "sent twice from the basement";
    const auto now_blocked = said({{"clear", "no"}, {"blocked", "2"}});
    EXPECT_EQ(s.when(AnswerErrand{now_blocked}), "! errand.answered");
    EXPECT_EQ(s.when(CorrectAnswer{now_blocked, PersonalText{}}), "! errand.reason_invalid");
    s.now += 1h;
    EXPECT_EQ(s.when(CorrectAnswer{now_blocked, PersonalText{"wrong door"}}), "errand.answer_corrected.v1");
    EXPECT_EQ(s.state.answers, now_blocked);
    EXPECT_EQ(s.state.first_answers, said({{"clear", "yes"}}));
    EXPECT_EQ(*s.state.first_answered_at, morning);
    EXPECT_EQ(s.when(CorrectAnswer{said({{"clear", "no"}}), PersonalText{"x"}}), "! errand.field_missing")
        << "a correction is whole, too";
    s.now = morning + days{30} + 1ms;
    EXPECT_EQ(s.when(CorrectAnswer{said({{"clear", "yes"}}), PersonalText{"x"}}),
              "! errand.correction_too_late");
}

TEST(Errand, AnAnswerIsReturnedForCompletionUntilTheNextRound) {
    Story s = answered();
    s.now += 1h;
    EXPECT_EQ(s.when(ReturnAnswer{PersonalText{"which exit?"}}), "errand.answer_returned.v1");
    ASSERT_EQ(s.state.open.size(), 1U);
    EXPECT_EQ(s.state.open[0].due_by, s.now + 24h);
    EXPECT_EQ(s.state.open[0].owner, PostId{"pst_officer.420106001"});
    EXPECT_FALSE(s.state.ended_at.has_value());
    EXPECT_EQ(s.when(ReturnAnswer{PersonalText{"again"}}), "! errand.not_answered");
    EXPECT_EQ(s.when(AnswerErrand{said({{"clear", "no"}, {"blocked", "1"}})}), "errand.answered.v1");
    EXPECT_EQ(s.state.first_answers, said({{"clear", "yes"}}));
    s.task_is(task::Stage::in_force, 2);
    EXPECT_EQ(s.when(ReturnAnswer{PersonalText{"again"}}), "! errand.round_over");
    s.task_is(task::Stage::ended, 1);
    EXPECT_EQ(s.when(ReturnAnswer{PersonalText{"again"}}), "! errand.task_not_in_force");
    s.task_is(task::Stage::in_force, 1);
    s.now += days{15};
    EXPECT_EQ(s.when(ReturnAnswer{PersonalText{"again"}}), "! errand.return_too_late");
}

TEST(Errand, WhatIsOverIsOver) {
    Story s = due();
    EXPECT_EQ(s.when(WithdrawErrand{PersonalText{}}), "! errand.reason_invalid");
    EXPECT_EQ(s.when(WithdrawErrand{PersonalText{"closed for good"}}), "errand.withdrawn.v1");
    EXPECT_EQ(s.when(WithdrawErrand{PersonalText{"closed for good"}}), "");
    EXPECT_EQ(s.when(AnswerErrand{said({{"clear", "yes"}})}), "! errand.over");
    EXPECT_EQ(s.when(LapseErrand{Lapse::next_round}), "");
    Story done = answered();
    EXPECT_EQ(done.when(LapseErrand{Lapse::next_round}), "") << "what was answered does not lapse";
    EXPECT_EQ(done.when(WithdrawErrand{PersonalText{"x"}}), "! errand.over");
    Story none;
    EXPECT_EQ(none.when(AnswerErrand{}), "! errand.unknown");
    EXPECT_EQ(none.when(CorrectAnswer{}), "! errand.unknown");
    EXPECT_EQ(none.when(LapseErrand{}), "");
}

TEST(Errand, WhatWasMissedStaysMissedWhenItLapses) {
    Story s = due();
    s.now = morning + days{7};
    EXPECT_EQ(s.when(kernel::NoteDeadline{"reply", "", s.now}),
              "deadline_warned.v1 deadline_missed.v1 deadline_escalated.v1");
    EXPECT_EQ(s.when(LapseErrand{Lapse::next_round}), "errand.lapsed.v1");
    EXPECT_EQ(s.state.missed, std::vector<std::string>{"reply"});
    EXPECT_EQ(facets_of(s.state).at("late"), "yes");
}

template <class E>
struct Heard {
    kernel::EventSpec spec;
    kernel::AnyEvent event;
    kernel::Envelope envelope;

    explicit Heard(E value) {
        spec.type = &kernel::type_tag<E>;
        event = {&spec, std::make_shared<E>(std::move(value)), ""};
        envelope.stream = "tsk_fire.1";
    }
};

TEST(ErrandPolicy, ARoundIssuesOneEachAndClosesWhatWasNotDone) {
    const task::OpenRound first{1, morning, 2};
    const auto open_id = errand_id("tsk_fire.1", first, 0), done_id = errand_id("tsk_fire.1", first, 1);
    const std::map<std::string, Errand::State> all{{open_id, due().state}, {done_id, answered().state}};
    const std::function<kernel::StatePtr(std::string_view)> own = [&](std::string_view stream) {
        const auto found = all.find(std::string{stream});
        return found == all.end() ? kernel::StatePtr{} : std::make_shared<const Errand::State>(found->second);
    };
    const Story s;
    task::RoundOpened opened;
    opened.number = 2;
    opened.opened_at = morning + days{28};
    opened.areas = {AreaId{"are_420106001"}};
    opened.places = {PlaceId{"plc_market"}};
    opened.closes = {first};
    const Heard round{opened};
    const auto sends = issue_when_a_round_opens({{round.envelope, round.event}, s.rules, own});
    ASSERT_EQ(sends.size(), 3U);
    EXPECT_EQ(sends[0].stream, open_id);
    EXPECT_EQ(std::get<LapseErrand>(sends[0].command).why, Lapse::next_round);
    EXPECT_EQ(std::get<IssueErrand>(sends[1].command).area_id, AreaId{"are_420106001"});
    EXPECT_EQ(std::get<IssueErrand>(sends[2].command).place_id, PlaceId{"plc_market"});
    EXPECT_NE(sends[1].stream, sends[2].stream);
    EXPECT_GT(sends[1].stream, open_id) << "ids sort by when their round opened";

    task::TaskEnded ended;
    ended.closes = {first};
    const Heard end{ended};
    const auto lapses = lapse_when_a_task_ends({{end.envelope, end.event}, s.rules, own});
    ASSERT_EQ(lapses.size(), 1U);
    EXPECT_EQ(std::get<LapseErrand>(lapses[0].command).why, Lapse::task_ended);
}

TEST(ErrandRules, ThatDoNotFitDoNotLoad) {
    EXPECT_FALSE(validate(small_rules()).has_value());
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row table[] = {
        {".completion.within", [](Rules& r) { r.completion.within = 0s; }},
        {".correct_within_days", [](Rules& r) { r.correct_within_days = -1; }},
        {".return_within_days", [](Rules& r) { r.return_within_days = 400; }},
        {".card.door_minutes", [](Rules& r) { r.card.door_minutes = -1; }},
        {".card.instruction_minutes", [](Rules& r) { r.card.instruction_minutes = 0; }},
    };
    for (const Row& row : table) {
        Rules rules = small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

TEST(Errand, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("errand"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::errand
