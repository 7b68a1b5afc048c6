// The third part of the planted bugs: what is done with what is known of people. What is shared, what
// somebody was given for a time, what two persons agree on, looks, erasure; and the callers whom nobody would
// look for.
#include "domain/post/events.hpp"
#include "sim/checks/bite_test_support.hpp"

namespace anlan::sim::test {
namespace {

// The value of a text member of a record's payload.
std::string member(const kernel::Envelope& record, const std::string& name) {
    const std::string begins = '"' + name + "\":\"";
    const auto at = record.payload.find(begins);
    if (at == std::string::npos) return {};
    const auto from = at + begins.size();
    return record.payload.substr(from, record.payload.find('"', from) - from);
}
void set_member(kernel::Envelope& record, const std::string& name, const std::string& value) {
    const std::string begins = '"' + name + "\":\"";
    const auto from = record.payload.find(begins) + begins.size();
    record.payload.replace(from, record.payload.find('"', from) - from, value);
}
void take_member_out(kernel::Envelope& record, const std::string& name) {
    const auto from = record.payload.find('"' + name + "\":\"");
    if (from == std::string::npos) return;
    const auto to = record.payload.find('"', from + name.size() + 4) + 1;
    record.payload.erase(from, to - from + (record.payload[to] == ',' ? 1 : 0));
}

Names joined_and_forgotten(Tape t) {
    for (auto& record : t.records)
        if (record.payload.find("\"kind\":\"confirm_join\"") != std::string::npos)
            Tape::alter(&record, "\"kind\":\"confirm_join\"", "\"kind\":\"wonder\"");
    return t.judged();
}
Names opened_less_urgent(Tape t) {
    for (auto& record : t.records)
        if (record.wire == "incident.opened.v1" && record.payload.find("joined_before") != std::string::npos)
            set_member(record, "priority", "p4");
    return t.judged();
}
Names shares_without_an_end(Tape t) {
    for (auto& record : t.records)
        if (record.wire == "incident.shared.v1") take_member_out(record, "ends_at");
    t.drop_all("incident.sharing_limited.v1");
    return without_any(t, "incident.sharing_ended.v1");
}
// And the shares stay, so that some are there in the end, whatever the story is.
Names shared_without_its_calls(Tape t) {
    t.drop_all("incident.sharing_ended.v1");
    return without_any(t, "call.sharing_noted.v1");
}
Names glass_for_another_record(Tape t) {
    for (auto& record : t.records)
        if (record.wire == "look.recorded.v1" && record.actor.under)
            set_member(record, "record", "inc_other");
    return t.judged();
}
Names glass_that_nobody_reviewed(Tape t) {
    for (auto& record : t.records)
        if (record.wire == "break_glass.broken.v1")
            set_member(record, "broken_at", "2020-01-01T00:00:00.000Z");
    return without_any(t, "break_glass.reviewed.v1");
}
Names glass_reviewed_by_whoever_broke_it(Tape t) {
    auto* reviewed = t.find("break_glass.reviewed.v1");
    for (const auto& record : t.records)
        if (record.stream == reviewed->stream && record.wire == "break_glass.broken.v1")
            set_member(*reviewed, "reviewed_by", member(record, "account_id"));
    return t.judged();
}
Names erased_though_held(Tape t) {
    const auto* erased = t.find("erasure.record_erased.v1");
    kernel::Envelope hold = *t.find("erasure.hold_placed.v1");
    hold.stream = erased->stream;
    set_member(hold, "record", member(*erased, "record"));
    hold.recorded_at = hold.happened_at = erased->recorded_at;
    hold.cause = 0;
    t.records.insert(t.records.begin() + static_cast<std::ptrdiff_t>(t.index_of(erased)), hold);
    return t.judged();
}
Names said_twice(Tape t, std::string_view wire) {
    t.repeat(t.find(wire));
    return t.judged();
}

Names paused_for_ever(Tape t) {
    set_member(*t.find("instruction.paused.v1"), "until", "2099-01-01T00:00:00.000Z");
    return t.judged();
}
Names resumed_with_more_time(Tape t) {
    set_member(*t.find("instruction.resumed.v1"), "due_by", "2099-01-01T00:00:00.000Z");
    return t.judged();
}

// The suggestion comes again under another number, after the first was rejected or while it stands.
Names suggested_twice(Tape t, bool rejected) {
    kernel::Envelope* first = t.find(rejected ? "matter.rejected.v1" : "matter.suggested.v1");
    const std::string stream = first->stream;
    kernel::Envelope again = *first;
    for (const auto& record : t.records)
        if (record.wire == "matter.suggested.v1" && record.stream == stream) again = record;
    again.stream += "-other";
    t.records.insert(t.records.begin() + static_cast<std::ptrdiff_t>(t.index_of(first)) + 1, again);
    return t.judged();
}
Names split_and_forgotten(Tape t) {
    const auto into = t.find("matter.split.v1")->stream + "-";
    std::erase_if(t.records, [&](const auto& record) { return record.stream.starts_with(into); });
    return t.judged();
}
Names ordered_and_not_issued(Tape t) {
    const auto issued = "ins_" + t.find("matter.instruction_ordered.v1")->stream.substr(4) + ".";
    std::erase_if(t.records, [&](const auto& record) { return record.stream.starts_with(issued); });
    return t.judged();
}

Names two_that_ask_for_the_same(Tape t) {
    auto twin = *t.find("task.proposed.v1");
    const auto at = t.index_of(t.find("task.proposed.v1"));
    twin.stream += "99";
    t.records.insert(t.records.begin() + static_cast<std::ptrdiff_t>(at) + 1, twin);
    return t.judged();
}
Names tasks_that_outlive_their_sunset(Tape t) {
    for (auto& record : t.records)
        if (record.wire == "task.proposed.v1") set_member(record, "sunset_at", "2020-01-01T00:00:00.000Z");
    return without_any(t, "task.ended.v1");
}
Names published_with_another_figure(Tape t) {
    Tape::alter(t.find("task.published.v1"), R"("burden_minutes_seen":)", R"("burden_minutes_seen":7)");
    return t.judged();
}
// The same incident again on another district's list.
Names listed_twice(Tape t) {
    auto* first = t.find("selection.candidate_put_forward.v1");
    kernel::Envelope again = *first;
    again.stream = again.stream.substr(0, again.stream.find('.')) + ".420999";
    t.records.insert(t.records.begin() + static_cast<std::ptrdiff_t>(t.index_of(first)) + 1, again);
    return t.judged();
}
Names closed_with_one_undecided(Tape t) {
    t.drop_all("selection.candidates_passed_over.v1");
    return t.judged();
}
Names picked_and_not_issued(Tape t) {
    const auto issued = "ins_" + t.find("selection.candidate_picked.v1")->stream.substr(4) + ".";
    std::erase_if(t.records, [&](const auto& record) { return record.stream.starts_with(issued); });
    return t.judged();
}
// One that stays on its list never comes onto it.
Names looked_at_by_nobody(Tape t) {
    std::set<std::string> left;
    for (const auto& record : t.records)
        if (record.wire == "selection.candidate_left.v1") left.insert(member(record, "incident_id"));
    std::string skipped;
    for (const auto& record : t.records)
        if (record.wire == "selection.candidate_put_forward.v1" && skipped.empty() &&
            !left.contains(member(record, "incident_id")))
            skipped = member(record, "incident_id");
    std::erase_if(t.records, [&](const auto& record) {
        return record.stream.starts_with("sel_") && member(record, "incident_id") == skipped;
    });
    return t.judged();
}

// Who left signs for who came.
Names signed_by_who_left(Tape t) {
    auto* signature = t.find("capsule.signed.v1", R"("capsule_version":1)");
    for (const auto& record : t.records)
        if (record.stream == signature->stream && record.wire == "capsule.written.v1") {
            set_member(*signature, "signed_by", member(record, "account_id"));
            signature->actor.actor_id = member(record, "account_id");
        }
    return t.judged();
}
Names written_after_it_was_signed(Tape t) {
    const auto* signature = t.find("capsule.signed.v1", R"("capsule_version":1)");
    for (const auto& record : t.records)
        if (record.stream == signature->stream && record.wire == "capsule.written.v1") {
            const auto again = record;
            t.records.insert(t.records.begin() + static_cast<std::ptrdiff_t>(t.index_of(signature)) + 1,
                             again);
            break;
        }
    return t.judged();
}

const std::vector<Bite>& bites_in_a_log() {
    static const std::vector<Bite> all{
        {"call.joined_is_looked_after", joined_and_forgotten},
        {"incident.opens_as_urgent_as_duress", opened_less_urgent},
        {"sharing.ends_in_time", [](Tape t) { return without_any(t, "incident.sharing_ended.v1"); }},
        {"sharing.has_an_end", shares_without_an_end},
        {"sharing.calls_follow", shared_without_its_calls},
        {"right.only_while_it_lasts", [](Tape t) { return without_any(t, "break_glass.broken.v1"); }},
        {"right.glass_opens_one_record", glass_for_another_record},
        {"right.ends_in_the_log", [](Tape t) { return without_any(t, "break_glass.closed.v1"); }},
        {"glass.reviewed_or_escalated", glass_that_nobody_reviewed},
        {"glass.reviewed_by_another", glass_reviewed_by_whoever_broke_it},
        {"two.agreed_before_done", [](Tape t) { return without_any(t, "proposal.approved.v1"); }},
        {"two.different_persons",
         [](Tape t) {
             return altered(t, "proposal.approved.v1", "\"approved_by\":\"acc_", "\"approved_by\":\"acc_X");
         }},
        {"two.done_once", [](Tape t) { return said_twice(t, "erasure.early_ordered.v1"); }},
        {"two.each_proposal_ends", [](Tape t) { return without_any(t, "proposal.carried_out.v1"); }},
        {"look.says_what_for",
         [](Tape t) {
             return altered(t, "look.recorded.v1", "\"purpose\":\"dispatch\"", "\"purpose\":\"whim\"");
         }},
        {"look.reviewed_by_another",
         [](Tape t) {
             return altered(t, "look.reviewed.v1", "\"reviewed_by\":\"acc_", "\"reviewed_by\":\"acc_X");
         }},
        {"erasure.held_is_kept", erased_though_held},
        {"erasure.due_or_ordered", [](Tape t) { return without_any(t, "erasure.early_ordered.v1"); }},
        {"instruction.one_owner",
         [](Tape t) {
             return altered(t, "instruction.passed_on.v1", R"("to_post_id":"pst_)", R"("to_post_id":"pst_X)");
         }},
        {"instruction.two_stamps", [](Tape t) { return without_any(t, "instruction.signed.v1"); }},
        {"instruction.ends_once", [](Tape t) { return said_twice(t, "instruction.answer_accepted.v1"); }},
        {"instruction.pause_ends", paused_for_ever},
        {"instruction.clock_goes_on", resumed_with_more_time},
        {"instruction.answer_is_whole",
         [](Tape t) {
             return altered(t, "instruction.answered.v1", R"("question_id":")", R"("question_id":"X)");
         }},
        {"instruction.told_to_the_top",
         [](Tape t) { return without_any(t, "instruction.deadline_escalated.v1"); }},
        {"matter.report_in_one", [](Tape t) { return suggested_twice(std::move(t), false); }},
        {"matter.rejected_makes_no_other", [](Tape t) { return suggested_twice(std::move(t), true); }},
        {"matter.none_is_lost", split_and_forgotten},
        {"matter.order_is_issued", ordered_and_not_issued},
        {"selection.each_is_listed", looked_at_by_nobody},
        {"selection.listed_once", listed_twice},
        {"selection.closed_is_decided", closed_with_one_undecided},
        {"selection.pick_is_issued", picked_and_not_issued},
        {"erasure.each_key_once", [](Tape t) { return said_twice(t, "erasure.record_erased.v1"); }},
    };
    return all;
}

const std::vector<Bite>& bites_of_tasks() {
    static const std::vector<Bite> all{
        {"task.burden_seen", published_with_another_figure},
        {"task.no_twins", two_that_ask_for_the_same},
        {"task.round_once", [](Tape t) { return said_twice(t, "task.round_opened.v1"); }},
        {"task.round_is_issued", [](Tape t) { return without_any(t, "errand.issued.v1"); }},
        {"task.ends_with_its_sunset", tasks_that_outlive_their_sunset},
        {"errand.one_open", [](Tape t) { return without_any(t, "errand.lapsed.v1"); }},
        {"errand.answer_is_whole",
         [](Tape t) {
             return altered(t, "errand.answered.v1", R"("question_id":"done")", R"("question_id":"X")");
         }},
        {"errand.ends_once", [](Tape t) { return said_twice(t, "errand.lapsed.v1"); }},
    };
    return all;
}

const std::vector<Bite>& bites_of_capsules_and_receipts() {
    static const std::vector<Bite> all{
        {"capsule.signed_once", [](Tape t) { return said_twice(t, "capsule.signed.v1"); }},
        {"capsule.signed_as_last_written", [](Tape t) { return without_any(t, "capsule.written.v1"); }},
        {"capsule.signed_by_another", signed_by_who_left},
        {"capsule.nothing_after_signature", written_after_it_was_signed},
        {"capsule.each_shift_is_noted", [](Tape t) { return without_any(t, "capsule.shift_over.v1"); }},
        {"capsule.owed_until_signed",
         [](Tape t) {
             return altered(t, "capsule.shift_over.v1", R"("kind":"sign_capsule")", R"("kind":"wonder")");
         }},
        {"receipt.only_by_the_living_link", [](Tape t) { return without_any(t, "call.link_issued.v1"); }},
        {"receipt.reopens_only_in_time",
         [](Tape t) {
             return altered(t, "call.result_contested.v1", R"("reopens":true)", R"("reopens":false)");
         }},
        {"receipt.not_solved_opens_it_again", [](Tape t) { return without_any(t, "incident.reopened.v1"); }},
        {"receipt.late_is_answered",
         [](Tape t) {
             return altered(t, "call.result_contested.v1", R"("kind":"not_solved")", R"("kind":"wonder")");
         }},
        {"receipt.rated_once", [](Tape t) { return said_twice(t, "call.result_rated.v1"); }},
    };
    return all;
}

// --- whole runs

struct WholeBite {
    const char* invariant;
    std::function<Names()> found;
};

Names with_faulty(std::string_view module, const std::function<void(kernel::Module&)>& spoil) {
    Stage stage;
    spoil(stage.module(module));
    return stage.broken(busy_town());
}

// Whoever is a partner sees every incident.
Names incidents_shared_with_everybody() {
    return with_faulty("incident", [](kernel::Module& module) {
        module.scope = [scope = module.scope](const kernel::StatePtr& state) {
            auto made = scope(state);
            if (!made.where.district.value().empty())
                made.shared_with.push_back({kernel::post_id("partner", made.where.district)});
            return made;
        };
    });
}
Names summaries_that_tell_all() {
    return with_faulty("incident", [](kernel::Module& module) {
        module.encode_summary = [encode = module.encode_state](const kernel::StatePtr& state) {
            return encode(state);
        };
    });
}
Names calls_that_never_close() {
    return with_faulty("call", [](kernel::Module& module) {
        module.row = [row = module.row](std::string_view stream, const kernel::StatePtr& state) {
            auto made = row(stream, state);
            if (made) made->open = true;
            return made;
        };
    });
}
Names orders_that_nobody_carries_out() {
    return with_faulty("erasure", [](kernel::Module& module) {
        module.decide = [decide = module.decide](
                            const kernel::StatePtr& state, const kernel::AnyCommand& command,
                            const kernel::Now& now) -> Result<kernel::Decided, kernel::Refusal> {
            if (command.spec->name == "erasure.erase_record") return kernel::Decided{{}, state};
            return decide(state, command, now);
        };
    });
}
Names keys_that_live_on() {
    Plants plants;
    plants.keys_kept = true;
    return Stage{}.broken(busy_town(), std::move(plants));
}
Names unseen_by_the_witness(std::string_view wire) {
    Plants plants;
    plants.witness = [wire](std::vector<kernel::Committed>& commit) {
        std::erase_if(commit, [&](const auto& one) { return one.envelope.wire == wire; });
    };
    return Stage{}.broken(busy_town(), std::move(plants));
}
// The witness is told that less was given than was.
Names delegations_that_give_too_much() {
    Plants plants;
    plants.witness = [](std::vector<kernel::Committed>& commit) {
        for (auto& one : commit) {
            const auto* given = one.event.as<post::DutyDelegated>();
            if (given == nullptr) continue;
            auto less = *given;
            less.permissions = {{"place.read"}};
            one.event.value = std::make_shared<const post::DutyDelegated>(std::move(less));
        }
    };
    return Stage{}.broken(busy_town(), std::move(plants));
}

// Old links go on opening the page, as if nothing had ended them.
Names links_that_nobody_ended() { return unseen_by_the_witness("call.link_issued.v1"); }
Names pages_that_tell_what_was_said() {
    Plants plants;
    plants.shown = [](ports::Response& response) {
        if (response.content_type.starts_with("text/html"))
            response.body += "<p>他往北走了，请派人来看看</p>";
    };
    return Stage{}.broken(busy_town(), std::move(plants));
}

const std::vector<WholeBite>& bites_in_whole_runs() {
    static const std::vector<WholeBite> all{
        {"sharing.partner_told_only_of_shared", incidents_shared_with_everybody},
        {"sharing.partner_shown_only_what_is_shared", incidents_shared_with_everybody},
        {"sharing.summary_hides_people", summaries_that_tell_all},
        {"right.no_more_than_given", delegations_that_give_too_much},
        {"right.elsewhere_only_by_glass", [] { return unseen_by_the_witness("break_glass.broken.v1"); }},
        {"look.recorded_before_it_is_shown", [] { return unseen_by_the_witness("look.recorded.v1"); }},
        {"look.starts_from_open_record", calls_that_never_close},
        {"receipt.only_the_living_link_opens", links_that_nobody_ended},
        {"receipt.shows_no_personal_text", pages_that_tell_what_was_said},
        {"erasure.keys_are_gone", keys_that_live_on},
        {"erasure.shows_nothing", keys_that_live_on},
        {"erasure.ordered_is_done", orders_that_nobody_carries_out},
    };
    return all;
}

}  // namespace

std::vector<std::string> bitten_among_people() {
    std::vector<std::string> names;
    for (const auto& bite : bites_in_a_log()) names.emplace_back(bite.invariant);
    for (const auto& bite : bites_of_tasks()) names.emplace_back(bite.invariant);
    for (const auto& bite : bites_of_capsules_and_receipts()) names.emplace_back(bite.invariant);
    for (const auto& bite : bites_in_whole_runs()) names.emplace_back(bite.invariant);
    return names;
}

namespace {

TEST(Bite, WhatIsKnownOfPeople) { expect_bites(bites_in_a_log()); }
TEST(Bite, WhatTasksPromise) { expect_bites(bites_of_tasks()); }
TEST(Bite, WhatCapsulesAndReceiptsPromise) { expect_bites(bites_of_capsules_and_receipts()); }
TEST(Bite, WhatIsKnownOfPeopleInWholeRuns) {
    for (const auto& bite : bites_in_whole_runs())
        EXPECT_TRUE(bite.found().contains(bite.invariant)) << bite.invariant << " does not bite";
}

}  // namespace
}  // namespace anlan::sim::test
