#include "domain/unit/policies.hpp"

#include "domain/incident/events.hpp"

namespace anlan::unit {
namespace {

using Told = std::optional<std::vector<incident::AssignedUnit>>;

Sends tell(const Told& told, const std::string& incident, const InformAssignment& what) {
    Sends sends;
    if (!told) return sends;
    for (const incident::AssignedUnit& unit : *told) {
        InformAssignment command = what;
        command.incident_id = IncidentId{incident};
        command.assignment_id = unit.assignment_id;
        sends.push_back({unit.unit_id.value(), std::move(command)});
    }
    return sends;
}

InformAssignment change(std::optional<Priority> priority, std::optional<std::string> incident_class,
                        std::string reason) {
    InformAssignment command;
    command.priority = priority;
    command.incident_class = std::move(incident_class);
    command.reason = std::move(reason);
    return command;
}

InformAssignment moved(const incident::LocationCorrected& e) {
    InformAssignment command;
    command.place =
        InformedPlace{e.location.place_id, e.location.place_label, e.location.point, e.location.where};
    command.reason = e.reason;
    return command;
}

}  // namespace

Sends inform_units_when_their_incident_changes(const kernel::PolicyInput& input) {
    const kernel::Recorded& recorded = input.recorded;
    const std::string& incident = recorded.envelope.stream;
    if (const auto* e = recorded.as<incident::PriorityChanged>())
        return tell(e->tells, incident, change(e->priority, std::nullopt, e->reason));
    if (const auto* e = recorded.as<incident::IncidentReclassified>())
        return tell(e->tells, incident, change(e->priority, e->class_code, e->reason));
    if (const auto* e = recorded.as<incident::LocationCorrected>())
        return tell(e->tells, incident, moved(*e));
    if (const auto* e = recorded.as<incident::AssignmentNoted>();
        e != nullptr && (e->priority || e->class_code))
        return tell(Told{{{e->assignment_id, e->unit_id}}}, incident, change(e->priority, e->class_code, ""));
    if (const auto* e = recorded.as<incident::AssignmentTakenOver>();
        e != nullptr && (e->priority || e->class_code))
        return tell(Told{{{e->assignment_id, e->unit_id}}}, incident, change(e->priority, e->class_code, ""));
    return {};
}

Sends move_units_with_their_incident(const kernel::PolicyInput& input) {
    const kernel::Recorded& recorded = input.recorded;
    const IncidentId here{recorded.envelope.stream};
    const auto move = [&](const std::vector<incident::AssignedUnit>& units, const IncidentId& to,
                          const std::string& reason) {
        Sends sends;
        for (const incident::AssignedUnit& unit : units)
            sends.push_back({unit.unit_id.value(), MoveAssignment{unit.assignment_id, here, to, reason}});
        return sends;
    };
    if (const auto* e = recorded.as<incident::IncidentMerged>()) return move(e->units, e->into, e->reason);
    if (const auto* e = recorded.as<incident::AbsorptionUndone>()) return move(e->units, e->from, e->reason);
    if (const auto* e = recorded.as<incident::IncidentSplit>()) return move(e->units, e->into, e->reason);
    return {};
}

}  // namespace anlan::unit
