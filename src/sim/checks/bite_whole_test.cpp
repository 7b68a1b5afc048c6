// The second half of the planted bugs: what goes wrong between the parts of a whole running Anlan.
#include "domain/incident/incident.hpp"
#include "domain/unit/unit.hpp"
#include "sim/checks/bite_test_support.hpp"

namespace anlan::sim::test {
namespace {

struct WholeBite {
    const char* invariant;
    std::function<Names()> found;
};

SimSettings with_kills() {
    auto settings = busy_town();
    settings.faults.process.kills = 24;
    settings.faults.process.snapshots = 48;
    settings.faults.process.down_seconds = 20;
    return settings;
}

Names planted(Plants plants, const SimSettings& settings = busy_town()) {
    return Stage{}.broken(settings, std::move(plants));
}

// Once, somewhere in the middle.
template <class T, class Act>
auto once(int at, Act act) {
    return [act, left = std::make_shared<int>(at)](T& what) {
        if (--*left == 0) act(what);
    };
}

Names without_one_commit_on_the_board() {
    Plants plants;
    plants.publish = [](std::vector<kernel::Committed>& commit) {
        std::erase_if(commit, [](const auto& one) { return one.envelope.wire == "incident.opened.v1"; });
    };
    return planted(std::move(plants));
}
Names without_one_commit_for_the_witness(std::string wire) {
    Plants plants;
    plants.witness = [wire = std::move(wire)](std::vector<kernel::Committed>& commit) {
        std::erase_if(commit, [&](const auto& one) { return one.envelope.wire == wire; });
    };
    return planted(std::move(plants));
}

Names with_answers(const std::function<void(engine::Accepted&)>& alter, const SimSettings& settings) {
    Plants plants;
    plants.answer = [alter](engine::Outcome& outcome) {
        if (auto* accepted = std::get_if<engine::Accepted>(&outcome)) alter(*accepted);
    };
    return planted(std::move(plants), settings);
}
Names with_answers(const std::function<void(engine::Accepted&)>& alter) {
    return with_answers(alter, busy_town("network"));
}

Names with_console_text(const std::function<void(std::string&)>& alter) {
    Plants plants;
    plants.console = [alter](std::string& text) {
        if (text.find("event: change") != std::string::npos) alter(text);
    };
    return planted(std::move(plants));
}
void replace_first(std::string& text, std::string_view what, std::string_view with) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}
std::string first_change(const std::string& text) {
    const auto from = text.find("event: change");
    return text.substr(from, text.find("\n\n", from) + 2 - from);
}

// A module with one function replaced.
Names with_faulty(std::string_view module, const std::function<void(kernel::Module&)>& spoil,
                  const SimSettings& settings = busy_town()) {
    Stage stage;
    spoil(stage.module(module));
    return stage.broken(settings);
}

// The engine of the product, and a disk that has more than was told.
Names a_fault_that_left_something() {
    Stage stage;
    SimulatedDisk disk;
    disk.frames.resize(1);
    const Instant now{};
    Inspector inspector(
        {stage.modules, stage.rules, stage.rules.section<access::AccessRules>(), disk, now, now, {}});
    engine::Submission submission;
    submission.command.spec = stage.modules.front().commands.front().get();
    inspector.answered(submission, ports::Fault{ports::Then::retry_call, "log.disk_full", "no space"});
    return {inspector.findings().violations().at(0).invariant};
}

Names deadlines_that_move() {
    return with_faulty("incident", [](kernel::Module& module) {
        module.evolve = [evolve = module.evolve](const kernel::StatePtr& state,
                                                 const kernel::AnyEvent& event) {
            auto after = std::make_shared<incident::Incident::State>(
                state_as<incident::Incident>(evolve(state, event)));
            if (event.as<kernel::DeadlineMissed>() != nullptr && !after->open.empty())
                after->open.back().due_by += Minutes{5};
            return kernel::StatePtr{after};
        };
    });
}
Names reopening_that_forgets() {
    return with_faulty("incident", [](kernel::Module& module) {
        module.evolve = [evolve = module.evolve](const kernel::StatePtr& state,
                                                 const kernel::AnyEvent& event) {
            auto after = std::make_shared<incident::Incident::State>(
                state_as<incident::Incident>(evolve(state, event)));
            if (event.as<incident::IncidentReopened>() != nullptr) after->earlier.clear();
            return kernel::StatePtr{after};
        };
    });
}
Names a_module_that_keeps_silent() {
    return with_faulty("call", [](kernel::Module& module) {
        module.decide = [decide = module.decide, note = module.note_deadline](
                            const kernel::StatePtr& state, const kernel::AnyCommand& command,
                            const kernel::Now& now) -> Result<kernel::Decided, kernel::Refusal> {
            if (command.spec == note) return kernel::Decided{{}, state};
            return decide(state, command, now);
        };
    });
}
Names snapshots_that_read_wrong() {
    return with_faulty(
        "unit",
        [](kernel::Module& module) {
            module.decode_state = [decode = module.decode_state](
                                      std::string_view text) -> Result<kernel::StatePtr, kernel::Malformed> {
                ANLAN_TRY(const auto state, decode(text));
                auto altered = std::make_shared<unit::Unit::State>(state_as<unit::Unit>(state));
                altered->crew_size += 1;
                return kernel::StatePtr{altered};
            };
        },
        with_kills());
}

Names more_waiting_than_allowed() {
    auto settings = busy_town("network");
    settings.calls_per_day = 100'000;
    settings.hours = 0.5;
    settings.queue_max = 1;
    Plants plants;
    plants.queue_slack = 50;
    return planted(std::move(plants), settings);
}
Names silently_lost(std::size_t records) {
    Plants plants;
    plants.lost_when_killed = records;
    return planted(std::move(plants), with_kills());
}
Names a_clock_that_falls_back() {
    Plants plants;
    plants.clock_falls_back = Hours{2};
    return planted(std::move(plants), with_kills());
}
Names everybody_sees_everything() {
    Plants plants;
    plants.change = [](std::vector<views::Change>& changes) {
        for (auto& change : changes) change.scope = {};
    };
    return planted(std::move(plants));
}

const std::vector<WholeBite>& bites() {
    static const std::vector<WholeBite> all{
        {"answer.accepted_is_logged", [] { return with_answers([](auto& a) { a.position += 1'000'000; }); }},
        {"answer.version_true", [] { return with_answers([](auto& a) { ++a.version; }); }},
        {"answer.refused_leaves_nothing",
         [] {
             Plants plants;
             plants.answer = once<engine::Outcome>(20, [](engine::Outcome& outcome) {
                 outcome =
                     kernel::Refusal{"call.no", "no", kernel::Because::conflict, kernel::Remedy::none, ""};
             });
             return planted(std::move(plants));
         }},
        {"answer.fault_leaves_nothing", a_fault_that_left_something},
        {"answer.same_again", [] { return with_answers([](auto& a) { a.version += a.repeated ? 1 : 0; }); }},
        {"answer.once", [] { return with_answers([](auto& a) { a.repeated = false; }); }},
        {"answer.kept", [] { return silently_lost(30); }},  // the last ones may be nobody's
        {"obligation.clock_stays", deadlines_that_move},
        {"incident.old_clocks_visible", reopening_that_forgets},
        {"engine.equals_fold", [] { return without_one_commit_for_the_witness("unit.en_route.v1"); }},
        {"engine.owing_counted", [] { return without_one_commit_for_the_witness("incident.opened.v1"); }},
        {"engine.every_deadline_answered", a_module_that_keeps_silent},
        {"engine.queue_bounded", more_waiting_than_allowed},
        {"board.equals_fold", without_one_commit_on_the_board},
        {"board.at_head",
         [] {
             Plants plants;
             plants.publish = [](auto& commit) { commit.clear(); };
             return planted(std::move(plants));
         }},
        {"board.owed_complete", without_one_commit_on_the_board},
        {"board.lists_open", without_one_commit_on_the_board},
        {"views.at_head", without_one_commit_on_the_board},
        {"restart.same_states", snapshots_that_read_wrong},
        {"restart.same_head", [] { return silently_lost(2); }},
        {"restart.time_goes_on", a_clock_that_falls_back},
        {"feed.in_order", [] { return with_console_text([](auto& text) { text += first_change(text); }); }},
        {"feed.no_gap",
         [] { return with_console_text([](auto& text) { replace_first(text, first_change(text), ""); }); }},
        {"feed.true_to_log",
         [] {
             return with_console_text([](auto& t) { replace_first(t, "\"version\":", "\"version\":9"); });
         }},
        {"feed.only_what_may_be_seen", everybody_sees_everything},
        {"feed.no_personal_text",
         [] {
             return with_console_text(
                 [](auto& t) { replace_first(t, "\"row\":", "\"to\":\"139\",\"row\":"); });
         }},
        {"feed.well_formed",
         [] {
             return with_console_text([](auto& t) { replace_first(t, "\"position\":", "\"position\":9"); });
         }},
    };
    return all;
}

}  // namespace

std::vector<std::string> bitten_on_whole_runs() {
    std::vector<std::string> names;
    for (const auto& bite : bites()) names.emplace_back(bite.invariant);
    return names;
}

namespace {

TEST(Bite, WhatGoesWrongBetweenTheParts) {
    for (const auto& bite : bites()) {
        const auto found = bite.found();
        EXPECT_TRUE(found.contains(bite.invariant)) << bite.invariant << " does not bite";
    }
}

}  // namespace
}  // namespace anlan::sim::test
