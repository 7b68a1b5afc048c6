// Everything that decides a simulated story: with the same build, the same settings give the same bytes. A
// failing story is kept as such a value, as JSON, under tests/seeds/.
#pragma once
#include "base/instant.hpp"
#include "sim/run/faults.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anlan::sim {

// A storm, a festival, a holiday: reports come so many times as often, for a while.
struct Rate {
    std::string name;
    double from_hours = 0;  // after the beginning
    double until_hours = 0;
    double factor = 1;

    friend bool operator==(const Rate&, const Rate&) = default;
};
BOOST_DESCRIBE_STRUCT(Rate, (), (name, from_hours, until_hours, factor))

// A city that is made up, as large as it is told to be.
struct TownSize {
    int districts = 2;
    int stations = 2;  // of a district
    int places = 8;    // of a station
    int units = 4;     // of a station

    friend bool operator==(const TownSize&, const TownSize&) = default;
};
BOOST_DESCRIBE_STRUCT(TownSize, (), (districts, stations, places, units))

struct SimSettings {
    std::string scenario;       // the name it was made from, if any
    std::string city = "town";  // "town" is made up; any other is seeded from commands
    TownSize town;
    std::uint64_t seed = 1;
    double hours = 24;
    double calls_per_day = 400;
    double mishaps = 1;  // how often people err, fall ill, forget: 1 is usual
    Faults faults;
    std::vector<Rate> rates;
    std::vector<std::string> without;  // workloads left out
    // Shrinking: of what citizens report, only the calls from this number on and before that one.
    std::uint64_t first_call = 0;
    std::uint64_t last_call = 1'000'000'000;
    Instant begins_at{Millis{1'790'000'000'000}};
    double inspect_every_minutes = 60;
    double consoles_look_every_seconds = 30;
    std::uint64_t queue_max = 20'000;

    friend bool operator==(const SimSettings&, const SimSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(SimSettings, (),
                      (scenario, city, town, seed, hours, calls_per_day, mishaps, faults, rates, without,
                       first_call, last_call, begins_at, inspect_every_minutes, consoles_look_every_seconds,
                       queue_max))

// Why these tell no story: no time passes, a size or a chance is none. In a sentence; none: they do.
std::optional<std::string> fault_in(const SimSettings& settings);

}  // namespace anlan::sim
