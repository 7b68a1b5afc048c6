// Each invariant of the simulator is shown to bite: for every name in the table there is a planted bug, and
// the checker finds it. A name without one fails here.
#include "sim/checks/bite_test_support.hpp"

namespace anlan::sim::test {
namespace {

const std::vector<Bite>& bites_of_the_log() {
    static const std::vector<Bite> all{
        {"log.positions_dense",
         [](Tape t) {
             return t.judged(Tape::Number::anew, [](auto& frames) { frames.erase(frames.begin() + 9); });
         }},
        {"log.chain_holds",
         [](Tape t) { return t.judged(Tape::Number::anew, [](auto& frames) { frames[99].hash[7] ^= 1; }); }},
        {"log.time_never_back",
         [](Tape t) {
             t.records[t.records.size() / 2].recorded_at -= Hours{1};
             return t.judged();
         }},
        {"log.versions_dense",
         [](Tape t) {
             ++t.records[t.records.size() / 2].version;
             return t.judged(Tape::Number::as_it_is);
         }},
        {"log.understood",
         [](Tape t) {
             t.records[50].wire = "place.vanished.v1";
             return t.judged();
         }},
        {"log.rulebook_named",
         [](Tape t) {
             t.records[50].rulebook_version = "of another city";
             return t.judged();
         }},
        {"log.cause_before_effect",
         [](Tape t) {
             t.find("incident.opened.v1")->cause = t.records.size();
             return t.judged();
         }},
        {"log.happened_before_recorded",
         [](Tape t) {
             t.records[50].happened_at = t.records[50].recorded_at + Millis{1};
             return t.judged();
         }},
        {"log.people_named",
         [](Tape t) {
             t.find("call.answered.v1")->purpose.clear();
             return t.judged();
         }},
        {"log.published_is_logged",
         [](Tape t) {
             return t.judged(Tape::Number::anew, [](auto& frames) {
                 auto altered = kernel::decode(frames[60].bytes).value();
                 altered.payload += " ";
                 frames[60].bytes = kernel::encode(altered);
             });
         }},
        {"log.command_once",
         [](Tape t) {
             auto* first = t.find("call.answered.v1");
             auto* second = t.find("call.answered.v1", "", t.index_of(first) + 5);
             second->actor = first->actor;
             second->command_id = first->command_id;
             return t.judged();
         }},
    };
    return all;
}

const std::vector<Bite>& bites_of_what_is_owed() {
    static const std::vector<Bite> all{
        {"obligation.never_early",
         [](Tape t) {
             t.find("incident.deadline_missed.v1")->recorded_at -= Millis{1};
             return t.judged();
         }},
        {"obligation.on_time",
         [](Tape t) {
             auto* missed = t.find("incident.deadline_missed.v1");
             missed->recorded_at += ObligationChecker::late_max + Millis{1};
             return t.judged();
         }},
        {"obligation.noted_once",
         [](Tape t) {
             t.repeat(t.find("incident.deadline_missed.v1"));
             return t.judged();
         }},
        {"obligation.in_order",
         [](Tape t) { return altered(t, "call.deadline_escalated.v1", "\"rung\":0", "\"rung\":1"); }},
        {"obligation.was_owed",
         [](Tape t) { return altered(t, "call.deadline_missed.v1", "\"kind\":\"", "\"kind\":\"un"); }},
        {"obligation.tells_the_right_post",
         [](Tape t) {
             return altered(t, "call.deadline_escalated.v1", "\"told\":\"pst_", "\"told\":\"pst_not-");
         }},
        {"obligation.nothing_forgotten",
         [](Tape t) {
             t.drop_all("call.deadline_missed.v1");
             t.drop_all("call.deadline_escalated.v1");
             const auto* last = t.find("call.received.v1");
             std::erase_if(t.records, [stream = last->stream](const auto& r) {
                 return r.stream == stream && r.wire != "call.received.v1";
             });
             return t.judged();
         }},
        {"obligation.well_formed",
         [](Tape t) {
             return altered(t, "call.received.v1", "\"owner\":\"pst_call-taker.420100\"", "\"owner\":\"\"");
         }},
        {"obligation.closed_owes_only_what_outlives_it",
         [](Tape t) {
             return altered(t, "incident.closed.v1", "\"kind\":\"call_back\"", "\"kind\":\"arrive\"");
         }},
        {"obligation.decided_call_owes_no_outcome",
         [](Tape t) {
             return altered(t, "call.outcome_decided.v1", "\"kind\":\"call_back\"", "\"kind\":\"outcome\"");
         }},
    };
    return all;
}

// What the unit of an override was on: the record by which it had to wait.
Names without_the_hold(Tape t) {
    t.drop(t.find("unit.assignment_held.v1"));
    return t.judged();
}

const std::vector<Bite>& bites_of_the_business() {
    static const std::vector<Bite> all{
        {"unit.one_active_incident", without_the_hold},
        {"unit.stamps_in_order",
         [](Tape t) { return altered(t, "unit.cleared.v1", "\"cleared_at\":\"2", "\"cleared_at\":\"1"); }},
        {"unit.second_needs_reason",
         [](Tape t) {
             auto* second = t.find("unit.assigned.v1", "\"override_reason\":");
             const auto from = second->payload.find("\"override_reason\":");
             second->payload.erase(from, second->payload.find(',', from) + 1 - from);
             return t.judged();
         }},
        {"unit.waiting_needs_active", [](Tape t) { return without_any(t, "unit.assignment_resumed.v1"); }},
        {"unit.assigned_only_on_duty", [](Tape t) { return without_any(t, "unit.duty_begun.v1"); }},
        {"call.one_outcome",
         [](Tape t) {
             t.repeat(t.find("call.outcome_decided.v1"));
             return t.judged();
         }},
        {"call.ends_in_outcome",
         [](Tape t) {
             auto* received = t.find("call.received.v1");
             const auto from = received->payload.find("\"obligations\":[");
             const auto to = received->payload.rfind(']') + 1;
             received->payload.replace(from, to - from, "\"obligations\":[]");
             std::erase_if(t.records, [stream = received->stream](const auto& r) {
                 return r.stream == stream && r.wire != "call.received.v1";
             });
             return t.judged();
         }},
        {"incident.holds_its_callers", [](Tape t) { return without_any(t, "incident.call_added.v1"); }},
        {"incident.knows_its_units",
         [](Tape t) {
             std::erase_if(t.records, [](const auto& r) {
                 return r.wire == "incident.clearance_noted.v1" || r.wire == "incident.release_noted.v1";
             });
             return t.judged();
         }},
        {"incident.disposed_before_closed",
         [](Tape t) {
             auto* closed = t.find("incident.closed.v1");
             const auto from = closed->payload.find("\"disposition\":\"") + 15;
             closed->payload.erase(from, closed->payload.find('"', from) - from);
             return t.judged();
         }},
        {"incident.closed_without_units",
         [](Tape t) { return without_any(t, "incident.clearance_noted.v1"); }},
        {"incident.stamps_in_order",
         [](Tape t) { return altered(t, "incident.closed.v1", "\"closed_at\":\"2", "\"closed_at\":\"1"); }},
        {"incident.comes_from_its_call",
         [](Tape t) {
             return altered(t, "incident.opened.v1", "\"call_id\":\"cal_", "\"call_id\":\"cal_X");
         }},
    };
    return all;
}

}  // namespace

std::vector<std::string> bitten_on_whole_runs();
std::vector<std::string> bitten_among_people();
std::vector<std::string> bitten_at_mediations();

namespace {

TEST(Bite, NothingIsFoundWhereNothingIsPlanted) {
    EXPECT_EQ(bench().tape.judged(), Names{});
    EXPECT_GT(bench().tape.records.size(), 3'000u);
}
TEST(Bite, TheLog) { expect_bites(bites_of_the_log()); }
TEST(Bite, WhatIsOwed) { expect_bites(bites_of_what_is_owed()); }
TEST(Bite, TheBusiness) { expect_bites(bites_of_the_business()); }

TEST(Bite, EveryInvariantHasAPlantedBug) {
    std::multiset<std::string_view> planted;
    for (const auto* bites : {&bites_of_the_log(), &bites_of_what_is_owed(), &bites_of_the_business()})
        for (const auto& bite : *bites) planted.insert(bite.invariant);
    const auto whole = bitten_on_whole_runs();
    planted.insert(whole.begin(), whole.end());
    const auto among_people = bitten_among_people();
    planted.insert(among_people.begin(), among_people.end());
    const auto at_mediations = bitten_at_mediations();
    planted.insert(at_mediations.begin(), at_mediations.end());
    for (const auto& invariant : invariants()) {
        EXPECT_EQ(planted.count(invariant.name), 1u) << invariant.name;
        EXPECT_FALSE(invariant.holds.empty());
    }
    EXPECT_EQ(planted.size(), invariants().size());
    EXPECT_GE(invariants().size(), 40u);
}

}  // namespace
}  // namespace anlan::sim::test
