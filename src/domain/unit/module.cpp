// The unit module's table: names, routes, rulebook sections, rows.
#include "domain/unit/policies.hpp"
#include "domain/unit/row.hpp"
#include "domain/unit/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::unit {
namespace {

using kernel::Method;

void duty_commands(kernel::ModuleOf<Unit>& m) {
    m.command<RegisterUnit>({Method::post, "/v1/units", true, {"登记警力单元", "Register a unit"}});
    m.command<BeginDuty>({Method::post, "/v1/units/{unit_id}/duty", false, {"上勤", "Begin duty"}});
    m.command<EndDuty>({Method::post, "/v1/units/{unit_id}/duty_end", false, {"下勤", "End duty"}});
    m.command<ChangeCrew>(
        {Method::put, "/v1/units/{unit_id}/crew", false, {"更新人员与能力", "State crew and skills"}});
    m.command<PauseService>(
        {Method::post, "/v1/units/{unit_id}/service_pause", false, {"暂停待命", "Go out of service"}});
    m.command<ResumeService>(
        {Method::post, "/v1/units/{unit_id}/service_resumption", false, {"恢复待命", "Back in service"}});
    m.command<AnswerSafetyCheck>(
        {Method::post, "/v1/units/{unit_id}/safety_answer", false, {"安全确认", "Answer the safety check"}});
    m.command<RaisePanic>({Method::post, "/v1/units/{unit_id}/panic", false, {"紧急求援", "Call for help"}});
    m.command<ClearPanic>({Method::post,
                           "/v1/units/{unit_id}/panic_clearance",
                           false,
                           {"解除紧急求援", "Clear a call for help"}});
}

void assignment_commands(kernel::ModuleOf<Unit>& m) {
    m.command<AssignUnit>(
        {Method::post, "/v1/units/{unit_id}/assignment", false, {"派警", "Assign to an incident"}});
    m.command<SelfDispatch>({Method::post,
                             "/v1/units/{unit_id}/self_dispatch",
                             false,
                             {"现场发现警情", "Came upon an incident"}});
    m.command<AcknowledgeAssignment>(
        {Method::post, "/v1/units/{unit_id}/acknowledgement", false, {"接受派警", "Acknowledge"}});
    m.command<AcknowledgeChange>({Method::post,
                                  "/v1/units/{unit_id}/change_acknowledgement",
                                  false,
                                  {"确认警情变更", "Acknowledge a change of the incident"}});
    m.command<DepartForScene>({Method::post, "/v1/units/{unit_id}/departure", false, {"出发", "En route"}});
    m.command<ArriveOnScene>({Method::post, "/v1/units/{unit_id}/arrival", false, {"到达现场", "On scene"}});
    m.command<ClearUnit>({Method::post, "/v1/units/{unit_id}/clearance", false, {"处置完毕", "Clear"}});
    m.command<ReleaseUnit>(
        {Method::post, "/v1/units/{unit_id}/release", false, {"撤回派警", "Release from an incident"}});
    m.command<ResumeAssignment>({Method::post,
                                 "/v1/units/{unit_id}/resumption",
                                 false,
                                 {"恢复等待中的警情", "Resume a waiting incident"}});
}

}  // namespace

kernel::Module module() {
    auto m = kernel::describe<Unit>(
        {.name = "unit", .prefix = "unt", .resource = "units", .title = {"警力单元", "Units"}});
    duty_commands(m);
    assignment_commands(m);
    m.rules<Rules>("unit.toml", [](const Rules& rules) { return validate(rules); }, kernel::roles_fit<Rules>);
    m.rules<DispatchRules>("dispatch.toml", [](const DispatchRules& rules) { return validate(rules); });
    m.react("inform_units_when_their_incident_changes", inform_units_when_their_incident_changes);
    m.react("move_units_with_their_incident", move_units_with_their_incident);
    m.scope(scope_of);
    m.row<UnitRow>(row_of, facets_of, [](const Unit::State& state) { return state.on_duty; });
    return std::move(m).finish();
}

}  // namespace anlan::unit
