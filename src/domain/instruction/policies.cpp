#include "domain/instruction/policies.hpp"

#include "domain/matter/events.hpp"

namespace anlan::instruction {

std::vector<kernel::Send<Instruction::Command>> issue_when_a_matter_orders_it(
    const kernel::PolicyInput& input) {
    const auto* ordered = input.recorded.as<matter::InstructionOrdered>();
    if (ordered == nullptr) return {};
    // The instruction's id follows from the matter's, so that each order is one instruction for ever.
    const auto& matter = input.recorded.envelope.stream;
    const std::string stream =
        "ins_" + matter.substr(matter.find('_') + 1) + "." + std::to_string(ordered->number);
    return {{stream, IssueInstruction{ordered->instruction_class, PersonalText{ordered->text}, ordered->where,
                                      ordered->incident_id, std::nullopt}}};
}

}  // namespace anlan::instruction
