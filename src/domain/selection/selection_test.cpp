// The second of March in Wuchang: what was taken down that day stands on one list, the centre's officer
// picks, passes over, changes her mind, and closes the day next morning.
#include "domain/selection/selection.hpp"

#include "domain/selection/row.hpp"
#include "domain/selection/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::selection {
namespace {

using namespace std::chrono_literals;

const Instant evening = *instant_from_text("2026-03-02T12:30:00Z");   // 20:30 in Wuhan
const Instant midnight = *instant_from_text("2026-03-02T16:00:00Z");  // the day ends
const Jurisdiction district{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
const AreaId station{"are_420106007"};

Rules small_rules() {
    Rules rules;
    rules.criminal = {"criminal"};
    rules.candidate_from = 40;
    rules.target_min = 1;
    rules.target_max = 2;
    rules.followed_days = 3;
    rules.decide_by = "10:00";
    rules.decide = {2h, 1h, "base_control", {{"dispatcher", 0s}}};
    rules.undo_text = "撤销。";
    rules.pass_over_reasons = {{"settled", "已化解", "settled"}, {"no_dispute", "不属纠纷", "no dispute"}};
    rules.reasons = {
        {"class",
         "纠纷",
         "a dispute",
         20,
         {},
         {{.code = "a_dispute", .zh = "纠纷", .en = "a dispute", .classes = {"dispute"}}}},
        {"threat",
         "威胁",
         "threats",
         40,
         {"traffic"},
         {{.code = "kill",
           .zh = "扬言杀人",
           .en = "threatens to kill",
           .words = {"杀了", "Kill you"},
           .except = {"笑杀了"}}}},
        {"injury",
         "受伤",
         "hurt",
         30,
         {},
         {{.code = "hurt_said", .zh = "称受伤", .en = "said", .stated = "injured"},
          {.code = "hurt_word", .zh = "提到", .en = "mentioned", .words = {"受伤"}, .except = {"没有受伤"}}}},
        {"group",
         "人多",
         "many",
         30,
         {},
         {{.code = "many", .zh = "人多", .en = "many", .question = "crowd_size", .at_least = 10},
          {.code = "callers", .zh = "多人报", .en = "callers", .callers_from = 3}}},
        {"repeated",
         "一事多警",
         "again",
         40,
         {},
         {{.code = "matter", .zh = "一事", .en = "one matter", .reports_from = 2},
          {.code = "before", .zh = "以前", .en = "before", .question = "before", .answers = {"yes"}}}},
        {"stations",
         "多所",
         "stations",
         20,
         {},
         {{.code = "two", .zh = "两所", .en = "two", .stations_from = 2}}}};
    rules.instruct = {{"dispute.acute", {"threat"}, "立即见双方。"}, {"dispute.other", {}, "请见双方。"}};
    return rules;
}

Candidate candidate(const char* id, int points, const AreaId& where = station) {
    Candidate made{IncidentId{id}, evening, "dispute.family", where, {}, points, points >= 40};
    if (points > 0) made.reasons = {{points >= 40 ? "threat" : "class", points, {{"kill", {}, {}}}}};
    return made;
}
const Candidate quarrel = candidate("inc_quarrel", 60), noise = candidate("inc_noise", 20),
                cat = candidate("inc_cat", 0);

PutForward put(const Candidate& one, int revision = 0) { return {"2026-03-02", district, one, revision}; }

struct Story {
    Selection::State state{};
    Instant now = evening;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_base-control.420106"}};
    Selection::Events last{};

    Story() {
        using kernel::Level;
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"base_control", Level::district, "dispatcher", "基础管控", "centre"},
                                      {"dispatcher", Level::city, std::nullopt, "派警", "dispatcher"}}});
        rules.put(small_rules());
    }
    std::string when(const Selection::Command& command) {
        auto decision = Selection::decide(state, command, {now, rules, actor, "sel_20260302.420106"});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        for (const auto& event : last) state = Selection::evolve(std::move(state), event);
        std::string said;
        for (const auto& event : last)
            std::visit(
                [&]<class E>(const E&) {
                    if constexpr (requires { E::wire; })
                        said += (said.empty() ? "" : " ") + std::string{E::wire};
                },
                event);
        return said;
    }
};

// One to decide, one below the line, one that nothing speaks for.
Story listed() {
    Story s;
    EXPECT_EQ(s.when(put(quarrel)), "selection.opened.v1 selection.candidate_put_forward.v1");
    EXPECT_EQ(s.when(put(noise)), "selection.candidate_put_forward.v1");
    EXPECT_EQ(s.when(put(cat)), "selection.candidate_put_forward.v1");
    return s;
}

