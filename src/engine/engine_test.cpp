// The write path told with the smallest module that owes something: a lamp that is reported broken has to be
// mended in time, and a broken lamp makes its street note it.
#include "engine/engine.hpp"
#include "adapters/memory/memory_event_log.hpp"
#include "base/overloaded.hpp"
#include "engine/flaky_log_test_support.hpp"
#include "kernel/module_of.hpp"
#include "kernel/record.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <chrono>

using namespace std::chrono_literals;

namespace anlan::engine {
namespace {

struct LampReported {
    static constexpr std::string_view wire = "lamp.reported.v1";
    std::string street;
    kernel::Obligation mend;
};
BOOST_DESCRIBE_STRUCT(LampReported, (), (street, mend))
struct LampMended {
    static constexpr std::string_view wire = "lamp.mended.v1";
    Instant mended_at;
};
BOOST_DESCRIBE_STRUCT(LampMended, (), (mended_at))
struct LampNoted {
    static constexpr std::string_view wire = "lamp.noted.v1";
    std::string lamp;
};
BOOST_DESCRIBE_STRUCT(LampNoted, (), (lamp))

struct ReportLamp {
    static constexpr std::string_view name = "lamp.report";
    std::string street;
};
BOOST_DESCRIBE_STRUCT(ReportLamp, (), (street))
struct MendLamp {
    static constexpr std::string_view name = "lamp.mend";
};
BOOST_DESCRIBE_STRUCT(MendLamp, (), ())
struct NoteLamp {
    static constexpr std::string_view name = "lamp.note";
    std::string lamp;
};
BOOST_DESCRIBE_STRUCT(NoteLamp, (), (lamp))

struct LampState {
    std::string street;
    std::vector<std::string> noted;
    std::vector<kernel::Obligation> open;
};
BOOST_DESCRIBE_STRUCT(LampState, (), (street, noted, open))

struct Lamp {
    using State = LampState;
    using Command = std::variant<ReportLamp, MendLamp, NoteLamp, kernel::NoteDeadline>;
    using Event = std::variant<LampReported, LampMended, LampNoted, kernel::DeadlineWarned,
                               kernel::DeadlineMissed, kernel::DeadlineEscalated>;
    using Events = std::vector<Event>;

