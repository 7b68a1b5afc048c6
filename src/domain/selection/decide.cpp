#include "domain/incident/events.hpp"
#include "domain/selection/rules.hpp"
#include "domain/selection/selection.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace anlan::selection {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Selection::State;
using Events = Selection::Events;
using Decision = Selection::Decision;
using MaybeRefusal = std::optional<Refusal>;

constexpr std::array<std::string_view, 4> ways_out{"merged", "cancelled", "criminal", "moved"};

struct Decide {
    const State& state;
    const kernel::Now& now;

    // The first one opens the list of the day.
    Decision operator()(const PutForward& c) const {
        if (auto wrong = check_not_over()) return Unexpected{std::move(*wrong)};
        const Entry* listed = find(c.candidate.incident_id);
        if (listed != nullptr && listed->candidate == c.candidate && listed->outside.empty())
            return Events{};  // said twice
        const auto day = day_named(c.day, now.rules.civil_offset);
        if (!day || now.stream != selection_id(*day, c.where))
            return Unexpected{invalid("selection.day_invalid", "A day of this list.", ".day")};
        if (auto wrong = check_candidate(c.candidate, *day)) return Unexpected{std::move(*wrong)};
        if (c.revision != (listed == nullptr ? 0 : listed->revision)) return Unexpected{told_meanwhile()};
        if (listed != nullptr) {
            const bool again =
                listed->standing == Standing::passed_over && c.candidate.points > listed->candidate.points;
            return Events{CandidateWeighedAnew{c.candidate, again, now.at}};
        }
        if (state.entries.size() >= entries_max)
            return Unexpected{conflict("selection.full", "At most 20000 incidents a day.")};
        Events events;
        if (state.stage == Stage::none) events.push_back(opened(*day, c.where));
        events.push_back(CandidatePutForward{c.candidate, now.at});
        return events;
    }

    Decision operator()(const TakeOff& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        const Entry* listed = find(c.incident_id);
        if (listed == nullptr) return Unexpected{not_listed()};
        if (std::find(ways_out.begin(), ways_out.end(), c.because) == ways_out.end())
            return Unexpected{invalid("selection.way_out_unknown", "It does not leave so.", ".because")};
        if (listed->outside == c.because) return Events{};
        if (c.revision != listed->revision) return Unexpected{told_meanwhile()};
        return Events{CandidateLeft{c.incident_id, c.because, now.at}};
    }

    Decision operator()(const Pick& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        const Entry* listed = find(c.incident_id);
        if (auto wrong = check_there(listed)) return Unexpected{std::move(*wrong)};
        const InstructRule* rule = instructs(rules(), listed->candidate.reasons, c.instruction_class);
        if (rule == nullptr)
            return Unexpected{invalid("selection.instruction_unknown", "The rulebook offers no such class.",
                                      ".instruction_class")};
        if (listed->standing == Standing::picked) {
            if (!c.instruction_class || listed->instruction_class == rule->instruction_class) return Events{};
            return Unexpected{picked()};
        }
        if (listed->standing == Standing::passed_over)
            return Unexpected{conflict("selection.passed_over", "It is passed over; undo that first.")};
        if (listed->candidate.station.value().empty())
            return Unexpected{conflict("selection.station_unknown",
                                       "No station is known for it: correct its place first.")};
        Jurisdiction where = state.where;
        where.station = listed->candidate.station;
        return Events{CandidatePicked{c.incident_id, rule->instruction_class, rule->text, where,
                                      state.instructions + 1, actor(), now.at}};
    }

    Decision operator()(const PassOver& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (!knows_reason(rules(), c.reason))
            return Unexpected{
                invalid("selection.reason_unknown", "The rulebook has no such reason.", ".reason")};
        if (c.incident_ids.empty() || c.incident_ids.size() > passed_over_max)
            return Unexpected{
                invalid("selection.number_invalid", "1 to 500 incidents at once.", ".incident_ids")};
        std::vector<IncidentId> passed;
        std::set<IncidentId> seen;
        for (const IncidentId& incident_id : c.incident_ids) {
            const Entry* listed = find(incident_id);
            if (auto wrong = check_there(listed)) return Unexpected{std::move(*wrong)};
            if (listed->standing == Standing::picked) return Unexpected{picked()};
            const bool so_already = listed->standing == Standing::passed_over && listed->because == c.reason;
            if (!so_already && seen.insert(incident_id).second) passed.push_back(incident_id);
        }
        if (passed.empty()) return Events{};
        return Events{CandidatesPassedOver{std::move(passed), c.reason, actor(), now.at}};
    }

