// When a record is erased, told to the millisecond, and what is refused.
#include "domain/erasure/erasure.hpp"
#include "domain/erasure/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::erasure {
namespace {

using namespace std::chrono_literals;

Instant at(const char* text) { return instant_from_text(text).value(); }

KeepRule three_years() { return {"incident", "incident", {}, 1095, "rule 1", "警情", "incidents"}; }

struct Story {
    kernel::Rulebook rules;
    kernel::Actor by{kernel::ActorKind::clock, "clock", {}};
    Erasure::State state;
    Instant now = at("2029-11-21T16:00:00.000Z");  // the day after the last of 1095 days has begun in Wuhan

    Story() {
        rules.put(
            Rules{{{"void", "call", {"voided"}, 30, "rule 2", "无效报警", "void calls"}, three_years()}});
    }
    EraseRecord due() const {
        return {"inc_1", "incident", {AreaId{"are_1"}, {}, {}, {}}, at("2026-11-22T03:00:00.000Z"), {4, 17}};
    }
    std::string when(const Command& command, std::string_view stream = "ers_inc-1") {
        const auto decided = Erasure::decide(state, command, {now, rules, by, stream});
        if (!decided.ok()) return "! " + decided.error().code;
        std::string said;
        for (const auto& event : decided.value()) {
            state = Erasure::evolve(std::move(state), event);
            if (const auto* erased = std::get_if<RecordErased>(&event))
                for (const auto key : erased->keys) said += std::to_string(key) + " ";
            else
                said += "done ";
        }
        return said;
    }
};

TEST(Erasure, OnTheDayAndNotAMillisecondBefore) {
    Story s;
    s.now -= 1ms;
    EXPECT_EQ(s.when(s.due()), "! erasure.not_due");
    s.now += 1ms;
    EXPECT_EQ(s.when(s.due()), "4 17 ");
    EXPECT_EQ(s.state.record, "inc_1");
}

const kernel::Actor person{kernel::ActorKind::person, "acc_a", {}};

TEST(Erasure, WhatWasOrderedIsErasedBeforeItsDayAndOnlyThen) {
    Story s;
    s.now = s.due().closed_at + 1h;
    auto due = s.due();
    due.rule = on_request;
    EXPECT_EQ(s.when(due), "! erasure.rule_unknown");
    s.by = person;
    EXPECT_EQ(s.when(EraseEarly{"inc_1", "", "law", {}}), "! erasure.text_invalid");
    EXPECT_EQ(s.when(EraseEarly{"inc_1", "asked for", "", {}}), "! erasure.text_invalid");
    EXPECT_EQ(s.when(EraseEarly{"inc_2", "asked for", "law", {}}), "! erasure.other_record");
    EXPECT_EQ(s.when(EraseEarly{"inc_1", "asked for", "law", "sheet 7"}), "done ");
    EXPECT_EQ(s.when(EraseEarly{"inc_1", "asked for", "law", "sheet 7"}), "") << "said twice";
    EXPECT_EQ(s.when(due), "! erasure.not_by_one_person");
    s.by = {kernel::ActorKind::clock, "clock", {}};
    EXPECT_EQ(s.when(due), "4 17 ");
    EXPECT_EQ(s.when(due), "! erasure.rule_unknown") << "one order, one erasure";
}

// Found by the simulator: a record that had been erased was ordered again. The order stood, and what was said
// on the record when it was opened again was erased with the next start.
TEST(Erasure, AnOrderEndsThoughNothingIsLeftToErase) {
    Story s;
    s.now = s.due().closed_at + 1h;
    auto due = s.due();
    due.rule = on_request;
    s.by = person;
    s.when(EraseEarly{"inc_1", "asked for", "law 47"});
    s.by = {kernel::ActorKind::clock, "clock", {}};
    EXPECT_EQ(s.when(due), "4 17 ");
    s.by = person;
    EXPECT_EQ(s.when(EraseEarly{"inc_1", "asked for again", "law 47"}), "done ");
    s.by = {kernel::ActorKind::clock, "clock", {}};
    due.keys.clear();
    EXPECT_EQ(s.when(due), "");
    EXPECT_FALSE(s.state.ordered);
    EXPECT_EQ(s.state.erasures.size(), 2u);
    EXPECT_EQ(s.when(due), "! erasure.rule_unknown") << "the order is carried out";
}

TEST(Erasure, AHoldKeepsItFromBothAndSaysWhy) {
    Story s;
    EXPECT_EQ(s.when(PlaceHold{"inc_1", "appeal", "law 3"}), "done ");
    EXPECT_EQ(s.when(PlaceHold{"inc_1", "appeal", "law 3"}), "");
    EXPECT_EQ(s.when(PlaceHold{"inc_1", "trial", "law 4"}), "done ");
    EXPECT_EQ(s.when(s.due()), "! erasure.held");
    const auto refused = Erasure::decide(s.state, EraseEarly{"inc_1", "asked for", "law", {}},
                                         {s.now, s.rules, person, "ers_inc-1"});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "erasure.held");
    EXPECT_NE(refused.error().message.find("h1: appeal (law 3); h2: trial (law 4)"), std::string::npos);
    EXPECT_EQ(s.when(LiftHold{"h1", "decided"}), "done ");
    EXPECT_EQ(s.when(LiftHold{"h1", "decided"}), "! erasure.hold_unknown");
    EXPECT_EQ(s.when(s.due()), "! erasure.held");
    EXPECT_EQ(s.when(LiftHold{"h2", "decided"}), "done ");
    EXPECT_EQ(s.when(s.due()), "4 17 ");
}

