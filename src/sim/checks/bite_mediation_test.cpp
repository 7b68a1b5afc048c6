// The planted bugs of mediations: a case that two posts own, a text that one side never signed, a promise
// that ends twice, a solution before its time, and a push that carries what somebody said.
#include "domain/mediation/events.hpp"
#include "sim/checks/bite_test_support.hpp"

namespace anlan::sim::test {
namespace {

Names said_twice(Tape t, std::string_view wire) {
    t.repeat(t.find(wire));
    return t.judged();
}
// It is handed over, and what is owed stays where it was.
Names handed_over_in_name_only(Tape t) {
    auto* handed = t.find("mediation.handed_over.v1");
    const std::string begins = R"("to_post_id":")";
    const auto from = handed->payload.find(begins) + begins.size();
    handed->payload.replace(from, handed->payload.find('"', from) - from, "pst_nobody");
    return t.judged();
}
// Solved on the day on which the quiet began.
Names solved_at_once(Tape t) {
    const auto* begun = t.find("mediation.quiet_begun.v1");
    kernel::Envelope solved = *begun;
    solved.wire = "mediation.solved.v1";
    solved.payload = R"({"quiet_days":0,"told":"pst_x","solved_at":")" + anlan::to_text(begun->recorded_at) +
                     R"(","obligations":[]})";
    t.records.insert(t.records.begin() + static_cast<std::ptrdiff_t>(t.index_of(begun)) + 1, solved);
    return t.judged();
}

const std::vector<Bite>& bites_of_mediations() {
    static const std::vector<Bite> all{
        {"mediation.one_owner", handed_over_in_name_only},
        {"mediation.both_signed_one_version",
         [](Tape t) { return without_any(t, "mediation.agreement_signed.v1"); }},
        {"mediation.promise_ends_once", [](Tape t) { return said_twice(t, "mediation.promise_settled.v1"); }},
        {"mediation.solved_after_quiet", solved_at_once},
    };
    return all;
}

// Whoever sends it writes down what a side said, and nothing stops them.
Names pushes_that_quote() {
    Plants plants;
    plants.witness = [](std::vector<kernel::Committed>& commit) {
        for (auto& one : commit) {
            const auto* sent = one.event.as<mediation::PushSent>();
            if (sent == nullptr) continue;
            auto quoting = *sent;
            quoting.text = PersonalText{sent->text.reveal() + "水滴到床上，管子不是我家的"};
            one.event.value = std::make_shared<const mediation::PushSent>(std::move(quoting));
        }
    };
    return Stage{}.broken(busy_town(), std::move(plants));
}

}  // namespace

std::vector<std::string> bitten_at_mediations() {
    std::vector<std::string> names{"mediation.push_quotes_nobody"};
    for (const auto& bite : bites_of_mediations()) names.emplace_back(bite.invariant);
    return names;
}

namespace {

TEST(Bite, WhatMediationsPromise) { expect_bites(bites_of_mediations()); }
TEST(Bite, WhatMediationsPromiseInAWholeRun) {
    EXPECT_TRUE(pushes_that_quote().contains("mediation.push_quotes_nobody"));
}

}  // namespace
}  // namespace anlan::sim::test
