#include "domain/instruction/row.hpp"

namespace anlan::instruction {
std::optional<InstructionRow> row_of(std::string_view stream, const Instruction::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    InstructionRow row;
    row.instruction_id = stream;
    row.class_code = state.class_code;
    row.stage = state.stage;
    row.where = state.where;
    row.owner = state.owner;
    row.carrier = state.carrier;
    row.incident_id = state.incident_id;
    row.batch = state.batch;
    row.issued_at = state.issued_at;
    if (state.signed_for) row.signed_at = state.signed_for->signed_at;
    row.passed_on_at = state.passed_on_at;
    row.answered_at = state.answered_at;
    row.ended_at = state.ended_at;
    if (state.pause) row.paused_until = state.pause->until;
    row.carrier_off_since = state.carrier_off_since;
    if (!state.steps.empty()) row.step = state.steps.back().step;
    row.returned = state.returned;
    row.chased = state.chased;
    row.chased_at = state.chased_at;
    row.missed = state.missed;
    row.next = kernel::next_due(state.open);
    return row;
}

std::map<std::string, std::string> facets_of(const Instruction::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"class_code", state.class_code},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"owner", state.owner.value()},
            {"incident", state.incident_id ? state.incident_id->value() : ""},
            {"batch", state.batch.value_or("")},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::instruction
