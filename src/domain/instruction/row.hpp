// What lists and live boards show of an instruction: where it is, who owns it, what breaks next. Nothing of
// what it says.
#pragma once
#include "domain/instruction/instruction.hpp"

#include <map>
#include <optional>

namespace anlan::instruction {

struct InstructionRow {
    std::string instruction_id;
    std::string class_code;
    Stage stage{};
    Jurisdiction where;
    PostId owner;
    std::optional<PostId> carrier;
    std::optional<IncidentId> incident_id;
    std::optional<std::string> batch;
    Instant issued_at{};
    std::optional<Instant> signed_at;
    std::optional<Instant> passed_on_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> ended_at;
    std::optional<Instant> paused_until;
    std::optional<Instant> carrier_off_since;
    std::optional<Step> step;  // the last one reported
    int returned = 0;
    int chased = 0;
    std::optional<Instant> chased_at;
    std::vector<std::string> missed;
    std::optional<kernel::NextDue> next;
};
BOOST_DESCRIBE_STRUCT(InstructionRow, (),
                      (instruction_id, class_code, stage, where, owner, carrier, incident_id, batch,
                       issued_at, signed_at, passed_on_at, answered_at, ended_at, paused_until,
                       carrier_off_since, step, returned, chased, chased_at, missed, next))

std::optional<InstructionRow> row_of(std::string_view stream, const Instruction::State& state);
std::map<std::string, std::string> facets_of(const Instruction::State& state);

}  // namespace anlan::instruction
