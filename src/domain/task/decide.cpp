#include "domain/task/burden.hpp"
#include "domain/task/check.hpp"

#include <algorithm>
#include <utility>

namespace anlan::task {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Obligation;
using kernel::Refusal;
using kernel::Remedy;
using State = Task::State;
using Events = Task::Events;
using Decision = Task::Decision;
using MaybeRefusal = std::optional<Refusal>;

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const ProposeTask& c) const {
        if (state.stage != Stage::none) {
            if (state.draft && same(*state.draft, c.terms, c.to)) return Events{};
            return Unexpected{conflict("task.already_proposed", "There is another of this number.")};
        }
        if (auto wrong = check_terms(c.terms, now)) return Unexpected{std::move(*wrong)};
        if (auto wrong = check_number(c.terms, now)) return Unexpected{std::move(*wrong)};
        if (auto wrong = check_all(c.terms, c.to)) return Unexpected{std::move(*wrong)};
        return Events{TaskProposed{c.terms,
                                   c.to,
                                   burden_minutes(c.terms, c.to, rules()),
                                   actor(),
                                   now.at,
                                   {to_publish(c.terms.where)}}};
    }

    Decision operator()(const AmendTask& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (state.draft && same(*state.draft, c.terms, c.to)) return Events{};
        const auto own = numbered(now.stream);
        if (own && own->department != c.terms.department)
            return Unexpected{invalid("task.department_fixed", "Its number is of another department.",
                                      ".terms.department")};
        if (auto wrong = check_all(c.terms, c.to)) return Unexpected{std::move(*wrong)};
        return Events{TaskAmended{c.terms,
                                  c.to,
                                  burden_minutes(c.terms, c.to, rules()),
                                  actor(),
                                  now.at,
                                  {to_publish(c.terms.where)}}};
    }

    Decision operator()(const RefuseTask& c) const {
        const bool nothing = state.stage == Stage::ended || !state.draft;
        if (nothing && !c.reason.empty() && state.refusal_reason == c.reason) return Events{};
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (nothing) return Unexpected{nothing_proposed()};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        return Events{TaskRefused{c.reason, actor(), now.at}};
    }

    // Its rounds begin at once; of an amendment only where it comes at another rhythm.
    Decision operator()(const PublishTask& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (!state.draft) {
            if (state.in_force->burden_minutes == c.burden_minutes_seen) return Events{};
            return Unexpected{nothing_proposed()};
        }
        const Draft& draft = *state.draft;
        if (auto wrong = check_seen(draft, c.burden_minutes_seen)) return Unexpected{std::move(*wrong)};
        if (draft.by == actor())
            return Unexpected{Refusal{"task.own_proposal",
                                      "Another person publishes it.",
                                      Because::forbidden,
                                      Remedy::ask_superior,
                                      {}}};
        if (auto wrong = check_sunset(draft.terms.sunset_at, now, ".terms.sunset_at"))
            return Unexpected{std::move(*wrong)};
        Events events{TaskPublished{c.burden_minutes_seen, actor(), now.at, until_sunset(draft.terms)}};
        const bool goes_on = state.in_force && state.in_force->terms.recurrence == draft.terms.recurrence;
        if (!goes_on && draft.terms.recurrence != Recurrence::each_new_door)
            return with_round(std::move(events), draft, {state.rounds + 1, 0, now.at, 0});
        return events;
    }

    Decision operator()(const RenewTask& c) const {
        if (auto wrong = check_in_force()) return Unexpected{std::move(*wrong)};
        if (state.in_force->terms.sunset_at == c.sunset_at) return Events{};
        if (auto wrong = check_seen(*state.in_force, c.burden_minutes_seen))
            return Unexpected{std::move(*wrong)};
        if (auto wrong = check_sunset(c.sunset_at, now, ".sunset_at")) return Unexpected{std::move(*wrong)};
        Terms renewed = state.in_force->terms;
        renewed.sunset_at = c.sunset_at;
        auto owed = until_sunset(renewed);
        if (kernel::find(state.open, "round") == nullptr)
            if (auto next = next_round(renewed, state.anchor, state.periods)) owed.push_back(*next);
        return Events{TaskRenewed{c.sunset_at, c.burden_minutes_seen, actor(), now.at, std::move(owed)}};
    }

    Decision operator()(const RetireTask& c) const {
        if (state.stage == Stage::none) return Unexpected{unknown()};
        if (state.stage == Stage::ended) return Events{};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        return Events{TaskEnded{EndedBy::word, c.reason, actor(), now.at, state.open_rounds}};
    }

    Decision operator()(const NoteNewDoor& c) const {
        if (state.stage != Stage::in_force || !counts_door(*state.in_force, c.kind, c.where)) return Events{};
        auto answer = answer_rule(state.in_force->terms);
        if (!answer) return Events{};
        return Events{RoundOpened{
            state.rounds + 1, 0, now.at, now.at, 0, {}, {c.place_id}, std::move(*answer), {}, {}}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "sunset") return at_sunset();
        if (c.kind == "round") return at_round();
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    struct Turn {
        int number = 0;
        int periods = 0;
        Instant scheduled_at{};
        int skipped = 0;
    };

    const Rules& rules() const { return now.rules.section<Rules>(); }
    const kernel::RoleLevels& levels() const { return now.rules.section<kernel::RoleLevels>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }
    static Refusal unknown() {
        return {"task.unknown", "There is no such task.", Because::unknown, Remedy::fix_input, {}};
    }
    static Refusal nothing_proposed() { return conflict("task.nothing_proposed", "Nothing is proposed."); }
    static bool same(const Draft& draft, const Terms& terms, const Addressees& to) {
        return draft.terms == terms && draft.to == to;
    }

    Decision at_sunset() const {
        if (state.stage != Stage::in_force || now.at < state.in_force->terms.sunset_at) return Events{};
        return Events{TaskEnded{EndedBy::sunset, "", std::nullopt, now.at, state.open_rounds}};
    }

    // Rounds that fell into an outage help nobody any more: the newest one is opened, and says how many were
    // not.
    Decision at_round() const {
        const auto* due = kernel::find(state.open, "round");
        if (due == nullptr || now.at < due->due_by) return Events{};
        const Terms& terms = state.in_force->terms;
        int periods = state.periods + 1;
        const auto at = [&](int of) {
            return *round_at(state.anchor, terms.recurrence, of, now.rules.civil_offset);
        };
        while (at(periods + 1) <= now.at) ++periods;
        const int skipped = periods - state.periods - 1;
        return with_round({}, *state.in_force, {state.rounds + 1, periods, at(periods), skipped});
    }

    Decision with_round(Events events, const Draft& of, const Turn& turn) const {
        auto answer = answer_rule(of.terms);
        if (!answer)
            return Unexpected{invalid("task.deadline_unknown", "The rulebook has its deadline no more.", {})};
        RoundOpened round{
            turn.number,  turn.periods,       turn.scheduled_at, now.at, turn.skipped, of.to.areas,
            of.to.places, std::move(*answer), state.open_rounds, {}};
        const Instant anchor = turn.periods == 0 ? turn.scheduled_at : state.anchor;
        if (auto next = next_round(of.terms, anchor, turn.periods)) round.obligations = {*next};
        events.push_back(std::move(round));
        return events;
    }

    std::optional<AnswerRule> answer_rule(const Terms& terms) const {
        const Deadline* deadline = find_deadline(rules(), terms.deadline);
        if (deadline == nullptr) return std::nullopt;
        AnswerRule rule{deadline->within, deadline->warn_before, terms.carrier_role, {}};
        for (const auto& step : deadline->ladder) rule.ladder.push_back({step.role, step.after});
        return rule;
    }

    // The clock opens it; nobody is told that it was missed.
    std::optional<Obligation> next_round(const Terms& terms, Instant anchor, int periods) const {
        const auto at = round_at(anchor, terms.recurrence, periods + 1, now.rules.civil_offset);
        if (!at || *at >= terms.sunset_at) return std::nullopt;
        return by_itself("round", *at, terms.where);
    }

    Obligation by_itself(const char* kind, Instant at, const Jurisdiction& where) const {
        Obligation owed;
        owed.kind = kind;
        owed.owner = kernel::post_for(levels(), rules().review.owner_role, where);
        owed.since = now.at;
        owed.due_by = at;
        return owed;
    }

    std::vector<Obligation> until_sunset(const Terms& terms) const {
        const auto& rule = rules().review;
        const Instant review_by =
            std::max(terms.sunset_at - rule.within, now.at + (terms.sunset_at - now.at) / 2);
        return {kernel::owe_until(rule, levels(), "review", "", now.at, review_by, terms.where),
                by_itself("sunset", terms.sunset_at, terms.where)};
    }

    Obligation to_publish(const Jurisdiction& where) const {
        return kernel::owe(rules().publish, levels(), "publish", "", now.at, where);
    }

    MaybeRefusal check_open() const {
        if (state.stage == Stage::none) return unknown();
        if (state.stage == Stage::ended) return conflict("task.over", "It has ended.");
        return std::nullopt;
    }
    MaybeRefusal check_in_force() const {
        if (auto wrong = check_open()) return wrong;
        if (!state.in_force) return conflict("task.not_in_force", "It is not in force.");
        return std::nullopt;
    }
    MaybeRefusal check_all(const Terms& terms, const Addressees& to) const {
        if (auto wrong = check_terms(terms, now)) return wrong;
        if (auto wrong = check_addressees(terms, to, now)) return wrong;
        return check_twin(terms, TaskId{std::string{now.stream}}, now);
    }
    static MaybeRefusal check_seen(const Draft& draft, std::int64_t seen) {
        if (draft.burden_minutes == seen) return std::nullopt;
        return Refusal{
            "task.burden_not_seen",
            "It takes " + std::to_string(draft.burden_minutes) + " minutes a year; say so to publish it.",
            Because::conflict, Remedy::fix_input, ".burden_minutes_seen"};
    }
};

}  // namespace

Task::Decision Task::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::task
