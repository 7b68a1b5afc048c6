#include "base/work_calendar.hpp"

#include <algorithm>

namespace anlan {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr Millis kDay = days{1};
constexpr int kLongestHoliday = 31;  // days; a longer one is a slip of the pen

std::optional<sys_days> day_from_text(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const auto midnight = instant_from_text(std::string{text} + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    return std::chrono::floor<days>(*midnight);
}

std::optional<Minutes> minute_from_text(std::string_view text) {
    if (text == "24:00") return Hours{24};
    if (text.size() != 5) return std::nullopt;
    const auto instant = instant_from_text("2000-01-01T" + std::string{text} + ":00Z");
    if (!instant) return std::nullopt;
    return std::chrono::floor<Minutes>(*instant - std::chrono::floor<days>(*instant));
}

std::string at(const char* list, std::size_t index, const char* member) {
    return std::string{list} + "[" + std::to_string(index) + "]" + member;
}

}  // namespace

Result<WorkCalendar, WorkRulesFault> WorkCalendar::from(const WorkRules& rules, Minutes civil_offset) {
    WorkCalendar calendar;
    calendar.civil_offset_ = civil_offset;
    if (auto fault = read_week(rules, calendar)) return Unexpected{std::move(*fault)};
    if (auto fault = read_days(rules, calendar)) return Unexpected{std::move(*fault)};
    return calendar;
}

std::optional<WorkRulesFault> WorkCalendar::read_week(const WorkRules& rules, WorkCalendar& calendar) {
    if (rules.weekdays.empty()) return WorkRulesFault{".weekdays", "at least one working day of the week"};
    for (std::size_t i = 0; i < rules.weekdays.size(); ++i) {
        const int weekday = rules.weekdays[i];
        if (weekday < 1 || weekday > 7)
            return WorkRulesFault{at(".weekdays", i, ""), "1 (Monday) to 7 (Sunday)"};
        calendar.weekday_[weekday - 1] = true;
    }
    if (rules.hours.empty()) return WorkRulesFault{".hours", "at least one span of working hours"};
    for (std::size_t i = 0; i < rules.hours.size(); ++i) {
        const auto from = minute_from_text(rules.hours[i].from);
        const auto to = minute_from_text(rules.hours[i].to);
        if (!from) return WorkRulesFault{at(".hours", i, ".from"), "a time as 08:30"};
        if (!to) return WorkRulesFault{at(".hours", i, ".to"), "a time as 12:00"};
        if (*to <= *from) return WorkRulesFault{at(".hours", i, ".to"), "a time later than from"};
        if (!calendar.hours_.empty() && *from < calendar.hours_.back().to)
            return WorkRulesFault{at(".hours", i, ".from"), "not before the end of the span before it"};
        calendar.hours_.push_back({*from, *to});
        calendar.day_total_ += *to - *from;
    }
    return std::nullopt;
}

std::optional<WorkRulesFault> WorkCalendar::read_days(const WorkRules& rules, WorkCalendar& calendar) {
    for (std::size_t i = 0; i < rules.holidays.size(); ++i) {
        const auto first = day_from_text(rules.holidays[i].from);
        const auto last = day_from_text(rules.holidays[i].to);
        if (!first) return WorkRulesFault{at(".holidays", i, ".from"), "a date as 2026-02-15"};
        if (!last) return WorkRulesFault{at(".holidays", i, ".to"), "a date as 2026-02-23"};
        if (*last < *first || *last - *first > days{kLongestHoliday})
            return WorkRulesFault{at(".holidays", i, ".to"), "from or later, at most 31 days"};
        for (sys_days day = *first; day <= *last; day += days{1}) calendar.holidays_.insert(day);
    }
    for (std::size_t i = 0; i < rules.worked_days.size(); ++i) {
        const auto day = day_from_text(rules.worked_days[i].date);
        if (!day) return WorkRulesFault{at(".worked_days", i, ".date"), "a date as 2026-02-28"};
        if (calendar.holidays_.contains(*day))
            return WorkRulesFault{at(".worked_days", i, ".date"), "a day that is not a holiday as well"};
        calendar.worked_.insert(*day);
    }
    return std::nullopt;
}

bool WorkCalendar::is_working_day(sys_days civil_day) const {
    if (worked_.contains(civil_day)) return true;
    if (holidays_.contains(civil_day)) return false;
    return weekday_[std::chrono::weekday{civil_day}.iso_encoding() - 1];
}

bool WorkCalendar::is_working(Instant instant) const {
    return between(instant, instant + Millis{1}) > Millis{0};
}

Millis WorkCalendar::within_day(sys_days civil_day, Millis from, Millis to) const {
    if (!is_working_day(civil_day)) return Millis{0};
    if (from <= Millis{0} && to >= kDay) return day_total_;
    Millis worked{0};
    for (const Span& span : hours_) {
        const Millis begin = std::max<Millis>(from, span.from);
        const Millis end = std::min<Millis>(to, span.to);
        if (end > begin) worked += end - begin;
    }
    return worked;
}

Millis WorkCalendar::between(Instant from, Instant to) const {
    Millis worked{0};
    if (to <= from) return worked;
    const Instant civil_from = from + civil_offset_;
    const Instant civil_to = to + civil_offset_;
    for (sys_days day = std::chrono::floor<days>(civil_from); day < civil_to; day += days{1})
        worked += within_day(day, civil_from - day, civil_to - day);
    return worked;
}

Instant WorkCalendar::after(Instant from, Millis span) const {
    if (span <= Millis{0}) return from;
    const Instant civil_from = from + civil_offset_;
    sys_days day = std::chrono::floor<days>(civil_from);
    Millis begin = civil_from - day;
    for (Millis left = span;; day += days{1}, begin = Millis{0}) {
        const Millis today = within_day(day, begin, kDay);
        if (today < left) {
            left -= today;
            continue;
        }
        for (const Span& hours : hours_) {
            const Millis start = std::max<Millis>(begin, hours.from);
            const Millis open = hours.to - start;
            if (open <= Millis{0}) continue;
            if (open >= left) return day + start + left - civil_offset_;
            left -= open;
        }
    }
}

}  // namespace anlan
