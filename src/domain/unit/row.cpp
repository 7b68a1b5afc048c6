#include "domain/unit/row.hpp"

namespace anlan::unit {

namespace {

std::optional<ChangeOnRow> change_of(const Unit::State& state, const Assignment& active) {
    if (!active.change) return std::nullopt;
    const auto* owed = kernel::find(state.open, "acknowledge_change", active.assignment_id);
    return ChangeOnRow{active.change->parts, active.change->from_priority, active.change->changed_at,
                       owed == nullptr ? std::nullopt : std::optional{owed->due_by}};
}

}  // namespace

std::optional<UnitRow> row_of(std::string_view stream, const Unit::State& state) {
    if (!state.registered) return std::nullopt;
    UnitRow row{.unit_id = std::string{stream},
                .call_sign = state.call_sign,
                .kind = state.kind,
                .status = state.status,
                .status_since = state.status_since,
                .incident_id = std::nullopt,
                .assignment_id = std::nullopt,
                .priority = std::nullopt,
                .change = std::nullopt,
                .waiting_incident_ids = {},
                .home = state.home,
                .home_point = state.home_point,
                .skills = state.skills,
                .crew_size = state.crew_size,
                .post_id = state.post_id,
                .duty_until = state.duty_until,
                .out_of_service_reason = std::nullopt,
                .partner = std::nullopt,
                .point = std::nullopt,
                .point_at = std::nullopt,
                .panic = state.panic.has_value(),
                .generated = state.generated};
    if (const Assignment* active = active_assignment(state)) {
        row.incident_id = active->incident_id;
        row.assignment_id = active->assignment_id;
        row.priority = active->priority;
        row.change = change_of(state, *active);
    }
    for (const Assignment& assignment : state.assignments)
        if (assignment.stage == Stage::waiting) row.waiting_incident_ids.push_back(assignment.incident_id);
    if (state.out_of_service) row.out_of_service_reason = state.out_of_service->reason;
    if (state.partner) row.partner = state.partner->organisation;
    if (state.stated_point) {
        row.point = state.stated_point->point;
        row.point_at = state.stated_point->at;
    }
    return row;
}

std::map<std::string, std::string> facets_of(const Unit::State& state) {
    return {{"status", std::string{name_of(state.status)}}, {"kind", std::string{name_of(state.kind)}},
            {"district", state.home.district.value()},      {"station", state.home.station.value()},
            {"duty", state.on_duty ? "on" : "off"},         {"partner", state.partner ? "yes" : "no"},
            {"panic", state.panic ? "yes" : "no"}};
}

}  // namespace anlan::unit
