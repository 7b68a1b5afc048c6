#include "sim/checks/look_checker.hpp"

#include "domain/call/call.hpp"
#include "domain/incident/incident.hpp"
#include "domain/look/events.hpp"

#include <algorithm>

namespace anlan::sim {

void LookChecker::forget() {
    looks_.clear();
    looked_by_.clear();
}

const access::PurposeRule* LookChecker::purpose_of(const std::string& code) const {
    const auto found = std::find_if(rules_.purposes.begin(), rules_.purposes.end(),
                                    [&](const auto& rule) { return rule.code == code; });
    return found == rules_.purposes.end() ? nullptr : &*found;
}

void LookChecker::recorded(const Step& step) {
    if (step.module.name != "look") return;
    const auto& e = step.envelope;
    if (const auto* look = step.as<look::LookRecorded>()) {
        findings_.checked("look.says_what_for");
        if (purpose_of(look->purpose) == nullptr || e.purpose != look->purpose || e.actor.actor_id.empty() ||
            look->looked_by != e.actor.actor_id)
            findings_.add("look.says_what_for",
                          e.actor.actor_id + " looked at " + look->record + " for '" + look->purpose + "'",
                          e.stream);
        ++looks_[{e.actor.actor_id, look->record, look->purpose}];
        looked_by_[e.stream] = e.actor.actor_id;
    }
    if (const auto* reviewed = step.as<look::LookReviewed>()) {
        findings_.checked("look.reviewed_by_another");
        if (reviewed->reviewed_by == looked_by_[e.stream] || reviewed->reviewed_by != e.actor.actor_id)
            findings_.add("look.reviewed_by_another", reviewed->reviewed_by + " reviews a look of their own",
                          e.stream);
    }
}

bool LookChecker::is_worked_on(const std::string& call) const {
    const FoldedStream* folded = chronicle_.find(call);
    if (folded == nullptr || folded->module->name != "call") return false;
    const auto& state = state_as<call::Call>(folded->state);
    if (state.stage != call::Stage::decided || !state.open.empty()) return true;
    if (!state.outcome || !state.outcome->incident_id) return false;
    const FoldedStream* incident = chronicle_.find(state.outcome->incident_id->value());
    return incident != nullptr &&
           state_as<incident::Incident>(incident->state).stage == incident::Stage::open;
}

// What is shown was looked at: each answer takes one look off the log, and none is shown on another's.
void LookChecker::shown(const Shown& shown, Instant) {
    const std::string record = shown.record();
    if (shown.response.status != 200 || (!record.starts_with("cal_") && !record.starts_with("inc_"))) return;
    const auto& who = shown.seat.actor.actor_id;
    findings_.checked("look.recorded_before_it_is_shown");
    const auto found = looks_.find({who, record, shown.purpose()});
    if (found == looks_.end() || found->second == 0)
        findings_.add(
            "look.recorded_before_it_is_shown",
            who + " is shown " + record + " for '" + shown.purpose() + "', and no look is in the log",
            record);
    else
        --found->second;
    if (shown.field() != "history") return;
    findings_.checked("look.starts_from_open_record");
    const auto* purpose = purpose_of(shown.purpose());
    const bool looks_back = purpose != nullptr && purpose->without_open_record.value_or(false);
    if (!looks_back && !is_worked_on(record))
        findings_.add("look.starts_from_open_record",
                      who + " looks up what lies behind " + record + ", which nobody works on any more",
                      record);
}

}  // namespace anlan::sim
