// Time is std::chrono and nothing else. An Instant is UTC with millisecond steps, the only time that reaches
// the log; civil time (what a clock on a wall in the city shows) is an Instant plus a fixed offset that the
// rulebook states. Text form: RFC 3339, always "Z", always three decimals, so that texts sort as instants do.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace anlan {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;
using Hours = std::chrono::hours;
using Instant = std::chrono::sys_time<Millis>;

// "2026-11-22T08:00:00.000Z". Years 0 to 9999; outside of them a bug.
std::string to_text(Instant instant);

// Accepts RFC 3339: date, 'T' or 't' or blank, time, optional fraction (cut to milliseconds), 'Z' or an
// offset
// (+08:00). A leap second (:60) becomes the last millisecond before it ends. Nothing else: no value.
std::optional<Instant> instant_from_text(std::string_view text);

}  // namespace anlan
