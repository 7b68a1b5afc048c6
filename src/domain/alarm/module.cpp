// The alarm module's table.
#include "domain/alarm/row.hpp"
#include "domain/alarm/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::alarm {

using kernel::Method;

kernel::Module module() {
    auto m = kernel::describe<Shelving>(
        {.name = "alarm", .prefix = "shv", .resource = "shelvings", .title = {"告警搁置", "Shelved alarms"}});
    m.command<ShelveAlarm>({Method::post,
                            "/v1/shelvings",
                            true,
                            {"搁置一组告警", "Put a group of alarms aside, for a reason and a time"}});
    m.command<UnshelveAlarm>(
        {Method::post, "/v1/shelvings/{alarm_id}/end", false, {"提前恢复", "End it before its time"}});
    m.rules<Rules>("alarm.toml", validate);
    m.scope([](const Shelving::State& state) { return kernel::Scope{state.where, {}}; });
    m.row<ShelvingRow>(row_of, facets_of,
                       [](const Shelving::State& state) { return !state.kind.empty() && !state.ended_at; });
    m.rests([](const Shelving::State& state) { return state.ended_at.has_value(); });
    return std::move(m).finish();
}

}  // namespace anlan::alarm
