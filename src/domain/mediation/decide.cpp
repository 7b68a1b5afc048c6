#include "domain/area/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/mediation/decide_agreement.hpp"
#include "domain/mediation/policies.hpp"
#include "domain/place/events.hpp"
#include "terms/incident_catalogue.hpp"

#include <algorithm>
#include <concepts>
#include <utility>

namespace anlan::mediation {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Mediation::State;
using Events = Mediation::Events;
using Decision = Mediation::Decision;
using MaybeRefusal = std::optional<Refusal>;
using std::chrono::days;

// The id of another module's record, as it is written: prefix and at least a character.
bool is_id(std::string_view id, std::string_view prefix) {
    return id.starts_with(prefix) && id.size() > prefix.size() && id.size() <= 80;
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const OpenMediation& c) const {
        if (state.stage == Stage::elsewhere) return Unexpected{elsewhere(state.found_at->value())};
        if (state.stage != Stage::none) {
            if (state.dispute_class == c.dispute_class && state.subject == c.subject) return Events{};
            return Unexpected{conflict("mediation.already_open", "There is another of this number.")};
        }
        std::optional<incident::Brief> report;
        if (c.incident_id) report = now.brief<incident::Brief>(c.incident_id->value());
        if (auto wrong = check_opening(c, report)) return Unexpected{std::move(*wrong)};
        MediationOpened opened;
        opened.dispute_class = c.dispute_class;
        opened.origin = c.incident_id ? Origin::incident : c.matter_id ? Origin::matter : Origin::hand;
        opened.incident_id = c.incident_id;
        opened.matter_id = c.matter_id;
        opened.early_rule = c.early_rule;
        opened.place_id = c.place_id;
        opened.where = report ? report->where : c.where.value_or(Jurisdiction{});
        opened.level = c.level.value_or(rules().levels.front().code);
        opened.subject = c.subject;
        return begun(std::move(opened));
    }

    // Calm on scene, and followed up all the same; where the rulebook says nothing of its class nothing
    // happens.
    Decision operator()(const OpenAfterClosing& c) const {
        if (state.stage != Stage::none) return Events{};
        const auto report = now.brief<incident::Brief>(c.incident_id.value());
        if (!report) return Events{};
        const auto& when = rules().open_when_closed;
        const bool named = std::any_of(when.begin(), when.end(), [&](const OpenWhenClosed& one) {
            return names_class(one.classes, report->class_code) &&
                   std::find(one.dispositions.begin(), one.dispositions.end(), c.disposition) !=
                       one.dispositions.end();
        });
        return named ? of_incident(c.incident_id, *report, Origin::incident, std::nullopt)
                     : Decision{Events{}};
    }

    Decision operator()(const OpenAfterAnswer& c) const {
        if (state.stage != Stage::none) return Events{};
        const auto answer = now.brief<instruction::Brief>(c.instruction_id);
        const auto& named = rules().open_when_accepted;
        if (!answer || !answer->incident_id ||
            std::find(named.begin(), named.end(), answer->class_code) == named.end())
            return Events{};
        const auto report = now.brief<incident::Brief>(answer->incident_id->value());
        if (!report || now.brief<Brief>(name_for_incident(answer->incident_id->value()))) return Events{};
        return of_incident(*answer->incident_id, *report, Origin::instruction, c.instruction_id);
    }

    Decision operator()(const NoteFoundElsewhere& c) const {
        if (state.stage != Stage::none) return Events{};
        return Events{FoundElsewhere{c.found_at, now.at}};
    }

    // A further report of it. While it is watched, or not long after its end, that says: it is not solved.
    Decision operator()(const NoteReport& c) const {
        if (state.stage == Stage::none || state.stage == Stage::elsewhere) return Events{};
        const auto& had = state.incident_ids;
        const bool known = std::find(had.begin(), had.end(), c.incident_id) != had.end();
        if (known && !c.reopened_at) return Events{};
        Events events;
        // Of more reports than are listed each still says that it is not solved.
        if (!known && had.size() < reports_max)
            events.emplace_back(ReportJoined{c.incident_id, c.matter_id, now.at});
        const auto closed_at = state.solved_at ? state.solved_at : state.ended_at;
        if (state.stage == Stage::open || (closed_at && now.at > *closed_at + days{rules().reopen_days}))
            return events;
        std::optional<Instant> since;
        if (state.quiet) since = state.quiet->since;
        events.emplace_back(QuietBroken{BrokenBecause::report, c.incident_id, since, now.at,
                                        owed().to_begin(state.dispute_class, state.owner, state.where)});
        return events;
    }

