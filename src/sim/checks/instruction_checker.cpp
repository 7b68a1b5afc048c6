#include "sim/checks/instruction_checker.hpp"

#include "kernel/deadline_rule.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};

const kernel::Obligation* owed_of(const std::vector<kernel::Obligation>& owed, std::string_view kind) {
    const auto found =
        std::find_if(owed.begin(), owed.end(), [&](const auto& one) { return one.kind == kind; });
    return found == owed.end() ? nullptr : &*found;
}

}  // namespace

void InstructionChecker::recorded(const Step& step) {
    if (step.module.name != "instruction") return;
    Known& known = known_[step.envelope.stream];
    findings_.checked("instruction.ends_once");
    if (known.over)
        findings_.add("instruction.ends_once", step.envelope.wire + " after its end", step.envelope.stream);
    if (step.as<instruction::InstructionPassedOn>() != nullptr) {
        findings_.checked("instruction.two_stamps");
        if (!known.signed_for)
            findings_.add("instruction.two_stamps", "it was passed on, and nobody had signed for it",
                          step.envelope.stream);
    }
    learn(step, known);
    check_owner(step, known);
    check_clock(step, known);
    check_answer(step, known);
    known.owed = step.owed_after;
}

// Who has it now, from what happened and not from what anybody says is owed.
void InstructionChecker::learn(const Step& step, Known& known) {
    if (const auto* e = step.as<instruction::InstructionIssued>()) {
        known.class_code = e->class_code;
        known.station = kernel::post_id("station_desk", e->where.station);
        known.centre = kernel::post_id("base_control", e->where.district);
        known.owner = known.carrier = known.station;
    }
    if (step.as<instruction::InstructionSigned>() != nullptr) known.signed_for = true;
    if (const auto* e = step.as<instruction::InstructionPassedOn>())
        known.owner = known.carrier = e->to_post_id;
    if (const auto* e = step.as<instruction::InstructionHandedOver>())
        known.owner = known.carrier = e->to_post_id;
    // Nobody is on duty there: it falls back to the station until it is settled who carries it.
    if (step.as<instruction::CarrierOffDuty>() != nullptr) known.owner = known.station;
    if (step.as<instruction::CarrierBack>() != nullptr || step.as<instruction::LeftWithCarrier>() != nullptr)
        known.owner = known.carrier;
    if (step.as<instruction::InstructionAnswered>() != nullptr) known.owner = known.centre;
    if (step.as<instruction::AnswerReturned>() != nullptr) known.owner = known.carrier;
    known.over = known.over || step.as<instruction::AnswerAccepted>() != nullptr ||
                 step.as<instruction::InstructionWithdrawn>() != nullptr;
}

void InstructionChecker::check_owner(const Step& step, const Known& known) {
    findings_.checked("instruction.one_owner");
    if (known.over != step.owed_after.empty())
        return findings_.add("instruction.one_owner",
                             known.over ? "it is over, and somebody owes" : "it is open, and nobody owes",
                             step.envelope.stream);
    for (const auto& owed : step.owed_after)
        if (owed.owner != known.owner)
            return findings_.add(
                "instruction.one_owner",
                known.owner.value() + " has it, and " + owed.owner.value() + " owes " + owed.kind,
                step.envelope.stream);
}

void InstructionChecker::check_clock(const Step& step, Known& known) {
    if (const auto* e = step.as<instruction::InstructionPaused>()) {
        findings_.checked("instruction.pause_ends");
        if (e->until <= e->paused_at ||
            e->until > e->paused_at + rules_.section<instruction::Rules>().pause_max)
            findings_.add("instruction.pause_ends", "it is paused until " + to_text(e->until),
                          step.envelope.stream);
        known.stopped_at = e->paused_at;
        known.stopped_until = e->until;
        if (const auto* reply = owed_of(known.owed, "reply")) known.reply_due = reply->due_by;
    }
    if (const auto* e = step.as<instruction::InstructionResumed>(); e != nullptr && known.reply_due) {
        findings_.checked("instruction.clock_goes_on");
        const auto* reply = owed_of(step.owed_after, "reply");
        // Where the clock's word comes late, the pause was as long as it was meant to be.
        const bool by_time = e->by == instruction::Resumption::time;
        const Instant on = by_time ? known.stopped_until : e->resumed_at;
        const Instant expected = *known.reply_due + (on - known.stopped_at);
        if (reply == nullptr || reply->due_by != expected)
            findings_.add("instruction.clock_goes_on",
                          "it was to be answered by " + to_text(expected) + " after the pause",
                          step.envelope.stream);
        known.reply_due.reset();
    }
}

void InstructionChecker::check_answer(const Step& step, const Known& known) {
    const auto* e = step.as<instruction::InstructionAnswered>();
    if (e == nullptr) return;
    findings_.checked("instruction.answer_is_whole");
    const auto* asked = instruction::find_class(rules_.section<instruction::Rules>(), known.class_code);
    for (const auto& field : asked->fields)
        if (field.required && std::none_of(e->answers.begin(), e->answers.end(), [&](const Answer& answer) {
                return answer.question_id == field.id;
            }))
            findings_.add("instruction.answer_is_whole", "the answer lacks " + field.id,
                          step.envelope.stream);
}

void InstructionChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    look(node.now());
}

void InstructionChecker::look(Instant now) {
    for (const auto& [stream, known] : known_)
        for (const auto& owed : known.owed) {
            if (owed.ladder.empty()) continue;
            findings_.checked("instruction.told_to_the_top");
            const Instant last = owed.ladder.back().at;
            if (owed.climbed < static_cast<int>(owed.ladder.size()) &&
                std::max(last, hindered_until_) + late_max < now)
                findings_.add("instruction.told_to_the_top",
                              owed.kind + " was owed until " + to_text(owed.due_by) + ", and " +
                                  owed.ladder.back().post.value() + " was not told",
                              stream);
        }
}

}  // namespace anlan::sim
