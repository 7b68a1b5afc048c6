#include "domain/mediation/mediation.hpp"

#include <algorithm>
#include <utility>

namespace anlan::mediation {
namespace {

using State = Mediation::State;

struct Fold {
    State& state;

    void operator()(const MediationOpened& e) const {
        state.stage = Stage::open;
        state.dispute_class = e.dispute_class;
        state.origin = e.origin;
        state.early_rule = e.early_rule;
        state.place_id = e.place_id;
        state.place_label = e.place_label;
        state.where = e.where;
        state.level = e.level;
        state.subject = e.subject;
        state.owner = e.owner;
        state.opened_at = e.opened_at;
        if (e.incident_id) state.incident_ids.push_back(*e.incident_id);
        state.matter_id = e.matter_id;
        state.instruction_id = e.instruction_id;
        arise(e.obligations);
    }
    void operator()(const FoundElsewhere& e) const {
        state.stage = Stage::elsewhere;
        state.found_at = e.found_at;
    }
    void operator()(const StatementRecorded& e) const {
        state.statements.push_back(e);
        if (std::find(state.heard.begin(), state.heard.end(), e.side) == state.heard.end())
            state.heard.push_back(e.side);
        kernel::meet(state.open, "contact", boost::describe::enum_to_string(e.side, ""));
    }
    void operator()(const VisitRecorded& e) const {
        state.visits.push_back(e);
        if (!e.with.empty()) kernel::meet(state.open, "joint_visit");
        arise(e.obligations);
    }
    void operator()(const MediationHandedOver& e) const {
        state.hand_overs.push_back(e);
        state.level = e.to_level;
        state.owner = e.to_post_id;
        state.taken_up_at.reset();
        arise(e.obligations);
    }
    void operator()(const MediationTakenUp& e) const {
        state.taken_up_at = e.taken_up_at;
        kernel::meet(state.open, "take_up");
    }
    void operator()(const AgreementDrafted& e) const {
        state.agreement = Agreement{e.agreement_version, e.text, e.promises, e.drafted_at, {}, std::nullopt};
    }
    void operator()(const AgreementSigned& e) const {
        if (state.agreement) state.agreement->signatures.push_back(e);
    }
    void operator()(const AgreementConcluded& e) const {
        if (!state.agreement) return;
        state.agreement->concluded_at = e.concluded_at;
        drop("promise");  // those of the version before, where it was agreed on anew
        state.promises.clear();
        for (const Promise& promise : state.agreement->promises)
            state.promises.push_back({promise, PromiseState::open, 0, {}, std::nullopt});
        arise(e.obligations);
    }
    void operator()(const PromiseSettled& e) const {
        if (PromiseKept* kept = promise(e.number)) {
            kept->is = e.outcome == Outcome::kept ? PromiseState::kept : PromiseState::broken;
            kept->last_word = e.text;
            kept->at = e.settled_at;
        }
        kernel::meet(state.open, "promise", std::to_string(e.number));
    }
    void operator()(const PromiseMoved& e) const {
        if (PromiseKept* kept = promise(e.number)) {
            kept->promise.due_by = e.due_by;
            kept->last_word = e.reason;
            kept->at = e.moved_at;
            ++kept->moved;
        }
        if (state.quiet) state.quiet->until = std::max(state.quiet->until, e.due_by);
        arise(e.obligations);
    }
    void operator()(const QuietBegun& e) const {
        state.stage = Stage::quiet;
        state.quiet = Quiet{e.because, e.days, e.since, e.until};
        drop("settle");
        drop("contact");
        arise(e.obligations);
    }
    void operator()(const QuietBroken& e) const {
        state.stage = Stage::open;
        state.broken.push_back({e.since, e.broken_at, e.because, e.incident_id});
        state.quiet.reset();
        state.solved_at.reset();
        state.ended_at.reset();
        state.end_reason.clear();
        state.heard.clear();
        drop("quiet");
        drop("good_news");
        arise(e.obligations);
    }
    void operator()(const ReportJoined& e) const {
        if (std::find(state.incident_ids.begin(), state.incident_ids.end(), e.incident_id) ==
            state.incident_ids.end())
            state.incident_ids.push_back(e.incident_id);
        if (e.matter_id && !state.matter_id) state.matter_id = e.matter_id;
    }
    void operator()(const MediationSolved& e) const {
        state.stage = Stage::solved;
        state.solved_at = e.solved_at;
        state.open.clear();
        arise(e.obligations);
    }
    void operator()(const SolutionSeen& e) const {
        state.ended_at = e.seen_at;
        kernel::meet(state.open, "good_news");
    }
    void operator()(const MediationEnded& e) const {
        state.stage = Stage::ended;
        state.ended_at = e.ended_at;
        state.end_reason = e.reason;
        state.end_text = e.text;
        state.quiet.reset();
        state.open.clear();
    }
    void operator()(const PushPrepared& e) const {
        state.pushes.push_back({e.number, e.to, e.text, std::nullopt});
    }
    void operator()(const PushSent& e) const {
        for (PushState& push : state.pushes)
            if (push.number == e.number) {
                push.text = e.text;
                push.sent_at = e.sent_at;
            }
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, e);
        if constexpr (std::same_as<Deadline, kernel::DeadlineMissed>) {
            if (e.kind == "good_news") {  // good news that nobody looks at holds nothing up
                state.ended_at = e.due_by;
                return;
            }
            if (std::find(state.missed.begin(), state.missed.end(), e.kind) == state.missed.end())
                state.missed.push_back(e.kind);
        }
    }

private:
    void arise(const std::vector<kernel::Obligation>& obligations) const {
        for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
    }
    void drop(std::string_view kind) const {
        std::erase_if(state.open, [&](const kernel::Obligation& one) { return one.kind == kind; });
    }
    PromiseKept* promise(int number) const {
        for (PromiseKept& one : state.promises)
            if (one.promise.number == number) return &one;
        return nullptr;
    }
};

std::string name_for(std::string_view letter, std::string_view id) {
    const auto from = id.find('_');
    return "med_" + std::string{letter} + "." +
           std::string{from == std::string_view::npos ? id : id.substr(from + 1)};
}

}  // namespace

Mediation::State Mediation::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Mediation::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.where, {}};
    if (!state.owner.value().empty())
        scope.shared_with.push_back({state.owner, kernel::Extent::all, kernel::Standing::holder});
    return scope;
}

std::string name_for_incident(std::string_view incident_id) { return name_for("i", incident_id); }
std::string name_for_matter(std::string_view matter_id) { return name_for("m", matter_id); }

}  // namespace anlan::mediation
