// What a replay found: the figures of out.json. Seconds throughout; percentiles by nearest rank.
#pragma once
#include "base/instant.hpp"
#include "sim/replay/real_log.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace anlan::sim {

struct Interval {
    std::uint64_t n = 0;
    std::optional<std::int64_t> p50;
    std::optional<std::int64_t> p90;
    std::optional<std::int64_t> p99;

    friend bool operator==(const Interval&, const Interval&) = default;
};
BOOST_DESCRIBE_STRUCT(Interval, (), (n, p50, p90, p99))

// The smallest value that at least `percent` of all values do not exceed. `sorted` ascending, not empty.
std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, int percent);
Interval interval_of(std::vector<std::int64_t> seconds);

// Over unit responses that have both stamps, the second not before the first.
struct Intervals {
    Interval received_to_entry;
    Interval entry_to_dispatch;
    Interval dispatch_to_en_route;
    Interval en_route_to_on_scene;
    Interval dispatch_to_on_scene;
    Interval on_scene_to_clear;
};
BOOST_DESCRIBE_STRUCT(Intervals, (),
                      (received_to_entry, entry_to_dispatch, dispatch_to_en_route, en_route_to_on_scene,
                       dispatch_to_on_scene, on_scene_to_clear))

struct Hits {
    std::uint64_t compared = 0;
    std::uint64_t first = 0;
    std::uint64_t first_three = 0;
    std::uint64_t baseline_first = 0;
    std::uint64_t baseline_first_three = 0;
};
BOOST_DESCRIBE_STRUCT(Hits, (), (compared, first, first_three, baseline_first, baseline_first_three))

// How often the unit really sent was proposed. `baseline`: the nearest by straight line from where it was
// last seen.
struct RecommendationFigures : Hits {
    std::uint64_t not_planned = 0;    // dispatches of what the mapping's plan for the type does not ask for
    std::uint64_t without_point = 0;  // of calls that nobody can place
    std::map<std::string, Hits> by_capability;
};
BOOST_DESCRIBE_STRUCT(RecommendationFigures, (Hits), (not_planned, without_point, by_capability))

struct ObligationTally {
    std::uint64_t met = 0;     // in time
    std::uint64_t missed = 0;  // the deadline passed, whether or not the thing was done later
    std::uint64_t lapsed = 0;  // another priority or class asked for another deadline, or for none
    std::uint64_t open = 0;    // not yet due when the log ends
};
BOOST_DESCRIBE_STRUCT(ObligationTally, (), (met, missed, lapsed, open))

struct ReplayReport {
    std::string format;
    std::string source;
    std::string rulebook_version;
    std::uint64_t calls = 0;
    std::uint64_t unit_responses = 0;
    std::uint64_t units = 0;
    std::optional<Instant> from;
    std::optional<Instant> until;
    Intervals intervals;
    RecommendationFigures recommendation;
    std::map<std::string, ObligationTally> obligations;  // "incident.dispatch"
    std::map<std::string, Anomaly> anomalies;
    std::uint64_t commands = 0;
    std::uint64_t events = 0;
    double wall_s = 0;  // of whoever ran it: nothing in here knows the time
};
BOOST_DESCRIBE_STRUCT(ReplayReport, (),
                      (format, source, rulebook_version, calls, unit_responses, units, from, until, intervals,
                       recommendation, obligations, anomalies, commands, events, wall_s))

}  // namespace anlan::sim