TEST(Selection, TheFirstIncidentOpensTheDayAndTheCentreOwesIt) {
    Story s = listed();
    EXPECT_EQ(s.when(put(quarrel)), "") << "said twice";
    EXPECT_EQ(s.state.day, "2026-03-02");
    EXPECT_EQ(s.state.over_at, midnight);
    ASSERT_EQ(s.state.open.size(), 1U);
    EXPECT_EQ(s.state.open[0].owner, PostId{"pst_base-control.420106"});
    EXPECT_EQ(s.state.open[0].due_by, midnight + 10h) << "ten in the morning, by the city's clock";
    EXPECT_EQ(scope_of(s.state).where, district);
    const auto row = row_of("sel_20260302.420106", s.state);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->listed, 3);
    EXPECT_EQ(row->to_decide, 1);
    EXPECT_EQ(row->undecided, 1);
}

TEST(Selection, AnIncidentIsOnTheListOnce) {
    Story s = listed();
    EXPECT_EQ(s.when(put(candidate("inc_quarrel", 80), 1)), "selection.candidate_weighed_anew.v1");
    ASSERT_EQ(s.state.entries.size(), 3U);
    EXPECT_EQ(s.state.entries[0].candidate.points, 80);
    EXPECT_EQ(s.when(put(candidate("inc_quarrel", 90), 1)), "! selection.told_meanwhile");
}

TEST(Selection, APickOrdersWhatTheRuleOrThePersonSays) {
    Story s = listed();
    EXPECT_EQ(s.when(Pick{quarrel.incident_id, {}}), "selection.candidate_picked.v1");
    const auto picked = std::get<CandidatePicked>(s.last.at(0));
    EXPECT_EQ(picked.instruction_class, "dispute.acute");
    EXPECT_EQ(picked.text, "立即见双方。");
    EXPECT_EQ(picked.where.station, station);
    EXPECT_EQ(picked.number, 1);
    EXPECT_EQ(s.when(Pick{quarrel.incident_id, {}}), "") << "said twice, ordered once";
    EXPECT_EQ(s.when(Pick{quarrel.incident_id, "dispute.other"}), "! selection.picked");
    EXPECT_EQ(s.when(Pick{cat.incident_id, {}}), "selection.candidate_picked.v1") << "a person knows better";
    EXPECT_EQ(std::get<CandidatePicked>(s.last.at(0)).instruction_class, "dispute.other");
    EXPECT_EQ(std::get<CandidatePicked>(s.last.at(0)).number, 2);
}

TEST(Selection, BothDecisionsAreTakenBackWhileTheDayIsOpen) {
    Story s = listed();
    s.when(Pick{quarrel.incident_id, {}});
    EXPECT_EQ(s.when(UndoDecision{quarrel.incident_id}), "selection.decision_undone.v1");
    EXPECT_EQ(std::get<DecisionUndone>(s.last.at(0)).number, 1) << "that instruction is withdrawn";
    EXPECT_EQ(s.when(UndoDecision{quarrel.incident_id}), "");
    EXPECT_EQ(s.when(PassOver{{quarrel.incident_id}, "settled"}), "selection.candidates_passed_over.v1");
    EXPECT_EQ(s.when(PassOver{{quarrel.incident_id}, "settled"}), "") << "said twice";
    EXPECT_EQ(s.when(Pick{quarrel.incident_id, {}}), "! selection.passed_over");
    EXPECT_EQ(s.when(UndoDecision{quarrel.incident_id}), "selection.decision_undone.v1");
    EXPECT_EQ(std::get<DecisionUndone>(s.last.at(0)).number, std::nullopt);
    s.when(Pick{quarrel.incident_id, {}});
    EXPECT_EQ(std::get<CandidatePicked>(s.last.at(0)).number, 2) << "another instruction";
}

