// What two persons agreed on and nothing comes of, told with the smallest module that can agree: a pact names
// a deed of another record, which may refuse it.
#include "adapters/memory/memory_event_log.hpp"
#include "base/overloaded.hpp"
#include "engine/engine.hpp"
#include "engine/flaky_log_test_support.hpp"
#include "kernel/module_of.hpp"

#include <gtest/gtest.h>

namespace anlan::engine {
namespace {

using namespace std::chrono_literals;

struct PactAgreed {
    static constexpr std::string_view wire = "pact.agreed.v1";
    std::string target;
    std::string command;
    std::string body;
};
BOOST_DESCRIBE_STRUCT(PactAgreed, (), (target, command, body))
struct PactTold {
    static constexpr std::string_view wire = "pact.told.v1";
    std::string code;
};
BOOST_DESCRIBE_STRUCT(PactTold, (), (code))
struct DeedDone {
    static constexpr std::string_view wire = "pact.deed_done.v1";
    std::string what;
};
BOOST_DESCRIBE_STRUCT(DeedDone, (), (what))

struct Agree {
    static constexpr std::string_view name = "pact.agree";
    std::string target;
    std::string command;
    std::string body;
};
BOOST_DESCRIBE_STRUCT(Agree, (), (target, command, body))
struct Tell {
    static constexpr std::string_view name = "pact.tell";
    std::string code;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Tell, (), (code, words))
struct Act {
    static constexpr std::string_view name = "pact.act";
    std::string what;
};
BOOST_DESCRIBE_STRUCT(Act, (), (what))

struct PactState {
    std::string what;
    bool told = false;
};
BOOST_DESCRIBE_STRUCT(PactState, (), (what, told))

struct Pact {
    using State = PactState;
    using Command = std::variant<Agree, Tell, Act, kernel::NoteDeadline>;
    using Event = std::variant<PactAgreed, PactTold, DeedDone>;
    using Events = std::vector<Event>;

    static Result<Events, kernel::Refusal> decide(const State& state, const Command& command,
                                                  const kernel::Now&) {
        using Answer = Result<Events, kernel::Refusal>;
        return std::visit(
            Overloaded{
                [](const Agree& c) -> Answer { return Events{PactAgreed{c.target, c.command, c.body}}; },
                [](const Tell& c) -> Answer { return Events{PactTold{c.code}}; },
                [&](const Act& c) -> Answer {
                    if (c.what == "forbidden")
                        return Unexpected{kernel::Refusal{"pact.forbidden", "the record has changed"}};
                    return state.what == c.what ? Events{} : Events{DeedDone{c.what}};
                },
                [](const kernel::NoteDeadline&) -> Answer { return Events{}; }},
            command);
    }
    static State evolve(State state, const Event& event) {
        std::visit(Overloaded{[](const PactAgreed&) {}, [&](const PactTold&) { state.told = true; },
                              [&](const DeedDone& e) { state.what = e.what; }},
                   event);
        return state;
    }
    static const std::vector<kernel::Obligation>& obligations(const State&) { return kernel::nothing_owed; }
};

class AgreedTest : public ::testing::Test {
protected:
    AgreedTest() {
        auto pact = kernel::describe<Pact>({"pact", "pct", "pacts", {"约定", "Pacts"}});
        pact.command<Act>({kernel::Method::post, "/v1/pacts/{pact_id}/deed", true, {"做", "Act"}});
        modules.push_back(std::move(pact).finish());
        modules.front().policies.push_back(
            {"carry_out", [](const kernel::PolicyInput& input) {
                 std::vector<kernel::Followup> followups;
                 if (const auto* agreed = input.recorded.as<PactAgreed>())
                     followups.push_back({agreed->target,
                                          {},
                                          kernel::Agreed{agreed->command,
                                                         agreed->body,
                                                         {kernel::ActorKind::person, "acc_a", PostId{"pst_a"},
                                                          input.recorded.envelope.stream, AccountId{"acc_b"}},
                                                         "pact.tell"}});
                 return followups;
             }});
        restart();
    }
    void restart() {
        engine = std::make_unique<Engine>(
            EngineParts{modules,
                        rules,
                        log,
                        {},
                        [this](std::span<const kernel::Committed> committed) {
                            for (const auto& one : committed) {
                                const auto* told = one.event.as<PactTold>();
                                seen.push_back(one.envelope.stream + " " + one.envelope.wire +
                                               (told == nullptr ? "" : " " + told->code));
                            }
                        }},
            EngineLimits{});
        ASSERT_TRUE(engine->restart(nullptr, {}, {}).ok());
        seen.clear();
    }
    // Two agreed on it; turns are taken until nothing more is to do.
    std::vector<std::string> agree(const std::string& command, const std::string& body) {
        Submission submission;
        submission.stream = "pct_1";
        submission.command = {modules.front().find_command("pact.agree"),
                              std::make_shared<const Agree>(Agree{"pct_2", command, body})};
        submission.seat.actor = {kernel::ActorKind::person, "acc_b", {}};
        submission.command_id = "c" + std::to_string(++next_id);
        waiting.push_back({std::move(submission), [](const Outcome&) {}});
        return run();
    }
    std::vector<std::string> run() {
        seen.clear();
        while (engine->turn(now, waiting)) {
        }
        return seen;
    }

