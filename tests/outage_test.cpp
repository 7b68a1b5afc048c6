// The service was killed at night, and came back in the morning: every deadline that fell due meanwhile is
// noted once, the outage says from when to when, and a person can read which they were. With the real
// modules and the real rulebook, on a log in memory and a clock of the test's own.
#include "adapters/memory/memory_event_log.hpp"
#include "app/node.hpp"
#include "app/outage_at_start.hpp"
#include "app/write_gap.hpp"
#include "base/source_dir_test_support.hpp"
#include "codec/json.hpp"
#include "domain/outage/events.hpp"
#include "views/outage_deadlines.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

using namespace std::chrono_literals;

const Instant two{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 2h};

struct Service {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    std::shared_ptr<adapters::MemoryDisk> disk = std::make_shared<adapters::MemoryDisk>();
    int appends_that_fail = 0;
    std::unique_ptr<adapters::MemoryEventLog> log;
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<views::ViewRunner> views;
    std::vector<std::string> seen;            // wires, in log order
    std::optional<outage::OutageNoted> told;  // the last
    std::optional<app::WriteGap> write_gap;
    Instant now = two;
    std::deque<engine::Pending> waiting;
    engine::EngineLimits limits;

    Service() {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        EXPECT_TRUE(loaded.ok());
        rules = std::move(loaded).value();
        start();
    }

    engine::RestartReport start() {
        log = std::make_unique<adapters::MemoryEventLog>(
            disk, [this](std::uint64_t) -> std::optional<ports::Fault> {
                if (appends_that_fail-- <= 0) return std::nullopt;
                return ports::Fault{ports::Then::retry_decision, "log.full", "no space left"};
            });
        std::vector<std::unique_ptr<kernel::View>> more;
        more.push_back(std::make_unique<views::OutageDeadlines>(*log));
        views = std::make_unique<views::ViewRunner>(modules, std::move(more));
        write_gap.emplace(modules, rules);
        engine::EngineParts parts{modules, rules, *log, {}, [this](auto committed) { publish(committed); }};
        parts.not_written = [this](const ports::Fault& fault, std::size_t commands, Instant at) {
            write_gap->failed(*engine, fault, commands, at);
        };
        engine = std::make_unique<engine::Engine>(std::move(parts), limits);
        auto report = engine->restart(nullptr, {}, {});
        EXPECT_TRUE(report.ok());
        seen.clear();
        EXPECT_TRUE(views->catch_up(*log, report->records, [] { return true; }).ok());
        return report.value();
    }

    void publish(std::span<const kernel::Committed> committed) {
        for (const auto& one : committed) {
            seen.push_back(one.envelope.wire);
            if (const auto* e = one.event.as<outage::OutageNoted>()) told = *e;
        }
        views->apply(committed);
        if (auto noted = write_gap->over(now))
            waiting.push_back({std::move(*noted),
                               [this](const engine::Outcome& outcome) { write_gap->answered(outcome); }});
    }

    engine::Submission call(const std::string& id) const {
        const auto* spec = modules_command("call.receive");
        engine::Submission submission;
        submission.stream = id;
        submission.command = {spec, spec->decode(R"({"channel":"phone","text":"有人打架"})").value()};
        submission.seat.actor = {kernel::ActorKind::import, "test", {}};
        submission.command_id = id;
        return submission;
    }
    void received(const std::string& id) {
        send(call(id));
        run();
    }
    void send(engine::Submission submission) {
        waiting.push_back({std::move(submission), [](const engine::Outcome& outcome) {
                               if (const auto* refused = std::get_if<kernel::Refusal>(&outcome))
                                   ADD_FAILURE() << refused->code;
                           }});
    }
    // Until nothing is to be done at this instant.
    void run() {
        while (engine->turn(now, waiting) || engine->next_due().value_or(Instant::max()) <= now) {
        }
    }
    const kernel::CommandSpec* modules_command(std::string_view name) const {
        for (const auto& module : modules)
            if (const auto* spec = module.find_command(name)) return spec;
        return nullptr;
    }
    // Killed at `now`, back after `gap`: what the start says about it.
    std::optional<engine::Submission> killed_for(Millis gap) {
        waiting.clear();
        now += gap;
        const auto report = start();
        return app::outage_at_start(*engine, report, now, modules, rules);
    }
    Result<std::string, kernel::Refusal> ask(const std::string& outage, const std::string& after = "0") {
        const std::function<bool(const kernel::Scope&)> all = [](const kernel::Scope&) { return true; };
        const kernel::Actor officer{kernel::ActorKind::person, "acc_li", {}};
        for (const auto& query : views->queries())
            if (query.name == "outage.deadlines")
                return query.answer(
                    {{{"outage_id", outage}, {"after", after}}, "", now, officer, rules, all});
        return Unexpected{kernel::Refusal{}};
    }
    views::FellPage page(const std::string& outage) {
        auto text = ask(outage);
        EXPECT_TRUE(text.ok()) << (text.ok() ? "" : text.error().code);
        return codec::read_json<views::FellPage>(text.value(), codec::Unknown::refuse).value();
    }
    std::size_t count(std::string_view wire) const {
        return static_cast<std::size_t>(std::count(seen.begin(), seen.end(), wire));
    }
};