TEST(Selection, TheDayIsClosedWhenItIsOverAndNothingIsUndecided) {
    Story s = listed();
    EXPECT_EQ(s.when(CloseSelection{}), "! selection.day_not_over");
    s.now = midnight - 1ms;
    EXPECT_EQ(s.when(CloseSelection{}), "! selection.day_not_over");
    s.now = midnight;
    EXPECT_EQ(s.when(CloseSelection{}), "! selection.undecided");
    s.when(Pick{quarrel.incident_id, {}});
    EXPECT_EQ(s.when(CloseSelection{}), "selection.closed.v1");
    const auto closed = std::get<SelectionClosed>(s.last.at(0));
    EXPECT_EQ(closed.picked, 1);
    EXPECT_EQ(closed.below_line, 1);
    EXPECT_EQ(closed.without_reason, 1);
    EXPECT_EQ(s.state.entries[1].because, "below_line");
    EXPECT_EQ(s.state.entries[2].because, "no_reason") << "looked at, and said so";
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.when(CloseSelection{}), "") << "said twice";
    EXPECT_EQ(s.when(UndoDecision{quarrel.incident_id}), "! selection.closed");
    EXPECT_EQ(s.when(put(candidate("inc_late", 60))), "! selection.closed");
}

TEST(Selection, WhatIsPassedOverIsDecidedAgainWhenMoreSpeaksForIt) {
    Story s = listed();
    s.when(PassOver{{quarrel.incident_id}, "settled"});
    EXPECT_EQ(s.when(put(candidate("inc_quarrel", 50), 1)), "selection.candidate_weighed_anew.v1");
    EXPECT_EQ(row_of("sel_", s.state)->undecided, 0) << "less speaks for it";
    s.when(put(candidate("inc_quarrel", 90), 2));
    EXPECT_EQ(row_of("sel_", s.state)->undecided, 1);
}

TEST(Selection, WhatIsMergedMovedOrCancelledLeavesWithItsReason) {
    Story s = listed();
    EXPECT_EQ(s.when(TakeOff{quarrel.incident_id, "merged", 1}), "selection.candidate_left.v1");
    EXPECT_EQ(s.when(TakeOff{quarrel.incident_id, "merged", 2}), "");
    EXPECT_EQ(s.when(Pick{quarrel.incident_id, {}}), "! selection.left");
    EXPECT_EQ(row_of("sel_", s.state)->left, 1);
    s.now = midnight;
    Story closing = s;
    EXPECT_EQ(closing.when(CloseSelection{}), "selection.closed.v1") << "nobody decides on what left";
    EXPECT_EQ(closing.state.entries[0].because, "");
    EXPECT_EQ(s.when(put(quarrel, 2)), "selection.candidate_weighed_anew.v1") << "it was no merge after all";
    EXPECT_EQ(s.when(CloseSelection{}), "! selection.undecided");
}

TEST(Selection, RefusesWithAReasonWhatMustNotBe) {
    struct Row {
        const char* given;
        Selection::Command command;
        const char* refused;
    };
    PutForward other_day = put(quarrel);
    other_day.day = "2026-03-03";
    PutForward no_day = put(quarrel);
    no_day.day = "soon";
    PutForward tomorrow = put(quarrel);
    tomorrow.candidate.opened_at = midnight;
    const IncidentId unheard{"inc_unheard"};
    const Row table[] = {
        {"nothing", Pick{quarrel.incident_id, {}}, "! selection.unknown"},
        {"nothing", CloseSelection{}, "! selection.unknown"},
        {"nothing", TakeOff{quarrel.incident_id, "merged", 0}, "! selection.unknown"},
        {"nothing", other_day, "! selection.day_invalid"},
        {"nothing", no_day, "! selection.day_invalid"},
        {"nothing", tomorrow, "! selection.day_invalid"},
        {"listed", Pick{unheard, {}}, "! selection.incident_not_listed"},
        {"listed", Pick{quarrel.incident_id, "dance"}, "! selection.instruction_unknown"},
        {"listed", Pick{IncidentId{"inc_nowhere"}, {}}, "! selection.station_unknown"},
        {"listed", PassOver{{quarrel.incident_id}, "no mood"}, "! selection.reason_unknown"},
        {"listed", PassOver{{}, "settled"}, "! selection.number_invalid"},
        {"listed", PassOver{{quarrel.incident_id, unheard}, "settled"}, "! selection.incident_not_listed"},
        {"listed", UndoDecision{unheard}, "! selection.incident_not_listed"},
        {"listed", TakeOff{quarrel.incident_id, "dull", 1}, "! selection.way_out_unknown"},
        {"listed", TakeOff{quarrel.incident_id, "merged", 7}, "! selection.told_meanwhile"},
        {"picked", PassOver{{quarrel.incident_id}, "settled"}, "! selection.picked"},
        {"closed", Pick{noise.incident_id, {}}, "! selection.closed"},
        {"closed", TakeOff{noise.incident_id, "merged", 1}, "! selection.closed"},
    };
    for (const Row& row : table) {
        const std::string given = row.given;
        Story s;
        if (given != "nothing") s = listed();
        if (given != "nothing") s.when(put(candidate("inc_nowhere", 60, AreaId{})));
        if (given == "picked" || given == "closed") s.when(Pick{quarrel.incident_id, {}});
        if (given == "closed") {
            s.when(PassOver{{IncidentId{"inc_nowhere"}}, "settled"});
            s.now = midnight;
            s.when(CloseSelection{});
        }
        EXPECT_EQ(s.when(row.command), row.refused) << given << ", row " << &row - table;
    }
}

