// What a task costs and when its rounds are: arithmetic, nothing else.
#pragma once
#include "domain/task/rules.hpp"

#include <cstdint>

namespace anlan::task {

// How often a year it is done at one of its addressees.
int executions_a_year(Recurrence recurrence, const Rules& rules);

// Minutes a year, of all who do it.
std::int64_t burden_minutes(const Terms& terms, const Addressees& to, const Rules& rules);

// The round `periods` after the one at `anchor`: the same time of the day by the clocks of the city, a
// month's last days where a month has no such day. None for what does not come again by the calendar.
std::optional<Instant> round_at(Instant anchor, Recurrence recurrence, int periods, Minutes civil_offset);

// The shortest time between two rounds; none where there is no next one.
std::optional<Hours> period_at_least(Recurrence recurrence);

}  // namespace anlan::task