TEST(Outage, WhatFellDueWhileTheServiceWasDownIsListedCompletely) {
    Service s;
    s.received("cal_1");
    s.now += 3s;
    s.received("cal_2");
    const auto died = s.now;
    auto noted = s.killed_for(3h);
    ASSERT_TRUE(noted.has_value()) << "two calls were to be answered in ten seconds";
    const auto outage = noted->stream;
    s.send(std::move(*noted));
    s.run();
    EXPECT_EQ(s.count("outage.noted.v1"), 1U);
    EXPECT_EQ(s.count("outage.recovered.v1"), 1U);
    const auto page = s.page(outage);
    EXPECT_TRUE(page.complete);
    EXPECT_EQ(page.from, died);
    EXPECT_EQ(page.until, died + 3h);
    std::set<std::string> missed;
    for (const auto& row : page.rows)
        if (row.what == views::Fell::missed) {
            missed.insert(row.record);
            EXPECT_EQ(row.kind, "answer");
            EXPECT_EQ(row.late_ms, (died + 3h - row.due_by).count());
        }
    EXPECT_EQ(missed, (std::set<std::string>{"cal_1", "cal_2"}));
    EXPECT_EQ(s.count("call.deadline_missed.v1"), 2U);
    EXPECT_GT(s.count("call.deadline_escalated.v1"), 0U) << "those above were to be told meanwhile";
}

TEST(Outage, ARestartInWhichNothingFellDueIsNone) {
    Service s;
    s.received("cal_1");
    EXPECT_FALSE(s.killed_for(2s).has_value()) << "the first warning is three seconds off";
    EXPECT_EQ(s.ask("out_1").error().code, "outage.unknown");
}

// What a deadline is late by when the service is quick is no outage: the rulebook says from when on it is.
TEST(Outage, ASecondOfLatenessIsNone) {
    Service s;
    s.received("cal_1");
    EXPECT_FALSE(s.killed_for(6s).has_value()) << "the warning at five seconds comes one second late";
    EXPECT_TRUE(s.killed_for(1s).has_value());
}

// A storm is cut into turns, and the disk is full for one of them: the recovery still stands behind the last
// of what fell into the gap.
TEST(Outage, ItIsRecoveredOnlyWhenTheLastDeadlineOfTheGapIsNoted) {
    Service s;
    s.limits.deadlines_in_turn = 3;
    for (int i = 0; i < 20; ++i) s.received("cal_" + std::to_string(i));
    auto noted = s.killed_for(1h);
    const auto outage = noted->stream;
    s.send(std::move(*noted));
    s.engine->turn(s.now, s.waiting);
    EXPECT_EQ(s.count("outage.noted.v1"), 1U);
    EXPECT_EQ(s.count("call.deadline_missed.v1"), 3U);
    s.appends_that_fail = 1;
    s.engine->turn(s.now, s.waiting);
    EXPECT_EQ(s.count("call.deadline_missed.v1"), 3U) << "the disk is full";
    EXPECT_FALSE(s.page(outage).complete);
    s.now += 1s;
    s.run();
    EXPECT_EQ(s.count("call.deadline_missed.v1"), 20U);
    EXPECT_TRUE(s.page(outage).complete);
    const auto recovered = std::find(s.seen.begin(), s.seen.end(), "outage.recovered.v1");
    ASSERT_NE(recovered, s.seen.end());
    EXPECT_EQ(std::count(recovered, s.seen.end(), "call.deadline_missed.v1"), 0)
        << "none of the gap comes after it";
}

