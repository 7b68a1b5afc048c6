#include "domain/bulletin/rules.hpp"

#include "terms/incident_catalogue.hpp"
#include "terms/incident_terms.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace anlan::bulletin {
namespace {

using kernel::RuleFault;

constexpr std::chrono::days week_long{7};
// 1970-01-05 was a Monday.
constexpr std::chrono::sys_days first_monday{std::chrono::days{4}};

std::string at(std::string_view list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

// The week's year is that of its Thursday.
std::string name_of(std::chrono::sys_days monday) {
    const std::chrono::year_month_day thursday{monday + std::chrono::days{3}};
    const std::chrono::sys_days new_year{thursday.year() / std::chrono::January / 1};
    const auto week = (std::chrono::sys_days{thursday} - new_year).count() / 7 + 1;
    const auto two = (week < 10 ? "0" : "") + std::to_string(week);
    return std::to_string(static_cast<int>(thursday.year())) + "W" + two;
}

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_channel(const std::string& name) {
    Channel channel{};
    return boost::describe::enum_from_string(name.c_str(), channel);
}

bool is_stage(const std::string& stage) { return stage == "sign" || stage == "pass_on" || stage == "reply"; }

FigureUnit unit_of(Measure measure) {
    switch (measure) {
        case Measure::reports_received:
        case Measure::incidents:
            return FigureUnit::count;
        case Measure::burden_minutes:
            return FigureUnit::minutes;
        default:
            return FigureUnit::share;
    }
}

// What only some measures know of stands beside those.
std::optional<RuleFault> check_parameters(const FigureRule& rule, const std::string& path) {
    const bool of_reports =
        rule.measure == Measure::reports_received || rule.measure == Measure::reports_entered;
    if (!rule.channels.empty() && !of_reports) return RuleFault{path + ".channels", "a measure of reports"};
    for (const auto& channel : rule.channels)
        if (!is_channel(channel)) return RuleFault{path + ".channels", "channels, not " + channel};
    if (rule.measure == Measure::instructions_in_time ? !rule.stage || !is_stage(*rule.stage)
                                                      : rule.stage.has_value())
        return RuleFault{path + ".stage", "sign, pass_on or reply of instructions_in_time, and of no other"};
    if ((rule.measure == Measure::incidents_ended_so) == rule.dispositions.empty())
        return RuleFault{path + ".dispositions", "those of incidents_ended_so, and of no other"};
    const bool rated = rule.rating_from && *rule.rating_from >= 1 && *rule.rating_from <= 5;
    if (rule.measure == Measure::callers_satisfied ? !rated : rule.rating_from.has_value())
        return RuleFault{path + ".rating_from", "1 to 5 of callers_satisfied, and of no other"};
    return std::nullopt;
}

std::optional<RuleFault> check_figure(const FigureRule& rule, const std::string& path) {
    if (rule.zh.empty() || rule.en.empty()) return RuleFault{path, "zh and en"};
    if (rule.formula_zh.empty() || rule.formula_en.empty())
        return RuleFault{path, "formula_zh and formula_en: nobody trusts a figure that does not say them"};
    if (rule.unit != unit_of(rule.measure)) return RuleFault{path + ".unit", "the unit of its measure"};
    if (rule.goal && (*rule.goal < 0 || (rule.unit == FigureUnit::share && *rule.goal > 1)))
        return RuleFault{path + ".goal", "0 or more; of a share 1 at most"};
    if (rule.kpi && rule.better == Better::neither) return RuleFault{path + ".better", "higher or lower"};
    return check_parameters(rule, path);
}

std::optional<RuleFault> check_figures(const Rules& rules) {
    constexpr std::size_t figures_most = 60;
    constexpr int kpis = 5;
    if (rules.figures.empty() || rules.figures.size() > figures_most)
        return RuleFault{".figures", "1 to 60 figures"};
    std::set<std::string> codes;
    int up = 0, down = 0;
    for (std::size_t i = 0; i < rules.figures.size(); ++i) {
        const FigureRule& rule = rules.figures[i];
        if (rule.code.empty() || !codes.insert(rule.code).second)
            return RuleFault{at("figures", i) + ".code", "a code that no other figure has"};
        if (auto fault = check_figure(rule, at("figures", i))) return fault;
        if (rule.kpi) ++(rule.better == Better::higher ? up : down);
    }
    if (up + down != kpis || down != 1) return RuleFault{".figures", "five with kpi: four up, one down"};
    return std::nullopt;
}

std::optional<RuleFault> check_forbidden(const InCommunity& rules) {
    constexpr int minutes_most = 600;
    if (rules.roles.empty()) return RuleFault{".in_community.roles", "a role at least"};
    for (std::size_t i = 0; i < rules.forbidden.size(); ++i) {
        const ForbiddenWork& work = rules.forbidden[i];
        const auto path = ".in_community" + at("forbidden", i);
        if (!work.wire.ends_with(".v1") && !work.wire.ends_with(".v2"))
            return RuleFault{path + ".wire", "an event's name as call.answered.v1"};
        if (work.zh.empty() || work.en.empty()) return RuleFault{path, "zh and en"};
        if (work.minutes < 1 || work.minutes > minutes_most) return RuleFault{path + ".minutes", "1 to 600"};
    }
    return std::nullopt;
}

std::optional<RuleFault> check_catalogue(const Rules& rules, const IncidentCatalogue& catalogue) {
    for (std::size_t i = 0; i < rules.figures.size(); ++i)
        for (const auto& named : rules.figures[i].classes) {
            const bool group = std::any_of(catalogue.groups.begin(), catalogue.groups.end(),
                                           [&](const IncidentGroup& one) { return one.code == named; });
            if (!group && find_class(catalogue, named) == nullptr)
                return RuleFault{at("figures", i) + ".classes",
                                 "a class or group of classes.toml, not " + named};
        }
    return std::nullopt;
}

}  // namespace

const FigureRule* find_figure(const Rules& rules, std::string_view code) {
    const auto found = std::find_if(rules.figures.begin(), rules.figures.end(),
                                    [&](const FigureRule& rule) { return rule.code == code; });
    return found == rules.figures.end() ? nullptr : &*found;
}

Week week_numbered(std::int64_t number, Minutes civil_offset) {
    const auto monday = first_monday + std::chrono::days{7 * number};
    const Instant begins = Instant{monday} - civil_offset;
    return {number, name_of(monday), begins, begins + week_long};
}

Week week_of(Instant instant, Minutes civil_offset) {
    const auto days = std::chrono::floor<std::chrono::days>(instant + civil_offset) - first_monday;
    const auto number = std::chrono::floor<std::chrono::weeks>(days).count();
    return week_numbered(number, civil_offset);
}

std::optional<Week> week_named(std::string_view name, Minutes civil_offset) {
    constexpr std::size_t length = 7;  // 2026W10
    if (name.size() != length || name[4] != 'W') return std::nullopt;
    const auto year = number_in(name.substr(0, 4)), week = number_in(name.substr(5));
    if (!year || !week || *year < 1970 || *week < 1) return std::nullopt;
    // The fourth of January lies in the first week of its year.
    const std::chrono::sys_days fourth{std::chrono::year{*year} / std::chrono::January / 4};
    const auto first = week_of(Instant{fourth}, Minutes{0}).number;
    auto found = week_numbered(first + *week - 1, civil_offset);
    if (found.name != name) return std::nullopt;  // a year has no such week
    return found;
}

Instant counted_until(const Rules& rules, const Week& week) { return week.ends + Hours{rules.cut_off_hours}; }

std::string bulletin_id(const Week& week, const Jurisdiction& where) {
    const auto& area = where.district.value().empty() ? where.city.value() : where.district.value();
    return "bul_" + week.name + "." + area.substr(area.find('_') + 1);
}

std::optional<RuleFault> validate(const Rules& rules) {
    constexpr int hours_most = 48, weeks_most = 120;
    if (rules.cut_off_hours < 0 || rules.cut_off_hours > hours_most)
        return RuleFault{".cut_off_hours", "0 to 48 hours"};
    if (rules.weeks_opened < 2 || rules.weeks_opened > weeks_most)
        return RuleFault{".weeks_opened", "2 to 120 weeks"};
    if (rules.weeks_compared < 53 || rules.weeks_compared > weeks_most ||
        rules.weeks_compared < rules.weeks_opened)
        return RuleFault{".weeks_compared", "53 to 120 weeks, and not fewer than weeks_opened"};
    if (rules.objecting_roles.empty()) return RuleFault{".objecting_roles", "a role at least"};
    if (auto fault = kernel::check_rule(rules.draft, ".draft")) return fault;
    if (auto fault = kernel::check_rule(rules.review, ".review")) return fault;
    if (auto fault = kernel::check_rule(rules.object_until, ".object_until")) return fault;
    if (!rules.object_until.ladder.empty() || rules.object_until.warn_before != Seconds{0})
        return RuleFault{".object_until", "neither ladder nor warning: it ends, and nobody is late"};
    if (auto fault = kernel::check_rule(rules.answer_objection, ".answer_objection")) return fault;
    if (auto fault = kernel::check_rule(rules.publish, ".publish")) return fault;
    if (auto fault = check_forbidden(rules.in_community)) return fault;
    return check_figures(rules);
}

std::optional<RuleFault> fits(const kernel::Rulebook& book) {
    const auto& rules = book.section<Rules>();
    const auto& levels = book.section<kernel::RoleLevels>();
    for (const auto& [rule, path] :
         {std::pair{&rules.draft, ".draft"}, std::pair{&rules.review, ".review"},
          std::pair{&rules.object_until, ".object_until"},
          std::pair{&rules.answer_objection, ".answer_objection"}, std::pair{&rules.publish, ".publish"}})
        if (auto fault = kernel::check_roles(*rule, levels, path)) return fault;
    for (const auto& role : rules.objecting_roles) {
        const auto* known = kernel::find_role(levels, role);
        if (known == nullptr || known->level != kernel::Level::station)
            return RuleFault{".objecting_roles", "a role of stations, not " + role};
    }
    if (kernel::find_role(levels, rules.audit_owner_role) == nullptr)
        return RuleFault{".audit_owner_role", "a role of posts.toml, not " + rules.audit_owner_role};
    for (const auto& role : rules.in_community.roles)
        if (kernel::find_role(levels, role) == nullptr)
            return RuleFault{".in_community.roles", "a role of posts.toml, not " + role};
    return check_catalogue(rules, book.section<IncidentCatalogue>());
}

}  // namespace anlan::bulletin
