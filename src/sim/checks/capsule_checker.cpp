#include "sim/checks/capsule_checker.hpp"

#include "domain/capsule/rules.hpp"
#include "domain/post/events.hpp"
#include "sim/world/simulated_node.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};

}  // namespace

void CapsuleChecker::forget() {
    known_.clear();
    ended_.clear();
}

void CapsuleChecker::bad(const char* invariant, std::string words, const Step& step) {
    findings_.add(invariant, std::move(words), step.envelope.stream);
}

void CapsuleChecker::recorded(const Step& step) {
    if (step.module.name == "post") return note_duty_ended(step);
    if (step.module.name != "capsule") return;
    Known& known = known_[step.envelope.stream];
    if (const auto* e = step.as<capsule::CapsuleWritten>()) {
        findings_.checked("capsule.nothing_after_signature");
        if (known.is_signed)
            bad("capsule.nothing_after_signature", "it is written after it was signed", step);
        known.written = e->capsule_version;
        known.account_id = e->account_id;
        known.written_by = e->written_by;
    }
    if (const auto* e = step.as<capsule::ShiftOver>()) {
        ended_.erase(step.envelope.stream);
        known.account_id = e->account_id;
        known.must_be_signed = !e->obligations.empty();
    }
    if (const auto* e = step.as<capsule::CapsuleSigned>()) check_signed(step, *e, known);
    check_owed(step, known);
}

void CapsuleChecker::note_duty_ended(const Step& step) {
    const auto* e = step.as<post::DutyEnded>();
    if (e == nullptr || !e->shift) return;
    if (capsule::rule_for(rules_.section<capsule::Rules>(), e->shift->role) == nullptr) return;
    const auto id = capsule::capsule_id(PostId{step.envelope.stream}, e->account_id, e->shift->began_at);
    if (!id.empty()) ended_[id] = step.envelope.recorded_at;
}

void CapsuleChecker::check_signed(const Step& step, const capsule::CapsuleSigned& event, Known& known) {
    for (const char* name :
         {"capsule.signed_once", "capsule.signed_as_last_written", "capsule.signed_by_another"})
        findings_.checked(name);
    if (known.is_signed) bad("capsule.signed_once", "it was signed before", step);
    if (event.capsule_version != known.written)
        bad("capsule.signed_as_last_written",
            "version " + std::to_string(event.capsule_version) + " is signed, the last one is " +
                std::to_string(known.written),
            step);
    if (event.signed_by == known.account_id || event.signed_by == known.written_by ||
        event.signed_by.value() != step.envelope.actor.actor_id)
        bad("capsule.signed_by_another", event.signed_by.value() + " signs", step);
    known.is_signed = true;
}

void CapsuleChecker::check_owed(const Step& step, const Known& known) {
    findings_.checked("capsule.owed_until_signed");
    const bool owed = std::any_of(step.owed_after.begin(), step.owed_after.end(),
                                  [](const kernel::Obligation& one) { return one.kind == "sign_capsule"; });
    if (owed != (known.must_be_signed && !known.is_signed))
        bad("capsule.owed_until_signed",
            owed ? "a signature is owed that was given" : "it is not signed, and nobody owes it", step);
}

void CapsuleChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    look(node.now());
}

void CapsuleChecker::look(Instant now) {
    findings_.checked("capsule.each_shift_is_noted");
    if (now < hindered_until_) return;
    for (const auto& [stream, at] : ended_)
        if (now > at + late_max)
            findings_.add("capsule.each_shift_is_noted", "the shift ended and nobody has to sign", stream);
}

}  // namespace anlan::sim
