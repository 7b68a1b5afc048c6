#include "sim/run/simulation.hpp"

#include "sim/run/town.hpp"
#include "sim/run/world.hpp"

#include <fmt/format.h>

namespace anlan::sim {

Result<SimReport, std::string> simulate(const SimSettings& settings, const SimulationParts& parts) {
    if (auto wrong = fault_in(settings)) return Unexpected{"these settings make no story: " + *wrong};
    const bool made_up = settings.city == "town";
    const auto text = made_up ? town_commands(settings.town, parts.rules) : parts.city_commands;
    const auto city = Seed::read(text, "simulated city", parts.modules);
    if (!city.ok()) return Unexpected{to_text(city.error(), settings.city)};
    World world{settings, parts, city.value()};
    world.live();
    return world.report();
}

std::string command_line_of(const SimSettings& settings) {
    if (settings.scenario == "story") return fmt::format("anlan sim --story {}", settings.seed);
    const SimSettings usual;
    std::string line = "anlan sim";
    if (!settings.scenario.empty()) line += " --scenario " + settings.scenario;
    line += " --city " + settings.city;
    line += fmt::format(" --seed {} --days {}", settings.seed, settings.hours / 24);
    line += fmt::format(" --calls-per-day {}", settings.calls_per_day);
    if (faults_named(settings.faults.name)) line += " --faults " + settings.faults.name;
    for (const auto& name : settings.without) line += " --without " + name;
    if (settings.first_call != usual.first_call || settings.last_call != usual.last_call)
        line += fmt::format(" --first-call {} --last-call {}", settings.first_call, settings.last_call);
    if (!(settings.town == usual.town))
        line += fmt::format(" --town {},{},{},{}", settings.town.districts, settings.town.stations,
                            settings.town.places, settings.town.units);
    if (settings.mishaps != usual.mishaps) line += fmt::format(" --mishaps {}", settings.mishaps);
    return line;
}

}  // namespace anlan::sim
