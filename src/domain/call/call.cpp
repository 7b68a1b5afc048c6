// The fold: what each fact makes of the call.
#include "domain/call/call.hpp"

#include <algorithm>

namespace anlan::call {
namespace {

using State = Call::State;

// Met by the fact itself, however late it was told; a miss that was none after all is not held against
// anybody.
void meet(State& state, std::string_view kind, Instant met_at) {
    kernel::meet(state.open, kind);
    std::erase_if(state.missed, [&](const Missed& m) { return m.kind == kind && met_at <= m.due_by; });
}

void take_on(State& state, const std::vector<kernel::Obligation>& obligations) {
    for (const auto& owed : obligations) kernel::arise(state.open, owed);
}

struct Evolve {
    State state;

    void operator()(const CallReceived& e) {
        state.stage = Stage::waiting;
        state.channel = e.channel;
        state.callback = e.callback;
        state.caller_name = e.caller_name;
        state.text = e.text;
        state.external_reference = e.external_reference;
        state.hints = e.hints;
        state.receiving_post = e.receiving_post;
        state.received_where = e.received_where;
        state.happened_at = e.happened_at;
        state.received_at = e.received_at;
        take_on(state, e.obligations);
    }
    void operator()(const CallAnswered& e) {
        if (state.stage == Stage::waiting) state.stage = Stage::in_progress;
        state.answered_by = e.post_id;
        if (!state.answered_at) state.answered_at = e.answered_at;
        meet(state, "answer", e.answered_at);
        meet(state, "claim", e.answered_at);
        take_on(state, e.obligations);
    }
    void operator()(const CallerStated& e) {
        if (e.caller_name) state.caller_name = *e.caller_name;
        if (e.callback) state.callback = *e.callback;
    }
    void operator()(const ReportWritten& e) {
        state.report = e.report;
        take_on(state, e.obligations);
    }
    void operator()(const LocationHinted& e) { state.hints.push_back(e.hint); }
    void operator()(const LocationHintApplied& e) {
        if (!state.report) state.report.emplace();
        state.report->location = e.location;
        state.applied_hint = e.hint;
        take_on(state, e.obligations);
    }
    void operator()(const DuressFlagged& e) {
        state.duress = e.priority;
        take_on(state, e.obligations);
    }
    void operator()(const OutcomeDecided& e) {
        state.stage = Stage::decided;
        state.outcome = e.outcome;
        state.decided_at = e.decided_at;
        // A caller who hung up is not answered any more; that the line rang too long stays noted.
        kernel::meet(state.open, "answer");
        kernel::meet(state.open, "claim");
        meet(state, "outcome", e.decided_at);
        if (e.outcome.kind == OutcomeKind::voided && !e.obligations.empty())
            state.call_back_reason = e.outcome.reason_code;
        take_on(state, e.obligations);
    }
    void operator()(const OutcomeUndone& e) {
        state.shown_to.clear();  // it is not that incident's call any more
        if (state.outcome) state.undone.push_back({std::move(*state.outcome), e.reason, e.undone_at});
        state.outcome.reset();
        state.decided_at.reset();
        state.stage = state.answered_at ? Stage::in_progress : Stage::waiting;
        kernel::meet(state.open, "confirm_transfer");
        kernel::meet(state.open, "confirm_join");
        take_on(state, e.obligations);
    }
    void operator()(const TransferConfirmed& e) {
        if (state.outcome && e.reference) state.outcome->reference = e.reference;
        meet(state, "confirm_transfer", e.confirmed_at);
    }
    void operator()(const CallBackRequested& e) {
        state.call_back_reason = e.reason_code;
        state.call_back_attempts = 0;
        take_on(state, e.obligations);
    }
    void operator()(const CallBackNoted& e) {
        ++state.call_back_attempts;
        if (!e.done) return;
        state.call_back_reason.reset();
        meet(state, "call_back", e.noted_at);
    }

    void operator()(const CallMoved& e) {
        if (state.outcome) state.outcome->incident_id = e.incident_id;
        state.shown_to.clear();  // with whom that one is shared, it says itself
    }
    void operator()(const SharingNoted& e) { state.shown_to = e.shown_to; }
    void operator()(const JoinConfirmed& e) { meet(state, "confirm_join", e.confirmed_at); }

    Receipt& receipt() { return state.receipt ? *state.receipt : state.receipt.emplace(); }
    void operator()(const LinkIssued& e) {
        receipt().link = e.link;
        ++receipt().links;
    }
    void operator()(const LinkRevoked&) { receipt().link.reset(); }
    void operator()(const InformationAdded& e) {
        receipt().information.push_back({e.text, e.added_at, std::nullopt, {}});
        take_on(state, e.obligations);
    }
    void operator()(const InformationRead& e) {
        for (Information& one : receipt().information) {
            if (one.read_at) continue;
            one.read_at = e.read_at;
            one.read_by = e.read_by;
        }
        meet(state, "information", e.read_at);
    }
    void operator()(const ResultContested& e) {
        receipt().contests.push_back({e.incident_id, e.episode, e.contested_at, std::nullopt, {}});
        take_on(state, e.obligations);
    }
    void operator()(const ContestAnswered& e) {
        meet(state, "not_solved", e.answered_at);
        if (receipt().contests.empty()) return;
        receipt().contests.back().answered_at = e.answered_at;
        receipt().contests.back().answer = e.note;
    }
    void operator()(const ResultRated& e) {
        auto& ratings = receipt().ratings;
        std::erase_if(ratings, [&](const Rated& one) {
            return one.incident_id == e.incident_id && one.episode == e.episode;
        });
        ratings.push_back({e.incident_id, e.episode, e.rating});
    }
    void operator()(const QuietAsked& e) { receipt().quiet = e.quiet; }

    void operator()(const kernel::DeadlineWarned& e) { kernel::evolve_deadline(state.open, e); }
    void operator()(const kernel::DeadlineMissed& e) {
        kernel::evolve_deadline(state.open, e);
        state.missed.push_back({e.kind, e.due_by});
    }
    void operator()(const kernel::DeadlineEscalated& e) { kernel::evolve_deadline(state.open, e); }
};

}  // namespace

Call::State Call::evolve(State state, const Event& event) {
    Evolve fold{std::move(state)};
    std::visit(fold, event);
    return std::move(fold.state);
}

const std::vector<kernel::Obligation>& Call::obligations(const State& state) { return state.open; }

const Jurisdiction& jurisdiction_of(const State& state) {
    if (state.report && !state.report->location.where.district.value().empty())
        return state.report->location.where;
    return state.received_where;
}

std::optional<Priority> priority_of(const State& state) {
    const std::optional<Priority> reported = state.report ? state.report->priority : std::nullopt;
    if (!reported || !state.duress) return reported ? reported : state.duress;
    return std::min(*reported, *state.duress);
}

}  // namespace anlan::call
