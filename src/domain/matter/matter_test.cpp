// The quarrel of 20:30: calls in January and February, and now a third. What the centre's officer does with
// the suggestion, and what follows by itself.
#include "domain/matter/matter.hpp"

#include "domain/matter/policies.hpp"
#include "domain/matter/row.hpp"
#include "domain/matter/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::matter {
namespace {

using namespace std::chrono_literals;

const Instant evening = *instant_from_text("2026-03-02T12:30:00Z");  // 20:30 in Wuhan
const Jurisdiction station{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106007"}, {}};

Rules small_rules() {
    Rules rules;
    rules.window_hours = 24 * 365;
    rules.catch_up_hours = 24;
    rules.decide = {4h, 1h, "base_control", {{"dispatcher", 0s}}};
    rules.reject_reasons = {{"other_parties", "当事人不同", "other parties"}};
    rules.suggest_when = {{"thrice", "六十日三次", "three in sixty days", {"home"}, 3, 60}};
    rules.instruct_when = {{"again", "再次", "again", {"home"}, 3, 60, "dispute.family", "请见双方。"}};
    rules.finder.kinds = {{"home", "家庭", "home", {"dispute.family"}},
                          {"money", "债务", "money", {"dispute.debt"}}};
    rules.finder.weights.at_point_metres = 40;
    rules.finder.weights.near_by_metres = 110;
    rules.finder.weights.around_metres = 400;
    rules.finder.weights.place_name_full = 1;
    return rules;
}

Report report(const char* id, int days_ago, const Jurisdiction& where = station) {
    return {IncidentId{id},
            evening - 24h * days_ago,
            where,
            IncidentId{"inc_march"},
            9.5,
            {{EvidenceKind::same_door, 8.6, 12, std::nullopt}}};
}
const Report january = report("inc_january", 50), february = report("inc_february", 20),
             march = report("inc_march", 0);

struct Story {
    Matter::State state{};
    Instant now = evening;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_base-control.420106"}};
    Matter::Events last{};

    Story() {
        using kernel::Level;
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"base_control", Level::district, "dispatcher", "基础管控", "centre"},
                                      {"dispatcher", Level::city, std::nullopt, "派警", "dispatcher"}}});
        rules.put(small_rules());
    }
    std::string when(const Matter::Command& command) {
        auto decision = Matter::decide(state, command, {now, rules, actor, "mat_march"});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        for (const auto& event : last) state = Matter::evolve(std::move(state), event);
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

const SuggestMatter three{"home", "thrice", {march, january, february}, std::nullopt};

Story suggested() {
    Story s;
    EXPECT_EQ(s.when(three), "matter.suggested.v1");
    return s;
}

TEST(Matter, AThirdQuarrelAtOneDoorIsSuggestedAndOwedToTheCentre) {
    Story s = suggested();
    EXPECT_EQ(s.when(three), "") << "said twice";
    ASSERT_EQ(s.state.reports.size(), 3U);
    EXPECT_EQ(s.state.reports.front().incident_id, january.incident_id) << "the oldest first";
    ASSERT_EQ(s.state.open.size(), 1U);
    EXPECT_EQ(s.state.open[0].owner, PostId{"pst_base-control.420106"});
    EXPECT_EQ(s.state.open[0].due_by, evening + 4h);
    EXPECT_EQ(scope_of(s.state).where, station);
}

TEST(Matter, TheOfficerConfirmsAndTheInstructionIsIssuedByItself) {
    Story s = suggested();
    s.now += 10min;
    EXPECT_EQ(s.when(ConfirmMatter{}), "matter.confirmed.v1 matter.instruction_ordered.v1");
    EXPECT_TRUE(s.state.open.empty());
    ASSERT_EQ(s.state.ordered.size(), 1U);
    EXPECT_EQ(s.state.ordered[0].instruction_class, "dispute.family");
    EXPECT_EQ(s.state.ordered[0].incident_id, march.incident_id);
    EXPECT_EQ(s.when(ConfirmMatter{}), "") << "said twice, ordered once";
    const Report april = report("inc_april", -20);
    EXPECT_EQ(s.when(AddReport{april}), "matter.report_added.v1 matter.instruction_ordered.v1") << "again";
    EXPECT_EQ(s.when(AddReport{april}), "");
    EXPECT_EQ(s.state.ordered.back().number, 2);
    EXPECT_EQ(s.when(AddReport{report("inc_late", -100)}), "matter.report_added.v1")
        << "two within sixty days are no three";
}

TEST(Matter, NoInstructionIsOrderedWhereNoStationWouldAnswer) {
    Story s;
    const Report nowhere = report("inc_nowhere", 0, {AreaId{"are_420100"}, {}, {}, {}});
    s.when(SuggestMatter{"home", "thrice", {january, february, nowhere}, std::nullopt});
    EXPECT_EQ(s.when(ConfirmMatter{}), "matter.confirmed.v1");
}

TEST(Matter, ADecisionIsTakenBackAndOwedAnew) {
    Story s = suggested();
    EXPECT_EQ(s.when(RejectMatter{"other_parties"}), "matter.rejected.v1");
    EXPECT_TRUE(s.state.open.empty());
    s.now += 1h;
    EXPECT_EQ(s.when(UndoDecision{}), "matter.decision_undone.v1");
    EXPECT_EQ(s.when(UndoDecision{}), "");
    ASSERT_EQ(s.state.open.size(), 1U);
    EXPECT_EQ(s.state.open[0].due_by, evening + 5h);
    EXPECT_EQ(s.when(ConfirmMatter{}), "matter.confirmed.v1 matter.instruction_ordered.v1");
    EXPECT_EQ(s.when(UndoDecision{}), "matter.decision_undone.v1");
    EXPECT_EQ(s.when(ConfirmMatter{}), "matter.confirmed.v1") << "the same report orders nothing twice";
}

TEST(Matter, WhatIsTakenOutStaysOut) {
    Story s = suggested();
    EXPECT_EQ(s.when(TakeOutReport{january.incident_id, "other_parties"}), "matter.report_taken_out.v1");
    EXPECT_EQ(s.when(AddReport{january}), "! matter.report_taken_out");
    EXPECT_EQ(s.state.reports.size(), 2U);
    EXPECT_EQ(s.when(TakeOutReport{february.incident_id, "other_parties"}), "! matter.too_few_reports");
}

TEST(Matter, WhatIsSplitOffIsSuggestedByItself) {
    Story s = suggested();
    s.when(AddReport{report("inc_april", -20)});
    EXPECT_EQ(s.when(SplitMatter{{january.incident_id, march.incident_id}}), "matter.split.v1");
    EXPECT_EQ(s.state.reports.size(), 2U);
    const auto* split = std::get_if<MatterSplit>(&s.last.at(0));
    ASSERT_NE(split, nullptr);
    EXPECT_EQ(split->into, MatterId{"mat_march-1"});
    EXPECT_EQ(split->reports.size(), 2U);
    Story other;
    EXPECT_EQ(other.when(SuggestMatter{"home", "", split->reports, MatterId{"mat_march"}}),
              "matter.suggested.v1");
}

TEST(Matter, RefusesWithAReasonWhatMustNotBe) {
    struct Row {
        const char* given;
        Matter::Command command;
        const char* refused;
    };
    const Row table[] = {
        {"nothing", ConfirmMatter{}, "! matter.unknown"},
        {"nothing", RejectMatter{"other_parties"}, "! matter.unknown"},
        {"nothing", UndoDecision{}, "! matter.unknown"},
        {"nothing", AddReport{january}, "! matter.unknown"},
        {"nothing", SuggestMatter{"home", "thrice", {january}, {}}, "! matter.too_few_reports"},
        {"nothing", SuggestMatter{"weather", "", {january, march}, {}}, "! matter.kind_unknown"},
        {"nothing", SuggestMatter{"home", "", {january, january}, {}}, "! matter.report_twice"},
        {"suggested", RejectMatter{"no mood"}, "! matter.reason_unknown"},
        {"suggested", TakeOutReport{IncidentId{"inc_other"}, "other_parties"}, "! matter.report_unknown"},
        {"suggested", TakeOutReport{january.incident_id, "no mood"}, "! matter.reason_unknown"},
        {"suggested", SplitMatter{{january.incident_id, march.incident_id}}, "! matter.too_few_reports"},
        {"suggested", SplitMatter{{IncidentId{"inc_other"}}}, "! matter.report_unknown"},
        {"confirmed", RejectMatter{"other_parties"}, "! matter.confirmed"},
        {"rejected", ConfirmMatter{}, "! matter.rejected"},
        {"rejected", AddReport{report("inc_april", -20)}, "! matter.rejected"},
        {"rejected", TakeOutReport{january.incident_id, "other_parties"}, "! matter.rejected"},
        {"rejected", SplitMatter{{january.incident_id, march.incident_id}}, "! matter.rejected"},
    };
    for (const Row& row : table) {
        Story s;
        const std::string given = row.given;
        if (given != "nothing") s.when(three);
        if (given == "confirmed") s.when(ConfirmMatter{});
        if (given == "rejected") s.when(RejectMatter{"other_parties"});
        EXPECT_EQ(s.when(row.command), row.refused) << given << ", row " << &row - table;
    }
}

TEST(Matter, AnUndecidedSuggestionIsMissedOnce) {
    Story s = suggested();
    s.now = evening + 4h;
    s.when(kernel::NoteDeadline{"decide", "", s.now});
    EXPECT_EQ(s.state.missed, std::vector<std::string>{"decide"});
    EXPECT_EQ(facets_of(s.state).at("late"), "yes");
    EXPECT_TRUE(row_of("mat_march", s.state)->next->missed);
}

TEST(MatterRules, ThatDoNotFitDoNotLoad) {
    EXPECT_FALSE(validate(small_rules()).has_value());
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row table[] = {
        {".window_hours", [](Rules& r) { r.window_hours = 3; }},
        {".catch_up_hours", [](Rules& r) { r.catch_up_hours = 0; }},
        {".reject_reasons", [](Rules& r) { r.reject_reasons.clear(); }},
        {".suggest_when", [](Rules& r) { r.suggest_when.clear(); }},
        {".suggest_when[0].reports", [](Rules& r) { r.suggest_when[0].reports = 1; }},
        {".suggest_when[0].within_days", [](Rules& r) { r.suggest_when[0].within_days = 366; }},
        {".suggest_when[0].kinds[0]", [](Rules& r) { r.suggest_when[0].kinds = {"weather"}; }},
        {".instruct_when[0]", [](Rules& r) { r.instruct_when[0].text.clear(); }},
        {".finder.kinds", [](Rules& r) { r.finder.kinds.clear(); }},
        {".finder.kinds[1].code", [](Rules& r) { r.finder.kinds[1].code = "home"; }},
        {".finder.weights", [](Rules& r) { r.finder.weights.near_by_metres = 3; }},
    };
    for (const Row& row : table) {
        Rules rules = small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

TEST(Matter, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("matter"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::matter