    kernel::Modules modules;
    kernel::Rulebook rules;
    adapters::MemoryEventLog memory;
    FlakyLog log{memory};
    std::unique_ptr<Engine> engine;
    std::deque<Pending> waiting;
    std::vector<std::string> seen;
    Instant now{std::chrono::hours{500'000}};
    int next_id = 0;
};

using Lines = std::vector<std::string>;

TEST_F(AgreedTest, WhatIsCarriedOutIsToldByItsOwnEvents) {
    EXPECT_EQ(agree("pact.act", R"({"what":"paint"})"),
              (Lines{"pct_1 pact.agreed.v1", "pct_2 pact.deed_done.v1"}));
}

TEST_F(AgreedTest, WhatIsRefusedAtLastIsTold) {
    EXPECT_EQ(agree("pact.act", R"({"what":"forbidden"})"),
              (Lines{"pct_1 pact.agreed.v1", "pct_1 pact.told.v1 pact.forbidden"}));
}

TEST_F(AgreedTest, WhatIsSoAlreadyIsToldToo) {
    (void)agree("pact.act", R"({"what":"paint"})");
    EXPECT_EQ(agree("pact.act", R"({"what":"paint"})"),
              (Lines{"pct_1 pact.agreed.v1", "pct_1 pact.told.v1 engine.nothing_changed"}));
}

TEST_F(AgreedTest, WhatNoRecordTakesAnyMoreIsTold) {
    EXPECT_EQ(agree("pact.dance", "{}"),
              (Lines{"pct_1 pact.agreed.v1", "pct_1 pact.told.v1 engine.unknown_command"}));
    EXPECT_EQ(agree("pact.act", "[]"),
              (Lines{"pct_1 pact.agreed.v1", "pct_1 pact.told.v1 engine.body_malformed"}));
}

TEST_F(AgreedTest, ItIsToldOnceThoughTheDiskFailsOrTheServiceStartsAnew) {
    log.failing = true;
    EXPECT_EQ(agree("pact.act", R"({"what":"forbidden"})"), Lines{}) << "nobody agreed, then";
    log.failing = false;
    now += 1s;
    EXPECT_EQ(agree("pact.act", R"({"what":"forbidden"})"),
              (Lines{"pct_1 pact.agreed.v1", "pct_1 pact.told.v1 pact.forbidden"}));
    restart();
    now += 1s;
    EXPECT_EQ(run(), Lines{}) << "the policy runs again, and what was told is not told again";
}

}  // namespace
}  // namespace anlan::engine
