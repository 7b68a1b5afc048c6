#include "domain/instruction/policies.hpp"

#include "domain/matter/events.hpp"
#include "domain/selection/events.hpp"

namespace anlan::instruction {
namespace {

// The instruction's id follows from what orders it, so that each order is one instruction for ever.
std::string ordered_id(const std::string& by, int number) {
    return "ins_" + by.substr(by.find('_') + 1) + "." + std::to_string(number);
}

}  // namespace

std::vector<kernel::Send<Instruction::Command>> issue_when_a_matter_orders_it(
    const kernel::PolicyInput& input) {
    const auto* ordered = input.recorded.as<matter::InstructionOrdered>();
    if (ordered == nullptr) return {};
    return {{ordered_id(input.recorded.envelope.stream, ordered->number),
             IssueInstruction{ordered->instruction_class, PersonalText{ordered->text}, ordered->where,
                              ordered->incident_id, std::nullopt}}};
}

// Those of one day are one batch.
std::vector<kernel::Send<Instruction::Command>> issue_when_a_selection_picks(
    const kernel::PolicyInput& input) {
    const auto* picked = input.recorded.as<selection::CandidatePicked>();
    if (picked == nullptr) return {};
    const auto& list = input.recorded.envelope.stream;
    return {{ordered_id(list, picked->number),
             IssueInstruction{picked->instruction_class, PersonalText{picked->text}, picked->where,
                              picked->incident_id, list}}};
}

std::vector<kernel::Send<Instruction::Command>> withdraw_when_a_pick_is_undone(
    const kernel::PolicyInput& input) {
    const auto* undone = input.recorded.as<selection::DecisionUndone>();
    if (undone == nullptr || !undone->number) return {};
    const auto id = ordered_id(input.recorded.envelope.stream, *undone->number);
    const auto erased = input.own_state(id);
    // Not there yet: its issue waits in front of this.
    if (erased != nullptr && static_cast<const Instruction::State*>(erased.get())->ended_at) return {};
    return {{id, WithdrawInstruction{PersonalText{undone->text}}}};
}

}  // namespace anlan::instruction
