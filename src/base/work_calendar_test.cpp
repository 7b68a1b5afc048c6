// Working time against a counter that walks minute by minute and knows nothing clever, over random calendars.
#include "base/work_calendar.hpp"

#include <gtest/gtest.h>

#include <random>

namespace anlan {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

WorkRules office() {
    return {{1, 2, 3, 4, 5},
            {{"08:30", "12:00"}, {"14:00", "17:30"}},
            {{"2026-02-15", "2026-02-23", "春节", "Spring Festival", false}},
            {{"2026-02-14", "春节", "Spring Festival"}, {"2026-02-28", "春节", "Spring Festival"}}};
}

WorkCalendar calendar(const WorkRules& rules, Minutes offset = 480min) {
    return WorkCalendar::from(rules, offset).value();
}

Instant at(const char* text) { return instant_from_text(text).value(); }

TEST(WorkCalendar, CountsOverLunchNightWeekendHolidayAndSwappedDay) {
    struct Row {
        const char* from;
        Minutes span;
        const char* due;
    };
    const Row rows[] = {
        {"2026-03-02T09:00:00+08:00", 60min, "2026-03-02T10:00:00+08:00"},
        {"2026-03-02T09:00:00.250+08:00", 60min, "2026-03-02T10:00:00.250+08:00"},
        {"2026-03-02T11:30:00+08:00", 30min,
         "2026-03-02T12:00:00+08:00"},  // ends with the morning, not after lunch
        {"2026-03-02T11:30:00+08:00", 31min, "2026-03-02T14:01:00+08:00"},
        {"2026-03-02T12:30:00+08:00", 1min, "2026-03-02T14:01:00+08:00"},
        {"2026-03-06T17:00:00+08:00", 60min, "2026-03-09T09:00:00+08:00"},  // Friday to Monday
        {"2026-02-13T17:00:00+08:00", 60min, "2026-02-14T09:00:00+08:00"},  // that Saturday is worked
        {"2026-02-14T17:00:00+08:00", 60min, "2026-02-24T09:00:00+08:00"},  // over the festival
        {"2026-02-27T17:00:00+08:00", 60min, "2026-02-28T09:00:00+08:00"},
        {"2026-03-01T03:00:00+08:00", 0min, "2026-03-01T03:00:00+08:00"},
        {"2026-03-02T08:30:00+08:00", 420min, "2026-03-02T17:30:00+08:00"},
        {"2026-03-02T08:30:00+08:00", 421min, "2026-03-03T08:31:00+08:00"},
    };
    for (const Row& row : rows) {
        const Instant due = calendar(office()).after(at(row.from), row.span);
        EXPECT_EQ(to_text(due), to_text(at(row.due))) << row.from;
        EXPECT_EQ(calendar(office()).between(at(row.from), due), Millis{row.span}) << row.from;
    }
}

TEST(WorkCalendar, KnowsWhichDaysAreWorked) {
    const WorkCalendar work = calendar(office());
    EXPECT_TRUE(work.is_working_day(sys_days{2026y / 2 / 14}));   // Saturday in exchange
    EXPECT_FALSE(work.is_working_day(sys_days{2026y / 2 / 16}));  // Monday, festival
    EXPECT_FALSE(work.is_working_day(sys_days{2026y / 3 / 7}));
    EXPECT_TRUE(work.is_working(at("2026-03-02T08:30:00+08:00")));
    EXPECT_FALSE(work.is_working(at("2026-03-02T08:29:59.999+08:00")));
    EXPECT_FALSE(work.is_working(at("2026-03-02T12:00:00+08:00")));
}

// What the brute-force counter believes, from the rules' own words.
struct MinuteCounter {
    const WorkRules& rules;
    Minutes offset;

    static std::string text(sys_days day) { return to_text(Instant{day}).substr(0, 10); }

