#include "views/weekly_tally.hpp"

#include "base/check.hpp"
#include "terms/incident_catalogue.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace anlan::views {
namespace {

using bulletin::FigureRule;
using bulletin::FigureValue;
using bulletin::Measure;
using bulletin::RowKind;

using Spans = std::vector<std::pair<Instant, Instant>>;

// Of spans that may overlap; each instant counts once.
Millis length_of(Spans spans) {
    std::sort(spans.begin(), spans.end());
    Millis length{0};
    Instant reached{};
    for (const auto& [from, until] : spans) {
        const Instant begins = std::max(from, reached);
        if (until > begins) length += until - begins;
        reached = std::max(reached, until);
    }
    return length;
}

std::int64_t minutes_in(Millis span) { return std::chrono::floor<Minutes>(span).count(); }

bool names(const std::vector<std::string>& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

class Count {
public:
    Count(const WeeklyFacts& facts, const bulletin::Rules& rules, const bulletin::Week& week, Instant now)
        : facts_(facts), rules_(rules), week_(week), until_(std::min(now, week.ends)) {}

    WeeklyTally made() {
        for (const auto& [id, station] : facts_.stations())
            add_unit(id, RowKind::station, station.unit_name, station.where);
        for (const auto& [id, post] : facts_.police_posts())
            add_unit(id, RowKind::police_post, post.unit_name, post.where);
        for (const auto& [id, call] : facts_.calls())
            if (call.week == week_.number) count_call(id, call);
        for (const auto& [id, incident] : facts_.incidents())
            if (incident.week == week_.number && !incident.merged) count_incident(id, incident);
        count_stages();
        for (const auto& work : facts_.work())
            if (work.week == week_.number) count_work(work);
        count_duty();
        for (auto& [id, unit] : tally_.units)
            for (auto& figure : unit.figures) in_order(figure);
        return std::move(tally_);
    }

private:
    // What a search through a table of unknown order found stands by its id.
    static void in_order(FigureRecords& figure) {
        const auto by_id = [](const Counted& a, const Counted& b) { return a.record < b.record; };
        std::sort(figure.numerator.begin(), figure.numerator.end(), by_id);
        std::sort(figure.denominator.begin(), figure.denominator.end(), by_id);
    }

    UnitTally& add_unit(const std::string& id, RowKind kind, const std::string& name,
                        const Jurisdiction& where) {
        auto& unit = tally_.units[id];
        if (unit.figures.empty())
            unit = {kind, name, where, std::vector<FigureRecords>(rules_.figures.size())};
        return unit;
    }
    // A station that is not registered stands as its district's.
    UnitTally& unit_at(const Jurisdiction& where) {
        const auto id = unit_of(where);
        if (const auto found = tally_.units.find(id); found != tally_.units.end()) return found->second;
        const Jurisdiction above{where.city, where.district, {}, {}};
        return add_unit(unit_of(above), RowKind::unplaced, {}, above);
    }

    // Each figure of this measure that `counts` for: `in` says whether it stands in the numerator, too.
    template <class Counts>
    void each(UnitTally& unit, Measure measure, const std::string& id, bool in, const Counts& counts) {
        for (std::size_t i = 0; i < rules_.figures.size(); ++i) {
            const FigureRule& rule = rules_.figures[i];
            if (rule.measure != measure || !counts(rule)) continue;
            if (rule.unit == bulletin::FigureUnit::share) unit.figures[i].denominator.push_back({id, 1});
            if (in) unit.figures[i].numerator.push_back({id, 1});
        }
    }

    void count_call(const std::string& id, const CallFact& call) {
        auto& unit = unit_at(call.where);
        const std::string channel = boost::describe::enum_to_string(call.channel, "");
        const auto came_so = [&](const FigureRule& rule) {
            return rule.channels.empty() || names(rule.channels, channel);
        };
        each(unit, Measure::reports_received, id, true, came_so);
        each(unit, Measure::reports_entered, id, call.decided, came_so);
    }

    void count_incident(const std::string& id, const IncidentFact& incident) {
        count_incident_at(unit_at(incident.where), id, incident, incident.dispatched, incident.arrived);
        std::set<std::string> posts;
        for (const auto& [assignment, post] : incident.posts_sent) posts.insert(post);
        for (const auto& post : posts)
            if (const auto unit = tally_.units.find(post); unit != tally_.units.end())
                count_incident_at(unit->second, id, incident, true, incident.posts_arrived.contains(post));
    }

    void count_incident_at(UnitTally& unit, const std::string& id, const IncidentFact& incident, bool sent,
                           bool arrived) {
        const auto of_class = [&](const FigureRule& rule) {
            return names_class(rule.classes, incident.class_code);
        };
        each(unit, Measure::incidents, id, true, of_class);
        each(unit, Measure::incidents_finished, id, incident.closed || incident.cancelled, of_class);
        each(unit, Measure::incidents_repeated, id, incident.matters > 0, of_class);
        if (sent || incident.dispatch_missed)
            each(unit, Measure::dispatched_in_time, id, sent && !incident.dispatch_missed, of_class);
        if (arrived || incident.arrive_missed)
            each(unit, Measure::arrived_in_time, id, arrived && !incident.arrive_missed, of_class);
        if (incident.ever_closed) each(unit, Measure::incidents_sound, id, !incident.reopened, of_class);
        for (std::size_t i = 0; i < rules_.figures.size(); ++i) {
            const FigureRule& rule = rules_.figures[i];
            if (!of_class(rule)) continue;
            const bool so = incident.closed && names(rule.dispositions, incident.disposition);
            const bool satisfied = rule.rating_from && incident.rating >= *rule.rating_from;
            if (rule.measure == Measure::incidents_ended_so && !incident.cancelled)
                put(unit.figures[i], id, so);
            else if (rule.measure == Measure::callers_satisfied && incident.rating > 0)
                put(unit.figures[i], id, satisfied);
        }
    }
    static void put(FigureRecords& figure, const std::string& id, bool in) {
        figure.denominator.push_back({id, 1});
        if (in) figure.numerator.push_back({id, 1});
    }

    void count_stages() {
        // Answered or returned: one instruction stands once in each list, however often it went to and fro.
        std::map<std::string, std::pair<const StageFact*, bool>> answers;
        for (const StageFact& stage : facts_.stages()) {
            if (stage.week != week_.number) continue;
            if (stage.stage == "answered" || stage.stage == "returned") {
                auto& answer = answers[stage.record];
                answer.first = &stage;
                answer.second = answer.second || stage.stage == "returned";
                continue;
            }
            auto& unit = unit_at(stage.where);
            if (stage.stage == "errand")
                each(unit, Measure::errands_in_time, stage.record, stage.in_time,
                     [](const auto&) { return true; });
            else
                each(unit, Measure::instructions_in_time, stage.record, stage.in_time,
                     [&](const FigureRule& rule) { return rule.stage == stage.stage; });
        }
        for (const auto& [id, answer] : answers)
            each(unit_at(answer.first->where), Measure::answers_returned, id, answer.second,
                 [](const auto&) { return true; });
    }

    void count_work(const WorkFact& work) {
        auto& unit = unit_at(work.where);
        for (std::size_t i = 0; i < rules_.figures.size(); ++i)
            if (rules_.figures[i].measure == Measure::burden_minutes)
                unit.figures[i].numerator.push_back({work.record, work.minutes});
        auto& burden = tally_.burden[district_of(work.where)][work.department];
        burden.department = work.department;
        ++burden.errands;
        burden.minutes += work.minutes;
    }

    // Of each officer who was on duty in the community in this week.
    void count_duty() {
        std::map<std::string, std::pair<Spans, Spans>> by_account;  // in the community, elsewhere
        std::map<std::string, std::string> post_of;                 // the first in the community, by id
        for (const DutyFact& duty : facts_.duties(until_)) {
            const Instant from = std::max(duty.from, week_.begins), until = std::min(duty.until, until_);
            const auto post = facts_.posts().find(duty.post);
            if (until <= from || post == facts_.posts().end()) continue;
            const bool there = names(rules_.in_community.roles, post->second.role);
            auto& spans = by_account[duty.account];
            (there ? spans.first : spans.second).emplace_back(from, until);
            if (!there) continue;
            auto& first = post_of[duty.account];
            if (first.empty() || duty.post < first) first = duty.post;
        }
        std::map<std::string, std::int64_t> forbidden;
        for (const ForbiddenFact& work : facts_.forbidden())
            if (work.week == week_.number) forbidden[work.account] += work.minutes;
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_post;
        for (const auto& [account, post] : post_of) {
            auto [there, elsewhere] = by_account[account];
            const auto away = minutes_in(length_of(elsewhere));
            there.insert(there.end(), elsewhere.begin(), elsewhere.end());
            const auto all = minutes_in(length_of(std::move(there)));
            by_post[post].first += std::max<std::int64_t>(0, all - away - forbidden[account]);
            by_post[post].second += all;
        }
        for (const auto& [post, minutes] : by_post) put_duty(post, minutes.first, minutes.second);
    }
    void put_duty(const std::string& post, std::int64_t in, std::int64_t all) {
        auto& unit = unit_at(facts_.posts().find(post)->second.where);
        for (std::size_t i = 0; i < rules_.figures.size(); ++i) {
            if (rules_.figures[i].measure != Measure::in_community) continue;
            unit.figures[i].numerator.push_back({post, in});
            unit.figures[i].denominator.push_back({post, all});
        }
    }

    const WeeklyFacts& facts_;
    const bulletin::Rules& rules_;
    const bulletin::Week& week_;
    Instant until_;
    WeeklyTally tally_;
};

// What a police post does not do is no figure of it.
bool is_of(const FigureRule& rule, RowKind kind) {
    if (kind != RowKind::police_post) return true;
    switch (rule.measure) {
        case Measure::incidents:
        case Measure::incidents_finished:
        case Measure::incidents_repeated:
        case Measure::arrived_in_time:
            return true;
        default:
            return false;
    }
}

bulletin::UnitFigures row_of(const std::string& id, const UnitTally& unit, const bulletin::Rules& rules) {
    bulletin::UnitFigures row{id, unit.kind, unit.unit_name, unit.where.station, {}};
    for (std::size_t i = 0; i < rules.figures.size(); ++i) {
        const FigureRule& rule = rules.figures[i];
        if (!is_of(rule, unit.kind)) continue;
        FigureValue value{rule.code, sum_of(unit.figures[i].numerator), {}};
        if (rule.unit == bulletin::FigureUnit::share) value.denominator = sum_of(unit.figures[i].denominator);
        row.figures.push_back(std::move(value));
    }
    return row;
}

void add(bulletin::UnitFigures& total, const bulletin::UnitFigures& row) {
    for (const FigureValue& value : row.figures) {
        const auto found = std::find_if(total.figures.begin(), total.figures.end(),
                                        [&](const FigureValue& one) { return one.code == value.code; });
        ANLAN_CHECK(found != total.figures.end(), "the district has every figure");
        found->numerator += value.numerator;
        if (value.denominator) found->denominator = found->denominator.value_or(0) + *value.denominator;
    }
}

}  // namespace

WeeklyTally tally(const WeeklyFacts& facts, const bulletin::Rules& rules, const bulletin::Week& week,
                  Instant now) {
    return Count{facts, rules, week, now}.made();
}

std::vector<bulletin::UnitFigures> rows_of(const WeeklyTally& tally, const bulletin::Rules& rules,
                                           const Jurisdiction& district, const std::string& district_name) {
    const auto own = district_of(district);
    UnitTally none;
    none.kind = RowKind::district;
    none.unit_name = district_name;
    none.where = district;
    none.figures.resize(rules.figures.size());
    std::vector<bulletin::UnitFigures> rows{row_of(own, none, rules)};
    for (const RowKind kind : {RowKind::station, RowKind::police_post, RowKind::unplaced})
        for (const auto& [id, unit] : tally.units) {
            if (unit.kind != kind || district_of(unit.where) != own) continue;
            auto row = row_of(id, unit, rules);
            if (kind == RowKind::unplaced) row.unit = id + "#unplaced";
            if (kind != RowKind::police_post) add(rows.front(), row);
            rows.push_back(std::move(row));
        }
    return rows;
}

std::string unit_of(const Jurisdiction& where) {
    return where.station.value().empty() ? district_of(where) : where.station.value();
}

std::string district_of(const Jurisdiction& where) {
    return where.district.value().empty() ? where.city.value() : where.district.value();
}

std::int64_t sum_of(const std::vector<Counted>& records) {
    return std::accumulate(records.begin(), records.end(), std::int64_t{0},
                           [](std::int64_t sum, const Counted& one) { return sum + one.amount; });
}

}  // namespace anlan::views
