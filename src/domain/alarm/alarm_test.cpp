// Put aside with a reason and an end; back by itself; and never a call for help.
#include "domain/alarm/alarm.hpp"

#include "domain/alarm/row.hpp"
#include "domain/alarm/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::alarm {
namespace {

using namespace std::chrono_literals;

const Instant nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 9h};
const Jurisdiction wuchang{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
const Rules figures{10, 600s, 300s, 60, 4, {"close", "call_back"}, {{300s, 0.2}}};

struct Story {
    Shelving::State state{};
    Instant now = nine;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_watch-officer.420100"}};
    Shelving::Events last{};

    Story() { rules.put(figures); }
    std::string when(const Shelving::Command& command) {
        auto decision = Shelving::decide(state, command, {now, rules, actor, "shv_1", nullptr, nullptr});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        for (const auto& event : last) state = Shelving::evolve(std::move(state), event);
        return last.empty() ? "" : "done";
    }
};

TEST(Alarm, WhatIsShelvedIsBackByItselfToTheMillisecond) {
    Story s;
    EXPECT_EQ(s.when(ShelveAlarm{"close", wuchang, "网络割接，分局补录", 30}), "done");
    EXPECT_EQ(s.when(ShelveAlarm{"close", wuchang, "网络割接，分局补录", 30}), "") << "said twice";
    const auto row = row_of("shv_1", s.state);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->until, nine + 30min);
    EXPECT_EQ(row->post_id, PostId{"pst_watch-officer.420100"});
    s.now += 30min - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"end", "", s.now}), "");
    s.now += 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"end", "", s.now}), "done");
    EXPECT_EQ(std::get<ShelvingEnded>(s.last.at(0)).end, End::time);
    EXPECT_TRUE(Shelving::obligations(s.state).empty());
    EXPECT_EQ(s.when(kernel::NoteDeadline{"end", "", s.now}), "");
}

TEST(Alarm, WhoShelvedItTakesItBackSooner) {
    Story s;
    EXPECT_EQ(s.when(UnshelveAlarm{}), "! alarm.unknown");
    s.when(ShelveAlarm{"close", wuchang, "网络割接", 30});
    s.now += 1min;
    EXPECT_EQ(s.when(UnshelveAlarm{}), "done");
    EXPECT_EQ(std::get<ShelvingEnded>(s.last.at(0)).end, End::word);
    EXPECT_EQ(s.when(UnshelveAlarm{}), "");
}

TEST(Alarm, WhatIsRefused) {
    const struct {
        const char* why;
        ShelveAlarm command;
        const char* code;
    } rows[] = {
        {"a call for help", {"panic", wuchang, "太吵太吵", 5}, "! alarm.not_to_be_shelved"},
        {"a kind of nobody", {"whatever", wuchang, "太吵太吵", 5}, "! alarm.not_to_be_shelved"},
        {"no reason", {"close", wuchang, "", 5}, "! alarm.reason_required"},
        {"a word that says nothing", {"close", wuchang, "...", 5}, "! alarm.reason_required"},
        {"a book", {"close", wuchang, std::string(1001, 'x'), 5}, "! alarm.reason_required"},
        {"no end", {"close", wuchang, "网络割接", 0}, "! alarm.time_invalid"},
        {"an end before its beginning", {"close", wuchang, "网络割接", -1}, "! alarm.time_invalid"},
        {"the whole shift", {"close", wuchang, "网络割接", 61}, "! alarm.time_invalid"},
        {"nowhere", {"close", {}, "网络割接", 5}, "! alarm.place_required"},
    };
    for (const auto& row : rows) {
        Story s;
        EXPECT_EQ(s.when(row.command), row.code) << row.why;
        EXPECT_FALSE(row_of("shv_1", s.state)) << row.why;
    }
    Story s;
    s.when(ShelveAlarm{"close", wuchang, "网络割接", 30});
    EXPECT_EQ(s.when(ShelveAlarm{"call_back", wuchang, "网络割接", 30}), "! alarm.already_shelved");
}

TEST(Alarm, ARulebookThatDoesNotFitIsNamedByItsMember) {
    EXPECT_FALSE(validate(figures));
    const auto wrong = [](auto change) {
        Rules rules = figures;
        change(rules);
        return validate(rules).value_or(kernel::RuleFault{"nothing", ""}).path;
    };
    EXPECT_EQ(wrong([](Rules& r) { r.new_max = 0; }), ".new_max");
    EXPECT_EQ(wrong([](Rules& r) { r.new_within = 59s; }), ".new_within");
    EXPECT_EQ(wrong([](Rules& r) { r.group_within = 601s; }), ".group_within");
    EXPECT_EQ(wrong([](Rules& r) { r.shelve_minutes_max = 1441; }), ".shelve_minutes_max");
    EXPECT_EQ(wrong([](Rules& r) { r.reason_min = 0; }), ".reason_min");
    for (const char* kind : never_shelved)
        EXPECT_EQ(wrong([&](Rules& r) { r.may_shelve.emplace_back(kind); }), ".may_shelve") << kind;
    EXPECT_EQ(wrong([](Rules& r) { r.ring_gaps[0].covered_min = 0; }), ".ring_gaps");
    EXPECT_EQ(wrong([](Rules& r) { r.ring_gaps[0].covered_min = 1.1; }), ".ring_gaps");
}

TEST(Alarm, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("alarm"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::alarm
