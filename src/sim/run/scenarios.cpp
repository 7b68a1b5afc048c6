#include "sim/run/scenarios.hpp"

#include "sim/chance.hpp"

#include <algorithm>
#include <iterator>

namespace anlan::sim {
namespace {

SimSettings days(double count, double calls_per_day) {
    SimSettings settings;
    settings.hours = 24 * count;
    settings.calls_per_day = calls_per_day;
    return settings;
}

// Everybody errs four times as often: exceptions, misses and unfinished work pile up for thirty days.
SimSettings london_1992() {
    auto settings = days(30, 400);
    settings.mishaps = 4;
    settings.inspect_every_minutes = 360;
    return settings;
}

// The busiest night of the year, with an update in the middle of it.
SimSettings london_2017() {
    auto settings = days(1, 800);
    settings.town = {3, 3, 8, 5};
    settings.rates = {{"new year's night", 8, 14, 8}};
    settings.faults.name = "london-2017";
    settings.faults.process.clean_stops = 6;
    settings.faults.process.down_seconds = 90;
    settings.faults.process.snapshots = 24;
    return settings;
}

// Through the last second that fits 31 bits: 2038-01-19T03:14:07Z.
SimSettings intrado_2014() {
    auto settings = days(1, 500);
    settings.begins_at = Instant{Seconds{2'147'483'647}} - Hours{12};
    settings.faults.name = "intrado-2014";
    settings.faults.process.kills = 12;
    settings.faults.process.snapshots = 12;
    settings.faults.process.down_seconds = 60;
    return settings;
}

// Taken over again and again at full load.
SimSettings bt_2023() {
    auto settings = days(1, 2'000);
    settings.town = {4, 4, 8, 8};
    settings.faults = *faults_named("network");
    settings.faults.name = "bt-2023";
    settings.faults.process.kills = 100;
    settings.faults.process.snapshots = 24;
    settings.faults.process.down_seconds = 2;
    return settings;
}

// Gone for hours at a time, for nine days.
SimSettings bucks_2024() {
    auto settings = days(9, 300);
    settings.faults.name = "bucks-2024";
    settings.faults.process.kills = 2;
    settings.faults.process.down_seconds = 8 * 3'600;
    return settings;
}

// Starts and falls, all night.
SimSettings phoenix_2024() {
    auto settings = days(1, 500);
    settings.faults = *faults_named("network");
    settings.faults.name = "phoenix-2024";
    settings.faults.process.kills = 300;
    settings.faults.process.down_seconds = 240;
    return settings;
}

// Stopped and started again for one update after the other, by day.
SimSettings san_francisco_2024() {
    auto settings = days(1, 800);
    settings.faults.name = "san-francisco-2024";
    settings.faults.process.clean_stops = 48;
    settings.faults.process.down_seconds = 45;
    settings.faults.process.clock_steps = 6;
    settings.faults.process.clock_seconds = 1'800;
    return settings;
}

// A machine that cannot be believed: its disk says safe and is not, is full for minutes, and dies.
SimSettings dallas_2023() {
    auto settings = days(2, 400);
    settings.faults = *faults_named("all");
    settings.faults.name = "dallas-2023";
    settings.faults.process.power_cuts = 24;
    return settings;
}

SimSettings storm() {
    auto settings = days(1, 600);
    settings.rates = {{"storm", 6, 9, 10}};
    settings.mishaps = 2;
    return settings;
}
SimSettings festival() {
    auto settings = days(2, 600);
    settings.town = {2, 3, 12, 5};
    settings.rates = {{"lanterns", 10, 16, 4}, {"the day after", 24, 40, 0.5}};
    return settings;
}
SimSettings wuhan_day() {
    auto settings = days(1, 4'320);
    settings.city = "wuhan";
    settings.inspect_every_minutes = 360;
    settings.consoles_look_every_seconds = 300;
    return settings;
}
SimSettings beijing_load() {
    auto settings = wuhan_day();
    settings.calls_per_day = 58'000;  // about 36,000 incidents
    return settings;
}

constexpr Scenario table[] = {
    {"london-1992", "London Ambulance, October 1992: unfinished work and exceptions piled up",
     "thirty days of four times the usual mistakes: nothing is forgotten, lists and queue stay true",
     "memory is not measured by the run (see docs/performance.md); equal exceptions are not yet collapsed",
     london_1992},
    {"london-2017", "London Ambulance, 1 January 2017: an update nobody tended, on the busiest night",
     "eight times the load for six hours, with six stops and starts in the day", "data of eighteen months",
     london_2017},
    {"intrado-2014", "Intrado, April 2014: a counter came to its end",
     "ids and clocks run through the end of 31 bits of seconds, with restarts from log and snapshot",
     "positions beyond 2^32 and 2^53, which a log cannot reach here; they have tests of their own",
     intrado_2014},
    {"bt-2023", "BT 999, 25 June 2023: the standby failed, then had too little capacity",
     "a hundred restarts in a day at full load, with a bad network; every deadline once",
     "a second machine that takes over: there is none yet", bt_2023},
    {"bucks-2024", "Bucks County, January 2024: nine days on paper",
     "hours without Anlan, for nine days; what fell into the gap is noted at once after each start",
     "intake while the server is away: consoles cannot take calls offline yet", bucks_2024},
    {"phoenix-2024", "Phoenix, 19 July 2024: machines that start and fall",
     "three hundred falls in a night, with a bad network: nothing lost, nothing twice",
     "a fallback on paper: there is none to print yet", phoenix_2024},
    {"san-francisco-2024", "San Francisco, 25 April 2024: the new system failed the day after opening",
     "forty-eight updates in a day, while the wall clock is set", "the old version serving meanwhile",
     san_francisco_2024},
    {"dallas-2023", "Dallas, May 2023: machines that cannot be believed",
     "a disk that lies, fills and dies: what is left is one true log, and everybody is told to look again",
     "restore from a backup on a bare machine", dallas_2023},
    {"storm", "a storm: ten times the reports for three hours", "deadlines under a flood", "", storm},
    {"festival", "a festival evening, and the quiet day after", "load that comes and goes", "", festival},
    {"wuhan", "an ordinary day of Wuhan", "the whole demo city; its speed", "", wuhan_day},
    {"beijing", "a day of Beijing's load, on Wuhan's map", "the speed that goals.md asks for", "",
     beijing_load},
};

}  // namespace

std::span<const Scenario> scenarios() { return table; }

const Scenario* scenario_named(std::string_view name) {
    const auto* found = std::find_if(std::begin(table), std::end(table),
                                     [&](const Scenario& one) { return one.name == name; });
    return found == std::end(table) ? nullptr : found;
}

SimSettings any_story(std::uint64_t number) {
    Chance chance{number};
    SimSettings settings;
    settings.scenario = "story";
    settings.seed = number;
    settings.hours = chance.between(4, 30);
    settings.calls_per_day = chance.between(100, 1'500);
    settings.mishaps = chance.between(0, 4);
    const auto upto = [&](int most) {
        return 1 + static_cast<int>(chance.below(static_cast<std::size_t>(most)));
    };
    settings.town = {upto(3), upto(3), upto(10), upto(6)};
    settings.inspect_every_minutes = chance.between(5, 120);
    settings.consoles_look_every_seconds = chance.between(1, 120);
    settings.begins_at += Hours{static_cast<std::int64_t>(chance.below(24 * 365))};
    const auto names = fault_names();
    settings.faults = *faults_named(names[chance.below(names.size())]);
    if (chance.hit(0.3)) settings.rates = {{"flood", 1, chance.between(2, 6), chance.between(2, 12)}};
    if (chance.hit(0.1)) settings.queue_max = 1 + chance.below(20);
    return settings;
}

}  // namespace anlan::sim