    Decision operator()(const RecordStatement& c) const {
        if (auto wrong = check_works()) return Unexpected{std::move(*wrong)};
        if (!state.statements.empty() && state.statements.back().side == c.side &&
            state.statements.back().text == c.text && state.statements.back().speaker == c.speaker)
            return Events{};
        if (state.statements.size() == statements_max)
            return Unexpected{conflict("mediation.too_many_statements", "At most 200 statements.")};
        if (auto wrong = check_text(c.speaker, name_length_max, ".speaker"))
            return Unexpected{std::move(*wrong)};
        if (auto wrong = check_text(c.text, text_length_max, ".text")) return Unexpected{std::move(*wrong)};
        return solved_if_due({StatementRecorded{c.side, c.contact, c.speaker, c.text, actor(), now.at}});
    }

    Decision operator()(const RecordVisit& c) const {
        if (auto wrong = check_works()) return Unexpected{std::move(*wrong)};
        if (!state.visits.empty() && state.visits.back().visited_at == c.visited_at &&
            state.visits.back().text == c.text)
            return Events{};
        if (state.visits.size() == visits_max)
            return Unexpected{conflict("mediation.too_many_visits", "At most 100 visits.")};
        for (std::size_t i = 0; i < c.with.size(); ++i)
            if (!knows(rules().visit_with, c.with[i]))
                return Unexpected{invalid("mediation.with_unknown",
                                          "The rulebook has no such party to a visit.",
                                          ".with[" + std::to_string(i) + "]")};
        if (auto wrong = check_text(c.text, text_length_max, ".text")) return Unexpected{std::move(*wrong)};
        if (c.visited_at > now.at || c.visited_at < state.opened_at)
            return Unexpected{invalid("mediation.visited_at_invalid",
                                      "A visit was since the opening, and not in the future.",
                                      ".visited_at")};
        VisitRecorded visit{c.with, c.text, c.visited_at, actor(), now.at, c.next_by, {}};
        if (c.next_by) {
            if (*c.next_by <= now.at || *c.next_by > now.at + days{rules().promise_days_max})
                return Unexpected{
                    invalid("mediation.due_invalid", "The next visit is later than now.", ".next_by")};
            visit.obligations.push_back(
                owed().until(rules().joint_visit, "joint_visit", "", *c.next_by, state.owner, state.where));
        }
        return solved_if_due({std::move(visit)});
    }

    Decision operator()(const HandOverMediation& c) const {
        if (auto wrong = check_works()) return Unexpected{std::move(*wrong)};
        if (state.level == c.level) return Events{};
        const LevelRule* to = find_level(rules(), c.level);
        if (to == nullptr) return Unexpected{level_unknown()};
        if (auto wrong = check_text(c.reason, text_length_max, ".reason"))
            return Unexpected{std::move(*wrong)};
        if (state.hand_overs.size() == hand_overs_max)
            return Unexpected{conflict("mediation.too_many_hand_overs", "At most 50 hand-overs.")};
        MediationHandedOver handed{state.level, to->code, state.owner, owed().owner_at(*to, state.where),
                                   c.reason,    actor(),  now.at,      {}};
        for (kernel::Obligation one : state.open) {
            one.owner = handed.to_post_id;
            handed.obligations.push_back(std::move(one));
        }
        std::erase_if(handed.obligations, [](const auto& one) { return one.kind == "take_up"; });
        handed.obligations.push_back(
            owed().within(rules().take_up, "take_up", handed.to_post_id, state.where));
        return Events{std::move(handed)};
    }

    Decision operator()(const TakeUpMediation&) const {
        if (auto wrong = check_works()) return Unexpected{std::move(*wrong)};
        if (state.hand_overs.empty() || state.taken_up_at) return Events{};
        return solved_if_due({MediationTakenUp{actor(), now.at}});
    }

