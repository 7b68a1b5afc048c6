// How another system's log becomes Anlan's words: which column holds what, how it writes times, and what its
// codes mean here. A mapping is a file (mappings/*.toml), so that the log of another city is a new mapping,
// not new code.
#pragma once
#include "base/instant.hpp"
#include "kernel/module.hpp"
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::sim {

// One row of the log is one response of one unit to one call. Columns that a log does not have are left out.
struct MappedColumns {
    std::string call;
    std::string unit;
    std::optional<std::string> sequence;  // in which order a call's units were sent
    std::string type;
    std::string received;
    std::optional<std::string> entry;
    std::string dispatch;
    std::optional<std::string> en_route;
    std::optional<std::string> on_scene;
    std::optional<std::string> transport;
    std::optional<std::string> hospital;
    std::optional<std::string> clear;
    std::optional<std::string> disposition;
    std::optional<std::string> original_priority;
    std::optional<std::string> priority;
    std::optional<std::string> final_priority;
    std::optional<std::string> unit_kind;
    std::optional<std::string> address;
    std::optional<std::string> point;     // "(latitude, longitude)" in one column, or
    std::optional<std::string> latitude;  // each in its own
    std::optional<std::string> longitude;
    std::optional<std::string> district;
    std::optional<std::string> station;
};
BOOST_DESCRIBE_STRUCT(MappedColumns, (),
                      (call, unit, sequence, type, received, entry, dispatch, en_route, on_scene, transport,
                       hospital, clear, disposition, original_priority, priority, final_priority, unit_kind,
                       address, point, latitude, longitude, district, station))

struct MappedCode {
    std::string from;  // as the log writes it
    std::string to;    // a code of the rulebook
};
BOOST_DESCRIBE_STRUCT(MappedCode, (), (from, to))

struct MappedPriority {
    std::string from;
    Priority to{};
};
BOOST_DESCRIBE_STRUCT(MappedPriority, (), (from, to))

struct MappedUnitKind {
    std::string from;
    UnitKind to{};
    std::string capability;  // what a dispatcher asks for: "engine", "medic"
};
BOOST_DESCRIBE_STRUCT(MappedUnitKind, (), (from, to, capability))

// A unit whose name is this prefix and then the number of a station lives at that station: "E32" at
// station 32.
struct MappedHome {
    std::string prefix;
};
BOOST_DESCRIBE_STRUCT(MappedHome, (), (prefix))

// What a call of a type asks for. A dispatch of anything else is not compared with a proposal.
struct MappedPlan {
    std::string type;  // as the log writes it
    std::vector<std::string> capabilities;
};
BOOST_DESCRIBE_STRUCT(MappedPlan, (), (type, capabilities))

struct MappedDefaults {
    std::string incident_class;
    std::string disposition;
    Priority priority{};
    UnitKind unit_kind{};
    std::string capability;
};
BOOST_DESCRIBE_STRUCT(MappedDefaults, (), (incident_class, disposition, priority, unit_kind, capability))

struct Mapping {
    std::string name;      // "sf-fire": what --format says
    std::string rulebook;  // the folder under rulebook/ by which the log is judged
    std::string source;    // where such logs come from, for people
    std::string city;      // the area id of the whole: "are_sf"
    std::string city_name;
    std::string time_format;
    int civil_offset_minutes = 0;
    MappedColumns columns;
    MappedDefaults defaults;
    std::vector<MappedCode> classes;
    std::vector<MappedCode> dispositions;
    std::vector<MappedPriority> priorities;
    std::vector<MappedUnitKind> unit_kinds;
    std::vector<MappedHome> homes;
    std::vector<MappedPlan> plans;
};
BOOST_DESCRIBE_STRUCT(Mapping, (),
                      (name, rulebook, source, city, city_name, time_format, civil_offset_minutes, columns,
                       defaults, classes, dispositions, priorities, unit_kinds, homes, plans))

std::optional<kernel::Malformed> check_mapping(const Mapping& mapping);

}  // namespace anlan::sim