TEST(Selection, ADayThatNobodyClosesIsMissedAndLapsesInTheEnd) {
    Story s = listed();
    s.now = midnight + 10h;
    s.when(kernel::NoteDeadline{"decide", "", s.now});
    EXPECT_EQ(s.state.missed, std::vector<std::string>{"decide"});
    EXPECT_EQ(facets_of(s.state).at("late"), "yes");
    EXPECT_TRUE(row_of("sel_", s.state)->next->missed);
    const auto* lapse = kernel::find(s.state.open, "lapse");
    ASSERT_NE(lapse, nullptr);
    EXPECT_EQ(lapse->due_by, midnight + 72h);
    s.now = lapse->due_by - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"lapse", "", lapse->due_by}), "");
    s.now += 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"lapse", "", s.now}), "selection.lapsed.v1");
    EXPECT_EQ(std::get<SelectionLapsed>(s.last.at(0)).undecided, 1);
    EXPECT_TRUE(s.state.open.empty());
    EXPECT_EQ(s.state.entries[0].standing, Standing::open) << "it stays undecided, for all to see";
    EXPECT_EQ(s.when(CloseSelection{}), "! selection.lapsed");
    EXPECT_EQ(s.when(put(candidate("inc_late", 60))), "! selection.lapsed");
}

// --- weighing

std::string said(const Weighed& weighed) {
    std::string out = std::to_string(weighed.points);
    for (const Reason& reason : weighed.reasons) {
        out += " " + reason.code;
        for (const Evidence& one : reason.evidence)
            out += "/" + one.code + (one.count ? "=" + std::to_string(*one.count) : "");
    }
    return out;
}

TEST(SelectionWeighing, SaysWhatSpeaksForItAndByWhat) {
    const Rules rules = small_rules();
    Known known{.class_code = "dispute.family", .found = found_in_text(rules, "他说要杀了我，还有人受伤")};
    EXPECT_EQ(said(weigh(rules, known)), "90 class/a_dispute threat/kill injury/hurt_word");
    known.injured = true;
    known.callers = 3;
    known.reports = 3;
    known.stations = 2;
    known.matter_id = "mat_1";
    const auto weighed = weigh(rules, known);
    EXPECT_EQ(said(weighed),
              "180 class/a_dispute threat/kill injury/hurt_said/hurt_word group/callers=3 "
              "repeated/matter=3 stations/two=2");
    EXPECT_TRUE(weighed.to_decide);
    EXPECT_EQ(weighed.reasons[4].evidence[0].matter_id, "mat_1");
    known = {.class_code = "traffic.minor", .found = found_in_text(rules, "他说要杀了我")};
    EXPECT_EQ(said(weigh(rules, known)), "0") << "not of traffic";
    EXPECT_FALSE(weigh(rules, {.class_code = "dispute.family"}).to_decide) << "20 points are below the line";
}

TEST(SelectionWeighing, ReadsTextsAndAnswersAsTheRulebookSays) {
    const Rules rules = small_rules();
    using Codes = std::set<std::string>;
    EXPECT_EQ(found_in_text(rules, ""), Codes{});
    EXPECT_EQ(found_in_text(rules, "没有受伤"), Codes{});
    EXPECT_EQ(found_in_text(rules, "没有受伤，后来又有人受伤"), Codes{"hurt_word"});
    EXPECT_EQ(found_in_text(rules, "真是笑杀了"), Codes{});
    EXPECT_EQ(found_in_text(rules, "I'll KILL YOU"), Codes{"kill"});
    const auto answers = [&](const char* question, const char* value) {
        const Answer given[] = {{question, PersonalText{value}}};
        return found_in_answers(rules, given);
    };
    EXPECT_EQ(answers("before", "yes"), Codes{"before"});
    EXPECT_EQ(answers("before", "no"), Codes{});
    EXPECT_EQ(answers("crowd_size", "9"), Codes{});
    EXPECT_EQ(answers("crowd_size", "10"), Codes{"many"});
    EXPECT_EQ(answers("crowd_size", "10 or so"), Codes{});
    EXPECT_TRUE(is_criminal(rules, "criminal.robbery"));
    EXPECT_FALSE(is_criminal(rules, "dispute.family"));
    Rules nothing = rules;
    nothing.criminal.clear();
    EXPECT_FALSE(is_criminal(nothing, "criminal.robbery")) << "no class named is none";
}

