#include "domain/task/task.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace anlan::task {
namespace {

using State = Task::State;

struct Fold {
    State& state;

    void operator()(const TaskProposed& e) const {
        state.stage = Stage::proposed;
        state.draft = Draft{e.terms, e.to, e.burden_minutes, e.proposed_by, e.proposed_at};
        arise(e.obligations);
    }
    void operator()(const TaskAmended& e) const {
        state.draft = Draft{e.terms, e.to, e.burden_minutes, e.amended_by, e.amended_at};
        arise(e.obligations);
    }
    void operator()(const TaskRefused& e) const {
        state.refusal_reason = e.reason;
        kernel::meet(state.open, "publish");
        if (!state.in_force) return end(EndedBy::word, e.reason, e.refused_at);
        state.draft.reset();
    }
    void operator()(const TaskPublished& e) const {
        state.stage = Stage::in_force;
        if (state.in_force && state.draft &&
            state.in_force->terms.recurrence != state.draft->terms.recurrence)
            kernel::meet(state.open, "round");
        state.in_force = std::exchange(state.draft, std::nullopt);
        state.published_by = e.published_by;
        state.published_at = e.published_at;
        kernel::meet(state.open, "publish");
        arise(e.obligations);
    }
    void operator()(const RoundOpened& e) const {
        if (e.periods == 0) state.anchor = e.scheduled_at;
        state.periods = e.periods;
        state.rounds = e.number;
        for (const OpenRound& closed : e.closes) std::erase(state.open_rounds, closed);
        if (state.open_rounds.size() == open_rounds_max) state.open_rounds.erase(state.open_rounds.begin());
        state.open_rounds.push_back(
            {e.number, e.opened_at, static_cast<int>(e.areas.size() + e.places.size())});
        kernel::meet(state.open, "round");
        arise(e.obligations);
    }
    void operator()(const TaskRenewed& e) const {
        if (state.in_force) state.in_force->terms.sunset_at = e.sunset_at;
        arise(e.obligations);
    }
    void operator()(const TaskEnded& e) const { end(e.by, e.reason, e.ended_at); }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, state.missed, e);
    }

private:
    void arise(const std::vector<kernel::Obligation>& obligations) const {
        for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
    }
    void end(EndedBy by, const std::string& reason, Instant at) const {
        state.stage = Stage::ended;
        state.ended_by = by;
        state.ended_at = at;
        state.end_reason = reason;
        if (state.in_force) state.draft.reset();  // what was never in force is shown as it was proposed
        state.open_rounds.clear();
        state.open.clear();
    }
};

constexpr std::string_view prefix = "tsk_";

}  // namespace

State Task::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Task::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) {
    if (state.in_force) return {state.in_force->terms.where, {}};
    if (state.draft) return {state.draft->terms.where, {}};
    return {};
}

std::optional<Brief> brief_of(const State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    Brief brief{state.stage, std::nullopt, std::nullopt, state.rounds};
    if (state.in_force) brief.in_force = state.in_force->terms;
    if (state.draft) brief.draft = state.draft->terms;
    return brief;
}

TaskId task_id(std::string_view department, int number) {
    return TaskId{std::string{prefix} + std::string{department} + "." + std::to_string(number)};
}

std::optional<Numbered> numbered(std::string_view stream) {
    const auto dot = stream.rfind('.');
    if (!stream.starts_with(prefix) || dot == std::string_view::npos) return std::nullopt;
    const auto digits = stream.substr(dot + 1);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number < 1) return std::nullopt;
    const std::string department{stream.substr(prefix.size(), dot - prefix.size())};
    if (task_id(department, number).value() != stream) return std::nullopt;  // no "007"
    return Numbered{department, number};
}

bool counts_door(const Draft& in_force, const std::string& kind, const Jurisdiction& where) {
    if (in_force.terms.recurrence != Recurrence::each_new_door) return false;
    const auto& kinds = in_force.to.place_kinds;
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) return false;
    return std::any_of(in_force.to.areas.begin(), in_force.to.areas.end(), [&](const AreaId& area) {
        return area == where.beat || area == where.station || area == where.district || area == where.city;
    });
}

}  // namespace anlan::task
