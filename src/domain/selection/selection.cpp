#include "domain/selection/selection.hpp"

#include <algorithm>

namespace anlan::selection {
namespace {

using State = Selection::State;

struct Fold {
    State& state;

    void operator()(const SelectionOpened& e) const {
        state.stage = Stage::open;
        state.day = e.day;
        state.where = e.where;
        state.over_at = e.over_at;
        state.lapses_at = e.lapses_at;
        state.target_min = e.target_min;
        state.target_max = e.target_max;
        for (const auto& obligation : e.obligations) kernel::arise(state.open, obligation);
    }
    void operator()(const CandidatePutForward& e) const {
        Entry entry;
        entry.candidate = e.candidate;
        entry.revision = 1;
        state.entries.push_back(std::move(entry));
    }
    void operator()(const CandidateWeighedAnew& e) const {
        change(e.candidate.incident_id, [&](Entry& entry) {
            entry.candidate = e.candidate;
            entry.outside.clear();
            ++entry.revision;
            if (e.decide_again) reopen(entry);
        });
    }
    void operator()(const CandidateLeft& e) const {
        change(e.incident_id, [&](Entry& entry) {
            entry.outside = e.because;
            ++entry.revision;
        });
    }
    void operator()(const CandidatePicked& e) const {
        state.instructions = e.number;
        change(e.incident_id, [&](Entry& entry) {
            decided(entry, Standing::picked, e.picked_by, e.picked_at);
            entry.number = e.number;
            entry.instruction_class = e.instruction_class;
        });
    }
    void operator()(const CandidatesPassedOver& e) const {
        for (const auto& incident_id : e.incident_ids)
            change(incident_id, [&](Entry& entry) {
                decided(entry, Standing::passed_over, e.passed_over_by, e.passed_over_at);
                entry.because = e.reason;
            });
    }
    void operator()(const DecisionUndone& e) const { change(e.incident_id, reopen); }
    void operator()(const SelectionClosed& e) const {
        state.stage = Stage::closed;
        state.closed_by = e.closed_by;
        state.closed_at = e.closed_at;
        for (Entry& entry : state.entries) {
            if (entry.standing != Standing::open || !entry.outside.empty()) continue;
            decided(entry, Standing::passed_over, e.closed_by, e.closed_at);
            entry.because = entry.candidate.reasons.empty() ? "no_reason" : "below_line";
        }
        kernel::meet(state.open, "decide");
        kernel::meet(state.open, "lapse");
    }
    void operator()(const SelectionLapsed& e) const {
        state.stage = Stage::lapsed;
        state.closed_at = e.lapsed_at;
        state.open.clear();
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, e);
        if constexpr (std::same_as<Deadline, kernel::DeadlineMissed>) missed(e);
    }

private:
    // What is late is still to be decided, but not for ever.
    void missed(const kernel::DeadlineMissed& e) const {
        if (std::find(state.missed.begin(), state.missed.end(), e.kind) == state.missed.end())
            state.missed.push_back(e.kind);
        kernel::arise(state.open, {.kind = "lapse",
                                   .key = "",
                                   .owner = e.owner,
                                   .since = e.due_by,
                                   .due_by = std::max(state.lapses_at, e.due_by),
                                   .warn_at = std::nullopt,
                                   .ladder = {}});
    }
    // The newest are asked for most.
    template <class Change>
    void change(const IncidentId& incident_id, const Change& apply) const {
        const auto found = std::find_if(state.entries.rbegin(), state.entries.rend(), [&](const Entry& one) {
            return one.candidate.incident_id == incident_id;
        });
        if (found != state.entries.rend()) apply(*found);
    }
    static void decided(Entry& entry, Standing standing, const AccountId& by, Instant at) {
        entry.standing = standing;
        entry.decided_by = by;
        entry.decided_at = at;
    }
    static void reopen(Entry& entry) {
        entry.standing = Standing::open;
        entry.because.clear();
        entry.number = 0;
        entry.instruction_class.clear();
        entry.decided_by = {};
        entry.decided_at.reset();
    }
};

}  // namespace

Selection::State Selection::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Selection::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) { return {state.where, {}}; }

}  // namespace anlan::selection
