// What lists and live boards show of a unit.
#pragma once
#include "domain/unit/unit.hpp"

#include <map>

namespace anlan::unit {

// The incident has changed since the crew last said that it knows: "raised from P3".
struct ChangeOnRow {
    std::vector<ChangedPart> parts;
    std::optional<Priority> from_priority;
    Instant changed_at{};
    std::optional<Instant> acknowledge_by;  // the crew has to say that it knows
};
BOOST_DESCRIBE_STRUCT(ChangeOnRow, (), (parts, from_priority, changed_at, acknowledge_by))

struct UnitRow {
    std::string unit_id;
    std::string call_sign;
    UnitKind kind{};
    UnitStatus status{};
    Instant status_since{};
    std::optional<IncidentId> incident_id;  // the active one
    std::optional<std::string> assignment_id;
    std::optional<Priority> priority;
    std::optional<ChangeOnRow> change;  // of the active one
    std::vector<IncidentId> waiting_incident_ids;
    Jurisdiction home;
    std::optional<GeoPoint> home_point;
    std::vector<std::string> skills;
    int crew_size = 0;
    PostId post_id;
    std::optional<Instant> duty_until;
    std::optional<std::string> out_of_service_reason;
    std::optional<std::string> partner;  // the organisation
    std::optional<GeoPoint> point;  // as last stated with a status, at point_at; never followed in between
    std::optional<Instant> point_at;
    bool panic = false;
    bool generated = false;
};
BOOST_DESCRIBE_STRUCT(UnitRow, (),
                      (unit_id, call_sign, kind, status, status_since, incident_id, assignment_id, priority,
                       change, waiting_incident_ids, home, home_point, skills, crew_size, post_id, duty_until,
                       out_of_service_reason, partner, point, point_at, panic, generated))

std::optional<UnitRow> row_of(std::string_view stream, const Unit::State& state);
std::map<std::string, std::string> facets_of(const Unit::State& state);

}  // namespace anlan::unit