// It is killed again while it catches up: the first outage lists all that fell into it, each once.
TEST(Outage, AKillHalfWayLosesNoneAndDoublesNone) {
    Service s;
    s.limits.deadlines_in_turn = 3;
    for (int i = 0; i < 20; ++i) s.received("cal_" + std::to_string(i));
    auto noted = s.killed_for(1h);
    const auto outage = noted->stream;
    s.send(std::move(*noted));
    s.engine->turn(s.now, s.waiting);
    s.engine->turn(s.now, s.waiting);
    EXPECT_EQ(s.count("call.deadline_missed.v1"), 6U);
    auto again = s.killed_for(1min);
    ASSERT_TRUE(again.has_value());
    s.send(std::move(*again));
    s.run();
    EXPECT_EQ(s.count("call.deadline_missed.v1"), 14U);
    const auto page = s.page(outage);
    EXPECT_TRUE(page.complete);
    std::multiset<std::string> missed;
    for (const auto& row : page.rows)
        if (row.what == views::Fell::missed) missed.insert(row.record);
    EXPECT_EQ(missed.size(), 20U);
    EXPECT_EQ(std::set<std::string>(missed.begin(), missed.end()).size(), 20U) << "each once";
}

// The disk was full, and the service was there: callers were refused, and nobody was told what fell due.
TEST(Outage, WhatWasRefusedWhileTheDiskTookNoWritesIsNotedWhenItDoesAgain) {
    Service s;
    s.received("cal_1");
    const auto full = s.now + 1s;
    const auto position = s.engine->head().records;
    s.appends_that_fail = 1'000;
    for (int second = 1; second <= 60; ++second) {
        s.now += 1s;
        if (second % 20 == 1) s.received("cal_refused" + std::to_string(second));
        s.engine->turn(s.now, s.waiting);
    }
    s.appends_that_fail = 0;
    EXPECT_EQ(s.count("outage.noted.v1"), 0U);
    s.now += 1s;
    s.received("cal_2");
    ASSERT_EQ(s.count("outage.noted.v1"), 1U);
    EXPECT_EQ(s.told->from, full);
    EXPECT_EQ(s.told->until, s.now);
    EXPECT_EQ(s.told->after_position, position);
    EXPECT_EQ(s.told->refused_with, "log.full");
    EXPECT_EQ(s.told->refused_commands, 3U);
    EXPECT_EQ(s.told->streams, 1U);
    EXPECT_LT(s.told->first_due, s.told->until);
    EXPECT_EQ(s.count("outage.recovered.v1"), 1U);
    const auto page = s.page("out_" + std::to_string(position));
    EXPECT_TRUE(page.complete);
    const auto missed = [](const auto& row) { return row.what == views::Fell::missed; };
    ASSERT_EQ(std::count_if(page.rows.begin(), page.rows.end(), missed), 1);
    EXPECT_EQ(std::find_if(page.rows.begin(), page.rows.end(), missed)->record, "cal_1");
}

TEST(Outage, AHiccupOfTheDiskIsNone) {
    Service s;
    s.received("cal_1");
    s.appends_that_fail = 1;
    s.received("cal_2");
    s.now += 1s;
    s.received("cal_3");
    EXPECT_EQ(s.count("outage.noted.v1"), 0U);
}

// The disk takes one write and fails again before the outage is written: both are one.
TEST(Outage, AGapThatCouldNotBeNotedIsOneWithTheNext) {
    Service s;
    s.received("cal_1");
    const auto full = s.now + 1s;
    s.appends_that_fail = 1;
    s.now += 1s;
    s.received("cal_2");
    s.now += 3s;
    s.waiting.push_back({s.call("cal_3"), [&](const engine::Outcome&) {
                             s.appends_that_fail = 1;  // the very next one
                         }});
    s.run();
    s.now += 5s;
    s.received("cal_4");
    ASSERT_EQ(s.count("outage.noted.v1"), 1U);
    EXPECT_EQ(s.told->from, full);
    EXPECT_EQ(s.told->until, s.now);
}

}  // namespace
}  // namespace anlan
