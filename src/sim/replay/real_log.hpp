// Another system's log, read by a mapping: calls with the units that responded. Nothing is repaired here: a
// stamp that is missing stays missing, one that contradicts its neighbours stays as it is, and both are
// listed.
#pragma once
#include "sim/replay/csv.hpp"
#include "sim/replay/mapping.hpp"
#include "terms/geo_point.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

struct LoggedResponse {
    int line = 0;
    std::string unit;
    UnitKind kind{};
    std::string capability;
    int sequence = 0;
    std::optional<Instant> dispatch, en_route, on_scene, transport, hospital, clear;
};

struct LoggedCall {
    int line = 0;  // of its first row
    std::string call;
    std::string type;  // as logged
    std::string incident_class;
    std::string disposition;
    Priority original{}, priority{}, final{};
    std::optional<Instant> received, entry;
    std::optional<GeoPoint> point;
    std::string address;
    std::string district;
    std::string station;
    std::vector<LoggedResponse> responses;  // in the order in which they were sent
};

// What did not fit, by kind, each with its count and the first few examples ("line 17: call 200983546, unit
// E32").
struct Anomaly {
    std::uint64_t count = 0;
    std::vector<std::string> examples;
};
BOOST_DESCRIBE_STRUCT(Anomaly, (), (count, examples))

class Anomalies {
public:
    static constexpr std::size_t examples_max = 5;
    void note(const std::string& kind, std::string example);
    const std::map<std::string, Anomaly>& by_kind() const { return by_kind_; }

private:
    std::map<std::string, Anomaly> by_kind_;
};

struct RealLog {
    std::vector<LoggedCall> calls;  // in the order in which they were received
    std::uint64_t responses = 0;
    Anomalies anomalies;
};

using Progress = std::function<void(std::size_t done, std::size_t of)>;

Result<RealLog, CsvFault> read_real_log(std::string_view csv, const Mapping& mapping,
                                        const Progress& progress);

}  // namespace anlan::sim
