#include "domain/incident/row.hpp"

#include <algorithm>

namespace anlan::incident {
namespace {

Instant since(const AssignmentSeen& seen) {
    if (seen.ended_at) return *seen.ended_at;
    if (seen.held_at) return *seen.held_at;
    if (seen.arrived_at) return *seen.arrived_at;
    if (seen.en_route_at) return *seen.en_route_at;
    return seen.acknowledged_at.value_or(seen.assigned_at);
}

std::vector<UnitOnRow> units_of(const Incident::State& state) {
    std::vector<UnitOnRow> units;
    for (const bool live : {true, false})
        for (const AssignmentSeen& seen : state.assignments)
            if (seen.episode == state.episode && is_live(seen) == live)
                units.push_back({seen.unit_id, seen.call_sign, seen.kind, progress_of(seen), since(seen)});
    return units;
}

// The end of a share breaks nothing.
std::optional<NextDue> next_of(const std::vector<kernel::Obligation>& open) {
    const kernel::Obligation* first = nullptr;
    for (const kernel::Obligation& o : open)
        if (o.kind != sharing_end && (first == nullptr || o.due_by < first->due_by)) first = &o;
    if (first == nullptr) return std::nullopt;
    return NextDue{first->kind, first->key, first->owner, first->due_by, first->missed};
}

std::vector<std::string> missed_kinds(const std::vector<Missed>& missed) {
    std::vector<std::string> kinds;
    for (const Missed& one : missed)
        if (std::find(kinds.begin(), kinds.end(), one.kind) == kinds.end()) kinds.push_back(one.kind);
    return kinds;
}

template <class Enum>
std::string name_of(Enum value) {
    return boost::describe::enum_to_string(value, "");
}

}  // namespace

std::optional<IncidentRow> row_of(std::string_view stream, const Incident::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    IncidentRow row;
    row.incident_id = std::string{stream};
    row.class_code = state.class_code;
    row.urgency = state.urgency;
    row.priority = state.priority;
    row.level = state.level;
    row.status = status_of(state);
    row.where = state.location.where;
    row.place_id = state.location.place_id;
    row.place_label = state.location.place_label;
    row.point = state.location.point;
    row.channel = state.channel;
    row.phases = state.phases;
    row.episode = state.episode;
    row.units = units_of(state);
    row.calls = static_cast<int>(state.calls.size());
    if (!state.calls.empty()) row.first_call_id = state.calls.front().call_id;
    row.links = static_cast<int>(state.links.size());
    row.notes = state.notes;
    row.injured = state.injured;
    row.weapon = state.weapon;
    row.duress = state.duress;
    if (!state.disposition.empty()) row.disposition = state.disposition;
    row.next = next_of(state.open);
    row.missed = missed_kinds(state.missed);
    for (const Share& share : state.shares)
        row.shared_with.push_back({share.post_id, share.extent, share.ends_at, share.assignment_id});
    row.quiet = quiet_of(state);
    row.from_callers = state.from_callers.value_or(0);
    if (!state.earlier.empty()) row.contested_by = state.earlier.back().contested_by;
    if (state.merged) row.merged_into = state.merged->into;
    row.absorbed = static_cast<int>(state.absorbed.size());
    return row;
}

std::map<std::string, std::string> facets_of(const Incident::State& state) {
    return {{"status", name_of(status_of(state))},
            {"priority", name_of(state.priority)},
            {"class_code", state.class_code},
            {"urgency", name_of(state.urgency)},
            {"level", name_of(state.level)},
            {"district", state.location.where.district.value()},
            {"station", state.location.where.station.value()},
            {"beat", state.location.where.beat.value()},
            {"missed", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::incident
