// What lists and live boards show of an incident. Nothing a caller said: places by the register's name only.
#pragma once
#include "domain/incident/incident.hpp"

#include <map>

namespace anlan::incident {

struct UnitOnRow {
    UnitId unit_id;
    std::string call_sign;
    UnitKind kind{};
    Progress progress{};
    Instant since{};  // of this progress
};
BOOST_DESCRIBE_STRUCT(UnitOnRow, (), (unit_id, call_sign, kind, progress, since))

// The open obligation that breaks first, or broke first.
struct NextDue {
    std::string kind;
    std::string key;
    PostId owner;
    Instant due_by{};
    bool missed = false;
};
BOOST_DESCRIBE_STRUCT(NextDue, (), (kind, key, owner, due_by, missed))

struct SharedOnRow {
    PostId post_id;
    kernel::Extent extent{};
    std::optional<Instant> ends_at;
    std::optional<std::string> assignment_id;  // it follows this one
};
BOOST_DESCRIBE_STRUCT(SharedOnRow, (), (post_id, extent, ends_at, assignment_id))

struct IncidentRow {
    std::string incident_id;
    std::string class_code;
    Urgency urgency{};
    Priority priority{};
    ResponseLevel level{};
    Status status{};
    Jurisdiction where;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    std::optional<GeoPoint> point;
    Channel channel{};
    Phases phases;
    int episode = 1;
    std::vector<UnitOnRow> units;  // of this episode, those still on it first
    int calls = 0;
    std::optional<CallId> first_call_id;
    int links = 0;
    int notes = 0;
    Stated injured{};
    Stated weapon{};
    bool duress = false;
    std::optional<std::string> disposition;
    std::optional<NextDue> next;
    std::vector<std::string> missed;  // kinds
    std::vector<SharedOnRow> shared_with;
    Quiet quiet;                         // a caller asks for it
    int from_callers = 0;                // of the notes
    std::optional<CallId> contested_by;  // it was reopened because this caller said it was not solved
    std::optional<IncidentId> merged_into = {};
    int absorbed = 0;  // incidents that were merged into this one
};
BOOST_DESCRIBE_STRUCT(IncidentRow, (),
                      (incident_id, class_code, urgency, priority, level, status, where, place_id,
                       place_label, point, channel, phases, episode, units, calls, first_call_id, links,
                       notes, injured, weapon, duress, disposition, next, missed, shared_with, quiet,
                       from_callers, contested_by, merged_into, absorbed))

std::optional<IncidentRow> row_of(std::string_view stream, const Incident::State& state);
std::map<std::string, std::string> facets_of(const Incident::State& state);

}  // namespace anlan::incident