    bool works(Instant minute) const {
        const Instant civil = minute + offset;
        const sys_days day = std::chrono::floor<days>(civil);
        const std::string date = text(day);
        bool working = false;
        for (int weekday : rules.weekdays)
            if (std::chrono::weekday{day}.iso_encoding() == static_cast<unsigned>(weekday)) working = true;
        for (const Holiday& holiday : rules.holidays)
            if (holiday.from <= date && date <= holiday.to) working = false;
        for (const WorkedDay& worked : rules.worked_days)
            if (worked.date == date) working = true;
        if (!working) return false;
        const std::string time = to_text(civil).substr(11, 5);
        for (const WorkHours& hours : rules.hours)
            if (hours.from <= time && time < hours.to) return true;
        return false;
    }
};

WorkRules random_rules(std::mt19937_64& random) {
    const auto pick = [&](int low, int high) {
        return std::uniform_int_distribution<int>{low, high}(random);
    };
    const auto clock = [](int minute) {
        std::string text = "00:00";
        text[0] = static_cast<char>('0' + minute / 600);
        text[1] = static_cast<char>('0' + minute / 60 % 10);
        text[3] = static_cast<char>('0' + minute % 60 / 10);
        text[4] = static_cast<char>('0' + minute % 10);
        return text;
    };
    WorkRules rules;
    for (int weekday = 1; weekday <= 7; ++weekday)
        if (pick(0, 2) > 0) rules.weekdays.push_back(weekday);
    if (rules.weekdays.empty()) rules.weekdays.push_back(pick(1, 7));
    int minute = pick(0, 600);
    for (int spans = pick(1, 3); spans > 0 && minute < 1400; --spans) {
        const int end = std::min(1440, minute + pick(1, 500));
        rules.hours.push_back({clock(minute), clock(end)});
        minute = end + pick(0, 200);
    }
    const sys_days start{2026y / 1 / 1};
    for (int i = pick(0, 4); i > 0; --i) {
        const sys_days from = start + days{pick(0, 40)};
        rules.holidays.push_back(
            {MinuteCounter::text(from), MinuteCounter::text(from + days{pick(0, 8)}), "", "", false});
    }
    for (int i = pick(0, 4); i > 0; --i) {
        const std::string date = MinuteCounter::text(start + days{pick(0, 40)});
        bool holiday = false;
        for (const Holiday& h : rules.holidays) holiday = holiday || (h.from <= date && date <= h.to);
        if (!holiday) rules.worked_days.push_back({date, "", ""});
    }
    return rules;
}

TEST(WorkCalendar, AgreesWithAMinuteCounterOnRandomCalendars) {
    for (unsigned seed = 1; seed <= 120; ++seed) {
        std::mt19937_64 random{seed};
        const WorkRules rules = random_rules(random);
        const Minutes offset{std::uniform_int_distribution<int>{-720, 840}(random)};
        const WorkCalendar work = calendar(rules, offset);
        const MinuteCounter counter{rules, offset};
        const Instant from = Instant{sys_days{2026y / 1 / 1}} +
                             Minutes{std::uniform_int_distribution<int>{0, 30 * 1440}(random)};
        const Minutes span{std::uniform_int_distribution<int>{1, 3000}(random)};
        Minutes counted{0};
        Instant minute = from;
        while (counted < span) {
            if (counter.works(minute)) counted += 1min;
            minute += 1min;
        }
        ASSERT_EQ(to_text(work.after(from, span)), to_text(minute)) << "seed " << seed;
        ASSERT_EQ(work.between(from, minute), Millis{span}) << "seed " << seed;
        ASSERT_EQ(work.between(from, minute - 1min), Millis{span - 1min}) << "seed " << seed;
        ASSERT_FALSE(work.is_working(minute - 1min) != counter.works(minute - 1min)) << "seed " << seed;
    }
}

TEST(WorkCalendar, RefusesRulesThatDoNotFitAndSaysWhatWasExpected) {
    struct Row {
        const char* path;
        void (*spoil)(WorkRules&);
    };
    const Row rows[] = {
        {".weekdays", [](WorkRules& r) { r.weekdays.clear(); }},
        {".weekdays[1]", [](WorkRules& r) { r.weekdays[1] = 8; }},
        {".hours", [](WorkRules& r) { r.hours.clear(); }},
        {".hours[0].from", [](WorkRules& r) { r.hours[0].from = "8:30"; }},
        {".hours[0].to", [](WorkRules& r) { r.hours[0].to = "08:30"; }},
        {".hours[1].from", [](WorkRules& r) { r.hours[1].from = "11:59"; }},
        {".hours[1].to", [](WorkRules& r) { r.hours[1].to = "24:01"; }},
        {".holidays[0].from", [](WorkRules& r) { r.holidays[0].from = "2026-02-30"; }},
        {".holidays[0].to", [](WorkRules& r) { r.holidays[0].to = "2026-02-14"; }},
        {".holidays[0].to", [](WorkRules& r) { r.holidays[0].to = "2027-02-23"; }},
        {".worked_days[0].date", [](WorkRules& r) { r.worked_days[0].date = "14/02/2026"; }},
        {".worked_days[1].date", [](WorkRules& r) { r.worked_days[1].date = "2026-02-16"; }},
    };
    for (const Row& row : rows) {
        WorkRules rules = office();
        row.spoil(rules);
        const auto made = WorkCalendar::from(rules, 480min);
        ASSERT_FALSE(made.ok()) << row.path;
        EXPECT_EQ(made.error().path, row.path);
        EXPECT_FALSE(made.error().expected.empty());
    }
}

}  // namespace
}  // namespace anlan
