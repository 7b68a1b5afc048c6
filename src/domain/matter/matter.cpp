#include "domain/matter/matter.hpp"

#include <algorithm>

namespace anlan::matter {
namespace {

using State = Matter::State;

struct Fold {
    State& state;

    void operator()(const MatterSuggested& e) const {
        state.stage = Stage::suggested;
        state.kind = e.kind;
        state.rule = e.rule;
        state.where = e.where;
        state.reports = e.reports;
        state.split_from = e.split_from;
        state.suggested_at = e.suggested_at;
        arise(e.obligations);
    }
    void operator()(const ReportAdded& e) const {
        const auto later = std::upper_bound(
            state.reports.begin(), state.reports.end(), e.report.reported_at,
            [](Instant instant, const Report& report) { return instant < report.reported_at; });
        state.reports.insert(later, e.report);
        state.where = state.reports.back().where;
    }
    void operator()(const MatterConfirmed& e) const {
        state.stage = Stage::confirmed;
        decided(e.confirmed_by, e.confirmed_at);
    }
    void operator()(const MatterRejected& e) const {
        state.stage = Stage::rejected;
        state.reject_reason = e.reason;
        decided(e.rejected_by, e.rejected_at);
    }
    void operator()(const DecisionUndone& e) const {
        state.stage = Stage::suggested;
        state.reject_reason.clear();
        state.decided_by.reset();
        state.decided_at.reset();
        arise(e.obligations);
    }
    void operator()(const ReportTakenOut& e) const {
        leave(e.incident_id);
        state.taken_out.push_back(e.incident_id);
    }
    void operator()(const MatterSplit& e) const {
        ++state.splits;
        for (const Report& report : e.reports) {
            leave(report.incident_id);
            state.taken_out.push_back(report.incident_id);
        }
    }
    void operator()(const InstructionOrdered& e) const { state.ordered.push_back(e); }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, state.missed, e);
    }

private:
    void arise(const std::vector<kernel::Obligation>& obligations) const {
        for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
    }
    void decided(const AccountId& by, Instant at) const {
        state.decided_by = by;
        state.decided_at = at;
        kernel::meet(state.open, "decide");
    }
    void leave(const IncidentId& incident_id) const {
        std::erase_if(state.reports, [&](const Report& report) { return report.incident_id == incident_id; });
        if (!state.reports.empty()) state.where = state.reports.back().where;
    }
};

}  // namespace

Matter::State Matter::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Matter::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) { return {state.where, {}}; }

}  // namespace anlan::matter
