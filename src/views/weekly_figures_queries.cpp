// What is asked of the weekly figures: a week of a district with what it is compared with, and the records
// behind one figure.
#include "codec/json.hpp"
#include "views/weekly_figures.hpp"

#include <algorithm>
#include <utility>

namespace anlan::views {
namespace {

using bulletin::RowKind;
using bulletin::Week;
using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

constexpr WeekNumber a_year_of_weeks = 52;
constexpr std::int64_t records_a_page = 200;

Refusal invalid(std::string code, std::string message, std::string field) {
    return {std::move(code), std::move(message), Because::invalid, Remedy::fix_input, std::move(field)};
}
Refusal unknown(std::string code, std::string message, std::string field) {
    return {std::move(code), std::move(message), Because::unknown, Remedy::fix_input, std::move(field)};
}

constexpr std::string_view unplaced = "#unplaced";

// As rows name what is placed with no station, and as it is counted.
std::string counted_as(const std::string& unit) {
    return unit.ends_with(unplaced) ? unit.substr(0, unit.size() - unplaced.size()) : unit;
}

template <class Parameters>
std::string text_of(const Parameters& parameters, const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

}  // namespace

Jurisdiction WeeklyFigures::where_of(const bulletin::UnitFigures& row, const std::string& district) const {
    const auto area = facts_.districts().find(district);
    Jurisdiction where = area == facts_.districts().end() ? Jurisdiction{} : area->second.where;
    where.station = row.station;
    return where;
}

// A station sees its own, and the district's sum is the district's.
std::vector<bulletin::UnitFigures> WeeklyFigures::seen(const std::vector<bulletin::UnitFigures>& rows,
                                                       const std::string& district,
                                                       const Visible& visible) const {
    std::vector<bulletin::UnitFigures> all;
    for (const auto& row : rows)
        if (visible({where_of(row, district), {}})) all.push_back(row);
    return all;
}

std::vector<NamedArea> WeeklyFigures::districts(const Visible& visible) const {
    std::set<std::string> seen;
    for (const auto& [id, station] : facts_.stations())
        if (visible({station.where, {}})) seen.insert(district_of(station.where));
    std::vector<NamedArea> all;
    for (const auto& [id, area] : facts_.districts())  // districts first, then what lies in none
        if (seen.contains(id)) all.push_back({id, area.unit_name});
    for (const auto& [id, area] : facts_.districts())
        if (!seen.contains(id) && area.where.district.value().empty() && visible({area.where, {}}))
            all.push_back({id, area.unit_name});
    return all;
}

ComparedWeek WeeklyFigures::compared(WeekNumber number, const std::string& district,
                                     const Visible& visible) const {
    const Week week = bulletin::week_numbered(number, rulebook_.civil_offset);
    ComparedWeek other{week.name, week.begins, week.ends, std::nullopt, {}};
    const auto found = weeks_.find(number);
    if (!first_week_ || number <= *first_week_) {
        other.why_not = NotComparable::log_begins_later;
    } else if (found == weeks_.end()) {
        other.why_not = NotComparable::not_held;
    } else if (const auto rows = found->second.rows.find(district); rows != found->second.rows.end()) {
        other.rows = seen(rows->second, district, visible);
    }
    return other;
}

Result<WeeklyPage, Refusal> WeeklyFigures::page(const WeekAsked& asked, const Visible& visible) const {
    const std::lock_guard lock{mutex_};
    WeeklyPage page;
    page.districts = districts(visible);
    const auto chosen = std::find_if(page.districts.begin(), page.districts.end(), [&](const NamedArea& one) {
        return asked.district.empty() || one.area_id == asked.district;
    });
    if (!asked.district.empty() && chosen == page.districts.end())
        return Unexpected{
            unknown("weekly_figures.district_unknown", "You see no such district.", "district")};
    const auto running = bulletin::week_of(asked.now, rulebook_.civil_offset);
    auto week = asked.week.empty()
                    ? std::optional{bulletin::week_numbered(counted_through_, rulebook_.civil_offset)}
                    : bulletin::week_named(asked.week, rulebook_.civil_offset);
    if (asked.week == "running") week = running;
    if (!week) return Unexpected{invalid("weekly_figures.week_invalid", "A week as 2026W10.", "week")};
    if (asked.week.empty() && !weeks_.contains(week->number)) week = running;
    const auto found = weeks_.find(week->number);
    if (found == weeks_.end() && (week->number <= counted_through_ || week->number > running.number))
        return Unexpected{
            unknown("weekly_figures.week_not_held", "The figures of that week are not held.", "week")};
    page.week = week->name;
    page.begins = week->begins;
    page.ends = week->ends;
    page.counted_until = bulletin::counted_until(rules(), *week);
    if (chosen == page.districts.end()) return page;
    page.district = *chosen;
    WeeklyTally tally;
    const auto counting = found == weeks_.end() ? counted(*week, asked.now, tally) : found->second;
    page.counted = found != weeks_.end();
    page.counted_to = counting.counted_to;
    page.opens = !page.counted || !counting.opened.empty();
    if (const auto rows = counting.rows.find(chosen->area_id); rows != counting.rows.end())
        page.rows = seen(rows->second, chosen->area_id, visible);
    const auto burden = counting.burden.find(chosen->area_id);
    const Jurisdiction whole = facts_.districts().find(chosen->area_id)->second.where;
    if (burden != counting.burden.end() && visible({whole, {}})) page.burden = burden->second;
    page.week_before = compared(week->number - 1, chosen->area_id, visible);
    page.year_before = compared(week->number - a_year_of_weeks, chosen->area_id, visible);
    return page;
}

// Of a district: what its stations have, and what is placed with none.
std::vector<FigureRecords> WeeklyFigures::lists_of(const Counting& counting, const WeeklyTally* running,
                                                   const std::string& unit, std::size_t figure) const {
    std::vector<FigureRecords> lists;
    const auto take = [&](const std::string& id) {
        if (running != nullptr) {
            if (const auto found = running->units.find(id); found != running->units.end())
                lists.push_back(found->second.figures[figure]);
            return;
        }
        const auto found = counting.opened.find(id);
        if (found == counting.opened.end()) return;
        const auto bytes = shelf_->get(found->second.number);
        if (!bytes) return;
        auto read = codec::read_json<std::vector<FigureRecords>>(*bytes, codec::Unknown::refuse);
        ANLAN_CHECK(read.ok() && read->size() > figure, "what is on the shelf is read as it was written");
        lists.push_back(std::move((*std::move(read))[figure]));
    };
    if (!counting.rows.contains(unit)) {
        take(counted_as(unit));
        return lists;
    }
    for (const auto& row : counting.rows.at(unit))
        if (row.kind == RowKind::station || row.kind == RowKind::unplaced) take(counted_as(row.unit));
    return lists;
}

Result<RecordsPage, Refusal> WeeklyFigures::records(const RecordsAsked& asked, const Visible& visible) const {
    const std::lock_guard lock{mutex_};
    const auto week = bulletin::week_named(asked.week, rulebook_.civil_offset);
    if (!week) return Unexpected{invalid("weekly_figures.week_invalid", "A week as 2026W10.", "week")};
    const auto* rule = bulletin::find_figure(rules(), asked.figure);
    if (rule == nullptr)
        return Unexpected{
            unknown("weekly_figures.figure_unknown", "The rulebook has no such figure.", "figure")};
    if (asked.after < 0)
        return Unexpected{invalid("weekly_figures.after_invalid", "A whole number from 0.", "after")};
    const auto found = weeks_.find(week->number);
    const auto running = bulletin::week_of(asked.now, rulebook_.civil_offset).number;
    const bool runs = found == weeks_.end() && week->number > counted_through_ && week->number <= running;
    if (!runs && (found == weeks_.end() || found->second.opened.empty()))
        return Unexpected{
            unknown("weekly_figures.week_not_held", "The records of that week are not held.", "week")};
    WeeklyTally tally;
    const auto counting = runs ? counted(*week, asked.now, tally) : found->second;
    bool there = false;
    for (const auto& [district, rows] : counting.rows)
        for (const auto& row : rows)
            there = there || (row.unit == asked.unit && visible({where_of(row, district), {}}));
    if (!there) return Unexpected{unknown("weekly_figures.unit_unknown", "You see no such unit.", "unit")};

    RecordsPage page{week->name,       asked.unit, rule->code, asked.side, rule->formula_zh,
                     rule->formula_en, 0,          0,          {},         {}};
    const auto index = static_cast<std::size_t>(rule - rules().figures.data());
    std::vector<Counted> all;
    for (auto& list : lists_of(counting, runs ? &tally : nullptr, asked.unit, index)) {
        auto& side = asked.side == Side::numerator ? list.numerator : list.denominator;
        std::move(side.begin(), side.end(), std::back_inserter(all));
    }
    page.sum = sum_of(all);
    page.total = static_cast<std::int64_t>(all.size());
    const auto first = std::min(asked.after, page.total), last = std::min(first + records_a_page, page.total);
    page.records.assign(all.begin() + first, all.begin() + last);
    if (last < page.total) page.next = last;
    return page;
}

std::vector<kernel::QuerySpec> WeeklyFigures::queries() {
    kernel::QuerySpec figures;
    figures.name = "weekly_figures.read";
    figures.permission = "bulletin.read";
    figures.path = "/v1/weekly_figures";
    figures.parameters = {
        {"week", false, {"周，如2026W10；running为本周", "The week, as 2026W10; running: this one"}},
        {"district", false, {"分局", "The district"}}};
    figures.title = {"一周各所、各警务站的数字及同期对比",
                     "A week's figures of stations and police posts, beside the same period before"};
    figures.result_schema = codec::schema<WeeklyPage>();
    figures.answer = [this](const kernel::QueryRequest& request) -> Result<std::string, Refusal> {
        auto found =
            page({text_of(request.parameters, "week"), text_of(request.parameters, "district"), request.now},
                 request.visible);
        if (!found.ok()) return Unexpected{found.error()};
        return codec::to_json(found.value());
    };
    kernel::QuerySpec opened;
    opened.name = "weekly_figures.records";
    opened.permission = "bulletin.read";
    opened.path = "/v1/weekly_figures/records";
    opened.parameters = {{"week", true, {"周", "The week"}},
                         {"unit", true, {"单位", "The unit of the row"}},
                         {"figure", true, {"数字代码", "The figure's code"}},
                         {"side", false, {"分子或分母", "numerator or denominator"}},
                         {"after", false, {"从第几条起", "After so many records"}}};
    opened.title = {"一个数字由哪些记录算出", "The records that a figure is counted from"};
    opened.result_schema = codec::schema<RecordsPage>();
    opened.answer = [this](const kernel::QueryRequest& request) -> Result<std::string, Refusal> {
        RecordsAsked asked{text_of(request.parameters, "week"),
                           text_of(request.parameters, "unit"),
                           text_of(request.parameters, "figure"),
                           Side::numerator,
                           0,
                           request.now};
        const auto side = text_of(request.parameters, "side"), after = text_of(request.parameters, "after");
        if (!side.empty() && !boost::describe::enum_from_string(side.c_str(), asked.side))
            return Unexpected{invalid("weekly_figures.side_invalid", "numerator or denominator.", "side")};
        if (!after.empty()) {
            const auto read = codec::read_json<std::int64_t>(after, codec::Unknown::refuse);
            if (!read.ok())
                return Unexpected{invalid("weekly_figures.after_invalid", "A whole number from 0.", "after")};
            asked.after = read.value();
        }
        auto found = records(asked, request.visible);
        if (!found.ok()) return Unexpected{found.error()};
        return codec::to_json(found.value());
    };
    return {std::move(figures), std::move(opened), audit_query()};
}

}  // namespace anlan::views
