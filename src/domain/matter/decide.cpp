#include "domain/incident/events.hpp"
#include "domain/matter/matter.hpp"
#include "domain/matter/rules.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::matter {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Matter::State;
using Events = Matter::Events;
using Decision = Matter::Decision;
using MaybeRefusal = std::optional<Refusal>;

bool contains(const std::vector<Report>& reports, const IncidentId& incident_id) {
    return std::any_of(reports.begin(), reports.end(),
                       [&](const Report& report) { return report.incident_id == incident_id; });
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const SuggestMatter& c) const {
        if (state.stage != Stage::none) return Events{};  // said twice
        if (auto wrong = check_suggestion(c)) return Unexpected{std::move(*wrong)};
        std::vector<Report> reports = c.reports;
        std::stable_sort(reports.begin(), reports.end(),
                         [](const Report& a, const Report& b) { return a.reported_at < b.reported_at; });
        const Jurisdiction where = reports.back().where;
        return Events{MatterSuggested{
            c.kind, c.rule, where, std::move(reports), c.split_from, now.at, {to_decide(where)}}};
    }

    // To a confirmed matter a report comes without a further word of anybody, and may make the station act.
    Decision operator()(const AddReport& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::rejected) return Unexpected{rejected()};
        if (contains(state.reports, c.report.incident_id)) return Events{};
        const auto& out = state.taken_out;
        if (std::find(out.begin(), out.end(), c.report.incident_id) != out.end())
            return Unexpected{conflict("matter.report_taken_out", "It was taken out of this matter.")};
        if (state.reports.size() == reports_max)
            return Unexpected{conflict("matter.too_many_reports", "At most 200 reports.")};
        if (auto wrong = check_report(c.report, ".report")) return Unexpected{std::move(*wrong)};
        Events events{ReportAdded{c.report, now.at}};
        if (state.stage == Stage::confirmed) order(with(events.front()), events);
        return events;
    }

    Decision operator()(const ConfirmMatter&) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::confirmed) return Events{};
        if (state.stage == Stage::rejected) return Unexpected{rejected()};
        Events events{MatterConfirmed{actor(), now.at}};
        order(state, events);
        return events;
    }

    Decision operator()(const RejectMatter& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::rejected) return Events{};
        if (state.stage == Stage::confirmed)
            return Unexpected{conflict("matter.confirmed", "It is confirmed; undo that first.")};
        return Events{MatterRejected{c.reason, actor(), now.at}};
    }

    Decision operator()(const UndoDecision&) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::suggested) return Events{};
        return Events{DecisionUndone{actor(), now.at, {to_decide(state.where)}}};
    }

    Decision operator()(const TakeOutReport& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::rejected) return Unexpected{rejected()};
        if (auto wrong = check_reason(c.reason)) return Unexpected{std::move(*wrong)};
        if (!contains(state.reports, c.incident_id)) return Unexpected{not_of_it(".incident_id")};
        if (state.reports.size() <= 2)
            return Unexpected{conflict("matter.too_few_reports", "One report is no matter: reject it.")};
        return Events{ReportTakenOut{c.incident_id, c.reason, actor(), now.at}};
    }

    Decision operator()(const SplitMatter& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::rejected) return Unexpected{rejected()};
        const std::set<IncidentId> leaving{c.incident_ids.begin(), c.incident_ids.end()};
        for (const IncidentId& id : leaving)
            if (!contains(state.reports, id)) return Unexpected{not_of_it(".incident_ids")};
        if (leaving.size() < 2 || state.reports.size() < leaving.size() + 2)
            return Unexpected{
                conflict("matter.too_few_reports", "Two reports leave and two stay, at least.")};
        std::vector<Report> reports;
        for (const Report& report : state.reports)
            if (leaving.contains(report.incident_id)) reports.push_back(report);
        const MatterId into{std::string{now.stream} + "-" + std::to_string(state.splits + 1)};
        return Events{MatterSplit{into, std::move(reports), actor(), now.at}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }
    static Refusal rejected() { return conflict("matter.rejected", "It is rejected; undo that first."); }
    static Refusal not_of_it(const char* field) {
        return invalid("matter.report_unknown", "That report is not of this matter.", field);
    }

    kernel::Obligation to_decide(const Jurisdiction& where) const {
        return kernel::owe(rules().decide, now.rules.section<kernel::RoleLevels>(), "decide", "", now.at,
                           where);
    }

    State with(const Event& event) const { return Matter::evolve(state, event); }

    // Once for each newest report, and only where its station is known: nobody else could answer.
    void order(const State& then, Events& events) const {
        const Report& newest = then.reports.back();
        if (newest.where.station.value().empty()) return;
        for (const InstructionOrdered& before : then.ordered)
            if (before.incident_id == newest.incident_id) return;
        std::vector<Instant> reported;
        for (const Report& report : then.reports) reported.push_back(report.reported_at);
        const InstructWhen* rule = instructs(rules(), then.kind, reported);
        if (rule == nullptr) return;
        events.push_back(InstructionOrdered{rule->code, rule->instruction_class, rule->text, newest.where,
                                            newest.incident_id, static_cast<int>(then.ordered.size()) + 1,
                                            now.at});
    }

    MaybeRefusal check_known() const {
        if (state.stage != Stage::none) return std::nullopt;
        return Refusal{"matter.unknown", "There is no such matter.", Because::unknown, Remedy::fix_input, {}};
    }
    MaybeRefusal check_reason(const std::string& reason) const {
        if (knows_reason(rules(), reason)) return std::nullopt;
        return invalid("matter.reason_unknown", "The rulebook has no such reason.", ".reason");
    }
    MaybeRefusal check_report(const Report& report, const std::string& field) const {
        if (report.reasons.size() > reasons_max)
            return invalid("matter.too_many_reasons", "At most 24 reasons.", field + ".reasons");
        if (now.briefs != nullptr && !now.brief<incident::Brief>(report.incident_id.value()))
            return invalid("matter.incident_unknown", "There is no such incident.", field + ".incident_id");
        return std::nullopt;
    }
    MaybeRefusal check_suggestion(const SuggestMatter& c) const {
        if (c.reports.size() < 2 || c.reports.size() > reports_max)
            return invalid("matter.too_few_reports", "2 to 200 reports make a matter.", ".reports");
        const auto& kinds = rules().finder.kinds;
        if (std::none_of(kinds.begin(), kinds.end(),
                         [&](const DisputeKind& kind) { return kind.code == c.kind; }))
            return invalid("matter.kind_unknown", "The rulebook has no such kind.", ".kind");
        std::set<IncidentId> seen;
        for (std::size_t i = 0; i < c.reports.size(); ++i) {
            const auto field = ".reports[" + std::to_string(i) + "]";
            if (!seen.insert(c.reports[i].incident_id).second)
                return invalid("matter.report_twice", "A report is in it twice.", field);
            if (auto wrong = check_report(c.reports[i], field)) return wrong;
        }
        return std::nullopt;
    }
};

}  // namespace

Matter::Decision Matter::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::matter
