#include "sim/checks/two_persons_checker.hpp"

#include "domain/account/events.hpp"
#include "domain/erasure/events.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};

}  // namespace

void TwoPersonsChecker::recorded(const Step& step) {
    if (step.module.name == "proposal") return proposal_recorded(step);
    if (step.envelope.actor.kind != kernel::ActorKind::person) return;
    if (const auto command = needed_two(step)) check_agreed(step, *command);
}

void TwoPersonsChecker::proposal_recorded(const Step& step) {
    Proposed& known = proposals_[step.envelope.stream];
    if (const auto* e = step.as<proposal::CommandProposed>())
        known = {e->target, e->command, e->proposed_by, e->until, {}, {}, known.done, false};
    if (const auto* e = step.as<proposal::ProposalApproved>()) {
        known.approved_by = e->approved_by;
        known.approved_at = e->approved_at;
        findings_.checked("two.different_persons");
        if (e->approved_by == known.proposed_by || e->approved_by.value() != step.envelope.actor.actor_id ||
            e->approved_at >= known.until)
            findings_.add("two.different_persons",
                          known.proposed_by.value() + " proposed, and " + e->approved_by.value() +
                              " approved, at " + to_text(e->approved_at),
                          step.envelope.stream);
    }
    const bool stays = step.as<proposal::CommandProposed>() != nullptr ||
                       step.as<proposal::ProposalApproved>() != nullptr ||
                       step.as<kernel::DeadlineWarned>() != nullptr;
    known.over = known.over || !stays;
}

std::optional<std::string> TwoPersonsChecker::needed_two(const Step& step) const {
    std::string command;
    std::optional<std::string> role;
    if (step.as<erasure::EarlyErasureOrdered>() != nullptr) command = "erasure.erase_early";
    if (step.as<erasure::HoldLifted>() != nullptr) command = "erasure.lift_hold";
    if (const auto* granted = step.as<account::PostGranted>()) {
        command = "account.grant_post";
        const auto parts = kernel::parts_of(granted->post_id);
        role = parts ? parts->role : std::string{};
    }
    const auto& all = rules_.section<proposal::Rules>().commands;
    const auto rule =
        std::find_if(all.begin(), all.end(), [&](const auto& r) { return r.command == command; });
    if (rule == all.end()) return std::nullopt;
    if (rule->roles && std::find(rule->roles->begin(), rule->roles->end(), role) == rule->roles->end())
        return std::nullopt;
    return command;
}

void TwoPersonsChecker::check_agreed(const Step& step, const std::string& command) {
    const auto& actor = step.envelope.actor;
    findings_.checked("two.agreed_before_done");
    const auto found = actor.under ? proposals_.find(*actor.under) : proposals_.end();
    const bool agreed = found != proposals_.end() && actor.approved_by &&
                        found->second.approved_by == actor.approved_by &&
                        found->second.proposed_by.value() == actor.actor_id &&
                        found->second.target == step.envelope.stream && found->second.command == command;
    if (!agreed)
        return findings_.add("two.agreed_before_done",
                             actor.actor_id + " did " + command + " and nobody had agreed",
                             step.envelope.stream);
    findings_.checked("two.done_once");
    if (++found->second.done > 1)
        findings_.add("two.done_once", *actor.under + " is carried out again", step.envelope.stream);
}

void TwoPersonsChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    look(node.now());
}

void TwoPersonsChecker::look(Instant now) {
    for (const auto& [stream, known] : proposals_) {
        findings_.checked("two.each_proposal_ends");
        if (known.over) continue;
        const Instant ends = known.approved_by ? known.approved_at + carried_out_within : known.until;
        if (std::max(ends, hindered_until_) + late_max < now)
            findings_.add("two.each_proposal_ends",
                          known.command + " was to be over by " + to_text(ends) + " and is not", stream);
    }
}

}  // namespace anlan::sim