    Decision operator()(const SeeSolution&) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage != Stage::solved)
            return Unexpected{conflict("mediation.not_solved", "It is not solved.")};
        if (state.ended_at) return Events{};
        return Events{SolutionSeen{actor(), now.at}};
    }

    Decision operator()(const EndMediation& c) const {
        if (state.stage == Stage::ended && state.end_reason == c.reason) return Events{};
        if (auto wrong = check_works()) return Unexpected{std::move(*wrong)};
        if (!knows(rules().end_reasons, c.reason))
            return Unexpected{
                invalid("mediation.reason_unknown", "The rulebook has no such reason.", ".reason")};
        if (auto wrong = check_text(c.text, text_length_max, ".text")) return Unexpected{std::move(*wrong)};
        return Events{MediationEnded{c.reason, c.text, actor(), now.at}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "quiet" && owed().may_be_solved(state)) return Events{owed().solved(state)};
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

    // The agreement and the pushes, while it is worked on.
    template <class Command>
        requires std::invocable<DecideAgreement, const Command&>
    Decision operator()(const Command& c) const {
        if (auto wrong = check_works()) return Unexpected{std::move(*wrong)};
        return DecideAgreement{state, now}(c);
    }

private:
    Owed owed() const { return Owed{now}; }
    const Rules& rules() const { return now.rules.section<Rules>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }

    static Refusal elsewhere(const std::string& found_at) {
        return conflict("mediation.found_elsewhere",
                        "That dispute is in mediation already: " + found_at + ".");
    }
    static Refusal level_unknown() {
        return invalid("mediation.level_unknown", "The rulebook has no such level.", ".level");
    }

    // What this fact settles may have been all that was still owed after the quiet.
    Decision solved_if_due(Events events) const {
        State then = state;
        for (const auto& event : events) then = Mediation::evolve(std::move(then), event);
        if (owed().may_be_solved(then)) events.emplace_back(owed().solved(then));
        return events;
    }

    Decision of_incident(const IncidentId& incident_id, const incident::Brief& report, Origin origin,
                         std::optional<std::string> instruction_id) const {
        const auto* of = anlan::find_class(now.rules.section<IncidentCatalogue>(), report.class_code);
        if (of == nullptr || !of->dispute_class) return Events{};
        MediationOpened opened;
        opened.dispute_class = *of->dispute_class;
        opened.origin = origin;
        opened.incident_id = incident_id;
        opened.instruction_id = std::move(instruction_id);
        opened.where = report.where;
        opened.level = rules().levels.front().code;
        return begun(std::move(opened));
    }

    Events begun(MediationOpened opened) const {
        if (opened.place_id)
            if (const auto place = now.brief<place::Brief>(opened.place_id->value()))
                opened.place_label = place->place_name;
        opened.owner = owed().owner_at(*find_level(rules(), opened.level), opened.where);
        opened.opened_by = actor();
        opened.opened_at = now.at;
        opened.obligations = owed().to_begin(opened.dispute_class, opened.owner, opened.where);
        return {std::move(opened)};
    }

    MaybeRefusal check_known() const {
        if (state.stage == Stage::elsewhere) return elsewhere(state.found_at->value());
        if (state.stage != Stage::none) return std::nullopt;
        return Refusal{
            "mediation.unknown", "There is no such mediation.", Because::unknown, Remedy::fix_input, {}};
    }
    MaybeRefusal check_works() const {
        if (auto wrong = check_known()) return wrong;
        if (state.stage == Stage::solved || state.stage == Stage::ended)
            return conflict("mediation.over", "It is over; a further report reopens it.");
        return std::nullopt;
    }

    MaybeRefusal check_opening(const OpenMediation& c, const std::optional<incident::Brief>& report) const {
        if (find_class(rules(), c.dispute_class) == nullptr)
            return invalid("mediation.class_unknown", "The rulebook has no such class of dispute.",
                           ".dispute_class");
        if (auto wrong = check_text(c.subject, text_length_max, ".subject")) return wrong;
        if (c.level && find_level(rules(), *c.level) == nullptr) return level_unknown();
        if (c.early_rule && !knows(rules().early_rules, *c.early_rule))
            return invalid("mediation.early_rule_unknown", "The rulebook has no such rule.", ".early_rule");
        if (c.place_id && now.briefs != nullptr && !now.brief<place::Brief>(c.place_id->value()))
            return invalid("mediation.place_unknown", "There is no such place.", ".place_id");
        if (auto wrong = check_about(c, report)) return wrong;
        if (report) return std::nullopt;
        if (!c.where || c.where->station.value().empty())
            return invalid("mediation.station_required", "Name city, district and station.", ".where");
        // Of a station that is not there nobody would own it.
        const auto station = now.brief<area::Brief>(c.where->station.value());
        if (now.briefs != nullptr &&
            (!station || station->level != area::AreaLevel::station || !contains(station->where, *c.where)))
            return invalid("mediation.station_unknown", "There is no such station in that district.",
                           ".where.station");
        return std::nullopt;
    }
    // What it is about is there, and is in no mediation yet.
    MaybeRefusal check_about(const OpenMediation& c, const std::optional<incident::Brief>& report) const {
        if (c.incident_id) {
            if (now.briefs != nullptr && !report)
                return invalid("mediation.incident_unknown", "There is no such incident.", ".incident_id");
            if (auto wrong = check_in_none(name_for_incident(c.incident_id->value()))) return wrong;
        }
        if (!c.matter_id) return std::nullopt;
        if (!is_id(*c.matter_id, "mat_") || (now.around != nullptr && !now.around->record(*c.matter_id)))
            return invalid("mediation.matter_unknown", "There is no such matter.", ".matter_id");
        return check_in_none(name_for_matter(*c.matter_id));
    }
    MaybeRefusal check_in_none(const std::string& name) const {
        const auto at = now.brief<Brief>(name);
        if (!at) return std::nullopt;
        return elsewhere(at->found_at.empty() ? name : at->found_at);
    }
};

}  // namespace

Mediation::Decision Mediation::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::mediation
