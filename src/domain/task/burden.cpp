#include "domain/task/burden.hpp"

namespace anlan::task {
namespace {

Instant days_later(Instant anchor, int days) { return anchor + std::chrono::days{days}; }

// Civil time has no summer time here: the offset stays.
Instant months_later(Instant anchor, int months, Minutes civil_offset) {
    const auto civil = anchor + civil_offset;
    const auto day = std::chrono::floor<std::chrono::days>(civil);
    auto date = std::chrono::year_month_day{day} + std::chrono::months{months};
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return std::chrono::sys_days{date} + (civil - day) - civil_offset;
}

}  // namespace

int executions_a_year(Recurrence recurrence, const Rules& rules) {
    switch (recurrence) {
        case Recurrence::once:
            return 1;
        case Recurrence::daily:
            return 365;
        case Recurrence::weekly:
            return 52;
        case Recurrence::monthly:
            return 12;
        case Recurrence::quarterly:
            return 4;
        case Recurrence::yearly:
            return 1;
        case Recurrence::each_new_door:
            return rules.new_doors_a_year;
    }
    return 0;
}

std::int64_t burden_minutes(const Terms& terms, const Addressees& to, const Rules& rules) {
    return std::int64_t{terms.minutes} * executions_a_year(terms.recurrence, rules) *
           static_cast<std::int64_t>(to.count());
}

std::optional<Instant> round_at(Instant anchor, Recurrence recurrence, int periods, Minutes civil_offset) {
    switch (recurrence) {
        case Recurrence::daily:
            return days_later(anchor, periods);
        case Recurrence::weekly:
            return days_later(anchor, 7 * periods);
        case Recurrence::monthly:
            return months_later(anchor, periods, civil_offset);
        case Recurrence::quarterly:
            return months_later(anchor, 3 * periods, civil_offset);
        case Recurrence::yearly:
            return months_later(anchor, 12 * periods, civil_offset);
        case Recurrence::once:
        case Recurrence::each_new_door:
            break;
    }
    return std::nullopt;
}

std::optional<Hours> period_at_least(Recurrence recurrence) {
    switch (recurrence) {
        case Recurrence::daily:
            return Hours{24};
        case Recurrence::weekly:
            return Hours{24 * 7};
        case Recurrence::monthly:
            return Hours{24 * 28};
        case Recurrence::quarterly:
            return Hours{24 * 89};
        case Recurrence::yearly:
            return Hours{24 * 365};
        case Recurrence::once:
        case Recurrence::each_new_door:
            break;
    }
    return std::nullopt;
}

}  // namespace anlan::task
