// The table of composites. Another one is another row.
#include "api/body.hpp"
#include "api/commands.hpp"
#include "base/sortable_id.hpp"
#include "terms/ids.hpp"
#include "terms/incident_terms.hpp"

namespace anlan::api {
namespace {

struct UnitToSend {
    UnitId unit_id;
    std::optional<std::string> override_reason;
    std::optional<std::string> preempt_reason;
};
BOOST_DESCRIBE_STRUCT(UnitToSend, (), (unit_id, override_reason, preempt_reason))

// One order of a dispatcher: these units to this incident.
struct SendUnits {
    IncidentId incident_id;
    Priority priority{};
    std::optional<std::string> incident_class;
    std::optional<Instant> at;
    std::vector<UnitToSend> units;
};
BOOST_DESCRIBE_STRUCT(SendUnits, (), (incident_id, priority, incident_class, at, units))

// The body of unit.assign, as that command reads it.
struct AssignmentBody {
    IncidentId incident_id;
    Priority priority{};
    std::optional<std::string> incident_class;
    std::optional<std::string> override_reason;
    std::optional<std::string> preempt_reason;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(AssignmentBody, (),
                      (incident_id, priority, incident_class, override_reason, preempt_reason, at))

Result<std::vector<Part>, Problem> parts_of_dispatch(const kernel::Modules& modules,
                                                     const ports::Request& request) {
    ANLAN_TRY(auto order, read_body<SendUnits>(request));
    const auto* assign = find_command(modules, "unit.assign");
    std::vector<Part> parts;
    for (std::size_t i = 0; i < order.units.size(); ++i) {
        const UnitToSend& unit = order.units[i];
        const std::string path = ".units[" + std::to_string(i) + "]";
        if (!is_id_of("unt", unit.unit_id.value()))
            return Unexpected{problem_of_body(path + ".unit_id", "the id of a unit")};
        for (const Part& before : parts)
            if (before.stream == unit.unit_id.value())
                return Unexpected{problem_of_body(path + ".unit_id", "each unit once")};
        const AssignmentBody body{order.incident_id,    order.priority,      order.incident_class,
                                  unit.override_reason, unit.preempt_reason, order.at};
        auto decoded = assign->decode(codec::to_json(body));
        if (!decoded.ok())
            return Unexpected{problem_of_body(path + decoded.error().path, decoded.error().expected)};
        parts.push_back({unit.unit_id.value(), {assign, std::move(decoded).value()}});
    }
    return parts;
}

}  // namespace

std::vector<Composite> composites(const kernel::Modules& modules) {
    std::vector<Composite> table;
    if (find_command(modules, "unit.assign") != nullptr)
        table.push_back({"dispatch.send",
                         "/v1/dispatches",
                         {"派出警力", "Send units to an incident"},
                         codec::schema<SendUnits>(codec::Unknown::refuse),
                         parts_of_dispatch});
    return table;
}

}  // namespace anlan::api