    Decision operator()(const UndoDecision& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        const Entry* listed = find(c.incident_id);
        if (listed == nullptr) return Unexpected{not_listed()};
        if (listed->standing == Standing::open) return Events{};
        std::optional<int> number;
        if (listed->standing == Standing::picked) number = listed->number;
        return Events{
            DecisionUndone{c.incident_id, number, number ? rules().undo_text : "", actor(), now.at}};
    }

    Decision operator()(const CloseSelection&) const {
        if (state.stage == Stage::closed) return Events{};
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (now.at < state.over_at)
            return Unexpected{conflict("selection.day_not_over", "The day is not over yet.")};
        if (std::any_of(state.entries.begin(), state.entries.end(), undecided))
            return Unexpected{
                conflict("selection.undecided", "Some are neither picked nor passed over yet.")};
        SelectionClosed closing;
        for (const Entry& entry : state.entries) count(entry, closing);
        closing.closed_by = actor();
        closing.closed_at = now.at;
        return Events{std::move(closing)};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "lapse") {
            const auto* lapse = kernel::find(state.open, "lapse");
            if (lapse == nullptr || now.at < lapse->due_by) return Events{};
            const auto left = std::count_if(state.entries.begin(), state.entries.end(), undecided);
            return Events{SelectionLapsed{static_cast<int>(left), now.at}};
        }
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }

    static Refusal picked() { return conflict("selection.picked", "It is picked; undo that first."); }
    static Refusal told_meanwhile() {
        return conflict("selection.told_meanwhile", "The list was told of this incident meanwhile.");
    }
    static Refusal not_listed() {
        return invalid("selection.incident_not_listed", "That incident is not on this list.", ".incident_id");
    }

    const Entry* find(const IncidentId& incident_id) const {
        const auto found = std::find_if(state.entries.begin(), state.entries.end(), [&](const Entry& one) {
            return one.candidate.incident_id == incident_id;
        });
        return found == state.entries.end() ? nullptr : &*found;
    }

    SelectionOpened opened(const Day& day, const Jurisdiction& where) const {
        const Jurisdiction district{where.city, where.district, {}, {}};
        auto owed = kernel::owe_until(rules().decide, now.rules.section<kernel::RoleLevels>(), "decide", "",
                                      now.at, decide_by(rules(), day, now.at), district);
        return {
            day.text,           district,           day.ends, day.ends + Hours{24 * rules().followed_days},
            rules().target_min, rules().target_max, now.at,   {std::move(owed)}};
    }

    static void count(const Entry& entry, SelectionClosed& closing) {
        if (entry.standing == Standing::picked)
            ++closing.picked;
        else if (entry.standing == Standing::passed_over)
            ++closing.passed_over;
        else if (!entry.outside.empty())
            ++closing.left;
        else if (entry.candidate.reasons.empty())
            ++closing.without_reason;
        else
            ++closing.below_line;
    }

    MaybeRefusal check_not_over() const {
        if (state.stage == Stage::closed) return conflict("selection.closed", "The day is closed.");
        if (state.stage == Stage::lapsed)
            return conflict("selection.lapsed", "Nobody closed the day in time; it is over.");
        return std::nullopt;
    }
    MaybeRefusal check_open() const {
        if (auto wrong = check_not_over()) return wrong;
        if (state.stage == Stage::open) return std::nullopt;
        return Refusal{
            "selection.unknown", "There is no list of that day.", Because::unknown, Remedy::fix_input, {}};
    }
    MaybeRefusal check_there(const Entry* listed) const {
        if (listed == nullptr) return not_listed();
        if (!listed->outside.empty()) return conflict("selection.left", "It left the list.");
        return std::nullopt;
    }
    // One of an earlier day comes where that day's list was closed before it came.
    MaybeRefusal check_candidate(const Candidate& candidate, const Day& day) const {
        if (candidate.opened_at >= day.ends)
            return invalid("selection.day_invalid", "It was opened after that day.", ".candidate.opened_at");
        if (candidate.reasons.size() > reasons_max)
            return invalid("selection.too_many_reasons", "At most 24 reasons.", ".candidate.reasons");
        if (now.briefs != nullptr && !now.brief<incident::Brief>(candidate.incident_id.value()))
            return invalid("selection.incident_unknown", "There is no such incident.",
                           ".candidate.incident_id");
        return std::nullopt;
    }
};

}  // namespace

Selection::Decision Selection::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::selection
