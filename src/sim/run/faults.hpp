// What goes wrong in the simulated world, and how often. A mix has a name (--faults NAME) and is the same
// everywhere; its parts can be turned off one by one when a failure is made smaller.
#pragma once
#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

// Chances are for each append.
struct DiskFaults {
    double full = 0;
    double slow = 0;
    double slow_seconds = 0;  // at most
    double unanswered = 0;    // written, but the answer is a fault
    double lies = 0;          // called safe before it is; matters when the power is cut

    bool any() const { return full > 0 || slow > 0 || unanswered > 0 || lies > 0; }
    friend bool operator==(const DiskFaults&, const DiskFaults&) = default;
};
BOOST_DESCRIBE_STRUCT(DiskFaults, (), (full, slow, slow_seconds, unanswered, lies))

// Chances are for each message.
struct NetworkFaults {
    double delayed = 0;
    double delay_seconds = 0;  // at most
    double lost = 0;
    double doubled = 0;
    double console_drops = 0;  // for each look at the feed

    bool any() const { return delayed > 0 || lost > 0 || doubled > 0; }
    friend bool operator==(const NetworkFaults&, const NetworkFaults&) = default;
};
BOOST_DESCRIBE_STRUCT(NetworkFaults, (), (delayed, delay_seconds, lost, doubled, console_drops))

// Times a day.
struct ProcessFaults {
    double kills = 0;
    double power_cuts = 0;
    double clean_stops = 0;      // with a snapshot: an upgrade
    double down_seconds = 0;     // at most
    double clock_steps = 0;      // the wall clock is set
    double clock_seconds = 0;    // at most, forward or back
    double partner_outages = 0;  // of those who take transferred calls
    double snapshots = 0;        // written while running

    friend bool operator==(const ProcessFaults&, const ProcessFaults&) = default;
};
BOOST_DESCRIBE_STRUCT(ProcessFaults, (),
                      (kills, power_cuts, clean_stops, down_seconds, clock_steps, clock_seconds,
                       partner_outages, snapshots))

struct Faults {
    std::string name = "none";
    DiskFaults disk;
    NetworkFaults network;
    ProcessFaults process;

    friend bool operator==(const Faults&, const Faults&) = default;
};
BOOST_DESCRIBE_STRUCT(Faults, (), (name, disk, network, process))

// "none", "disk", "clock", "network", "kill", "all".
std::optional<Faults> faults_named(std::string_view name);
std::vector<std::string> fault_names();

}  // namespace anlan::sim
