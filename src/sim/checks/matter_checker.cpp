#include "sim/checks/matter_checker.hpp"

#include "sim/world/simulated_node.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};

}  // namespace

void MatterChecker::recorded(const Step& step) {
    if (step.module.name == "instruction") return note_issued(step);
    if (step.module.name != "matter") return;
    const auto& stream = step.envelope.stream;
    if (const auto* e = step.as<matter::MatterSuggested>()) {
        split_off_.erase(stream);
        for (const auto& report : e->reports) put_in(step, report.incident_id);
    }
    if (const auto* e = step.as<matter::ReportAdded>()) put_in(step, e->report.incident_id);
    if (const auto* e = step.as<matter::ReportTakenOut>()) take_out(stream, e->incident_id);
    if (const auto* e = step.as<matter::MatterSplit>()) {
        for (const auto& report : e->reports) take_out(stream, report.incident_id);
        split_off_[e->into.value()] = e->split_at;
    }
    if (step.as<matter::MatterRejected>() != nullptr) rejected_.insert(stream);
    if (step.as<matter::DecisionUndone>() != nullptr) rejected_.erase(stream);
    if (const auto* e = step.as<matter::InstructionOrdered>())
        ordered_["ins_" + stream.substr(4) + "." + std::to_string(e->number)] = e->ordered_at;
}

void MatterChecker::put_in(const Step& step, const IncidentId& incident_id) {
    findings_.checked("matter.report_in_one");
    findings_.checked("matter.rejected_makes_no_other");
    const auto& stream = step.envelope.stream;
    const auto [entry, is_new] = matter_of_.try_emplace(incident_id.value(), stream);
    if (!is_new && entry->second != stream)
        findings_.add(
            rejected_.contains(entry->second) ? "matter.rejected_makes_no_other" : "matter.report_in_one",
            incident_id.value() + " is in " + entry->second + ", too", stream);
    entry->second = stream;
    reports_[stream].insert(incident_id.value());
}

void MatterChecker::take_out(const std::string& matter, const IncidentId& incident_id) {
    reports_[matter].erase(incident_id.value());
    const auto found = matter_of_.find(incident_id.value());
    if (found != matter_of_.end() && found->second == matter) matter_of_.erase(found);
}

void MatterChecker::note_issued(const Step& step) {
    if (step.as<instruction::InstructionIssued>() == nullptr) return;
    ordered_.erase(step.envelope.stream);
}

void MatterChecker::forget() {
    matter_of_.clear();
    reports_.clear();
    rejected_.clear();
    split_off_.clear();
    ordered_.clear();
}

void MatterChecker::inspect(SimulatedNode& node) { look(node.now()); }

void MatterChecker::look(Instant now) {
    findings_.checked("matter.none_is_lost");
    findings_.checked("matter.order_is_issued");
    if (now < hindered_until_) return;
    for (const auto& [stream, at] : split_off_)
        if (now > at + late_max)
            findings_.add("matter.none_is_lost", "it was split off and is suggested to nobody", stream);
    for (const auto& [stream, at] : ordered_)
        if (now > at + late_max)
            findings_.add("matter.order_is_issued", "it was ordered and is not issued", stream);
}

}  // namespace anlan::sim