TEST(Erasure, EachKeyOnceAndANewOneAgain) {
    Story s;
    EXPECT_EQ(s.when(s.due()), "4 17 ");
    EXPECT_EQ(s.when(s.due()), "");
    auto again = s.due();
    again.keys = {17, 30};
    EXPECT_EQ(s.when(again), "30 ");
    EXPECT_EQ(s.state.erasures.size(), 2u);
}

TEST(Erasure, WhatIsRefused) {
    struct Row {
        const char* code;
        std::function<void(Story&, EraseRecord&)> spoil;
    };
    const Row rows[] = {
        {"! erasure.not_by_one_person",
         [](Story& s, EraseRecord&) { s.by.kind = kernel::ActorKind::person; }},
        {"! erasure.other_record", [](Story&, EraseRecord& c) { c.record = "inc_2"; }},
        {"! erasure.rule_unknown", [](Story&, EraseRecord& c) { c.rule = "never"; }},
        {"! erasure.keys_invalid", [](Story&, EraseRecord& c) { c.keys.clear(); }},
        {"! erasure.keys_invalid", [](Story&, EraseRecord& c) { c.keys.resize(1'001); }},
    };
    for (const auto& row : rows) {
        Story s;
        auto command = s.due();
        row.spoil(s, command);
        EXPECT_EQ(s.when(command), row.code);
        EXPECT_TRUE(s.state.erasures.empty());
    }
}

TEST(Retention, TheFirstRuleThatFitsCounts) {
    Story s;
    const auto& rules = s.rules.section<Rules>();
    EXPECT_EQ(find_rule(rules, "call", "voided")->code, "void");
    EXPECT_EQ(find_rule(rules, "call", "opened"), nullptr);
    EXPECT_EQ(find_rule(rules, "incident", "order.fight")->code, "incident");
    EXPECT_EQ(find_rule(rules, "unit", ""), nullptr);
}

TEST(Retention, DaysAreCivilDays) {
    const KeepRule two{"x", "incident", {}, 2, "b", "z", "e"};
    // 23:59 and 00:01 in Wuhan are of two days.
    EXPECT_EQ(kept_until(two, at("2026-11-22T15:59:00.000Z"), Minutes{480}), at("2026-11-24T16:00:00.000Z"));
    EXPECT_EQ(kept_until(two, at("2026-11-22T16:01:00.000Z"), Minutes{480}), at("2026-11-25T16:00:00.000Z"));
}

TEST(Retention, ARulebookThatDoesNotFitIsNamedByItsMember) {
    struct Row {
        const char* path;
        std::function<void(KeepRule&)> spoil;
    };
    const Row rows[] = {{".keep[1].code", [](KeepRule& r) { r.code = "incident"; }},
                        {".keep[1].code", [](KeepRule& r) { r.code = ""; }},
                        {".keep[1].module", [](KeepRule& r) { r.module = ""; }},
                        {".keep[1].days", [](KeepRule& r) { r.days = 1; }},
                        {".keep[1].basis", [](KeepRule& r) { r.basis = ""; }},
                        {".keep[1].zh", [](KeepRule& r) { r.en = ""; }}};
    for (const auto& row : rows) {
        Rules rules{{three_years(), {"call", "call", {}, 90, "b", "z", "e"}}};
        EXPECT_EQ(validate(rules), std::nullopt);
        row.spoil(rules.keep[1]);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
    const Rules rules{{three_years()}};
    EXPECT_EQ(check(rules, {"call", "incident"}), std::nullopt);
    EXPECT_EQ(check(rules, {"call"})->path, ".keep[0].module");
}

TEST(Golden, EveryEventOfErasureEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("erasure"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::erasure
