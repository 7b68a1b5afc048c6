#include "sim/checks/selection_checker.hpp"

#include "sim/world/simulated_node.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};
// What could not be written is sent at the next occasion.
constexpr Minutes listed_within{1};

}  // namespace

void SelectionChecker::recorded(const Step& step) {
    const auto& module = step.module.name;
    if (module == "incident") note_incident(step);
    if (module == "selection") note_list(step);
    if (step.as<instruction::InstructionIssued>() != nullptr) ordered_.erase(step.envelope.stream);
}

void SelectionChecker::note_incident(const Step& step) {
    const auto& rules = rules_.section<selection::Rules>();
    const auto& id = step.envelope.stream;
    if (const auto* opened = step.as<incident::IncidentOpened>()) {
        Incident& incident = incidents_[id];
        incident.opened_at = opened->opened_at;
        incident.criminal = selection::is_criminal(rules, opened->class_code);
    }
    const auto found = incidents_.find(id);
    if (found == incidents_.end()) return;
    Incident& incident = found->second;
    if (const auto* reclassified = step.as<incident::IncidentReclassified>())
        incident.criminal = selection::is_criminal(rules, reclassified->class_code);
    if (step.as<incident::IncidentCancelled>() != nullptr) incident.cancelled = true;
    if (step.as<incident::IncidentReopened>() != nullptr) incident.cancelled = false;
    if (step.as<incident::IncidentMerged>() != nullptr) incident.merged = true;
    if (step.as<incident::MergeUndone>() != nullptr) incident.merged = false;
    expect(id, incident, step.envelope.recorded_at);
}

// What is older than lists are kept true for is put on none any more.
void SelectionChecker::expect(const std::string& id, const Incident& incident, Instant now) {
    const Hours followed{24 * rules_.section<selection::Rules>().followed_days};
    const bool out = incident.criminal || incident.cancelled || incident.merged;
    if (out || !incident.list.empty() || incident.opened_at < now - followed)
        unlisted_.erase(id);
    else
        unlisted_.try_emplace(id, now);
}

void SelectionChecker::note_list(const Step& step) {
    const auto& list = step.envelope.stream;
    if (const auto* put = step.as<selection::CandidatePutForward>()) put_forward(step, put->candidate);
    if (const auto* anew = step.as<selection::CandidateWeighedAnew>()) {
        const auto& id = anew->candidate.incident_id.value();
        Entry& entry = lists_[list].entries[id];
        entry.to_decide = anew->candidate.to_decide;
        entry.left = false;
        entry.decided = entry.decided && !anew->decide_again;
        incidents_[id].list = list;
        unlisted_.erase(id);
    }
    if (const auto* left = step.as<selection::CandidateLeft>()) {
        const auto& id = left->incident_id.value();
        lists_[list].entries[id].left = true;
        if (left->because == "moved") incidents_[id].list.clear();
        expect(id, incidents_[id], step.envelope.recorded_at);
    }
    if (const auto* picked = step.as<selection::CandidatePicked>()) {
        decided(list, picked->incident_id, true);
        ordered_["ins_" + list.substr(4) + "." + std::to_string(picked->number)] = picked->picked_at;
    }
    if (const auto* passed = step.as<selection::CandidatesPassedOver>())
        for (const auto& incident_id : passed->incident_ids) decided(list, incident_id, true);
    if (const auto* undone = step.as<selection::DecisionUndone>()) decided(list, undone->incident_id, false);
    if (step.as<selection::SelectionClosed>() != nullptr) closed(step);
    if (step.as<selection::SelectionLapsed>() != nullptr) lists_[list].over = true;
}

void SelectionChecker::decided(const std::string& list, const IncidentId& incident_id, bool is_decided) {
    lists_[list].entries[incident_id.value()].decided = is_decided;
}

// On the list of its own day; on a later one only because those between were over.
void SelectionChecker::put_forward(const Step& step, const selection::Candidate& candidate) {
    findings_.checked("selection.listed_once");
    const auto& list = step.envelope.stream;
    const auto& id = candidate.incident_id.value();
    Incident& incident = incidents_[id];
    if (!incident.list.empty())
        findings_.add("selection.listed_once", id + " is on " + incident.list + ", too", list);
    const std::string area = list.substr(list.find('.') + 1);
    auto day = selection::day_of(candidate.opened_at, rules_.civil_offset);
    const Jurisdiction where{{}, AreaId{"are_" + area}, {}, {}};
    for (auto own = selection::selection_id(day, where); own < list;
         own = selection::selection_id(day, where)) {
        if (!lists_[own].over)
            findings_.add("selection.listed_once", id + " is on a later day's list than its own", list);
        day = selection::day_of(day.ends, rules_.civil_offset);
    }
    lists_[list].entries[id] = {candidate.to_decide, false, false};
    incident.list = list;
    unlisted_.erase(id);
}

void SelectionChecker::closed(const Step& step) {
    findings_.checked("selection.closed_is_decided");
    List& list = lists_[step.envelope.stream];
    list.over = true;
    for (const auto& [id, entry] : list.entries)
        if (entry.to_decide && !entry.decided && !entry.left)
            findings_.add("selection.closed_is_decided", id + " is undecided", step.envelope.stream);
}

void SelectionChecker::forget() {
    incidents_.clear();
    lists_.clear();
    unlisted_.clear();
    ordered_.clear();
}

void SelectionChecker::inspect(SimulatedNode& node) { look(node.now()); }

void SelectionChecker::look(Instant now) {
    findings_.checked("selection.each_is_listed");
    findings_.checked("selection.pick_is_issued");
    if (now < hindered_until_) return;
    for (const auto& [id, since] : unlisted_)
        if (now > std::max(since, hindered_until_) + listed_within)
            findings_.add("selection.each_is_listed", "it is on no day's list", id);
    for (const auto& [stream, at] : ordered_)
        if (now > at + late_max)
            findings_.add("selection.pick_is_issued", "it was ordered and is not issued", stream);
}

}  // namespace anlan::sim