TEST(SelectionRules, DaysAreTheCitys) {
    constexpr Minutes wuhan{480}, san_francisco{-420};
    EXPECT_EQ(day_of(midnight - 1ms, wuhan).text, "2026-03-02");
    EXPECT_EQ(day_of(midnight, wuhan).text, "2026-03-03");
    EXPECT_EQ(day_of(midnight, san_francisco).text, "2026-03-02");
    EXPECT_EQ(day_of(midnight, wuhan).begins, midnight);
    EXPECT_EQ(day_named("2026-03-02", wuhan)->ends, midnight);
    EXPECT_EQ(day_named("2026-3-2", wuhan), std::nullopt);
    const auto day = day_of(evening, wuhan);
    EXPECT_EQ(selection_id(day, district), "sel_20260302.420106");
    EXPECT_EQ(selection_id(day, {AreaId{"are_420100"}, {}, {}, {}}), "sel_20260302.420100");
    const Rules rules = small_rules();
    EXPECT_EQ(decide_by(rules, day, evening), midnight + 10h);
    EXPECT_EQ(decide_by(rules, day, midnight + 20h), midnight + 22h)
        << "after an outage: not sooner than 2 h";
}

TEST(SelectionRules, ThatDoNotFitDoNotLoad) {
    EXPECT_FALSE(validate(small_rules()).has_value());
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row table[] = {
        {".candidate_from", [](Rules& r) { r.candidate_from = 0; }},
        {".target_min", [](Rules& r) { r.target_max = 0; }},
        {".followed_days", [](Rules& r) { r.followed_days = 1; }},
        {".decide_by", [](Rules& r) { r.decide_by = "24:00"; }},
        {".decide_by", [](Rules& r) { r.decide_by = "ten"; }},
        {".undo_text", [](Rules& r) { r.undo_text.clear(); }},
        {".pass_over_reasons", [](Rules& r) { r.pass_over_reasons.clear(); }},
        {".pass_over_reasons[1].code", [](Rules& r) { r.pass_over_reasons[1].code = "settled"; }},
        {".pass_over_reasons[0].code", [](Rules& r) { r.pass_over_reasons[0].code = "no_reason"; }},
        {".reasons", [](Rules& r) { r.reasons.clear(); }},
        {".reasons[1].code", [](Rules& r) { r.reasons[1].code = "class"; }},
        {".reasons[0].points", [](Rules& r) { r.reasons[0].points = 0; }},
        {".reasons[0].evidence", [](Rules& r) { r.reasons[0].evidence.clear(); }},
        {".reasons[0].evidence[0]", [](Rules& r) { r.reasons[0].evidence[0].words = {"吵"}; }},
        {".reasons[0].evidence[0]", [](Rules& r) { r.reasons[0].evidence[0].classes.clear(); }},
        {".reasons[0].evidence[0].except", [](Rules& r) { r.reasons[0].evidence[0].except = {"吵"}; }},
        {".reasons[2].evidence[0].stated", [](Rules& r) { r.reasons[2].evidence[0].stated = "drunk"; }},
        {".reasons[3].evidence[0].question", [](Rules& r) { r.reasons[3].evidence[0].at_least.reset(); }},
        {".reasons[3].evidence[1]", [](Rules& r) { r.reasons[3].evidence[1].callers_from = 1; }},
        {".reasons[3].evidence[1].code", [](Rules& r) { r.reasons[3].evidence[1].code = "many"; }},
        {".instruct", [](Rules& r) { r.instruct.pop_back(); }},
        {".instruct[0].reasons[0]", [](Rules& r) { r.instruct[0].reasons = {"weather"}; }},
        {".instruct[1].text", [](Rules& r) { r.instruct[1].text.clear(); }},
        {".instruct[1].instruction_class",
         [](Rules& r) { r.instruct[1].instruction_class = "dispute.acute"; }},
    };
    for (const Row& row : table) {
        Rules rules = small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path << ", row " << &row - table;
        EXPECT_EQ(fault->path, row.path);
    }
}

TEST(Selection, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("selection"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::selection
