#include "sim/checks/unit_checker.hpp"

#include "domain/unit/unit.hpp"

#include <algorithm>
#include <optional>

namespace anlan::sim {
namespace {

using Sent = UnitChecker::Sent;

Sent* find(std::vector<Sent>& sent, const std::string& assignment_id) {
    const auto found = std::find_if(sent.begin(), sent.end(),
                                    [&](const Sent& one) { return one.assignment_id == assignment_id; });
    return found == sent.end() ? nullptr : &*found;
}

template <class E>
void end(std::vector<Sent>& sent, const E* event) {
    if (event == nullptr) return;
    std::erase_if(sent, [&](const Sent& one) { return one.assignment_id == event->assignment_id; });
}

}  // namespace

void UnitChecker::recorded(const Step& step) {
    if (step.module.name != "unit") return;
    Unit& unit = units_[step.envelope.stream];
    if (step.as<unit::DutyBegun>() != nullptr) unit.on_duty = true;
    if (step.as<unit::DutyEnded>() != nullptr) unit.on_duty = false;
    if (const auto* event = step.as<unit::UnitAssigned>()) assigned(step, *event);
    end(unit.sent, step.as<unit::UnitCleared>());
    end(unit.sent, step.as<unit::UnitReleased>());
    end(unit.sent, step.as<unit::UnitPreempted>());
    if (const auto* held = step.as<unit::AssignmentHeld>()) {
        if (Sent* one = find(unit.sent, held->assignment_id)) one->active = false;
        unit.held_at = step.envelope.position;
    }
    if (const auto* resumed = step.as<unit::AssignmentResumed>())
        if (Sent* one = find(unit.sent, resumed->assignment_id)) one->active = true;
    check_one_active(step, unit);
    check_stamps(step);
}

void UnitChecker::assigned(const Step& step, const unit::UnitAssigned& event) {
    Unit& unit = units_[step.envelope.stream];
    findings_.checked("unit.assigned_only_on_duty");
    if (!unit.on_duty)
        findings_.add("unit.assigned_only_on_duty", "assigned to " + event.incident_id.value() + " off duty",
                      step.envelope.stream);
    findings_.checked("unit.second_needs_reason");
    const bool took_from_another = unit.held_at + 1 == step.envelope.position;
    if (took_from_another && !event.override_reason)
        findings_.add("unit.second_needs_reason",
                      "its incident waits for " + event.incident_id.value() + " without a reason",
                      step.envelope.stream);
    unit.sent.push_back({event.assignment_id, event.incident_id.value(), true});
}

void UnitChecker::check_one_active(const Step& step, const Unit& unit) {
    const auto active =
        std::count_if(unit.sent.begin(), unit.sent.end(), [](const Sent& one) { return one.active; });
    findings_.checked("unit.one_active_incident");
    if (active > 1) {
        std::string where;
        for (const auto& one : unit.sent)
            if (one.active) where += " " + one.incident_id;
        findings_.add("unit.one_active_incident", "active on" + where, step.envelope.stream);
    }
    // The command that ends the active assignment resumes the waiting one with its next event.
    const auto& state = state_as<unit::Unit>(step.after);
    const bool resuming =
        step.as<unit::UnitCleared>() != nullptr || step.as<unit::UnitReleased>() != nullptr ||
        step.as<unit::UnitPreempted>() != nullptr || step.as<unit::AssignmentHeld>() != nullptr;
    if (resuming) return;
    findings_.checked("unit.waiting_needs_active");
    const bool waiting = std::any_of(state.assignments.begin(), state.assignments.end(),
                                     [](const auto& a) { return a.stage == unit::Stage::waiting; });
    if (waiting && unit::active_assignment(state) == nullptr)
        findings_.add("unit.waiting_needs_active", "an assignment waits for nothing", step.envelope.stream);
}

void UnitChecker::check_stamps(const Step& step) {
    findings_.checked("unit.stamps_in_order");
    for (const auto& one : state_as<unit::Unit>(step.after).assignments) {
        std::optional<Instant> before = one.assigned_at;
        for (const auto& stamp : {one.acknowledged_at, one.en_route_at, one.arrived_at, one.ended_at}) {
            if (!stamp) continue;
            if (*stamp < *before)
                findings_.add(
                    "unit.stamps_in_order",
                    one.assignment_id + " has a step at " + to_text(*stamp) + ", before " + to_text(*before),
                    step.envelope.stream);
            before = stamp;
        }
    }
}

}  // namespace anlan::sim