    static Result<Events, kernel::Refusal> decide(const State& state, const Command& command,
                                                  const kernel::Now& now) {
        using Answer = Result<Events, kernel::Refusal>;
        return std::visit(
            Overloaded{[&](const ReportLamp& c) -> Answer {
                           if (!state.open.empty())
                               return Unexpected{kernel::Refusal{"lamp.reported_already", "known"}};
                           return Events{LampReported{c.street,
                                                      {"mend",
                                                       "",
                                                       PostId{"pst_x"},
                                                       now.at,
                                                       now.at + 60s,
                                                       now.at + 50s,
                                                       {{PostId{"pst_y"}, now.at + 90s}}}}};
                       },
                       [&](const MendLamp&) -> Answer {
                           if (state.open.empty()) return Events{};
                           return Events{LampMended{now.at}};
                       },
                       [&](const NoteLamp& c) -> Answer { return Events{LampNoted{c.lamp}}; },
                       [&](const kernel::NoteDeadline& c) -> Answer {
                           Events events;
                           for (auto& fact : kernel::note(state.open, c, now.at))
                               std::visit([&](auto& f) { events.emplace_back(std::move(f)); }, fact);
                           return events;
                       }},
            command);
    }
    static State evolve(State state, const Event& event) {
        std::visit(Overloaded{[&](const LampReported& e) {
                                  state.street = e.street;
                                  kernel::arise(state.open, e.mend);
                              },
                              [&](const LampMended&) { kernel::meet(state.open, "mend"); },
                              [&](const LampNoted& e) { state.noted.push_back(e.lamp); },
                              [&](const auto& fact) { kernel::evolve_deadline(state.open, fact); }},
                   event);
        return state;
    }
    static const std::vector<kernel::Obligation>& obligations(const State& state) { return state.open; }
};

kernel::Modules lamp_modules() {
    auto describe = kernel::describe<Lamp>({"lamp", "lmp", "lamps", {"路灯", "Lamps"}});
    describe.command<ReportLamp>({kernel::Method::post, "/v1/lamps", true, {"报修", "Report"}});
    kernel::Modules modules;
    modules.push_back(std::move(describe).finish());
    return modules;
}

// The street hears of each lamp: one policy, added here because it needs the finished module's command.
void add_policy(kernel::Modules& modules) {
    const auto* note = modules.front().find_command("lamp.note");
    modules.front().policies.push_back(
        {"note_at_street_when_reported", [note](const kernel::PolicyInput& input) {
             std::vector<kernel::Followup> followups;
             if (const auto* reported = input.recorded.as<LampReported>())
                 followups.push_back(
                     {"lmp_" + reported->street,
                      {note, std::make_shared<const NoteLamp>(NoteLamp{input.recorded.envelope.stream})}});
             return followups;
         }});
}

struct Story : testing::Test {
    kernel::Modules modules = [] {
        auto made = lamp_modules();
        add_policy(made);
        return made;
    }();
    kernel::Rulebook rules;
    adapters::MemoryEventLog memory;
    FlakyLog log{memory};
    std::vector<std::string> seen;
    EngineLimits limits;
    std::unique_ptr<Engine> engine = make();
    std::deque<Pending> waiting;
    Instant now{std::chrono::hours{500'000}};
    int next_id = 0;

    std::unique_ptr<Engine> make() {
        EngineParts parts{modules, rules, log, {}, [this](std::span<const kernel::Committed> committed) {
                              for (const auto& one : committed) seen.push_back(one.envelope.wire);
                          }};
        return std::make_unique<Engine>(std::move(parts), limits);
    }

    template <class C>
    Submission say(const std::string& stream, C command, std::string command_id = {}) {
        Submission submission;
        submission.stream = stream;
        submission.command = {modules.front().find_command(C::name),
                              std::make_shared<const C>(std::move(command))};
        submission.seat.actor = {kernel::ActorKind::person, "acc_1", PostId{"pst_1"}};
        submission.purpose = "test";
        submission.command_id = command_id.empty() ? std::to_string(++next_id) : std::move(command_id);
        return submission;
    }

    Outcome when(Submission submission) {
        std::optional<Outcome> outcome;
        waiting.push_back({std::move(submission), [&](Outcome o) { outcome = std::move(o); }});
        run();
        EXPECT_TRUE(outcome.has_value()) << "nobody was answered";
        return std::move(*outcome);
    }
    void run() {
        while (engine->turn(now, waiting)) {
        }
    }
    std::string told() {
        std::string all;
        for (const auto& wire : seen) all += wire + " ";
        seen.clear();
        return all;
    }
    static std::string refusal(const Outcome& outcome) {
        const auto* refused = std::get_if<kernel::Refusal>(&outcome);
        return refused == nullptr ? "" : refused->code;
    }
};

TEST_F(Story, ACommandIsDecidedRecordedAndFollowedUp) {
    const auto outcome = when(say("lmp_1", ReportLamp{"main"}));
    ASSERT_TRUE(std::holds_alternative<Accepted>(outcome));
    EXPECT_EQ(std::get<Accepted>(outcome).version, 1U);
    EXPECT_EQ(told(), "lamp.reported.v1 lamp.noted.v1 ");
    const auto* street = engine->find("lmp_main");
    ASSERT_NE(street, nullptr);
    EXPECT_EQ(static_cast<const LampState*>(street->state.get())->noted, (std::vector<std::string>{"lmp_1"}));
}

TEST_F(Story, SaidTwiceWithOneKeyIsDoneOnce) {
    when(say("lmp_1", ReportLamp{"main"}, "k"));
    const auto again = when(say("lmp_1", ReportLamp{"main"}, "k"));
    ASSERT_TRUE(std::holds_alternative<Accepted>(again));
    EXPECT_TRUE(std::get<Accepted>(again).repeated);
    EXPECT_EQ(told(), "lamp.reported.v1 lamp.noted.v1 ");
    EXPECT_EQ(refusal(when(say("lmp_1", ReportLamp{"other"}, "k"))), "engine.command_id_reused");
    EXPECT_EQ(refusal(when(say("lmp_1", ReportLamp{"main"}))), "lamp.reported_already");
}

TEST_F(Story, TwoWithOneKeyInOneTurnAreDoneOnce) {
    std::vector<bool> repeated;
    for (int i = 0; i < 2; ++i)
        waiting.push_back({say("lmp_1", ReportLamp{"main"}, "k"),
                           [&](Outcome o) { repeated.push_back(std::get<Accepted>(o).repeated); }});
    run();
    EXPECT_EQ(repeated, (std::vector<bool>{false, true}));
    EXPECT_EQ(told(), "lamp.reported.v1 lamp.noted.v1 ");
}

TEST_F(Story, AnExpectedVersionThatMovedIsStale) {
    when(say("lmp_1", ReportLamp{"main"}));
    auto mend = say("lmp_1", MendLamp{});
    mend.expected_version = 7;
    EXPECT_EQ(refusal(when(std::move(mend))), "engine.stale_version");
    EXPECT_EQ(refusal(when(say("zzz_1", MendLamp{}))), "engine.unknown_stream");
}

TEST_F(Story, DeadlinesAreNotedAtTheirInstantsAndOnce) {
    const auto start = now;
    when(say("lmp_1", ReportLamp{"main"}));
    told();
    const std::vector<std::pair<Millis, std::string>> table{
        {50s - 1ms, ""}, {50s, "lamp.deadline_warned.v1 "},
        {60s - 1ms, ""}, {60s, "lamp.deadline_missed.v1 "},
        {89s, ""},       {90s, "lamp.deadline_escalated.v1 "},
        {2h, ""}};
    for (const auto& [after, expected] : table) {
        now = start + after;
        run();
        EXPECT_EQ(told(), expected) << "after " << after.count() << " ms";
    }
    EXPECT_FALSE(engine->next_due().has_value());
}

TEST_F(Story, WhatFellIntoAnOutageIsNotedInOrderAtTheRestart) {
    when(say("lmp_1", ReportLamp{"main"}));
    told();
    engine = make();
    ASSERT_TRUE(engine->restart(nullptr, {}, {}).ok());
    EXPECT_EQ(told(), "lamp.reported.v1 lamp.noted.v1 ");
    now += 3h;
    run();
    EXPECT_EQ(told(), "lamp.deadline_warned.v1 lamp.deadline_missed.v1 lamp.deadline_escalated.v1 ");
    engine = make();
    ASSERT_TRUE(engine->restart(nullptr, {}, {}).ok());
    told();
    run();
    EXPECT_EQ(told(), "");
}

// Three lamps in a turn: what is sent meanwhile is answered between, and what was mended in time is not
// missed.
TEST_F(Story, AStormIsCutIntoTurnsAndEachDeadlineIsStillNotedOnce) {
    limits.deadlines_in_turn = 3;
    engine = make();
    const auto start = now;
    for (int i = 1; i <= 8; ++i) when(say("lmp_" + std::to_string(i), ReportLamp{"main"}));
    told();
    now = start + 50s;
    std::size_t answered_after = 0;
    waiting.push_back({say("lmp_8", MendLamp{}), [&](Outcome) { answered_after = seen.size(); }});
    EXPECT_TRUE(engine->turn(now, waiting)) << "five more are due";
    EXPECT_LE(answered_after, 4U) << "the people of the turn wait for three deadlines, not for eight";
    EXPECT_EQ(engine->next_due(), Instant{}) << "the next turn is at once";
    run();
    const auto warnings = std::ranges::count(seen, "lamp.deadline_warned.v1");
    EXPECT_EQ(warnings, 7) << told();
    seen.clear();
    now = start + 2h;
    run();
    EXPECT_EQ(std::ranges::count(seen, "lamp.deadline_missed.v1"), 7);
    EXPECT_EQ(std::ranges::count(seen, "lamp.deadline_escalated.v1"), 7);
    EXPECT_EQ(engine->owing(), 0U);
    EXPECT_EQ(engine->counts().deadlines_unanswered, 0U);
}

TEST_F(Story, AStormThatCouldNotBeWrittenIsWrittenLaterAndOnce) {
    limits.deadlines_in_turn = 3;
    engine = make();
    for (int i = 1; i <= 8; ++i) when(say("lmp_" + std::to_string(i), ReportLamp{"main"}));
    told();
    now += 50s;
    ASSERT_TRUE(engine->turn(now, waiting));
    log.failing = true;
    EXPECT_FALSE(engine->turn(now, waiting));
    log.failing = false;
    now += 1s;
    run();
    EXPECT_EQ(std::ranges::count(seen, "lamp.deadline_warned.v1"), 8) << told();
}

TEST_F(Story, AMetObligationIsNeverNoted) {
    when(say("lmp_1", ReportLamp{"main"}));
    when(say("lmp_1", MendLamp{}));
    told();
    now += 3h;
    run();
    EXPECT_EQ(told(), "");
}

TEST_F(Story, AFailedCommitNeverHappenedAndLaterWorks) {
    log.failing = true;
    const auto failed = when(say("lmp_1", ReportLamp{"main"}, "k"));
    ASSERT_TRUE(std::holds_alternative<ports::Fault>(failed));
    EXPECT_EQ(told(), "");
    EXPECT_TRUE(engine->find("lmp_1") == nullptr || engine->find("lmp_1")->version == 0);
    log.failing = false;
    const auto retried = when(say("lmp_1", ReportLamp{"main"}, "k"));
    ASSERT_TRUE(std::holds_alternative<Accepted>(retried));
    EXPECT_FALSE(std::get<Accepted>(retried).repeated);
    EXPECT_EQ(memory.head()->records, 1U) << "the follow-up waits for the pause after the fault";
    now += 1s;
    run();
    EXPECT_EQ(memory.head()->records, 2U);
}

TEST_F(Story, ADeadlineThatCouldNotBeWrittenIsWrittenLater) {
    when(say("lmp_1", ReportLamp{"main"}));
    told();
    now += 60s;
    log.failing = true;
    run();
    EXPECT_EQ(told(), "");
    log.failing = false;
    now += 1s;
    run();
    EXPECT_EQ(told(), "lamp.deadline_warned.v1 lamp.deadline_missed.v1 ");
}

// A crash between an event and its consequence: the log ends after the event.
TEST_F(Story, AConsequenceLostInACrashIsMadeUpForAtStart) {
    when(say("lmp_1", ReportLamp{"main"}));
    adapters::MemoryEventLog cut;
    ASSERT_TRUE(memory
                    .read(1,
                          [&](std::uint64_t position, std::string_view bytes, const ports::Hash& hash) {
                              const ports::Frame frame{position, std::string{bytes}, hash};
                              EXPECT_TRUE(cut.append({&frame, 1}).ok());
                              return false;
                          })
                    .ok());
    EngineParts parts{modules, rules, cut, {}, {}};
    Engine after{std::move(parts), EngineLimits{}};
    ASSERT_TRUE(after.restart(nullptr, {}, {}).ok());
    EXPECT_EQ(after.find("lmp_main"), nullptr);
    while (after.turn(now, waiting)) {
    }
    ASSERT_NE(after.find("lmp_main"), nullptr);
    EXPECT_EQ(after.head().records, 2U);
}

TEST_F(Story, TheSameStoryHasTheSameHash) {
    when(say("lmp_1", ReportLamp{"main"}));
    now += 70s;
    run();
    when(say("lmp_1", MendLamp{}));
    const auto head = engine->head();
    engine = make();
    ASSERT_TRUE(engine->restart(nullptr, {}, {}).ok());
    EXPECT_EQ(engine->head().hash, head.hash);
    EXPECT_EQ(engine->find("lmp_1")->version, 4U);
}

}  // namespace
}  // namespace anlan::engine
