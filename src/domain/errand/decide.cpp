#include "domain/area/events.hpp"
#include "domain/errand/errand.hpp"
#include "domain/errand/rules.hpp"
#include "domain/place/events.hpp"

#include <utility>

namespace anlan::errand {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Errand::State;
using Events = Errand::Events;
using Decision = Errand::Decision;
using MaybeRefusal = std::optional<Refusal>;

kernel::DeadlineRule rule_of(const task::AnswerRule& answer) {
    kernel::DeadlineRule rule{answer.within, answer.warn_before, answer.owner_role, {}};
    for (const auto& step : answer.ladder) rule.ladder.push_back({step.role, step.after});
    return rule;
}

// Where an errand is done.
struct Spot {
    Jurisdiction where;
    std::optional<std::string> label;
};

struct Decide {
    const State& state;
    const kernel::Now& now;

    // Said again by a policy that runs again: it is issued once.
    Decision operator()(const IssueErrand& c) const {
        if (state.stage != Stage::none) return Events{};
        const auto of = now.brief<task::Brief>(c.task_id.value());
        if (!of || of->stage != task::Stage::in_force || !of->in_force)
            return Unexpected{invalid("errand.task_not_in_force", "Its task is not in force.", ".task_id")};
        const auto spot = spot_of(c);
        if (!spot)
            return Unexpected{
                invalid("errand.place_unknown", "There is no such door or area any more.", ".place_id")};
        const auto& terms = *of->in_force;
        const auto rule = rule_of(c.answer);
        if (kernel::check_roles(rule, levels(), ""))
            return Unexpected{invalid("errand.role_unknown", "The rulebook has no such role.", ".answer")};
        const auto owed = kernel::owe(rule, levels(), "reply", "", now.at, spot->where);
        return Events{ErrandIssued{c.task_id.value(),
                                   c.round,
                                   terms.department,
                                   terms.title,
                                   terms.minutes,
                                   terms.fields,
                                   spot->where,
                                   c.place_id,
                                   spot->label,
                                   now.at,
                                   {owed}}};
    }

    Decision operator()(const AnswerErrand& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::answered) {
            if (state.answers == c.answers) return Events{};
            return Unexpected{conflict("errand.answered", "It is answered; an answer can be corrected.")};
        }
        if (state.ended_at) return Unexpected{over()};
        if (auto wrong = check_answers(c.answers)) return Unexpected{std::move(*wrong)};
        return Events{ErrandAnswered{c.answers, actor(), now.at}};
    }

    Decision operator()(const CorrectAnswer& c) const {
        if (auto wrong = check_answered()) return Unexpected{std::move(*wrong)};
        if (state.answers == c.answers) return Events{};
        if (now.at > *state.answered_at + std::chrono::days{rules().correct_within_days})
            return Unexpected{conflict("errand.correction_too_late", "It is too old to be corrected.")};
        if (state.corrections == corrections_max)
            return Unexpected{conflict("errand.too_many_corrections", "It was corrected 20 times.")};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        if (auto wrong = check_answers(c.answers)) return Unexpected{std::move(*wrong)};
        return Events{AnswerCorrected{c.answers, c.reason, actor(), now.at}};
    }

    // For completion; not once the next round asks anew.
    Decision operator()(const ReturnAnswer& c) const {
        if (auto wrong = check_answered()) return Unexpected{std::move(*wrong)};
        if (now.at > *state.answered_at + std::chrono::days{rules().return_within_days})
            return Unexpected{conflict("errand.return_too_late", "It is too old to be returned.")};
        const auto of = now.brief<task::Brief>(state.task_id);
        const bool asks_on = of && of->stage == task::Stage::in_force && of->in_force;
        if (now.briefs != nullptr && !asks_on)
            return Unexpected{conflict("errand.task_not_in_force", "Its task is not in force.")};
        if (asks_on && of->in_force->recurrence != task::Recurrence::each_new_door &&
            of->newest_round > state.round)
            return Unexpected{conflict("errand.round_over", "The next round has opened.")};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        auto anew = kernel::owe(rules().completion, levels(), "reply", "", now.at, state.where);
        anew.owner = state.owner;
        return Events{AnswerReturned{c.reason, actor(), now.at, {std::move(anew)}}};
    }

    Decision operator()(const WithdrawErrand& c) const {
        if (state.stage == Stage::withdrawn) return Events{};
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.ended_at) return Unexpected{over()};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        return Events{ErrandWithdrawn{c.reason, actor(), now.at}};
    }

    Decision operator()(const LapseErrand& c) const {
        if (state.stage != Stage::due) return Events{};
        return Events{ErrandLapsed{c.why, now.at}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }
    const kernel::RoleLevels& levels() const { return now.rules.section<kernel::RoleLevels>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }
    static Refusal over() { return conflict("errand.over", "It is over."); }

    std::optional<Spot> spot_of(const IssueErrand& c) const {
        if (c.place_id) {
            const auto place = now.brief<place::Brief>(c.place_id->value());
            if (!place || place->retired) return std::nullopt;
            return Spot{place->where, place->place_name};
        }
        const auto area = c.area_id ? now.brief<area::Brief>(c.area_id->value()) : std::nullopt;
        if (!area) return std::nullopt;
        return Spot{area->where, area->area_name};
    }

    MaybeRefusal check_known() const {
        if (state.stage != Stage::none) return std::nullopt;
        return Refusal{"errand.unknown", "There is no such errand.", Because::unknown, Remedy::fix_input, {}};
    }
    MaybeRefusal check_answered() const {
        if (auto wrong = check_known()) return wrong;
        if (state.stage == Stage::answered) return std::nullopt;
        return conflict("errand.not_answered", "It has no answer.");
    }
    MaybeRefusal check_answers(const std::vector<Answer>& answers) const {
        const auto wrong = fault_in_answers(state.fields, answers);
        if (!wrong) return std::nullopt;
        return invalid("errand." + wrong->reason, wrong->message, wrong->path);
    }
    static MaybeRefusal check_reason(const PersonalText& reason) {
        if (!reason.empty() && reason.reveal().size() <= reason_length_max) return std::nullopt;
        return invalid("errand.reason_invalid", "A reason of 1 to 1000 bytes.", ".reason");
    }
};

}  // namespace

Errand::Decision Errand::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::errand
