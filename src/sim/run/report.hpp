// What a simulated story comes to, as JSON. Members may be added; those that stand here stay. A module that
// counts something of its own does it through its workload's metrics (counts.workloads), and what it owes
// appears under obligations by itself.
#pragma once
#include "sim/checks/invariants.hpp"
#include "sim/run/settings.hpp"
#include "views/forecast_calibration.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace anlan::sim {

struct SimCounts {
    std::uint64_t records = 0;
    std::uint64_t commands = 0;
    std::map<std::string, std::uint64_t> events;     // by wire name
    std::map<std::string, std::uint64_t> modules;    // records
    std::map<std::string, std::uint64_t> workloads;  // what each says of itself
    std::map<std::string, std::uint64_t> faults;     // how often what went wrong
};
BOOST_DESCRIBE_STRUCT(SimCounts, (), (records, commands, events, modules, workloads, faults))

struct OwedCounts {
    std::uint64_t arisen = 0;
    std::uint64_t met = 0;  // or owed no more
    std::uint64_t warned = 0;
    std::uint64_t missed = 0;
    std::uint64_t escalated = 0;
    Millis latest_noted{0};  // after its instant, while the process could work
};
BOOST_DESCRIBE_STRUCT(OwedCounts, (), (arisen, met, warned, missed, escalated, latest_noted))

struct ReportCounts {
    std::uint64_t calls = 0;
    std::map<std::string, std::uint64_t> outcomes;  // decided
    std::uint64_t undone = 0;
    std::uint64_t incidents = 0;
    std::uint64_t closed = 0;
    std::uint64_t reopened = 0;
};
BOOST_DESCRIBE_STRUCT(ReportCounts, (), (calls, outcomes, undone, incidents, closed, reopened))

struct SimReport {
    std::string version;
    std::uint64_t seed = 0;
    SimSettings settings;
    std::string log_hash;               // of the last record, so of all
    std::uint64_t final_draw = 0;       // two runs of a seed agree on it, or chance came in from outside
    std::vector<Violation> violations;  // the first of them
    std::uint64_t violations_total = 0;
    std::map<std::string, std::uint64_t> broken;  // how often, by name
    SimCounts counts;
    ReportCounts reports;
    std::map<std::string, OwedCounts> obligations;    // "incident.dispatch"
    std::vector<views::KindCalibration> forecasts;    // of what will be late, and what came of them
    std::map<std::string, std::uint64_t> invariants;  // how often each was looked at
    double simulated_s = 0;
    double wall_s = 0;
    double speed = 0;                // simulated over real time
    std::string repeat;              // the command that tells this story again
    std::vector<std::string> story;  // of the first violation's stream, if there is one
};
BOOST_DESCRIBE_STRUCT(SimReport, (),
                      (version, seed, settings, log_hash, final_draw, violations, violations_total, broken,
                       counts, reports, obligations, forecasts, invariants, simulated_s, wall_s, speed,
                       repeat, story))

}  // namespace anlan::sim
