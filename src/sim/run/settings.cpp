#include "sim/run/settings.hpp"

#include <cmath>
#include <initializer_list>
#include <utility>

#include <fmt/core.h>

namespace anlan::sim {
namespace {

constexpr double hours_max = 24.0 * 366 * 10;
constexpr double calls_max = 1'000'000;  // a day
constexpr double much = 1'000'000;
constexpr int town_size_max = 1'000;

struct Figure {
    const char* member;
    double value;
    double least;
    double most;
};

std::optional<std::string> first_outside(std::initializer_list<Figure> figures) {
    for (const auto& [member, value, least, most] : figures)
        if (!std::isfinite(value) || value < least || value > most)
            return fmt::format("{} is {}, and goes from {} to {}", member, value, least, most);
    return std::nullopt;
}

std::optional<std::string> fault_in_faults(const Faults& faults) {
    const auto& disk = faults.disk;
    const auto& network = faults.network;
    const auto& process = faults.process;
    return first_outside({{"faults.disk.full", disk.full, 0, 1},
                          {"faults.disk.slow", disk.slow, 0, 1},
                          {"faults.disk.slow_seconds", disk.slow_seconds, 0, much},
                          {"faults.disk.unanswered", disk.unanswered, 0, 1},
                          {"faults.disk.lies", disk.lies, 0, 1},
                          {"faults.network.delayed", network.delayed, 0, 1},
                          {"faults.network.delay_seconds", network.delay_seconds, 0, much},
                          {"faults.network.lost", network.lost, 0, 1},
                          {"faults.network.doubled", network.doubled, 0, 1},
                          {"faults.network.console_drops", network.console_drops, 0, 1},
                          {"faults.process.kills", process.kills, 0, much},
                          {"faults.process.power_cuts", process.power_cuts, 0, much},
                          {"faults.process.clean_stops", process.clean_stops, 0, much},
                          {"faults.process.down_seconds", process.down_seconds, 0, much},
                          {"faults.process.clock_steps", process.clock_steps, 0, much},
                          {"faults.process.clock_seconds", process.clock_seconds, 0, much},
                          {"faults.process.partner_outages", process.partner_outages, 0, much},
                          {"faults.process.snapshots", process.snapshots, 0, much}});
}

}  // namespace

std::optional<std::string> fault_in(const SimSettings& settings) {
    constexpr double instant = 1.0 / 3'600'000;  // a millisecond, in hours
    if (auto wrong = first_outside(
            {{"hours", settings.hours, instant, hours_max},
             {"calls_per_day", settings.calls_per_day, 0, calls_max},
             {"mishaps", settings.mishaps, 0, much},
             {"inspect_every_minutes", settings.inspect_every_minutes, 0.001, much},
             {"consoles_look_every_seconds", settings.consoles_look_every_seconds, 0.001, much}}))
        return wrong;
    const auto& town = settings.town;
    for (const auto& [member, size] :
         {std::pair{"districts", town.districts}, std::pair{"stations", town.stations},
          std::pair{"places", town.places}, std::pair{"units", town.units}})
        if (size < 1 || size > town_size_max)
            return fmt::format("town.{} is {}, and goes from 1 to {}", member, size, town_size_max);
    if (settings.first_call >= settings.last_call)
        return fmt::format("no call is left between first_call {} and last_call {}", settings.first_call,
                           settings.last_call);
    if (settings.queue_max == 0) return "queue_max is 0: nobody would be admitted";
    for (const auto& rate : settings.rates)
        if (auto wrong = first_outside({{"rates.from_hours", rate.from_hours, 0, hours_max},
                                        {"rates.until_hours", rate.until_hours, rate.from_hours, hours_max},
                                        {"rates.factor", rate.factor, 0, much}}))
            return wrong;
    return fault_in_faults(settings.faults);
}

}  // namespace anlan::sim
