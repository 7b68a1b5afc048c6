#include "domain/errand/errand.hpp"

#include "base/sortable_id.hpp"

#include <algorithm>
#include <utility>

namespace anlan::errand {
namespace {

using State = Errand::State;

struct Fold {
    State& state;

    void operator()(const ErrandIssued& e) const {
        state.stage = Stage::due;
        state.task_id = e.task_id;
        state.round = e.round;
        state.department = e.department;
        state.title = e.title;
        state.minutes = e.minutes;
        state.fields = e.fields;
        state.where = e.where;
        state.place_id = e.place_id;
        state.place_label = e.place_label;
        state.issued_at = e.issued_at;
        arise(e.obligations);
        if (!e.obligations.empty()) state.owner = e.obligations.front().owner;
    }
    void operator()(const ErrandAnswered& e) const {
        state.answers = e.answers;
        if (!state.first_answered_at) {
            state.first_answers = e.answers;
            state.first_answered_at = e.answered_at;
        }
        state.answered_by = e.answered_by;
        state.answered_at = e.answered_at;
        end(Stage::answered, e.answered_at);
    }
    void operator()(const AnswerCorrected& e) const {
        state.answers = e.answers;
        state.correction_reason = e.reason;
        state.corrected_at = e.corrected_at;
        ++state.corrections;
    }
    void operator()(const AnswerReturned& e) const {
        state.stage = Stage::due;
        state.return_reason = e.reason;
        state.ended_at.reset();
        ++state.returned;
        arise(e.obligations);
    }
    void operator()(const ErrandWithdrawn& e) const {
        state.withdrawal_reason = e.reason;
        end(Stage::withdrawn, e.withdrawn_at);
    }
    void operator()(const ErrandLapsed& e) const {
        state.lapsed = e.why;
        end(Stage::lapsed, e.lapsed_at);
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
    void end(Stage stage, Instant at) const {
        state.stage = stage;
        state.ended_at = at;
        state.open.clear();
    }
};

}  // namespace

Errand::State Errand::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Errand::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.where, {}};
    if (!state.owner.value().empty())
        scope.shared_with.push_back({state.owner, kernel::Extent::all, kernel::Standing::holder});
    return scope;
}

std::string errand_id(const std::string& task_stream, const task::OpenRound& round, int index) {
    return sortable_id("ern", round.opened_at, static_cast<std::uint32_t>(round.number)) + "." +
           task_stream.substr(task_stream.find('_') + 1) + "." + std::to_string(index + 1);
}

}  // namespace anlan::errand
