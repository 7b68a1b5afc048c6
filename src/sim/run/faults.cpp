#include "sim/run/faults.hpp"

namespace anlan::sim {
namespace {

const DiskFaults bad_disk{.full = 0.0004, .slow = 0.002, .slow_seconds = 4, .unanswered = 0.00004, .lies = 0};
const NetworkFaults bad_network{
    .delayed = 0.1, .delay_seconds = 6, .lost = 0.02, .doubled = 0.02, .console_drops = 0.02};
const ProcessFaults kills{.kills = 6, .power_cuts = 2, .clean_stops = 2, .down_seconds = 240, .snapshots = 6};
const ProcessFaults clock_steps{
    .kills = 3, .clean_stops = 1, .down_seconds = 30, .clock_steps = 8, .clock_seconds = 3'600};

}  // namespace

std::vector<std::string> fault_names() { return {"none", "disk", "clock", "network", "kill", "liar", "all"}; }

std::optional<Faults> faults_named(std::string_view name) {
    Faults faults;
    faults.name = name;
    if (name == "none") return faults;
    const bool all = name == "all";
    if (name == "disk" || all) faults.disk = bad_disk;
    if (name == "network" || all) faults.network = bad_network;
    if (name == "kill" || all) faults.process = kills;
    if (name == "clock") faults.process = clock_steps;
    if (name == "disk") faults.process.power_cuts = 2;
    if (name == "liar" || all) {
        faults.disk.lies = 0.2;
        faults.process.power_cuts = 6;
        faults.process.down_seconds = 120;
    }
    if (all) {
        faults.process.clock_steps = clock_steps.clock_steps;
        faults.process.clock_seconds = clock_steps.clock_seconds;
        faults.process.partner_outages = 2;
    }
    if (faults.disk.any() || faults.network.any() || name == "clock" || name == "kill" || name == "liar")
        return faults;
    return std::nullopt;
}

}  // namespace anlan::sim
