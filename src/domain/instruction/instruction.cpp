#include "domain/instruction/instruction.hpp"

#include <algorithm>
#include <utility>

namespace anlan::instruction {
namespace {

using State = Instruction::State;

struct Fold {
    State& state;

    void operator()(const InstructionIssued& e) const {
        state.stage = Stage::issued;
        state.class_code = e.class_code;
        state.text = e.text;
        state.where = e.where;
        state.incident_id = e.incident_id;
        state.batch = e.batch;
        state.issued_by = e.issued_by;
        state.issued_at = e.issued_at;
        arise(e.obligations);
        if (!e.obligations.empty()) state.owner = e.obligations.front().owner;
    }
    void operator()(const InstructionSigned& e) const {
        state.stage = Stage::signed_for;
        state.signed_for = e;
        kernel::meet(state.open, "sign");
    }
    void operator()(const InstructionPassedOn& e) const {
        state.stage = Stage::passed_on;
        state.carrier = e.to_post_id;
        state.passed_on_at = e.passed_on_at;
        state.owner = e.to_post_id;
        kernel::meet(state.open, "pass_on");
        arise(e.obligations);
    }
    void operator()(const InstructionHandedOver& e) const {
        state.carrier = e.to_post_id;
        back_to_carrier(e.obligations);
    }
    void operator()(const StepReported& e) const { state.steps.push_back(e); }
    void operator()(const InstructionChased& e) const {
        state.chased_at = e.chased_at;
        ++state.chased;
    }
    void operator()(const InstructionAnswered& e) const {
        state.stage = Stage::answered;
        state.answers = e.answers;
        state.answered_at = e.answered_at;
        state.carrier_off_since.reset();
        state.pause.reset();
        state.open.clear();  // whoever answers has passed it on or needs to no more
        arise(e.obligations);
        if (!e.obligations.empty()) state.owner = e.obligations.front().owner;
    }
    void operator()(const AnswerReturned& e) const {
        state.stage = state.carrier ? Stage::passed_on : Stage::signed_for;
        state.return_reason = e.reason;
        ++state.returned;
        kernel::meet(state.open, "accept");
        arise(e.obligations);
        if (!e.obligations.empty()) state.owner = e.obligations.front().owner;
    }
    void operator()(const AnswerAccepted& e) const { end(Stage::accepted, e.accepted_at); }
    void operator()(const InstructionWithdrawn& e) const {
        state.withdrawal_reason = e.reason;
        end(Stage::withdrawn, e.withdrawn_at);
    }
    void operator()(const InstructionPaused& e) const {
        const auto* answer = kernel::find(state.open, "reply");
        state.pause =
            Pause{e.reason, e.paused_at, e.until, answer == nullptr ? kernel::Obligation{} : *answer};
        kernel::meet(state.open, "reply");
        arise(e.obligations);
    }
    void operator()(const InstructionResumed& e) const {
        state.pause.reset();
        kernel::meet(state.open, "pause_end");
        arise(e.obligations);
    }
    void operator()(const CarrierOffDuty& e) const {
        state.carrier_off_since = e.off_since;
        arise(e.obligations);
        if (!e.obligations.empty()) state.owner = e.obligations.front().owner;
    }
    void operator()(const CarrierBack& e) const { back_to_carrier(e.obligations); }
    void operator()(const LeftWithCarrier& e) const {
        const auto since = state.carrier_off_since;
        back_to_carrier(e.obligations);
        state.carrier_off_since = since;
        state.left_reason = e.reason;
    }
    void operator()(const AttachmentAdded& e) const {
        if (!state.attachments) state.attachments.emplace();
        state.attachments->push_back(e);
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, state.missed, e);
    }

private:
    void arise(const std::vector<kernel::Obligation>& obligations) const {
        for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
    }
    void back_to_carrier(const std::vector<kernel::Obligation>& obligations) const {
        state.owner = *state.carrier;
        state.carrier_off_since.reset();
        state.left_reason = {};
        if (state.pause) state.pause->answer.owner = state.owner;
        kernel::meet(state.open, "hand_over");
        arise(obligations);
    }
    void end(Stage stage, Instant at) const {
        state.stage = stage;
        state.ended_at = at;
        state.pause.reset();
        state.open.clear();
    }
};

}  // namespace

Instruction::State Instruction::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Instruction::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.where, {}};
    if (state.carrier)
        scope.shared_with.push_back({*state.carrier, kernel::Extent::all, kernel::Standing::holder});
    return scope;
}

}  // namespace anlan::instruction
