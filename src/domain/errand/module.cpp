// The errand module's table. Errands are issued and lapse with the rounds of their task: that has no route.
#include "domain/errand/policies.hpp"
#include "domain/errand/row.hpp"
#include "domain/errand/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::errand {
namespace {

std::string path(const char* what) { return std::string{"/v1/errands/{errand_id}/"} + what; }

}  // namespace

kernel::Module module() {
    using kernel::Method;
    auto m = kernel::describe<Errand>({.name = "errand",
                                       .prefix = "ern",
                                       .resource = "errands",
                                       .title = {"到期任务", "Errands"},
                                       .personal = true});
    m.command<AnswerErrand>({Method::post, path("answer"), false, {"填报结果", "Answer it"}});
    m.command<CorrectAnswer>({Method::post, path("correction"), false, {"更正填报", "Correct the answer"}});
    m.command<ReturnAnswer>(
        {Method::post, path("return"), false, {"退回补充", "Return the answer for completion"}});
    m.command<WithdrawErrand>({Method::post, path("withdrawal"), false, {"撤回任务", "Withdraw it"}});
    m.rules<Rules>("errand.toml", validate, kernel::roles_fit<Rules>);
    m.react("issue_when_a_round_opens", issue_when_a_round_opens);
    m.react("lapse_when_a_task_ends", lapse_when_a_task_ends);
    m.retention([](const Errand::State& state) -> std::optional<kernel::Closed> {
        if (!state.ended_at) return std::nullopt;
        return kernel::Closed{*state.ended_at, boost::describe::enum_to_string(state.stage, "")};
    });
    m.scope(scope_of);
    m.row<ErrandRow>(row_of, facets_of, [](const Errand::State& state) { return state.stage == Stage::due; });
    return std::move(m).finish();
}

}  // namespace anlan::errand
