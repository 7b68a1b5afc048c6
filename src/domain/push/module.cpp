// The push module's table. Delivering one has no route: a mediation sends it.
#include "domain/push/policies.hpp"
#include "domain/push/row.hpp"
#include "domain/push/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::push {
namespace {

std::string path(const char* what) { return std::string{"/v1/pushes/{push_id}/"} + what; }

}  // namespace

kernel::Module module() {
    using kernel::Method;
    auto m = kernel::describe<Push>({.name = "push",
                                     .prefix = "psh",
                                     .resource = "pushes",
                                     .title = {"纠纷推送", "Pushes"},
                                     .personal = true});
    m.command<AcknowledgePush>(
        {Method::post, path("acknowledgement"), false, {"签收推送", "Acknowledge it"}});
    m.command<AnswerPush>(
        {Method::post, path("answer"), false, {"反馈措施和期限", "Say what will be done by when"}});
    m.command<ReportDeed>({Method::post, path("deed"), false, {"报告办结", "Report that it is done"}});
    m.rules<Rules>("push.toml", validate, kernel::roles_fit<Rules>);
    m.react("deliver_when_a_mediation_sends", deliver_when_a_mediation_sends);
    m.retention([](const Push::State& state) -> std::optional<kernel::Closed> {
        if (!state.done_at) return std::nullopt;
        return kernel::Closed{*state.done_at, state.dispute_class};
    });
    m.scope(scope_of);
    m.row<PushRow>(row_of, facets_of,
                   [](const Push::State& state) { return state.stage == Stage::delivered; });
    return std::move(m).finish();
}

}  // namespace anlan::push
