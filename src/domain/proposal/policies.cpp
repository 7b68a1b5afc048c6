#include "domain/proposal/policies.hpp"

namespace anlan::proposal {

std::vector<kernel::Followup> carry_out(const kernel::PolicyInput& input) {
    const auto* approved = input.recorded.as<ProposalApproved>();
    if (approved == nullptr) return {};
    const auto& stream = input.recorded.envelope.stream;
    const auto erased = input.own_state(stream);
    if (erased == nullptr) return {};
    const auto& state = *static_cast<const Proposal::State*>(erased.get());
    // At a start this runs again for what was approved before: what has come to its end is not tried anew.
    if (state.stage != Stage::approved) return {};
    kernel::Actor both{kernel::ActorKind::person, state.proposed_by.value(), state.post_id, stream,
                       approved->approved_by};
    return {
        {state.target,
         {},
         kernel::Agreed{state.command, state.body, std::move(both), std::string{NoteNotCarriedOut::name}}}};
}

std::vector<kernel::Send<Proposal::Command>> note_carried_out(const kernel::PolicyInput& input) {
    const auto& envelope = input.recorded.envelope;
    if (!envelope.actor.under || !envelope.actor.under->starts_with("prp_")) return {};
    return {{*envelope.actor.under, NoteCarriedOut{envelope.wire}}};
}

}  // namespace anlan::proposal
