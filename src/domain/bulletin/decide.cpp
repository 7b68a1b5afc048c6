#include "domain/bulletin/bulletin.hpp"
#include "domain/bulletin/rules.hpp"
#include "domain/post/events.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::bulletin {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Bulletin::State;
using Events = Bulletin::Events;
using Decision = Bulletin::Decision;
using MaybeRefusal = std::optional<Refusal>;

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const OpenBulletin& c) const {
        if (state.stage != Stage::none) return Events{};  // said twice
        const auto week = week_named(c.week, now.rules.civil_offset);
        if (!week || now.stream != bulletin_id(*week, c.where))
            return Unexpected{invalid("bulletin.week_invalid", "A week of this bulletin.", ".week")};
        const Instant until = counted_until(rules(), *week);
        if (now.at < until)
            return Unexpected{conflict("bulletin.week_not_over", "The week is not counted yet.")};
        const Jurisdiction district{c.where.city, c.where.district, {}, {}};
        BulletinOpened opened{week->name, district, week->begins, week->ends, until, {}, now.at, {}};
        for (const AreaId& station : c.stations)
            for (const auto& role : rules().objecting_roles)
                opened.objectors.push_back(kernel::post_id(role, station));
        opened.obligations.push_back(owe(rules().draft, "draft", "", district));
        return Events{std::move(opened)};
    }

    Decision operator()(const DraftBulletin& c) const {
        if (state.stage == Stage::none) return Unexpected{unknown()};
        if (state.stage != Stage::opened) return Events{};  // it is drafted once
        if (auto wrong = check_rows(c.rows)) return Unexpected{std::move(*wrong)};
        return Events{BulletinDrafted{
            c.counted_to, c.rows, c.burden, now.at, {owe(rules().review, "review", "", state.where)}}};
    }

    Decision operator()(const ReleaseDraft&) const {
        if (state.stage == Stage::none) return Unexpected{unknown()};
        if (state.stage == Stage::opened)
            return Unexpected{conflict("bulletin.not_drafted", "Its figures are not there yet.")};
        if (state.stage != Stage::drafted) return Events{};
        return Events{
            DraftReleased{actor(), now.at, {owe(rules().object_until, "object_until", "", state.where)}}};
    }

    // A station speaks for itself alone.
    Decision operator()(const Object& c) const {
        if (auto wrong = check_objecting()) return Unexpected{std::move(*wrong)};
        const UnitFigures* row = find_row(state, c.unit);
        if (row == nullptr)
            return Unexpected{invalid("bulletin.unit_unknown", "The bulletin has no such unit.", ".unit")};
        if (!standing(state, c.unit, c.figure))
            return Unexpected{invalid("bulletin.figure_unknown", "That unit has no such figure.", ".figure")};
        if (auto wrong = check_text(c.reason, ".reason")) return Unexpected{std::move(*wrong)};
        if (row->station.value().empty() || row->station != station_of_actor())
            return Unexpected{Refusal{"bulletin.not_own_figure", "A station objects to its own figures.",
                                      Because::forbidden, Remedy::none, ".unit"}};
        for (const Objection& one : state.objections)
            if (one.unit == c.unit && one.figure == c.figure && !one.ruling)
                return one.reason == c.reason
                           ? Decision{Events{}}
                           : Decision{Unexpected{conflict("bulletin.objection_open",
                                                          "There is an objection to it, not answered yet.")}};
        if (state.objections.size() >= objections_max)
            return Unexpected{conflict("bulletin.objections_full", "At most 200 objections to a bulletin.")};
        const int number = static_cast<int>(state.objections.size()) + 1;
        return Events{ObjectionMade{
            number,
            c.unit,
            c.figure,
            c.reason,
            now.by.post_id,
            actor(),
            now.at,
            {owe(rules().answer_objection, "answer_objection", std::to_string(number), state.where)}}};
    }

    Decision operator()(const AnswerObjection& c) const {
        const auto found = std::find_if(state.objections.begin(), state.objections.end(),
                                        [&](const Objection& one) { return one.number == c.number; });
        if (found == state.objections.end())
            return Unexpected{
                invalid("bulletin.objection_unknown", "There is no such objection.", ".number")};
        if (auto wrong = check_text(c.note, ".note")) return Unexpected{std::move(*wrong)};
        ObjectionAnswered answered{c.number, c.ruling, {}, c.note, actor(), now.at, {}};
        if (c.ruling == Ruling::corrected) {
            auto value = *standing(state, found->unit, found->figure);
            if (!c.numerator)
                return Unexpected{
                    invalid("bulletin.value_missing", "What it is corrected to.", ".numerator")};
            if (value.denominator.has_value() != c.denominator.has_value())
                return Unexpected{invalid("bulletin.denominator_wrong",
                                          "A share has a denominator, a count has none.", ".denominator")};
            value.numerator = *c.numerator;
            value.denominator = c.denominator;
            if (auto wrong = check_value(value, ".numerator")) return Unexpected{std::move(*wrong)};
            answered.value = std::move(value);
        } else if (c.numerator || c.denominator) {
            return Unexpected{
                invalid("bulletin.value_not_asked", "What is kept has no new value.", ".numerator")};
        }
        if (found->ruling) {
            if (found->ruling == c.ruling && found->note == c.note && found->value == answered.value)
                return Events{};
            return Unexpected{conflict("bulletin.objection_answered", "It is answered already.")};
        }
        if (state.stage == Stage::closed && unanswered(state) == 1)
            answered.obligations.push_back(owe(rules().publish, "publish", "", state.where));
        return Events{std::move(answered)};
    }

    Decision operator()(const PublishBulletin&) const {
        if (state.stage == Stage::none) return Unexpected{unknown()};
        if (state.stage == Stage::published) return Events{};
        if (state.stage != Stage::closed)
            return Unexpected{conflict("bulletin.objections_open",
                                       "The stations have time to object until the period is over.")};
        if (unanswered(state) > 0)
            return Unexpected{
                conflict("bulletin.objections_unanswered", "An objection is not answered yet.")};
        return Events{BulletinPublished{1, actor(), now.at}};
    }

    Decision operator()(const CorrectBulletin& c) const {
        if (state.stage == Stage::none) return Unexpected{unknown()};
        if (state.stage != Stage::published)
            return Unexpected{
                conflict("bulletin.not_published", "It is not published yet: answer the objection.")};
        if (c.corrections.empty() || c.corrections.size() > corrections_max)
            return Unexpected{
                invalid("bulletin.corrections_invalid", "1 to 100 corrections.", ".corrections")};
        if (state.editions.size() >= editions_max)
            return Unexpected{conflict("bulletin.editions_full", "At most 50 editions.")};
        std::set<std::pair<std::string, std::string>> seen;
        for (std::size_t i = 0; i < c.corrections.size(); ++i) {
            const auto path = ".corrections[" + std::to_string(i) + "]";
            if (auto wrong = check_correction(c.corrections[i], path)) return Unexpected{std::move(*wrong)};
            if (!seen.insert({c.corrections[i].unit, c.corrections[i].value.code}).second)
                return Unexpected{invalid("bulletin.corrections_invalid", "Each figure once.", path)};
        }
        if (state.editions.back().corrections == c.corrections) return Events{};  // said twice
        return Events{
            EditionPublished{static_cast<int>(state.editions.size()) + 1, c.corrections, actor(), now.at}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "object_until") {
            const auto* period = kernel::find(state.open, "object_until");
            if (period == nullptr || now.at < period->due_by) return Events{};
            ObjectionsClosed closed{unanswered(state), now.at, {}};
            if (closed.unanswered == 0)
                closed.obligations.push_back(owe(rules().publish, "publish", "", state.where));
            return Events{std::move(closed)};
        }
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }
    kernel::Obligation owe(const kernel::DeadlineRule& rule, std::string kind, std::string key,
                           const Jurisdiction& where) const {
        return kernel::owe(rule, now.rules.section<kernel::RoleLevels>(), std::move(kind), std::move(key),
                           now.at, where);
    }
    // Of the post from which somebody objects; empty: a post of no station.
    AreaId station_of_actor() const {
        if (const auto brief = now.brief<post::Brief>(now.by.post_id.value())) return brief->where.station;
        const auto parts = kernel::parts_of(now.by.post_id);
        return parts ? parts->area : AreaId{};
    }

    static Refusal unknown() {
        return {"bulletin.unknown",
                "There is no bulletin of that week.",
                Because::unknown,
                Remedy::fix_input,
                {}};
    }
    MaybeRefusal check_objecting() const {
        if (state.stage == Stage::none) return unknown();
        if (state.stage == Stage::opened || state.stage == Stage::drafted)
            return conflict("bulletin.not_released", "The draft is not released to the stations yet.");
        const bool over =
            state.stage != Stage::released || !state.object_until || now.at > *state.object_until;
        if (over) return conflict("bulletin.objections_over", "The time to object is over.");
        return std::nullopt;
    }
    static MaybeRefusal check_text(const std::string& text, const char* field) {
        if (blank(text) || text.size() > text_max)
            return invalid("bulletin.text_invalid", "In words, at most 2000 bytes.", field);
        return std::nullopt;
    }
    static MaybeRefusal check_value(const FigureValue& value, const std::string& field) {
        if (value.numerator < 0 || (value.denominator && *value.denominator < value.numerator))
            return invalid("bulletin.value_invalid", "0 or more, and of a share not more than the whole.",
                           field);
        return std::nullopt;
    }
    MaybeRefusal check_correction(const Correction& correction, const std::string& path) const {
        const auto old = standing(state, correction.unit, correction.value.code);
        if (!old) return invalid("bulletin.figure_unknown", "That unit has no such figure.", path + ".unit");
        if (old->denominator.has_value() != correction.value.denominator.has_value())
            return invalid("bulletin.denominator_wrong", "A share has a denominator, a count has none.",
                           path + ".value.denominator");
        if (auto wrong = check_value(correction.value, path + ".value")) return wrong;
        return check_text(correction.note, (path + ".note").c_str());
    }
    static MaybeRefusal check_rows(const std::vector<UnitFigures>& rows) {
        if (rows.size() > rows_max) return invalid("bulletin.rows_invalid", "At most 200 units.", ".rows");
        std::set<std::string> units;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto path = ".rows[" + std::to_string(i) + "]";
            if (rows[i].unit.empty() || !units.insert(rows[i].unit).second)
                return invalid("bulletin.rows_invalid", "Each unit once.", path);
            for (const FigureValue& value : rows[i].figures)
                if (auto wrong = check_value(value, path)) return wrong;
        }
        return std::nullopt;
    }
};

}  // namespace

Bulletin::Decision Bulletin::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::bulletin
