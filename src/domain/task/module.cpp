// The task module's table. A new door is noted by the service: that has no route.
#include "domain/task/policies.hpp"
#include "domain/task/row.hpp"
#include "domain/task/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::task {
namespace {

std::string path(const char* what) { return std::string{"/v1/tasks/{task_id}"} + what; }

}  // namespace

kernel::Module module() {
    using kernel::Method;
    auto m = kernel::describe<Task>(
        {.name = "task", .prefix = "tsk", .resource = "tasks", .title = {"基础工作清单", "Tasks"}});
    m.command<ProposeTask>({Method::put, path(""), true, {"提出一项工作", "Propose a task"}});
    m.command<AmendTask>({Method::post, path("/amendment"), false, {"修改工作内容", "Amend it"}});
    m.command<RefuseTask>({Method::post, path("/refusal"), false, {"不予发布", "Refuse the proposal"}});
    m.command<PublishTask>({Method::post,
                            path("/publication"),
                            false,
                            {"确认负担后发布", "Publish it, having seen what it costs"}});
    m.command<RenewTask>({Method::post, path("/renewal"), false, {"续期", "Renew it before its sunset"}});
    m.command<RetireTask>({Method::post, path("/retirement"), false, {"停止该工作", "Retire it"}});
    m.rules<Rules>("task.toml", validate, kernel::roles_fit<Rules>);
    m.rules<Examples>("task_examples.toml", validate_examples, examples_fit);
    m.react("open_a_round_at_a_new_door", open_a_round_at_a_new_door);
    m.rests([](const Task::State& state) { return state.stage == Stage::ended; });
    m.scope(scope_of);
    m.brief<Brief>(brief_of);
    m.row<TaskRow>(row_of, facets_of, [](const Task::State& state) {
        return state.stage == Stage::proposed || state.stage == Stage::in_force;
    });
    return std::move(m).finish();
}

}  // namespace anlan::task
