#include "sim/checks/invariants.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Invariant table[] = {
    // --- the log, read off the disk
    {"log.positions_dense", "positions begin at 1 and have no gap"},
    {"log.chain_holds", "each record's hash is made of all before it"},
    {"log.time_never_back", "recorded_at never decreases"},
    {"log.versions_dense", "each stream's versions begin at 1 and have no gap"},
    {"log.understood", "each record's event is known to the module of its stream, and reads"},
    {"log.rulebook_named", "each record names the rulebook in force"},
    {"log.cause_before_effect", "a cause lies before its effect, and every policy's record has one"},
    {"log.happened_before_recorded", "nothing is recorded before it happened"},
    {"log.people_named", "what a person did has the account and the purpose"},
    {"log.published_is_logged", "what boards were told is what lies on the disk, record by record"},
    {"log.command_once", "the records of one command stand together and come once"},
    // --- answers
    {"answer.accepted_is_logged", "a command that was answered as carried out lies on the disk"},
    {"answer.version_true", "an answer's version is the one the command led to"},
    {"answer.refused_leaves_nothing", "a refused command leaves no record"},
    {"answer.fault_leaves_nothing", "a command answered with a passing fault has left no record"},
    {"answer.same_again", "a command said again is answered as it was the first time"},
    {"answer.kept", "what was answered as carried out is in the log at the end, unless the disk lied"},
    {"answer.once", "no message is answered twice"},
    // --- what is owed
    {"obligation.never_early", "nothing is warned, missed or escalated before its instant"},
    {"obligation.on_time", "it is noted at most 1 s after its instant while the process can work"},
    {"obligation.noted_once", "each warning, miss and rung of an obligation is recorded once"},
    {"obligation.in_order", "a miss comes before its rungs, and the rungs in their order"},
    {"obligation.was_owed", "only what is owed is warned of, missed or escalated"},
    {"obligation.tells_the_right_post", "the owner and the rung's post are the obligation's"},
    {"obligation.nothing_forgotten", "no open obligation has passed an instant that is not noted"},
    {"obligation.well_formed", "it has an owner, warns before it is due, and its ladder ascends"},
    {"obligation.clock_stays", "noting a deadline moves no clock"},
    {"obligation.closed_owes_only_what_outlives_it",
     "an incident that is over owes nothing but a call back and the end of a share"},
    {"obligation.decided_call_owes_no_outcome", "a call with an outcome owes none"},
    // --- units
    {"unit.one_active_incident", "a unit is active on at most one incident"},
    {"unit.stamps_in_order", "assigned, acknowledged, en route, arrived, ended: in this order"},
    {"unit.second_needs_reason", "a busy unit gets a second incident only with a reason"},
    {"unit.waiting_needs_active", "an assignment waits only for another that is active"},
    {"unit.assigned_only_on_duty", "only a unit on duty is assigned"},
    // --- calls and incidents
    {"call.one_outcome", "exactly one outcome stands at a time"},
    {"call.ends_in_outcome", "a call without an outcome owes one, or its miss was noted"},
    {"incident.holds_its_callers", "an incident holds exactly the calls whose outcome it is"},
    {"incident.knows_its_units", "an incident's live assignments are those of the units' own streams"},
    {"incident.disposed_before_closed", "nothing is closed without a disposition"},
    {"incident.closed_without_units", "with units still on it, it closes only with a reason"},
    {"incident.old_clocks_visible", "after reopening, the clocks before are kept as they were"},
    {"incident.stamps_in_order", "within an episode: opened, then closed; sent, then arrived"},
    {"incident.comes_from_its_call", "an incident opened by a call is opened for that call"},
    {"call.joined_is_looked_after", "a call that joined what is not there yet owes that it is confirmed"},
    {"incident.opens_as_urgent_as_duress",
     "an incident opens at least as urgent as the duress of whoever joined before"},
    // --- what is shared with others
    {"sharing.partner_told_only_of_shared",
     "a partner's console is told only of what is shared with it, while it is shared"},
    {"sharing.partner_shown_only_what_is_shared",
     "a partner is shown only what is shared with it, while it is shared"},
    {"sharing.summary_hides_people", "who was given the outline is not shown what was said"},
    {"sharing.ends_in_time", "no share outlives its end"},
    {"sharing.has_an_end", "a share ends at an instant, or with the unit it follows"},
    {"sharing.calls_follow", "calls are shown to whom their incident is shared with whole, and to no others"},
    // --- rights for a time
    {"right.only_while_it_lasts",
     "a right given for a time does nothing before it, and nothing after its end"},
    {"right.no_more_than_given", "a delegation of some permissions gives those and no others"},
    {"right.glass_opens_one_record", "broken glass opens the record it names, to be read, and nothing else"},
    {"right.elsewhere_only_by_glass", "another district's record is shown by a share or by a glass"},
    {"right.ends_in_the_log", "each right that was given for a time ends in the log at its time"},
    {"glass.reviewed_or_escalated", "broken glass is reviewed, or those above are told that it is not"},
    {"glass.reviewed_by_another", "nobody reviews glass of their own"},
    // --- two persons
    {"two.agreed_before_done", "what needs two persons was agreed on by both before it was done"},
    {"two.different_persons", "who approves is another than who proposed, and in time"},
    {"two.done_once", "what was agreed on is done once"},
    {"two.each_proposal_ends", "each proposal is answered, lapses, or is carried out or given up"},
    // --- looks
    {"look.recorded_before_it_is_shown",
     "what says something of people is shown when the look is in the log"},
    {"look.says_what_for", "each look names who, and a purpose of the rulebook"},
    {"look.starts_from_open_record", "a look-up starts from a record that is worked on, or looks back"},
    {"look.reviewed_by_another", "nobody reviews a look of their own"},
    // --- erasure
    {"erasure.held_is_kept", "what is held is not erased"},
    {"erasure.due_or_ordered", "nothing is erased before its day, unless two persons ordered it"},
    {"erasure.each_key_once", "each erasure destroys keys that were there"},
    {"erasure.keys_are_gone", "a key that was destroyed opens nothing"},
    {"erasure.shows_nothing", "an erased record shows nothing of what was said"},
    {"erasure.ordered_is_done", "what was ordered is erased, unless it is held"},
    // --- instructions of the centre
    {"instruction.one_owner",
     "an open instruction has one owner, who owes what is next; one that is over, none"},
    {"instruction.two_stamps", "an instruction is signed for before it is passed on"},
    {"instruction.ends_once", "nothing happens to an instruction after it is accepted or withdrawn"},
    {"instruction.pause_ends", "a pause ends, as soon as the rulebook says"},
    {"instruction.clock_goes_on", "after a pause what was left of the time is left, and no more"},
    {"instruction.answer_is_whole", "an answer has every field that its class requires"},
    {"instruction.told_to_the_top", "what is owed and not done is told up to the last rung"},
    // --- matters
    {"matter.report_in_one", "a report is in one matter at most"},
    {"matter.rejected_makes_no_other", "what stands in a rejected matter is suggested in no other"},
    {"matter.none_is_lost", "what is split off a matter is suggested by itself"},
    {"matter.order_is_issued", "what a matter orders is issued to the station"},
    // --- mediations
    {"mediation.one_owner", "one post owns it at every moment, and owes whatever is owed of it"},
    {"mediation.both_signed_one_version", "what is agreed was signed by both sides on the same version"},
    {"mediation.promise_ends_once", "a promise is kept or broken once, and moved only before"},
    {"mediation.solved_after_quiet", "solved is what was quiet for its days, with no promise open"},
    {"mediation.push_quotes_nobody", "nothing that a side said leaves with a push"},
    // --- tasks and errands
    {"task.burden_seen", "nothing is published but with the minutes that it takes"},
    {"task.no_twins", "no two tasks of a department ask for the same in the same area"},
    {"task.round_once", "the rounds of a task come once each, in order"},
    {"task.round_is_issued", "a round is issued to each of its areas"},
    {"task.ends_with_its_sunset", "a task that is not renewed ends with its sunset"},
    {"errand.one_open", "a task has one open errand at a door or in an area at most"},
    {"errand.answer_is_whole", "an answer and its corrections have every field that is asked and required"},
    {"errand.ends_once", "nothing happens to an errand after it was withdrawn or has lapsed"},
    // --- the daily selection
    {"selection.each_is_listed", "every incident of a day that is no crime is on a day's list"},
    {"selection.listed_once", "it is on one, its own day's unless that was over already"},
    {"selection.closed_is_decided", "a closed day has no candidate that is undecided"},
    {"selection.pick_is_issued", "what a pick orders is issued to the station"},
    // --- shift capsules
    {"capsule.signed_once", "a capsule is signed by one person of the next shift, once"},
    {"capsule.signed_as_last_written", "what is signed is the version that was written last"},
    {"capsule.signed_by_another", "whoever leaves or wrote it does not sign"},
    {"capsule.nothing_after_signature", "after the signature nothing is written"},
    {"capsule.each_shift_is_noted", "a shift that ends at a post whose next shift signs has its capsule"},
    {"capsule.owed_until_signed", "the signature is owed from the end of the shift until it is given"},
    // --- callers' receipts
    {"receipt.only_by_the_living_link", "what comes by a link comes by the one that the call has now"},
    {"receipt.only_the_living_link_opens", "a page opens by the link that the call has now, and by no other"},
    {"receipt.shows_no_personal_text", "a caller's page repeats nothing that was said, and no address"},
    {"receipt.reopens_only_in_time", "*not solved* is of the last result, and opens it again only in time"},
    {"receipt.not_solved_opens_it_again", "what was contested in time is open again"},
    {"receipt.late_is_answered", "who says it too late is owed an answer until it is given"},
    {"receipt.rated_once", "a result is rated once by each caller, with 1 to 5"},
    // --- what is shown
    {"engine.equals_fold", "the engine's states are the fold of the log"},
    {"engine.owing_counted", "as many timers are armed as streams have something to be noted"},
    {"engine.every_deadline_answered", "no module leaves a deadline unanswered"},
    {"engine.queue_bounded", "no more waits than the queue may hold"},
    {"board.equals_fold", "the board's states are the fold of the log"},
    {"board.at_head", "the board stands where the log stands"},
    {"board.owed_complete", "the list of what breaks next holds every open obligation, in order"},
    {"board.lists_open", "the open lists hold exactly the open rows"},
    {"views.at_head", "every view stands where the log stands"},
    {"restart.same_states", "snapshot and tail, or the whole log, give the states there were"},
    {"restart.same_head", "a start finds the head that was durable"},
    {"restart.time_goes_on", "after a start the time is not before the last record"},
    // --- the live feed
    {"feed.in_order", "a console sees positions ascend"},
    {"feed.no_gap", "a console misses nothing that it may see"},
    {"feed.true_to_log", "what a console sees is what the log has at that position"},
    {"feed.only_what_may_be_seen", "a console sees nothing that its seat may not"},
    {"feed.no_personal_text", "no number and no word of a caller is on the feed"},
    {"feed.well_formed", "every event of the feed has an id and a position that agree"},
};

}  // namespace

std::span<const Invariant> invariants() { return table; }

void Findings::add(std::string_view invariant, std::string words, std::string_view stream) {
    const bool known = std::any_of(std::begin(table), std::end(table),
                                   [&](const Invariant& one) { return one.name == invariant; });
    ANLAN_CHECK(known, "an invariant that has no name");
    ++total_;
    ++broken_[std::string{invariant}];
    const auto same = std::count_if(violations_.begin(), violations_.end(),
                                    [&](const Violation& v) { return v.invariant == invariant; });
    constexpr auto of_one_kind = 10;
    if (violations_.size() >= violations_kept || same >= of_one_kind) return;
    violations_.push_back({std::string{invariant}, now_, std::move(words), std::string{stream}});
}

void Findings::checked(std::string_view invariant, std::uint64_t times) {
    const auto found = looks_.find(invariant);
    if (found == looks_.end())
        looks_.emplace(invariant, times);
    else
        found->second += times;
}

}  // namespace anlan::sim
