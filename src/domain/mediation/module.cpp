// The mediation module's table. What opens one by itself, and what joins it, have no route: policies do it.
#include "domain/mediation/policies.hpp"
#include "domain/mediation/row.hpp"
#include "domain/mediation/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::mediation {
namespace {

using kernel::Method;
using Table = kernel::ModuleOf<Mediation>;

std::string path(const char* what) { return std::string{"/v1/mediations/{mediation_id}/"} + what; }

void work_commands(Table& m) {
    m.command<OpenMediation>({Method::post, "/v1/mediations", true, {"建立调解", "Open a mediation"}});
    m.command<RecordStatement>(
        {Method::post, path("statements"), false, {"记录一方陈述", "Record what a side says"}});
    m.command<RecordVisit>({Method::post, path("visits"), false, {"记录走访", "Record a visit"}});
    m.command<HandOverMediation>(
        {Method::post, path("hand_over"), false, {"移交其他层级", "Hand it up or down, with a reason"}});
    m.command<TakeUpMediation>({Method::post, path("taking_up"), false, {"接手", "Take it up"}});
    m.command<EndMediation>({Method::post, path("end"), false, {"终止调解", "End it: it goes another way"}});
    m.command<SeeSolution>(
        {Method::post, path("solution_seen"), false, {"已知悉化解", "Seen: it is solved"}});
}

void agreement_commands(Table& m) {
    m.command<DraftAgreement>(
        {Method::post, path("agreement"), false, {"起草协议（新版本）", "Write a version of the agreement"}});
    m.command<SignAgreement>(
        {Method::post, path("signatures"), false, {"一方签字", "A side signs this version"}});
    m.command<SettlePromise>(
        {Method::post, path("promise_outcomes"), false, {"承诺履行结果", "A promise was kept or broken"}});
    m.command<MovePromise>(
        {Method::post, path("promise_moves"), false, {"承诺改期", "Move a promise, with a reason"}});
    m.command<BeginQuiet>(
        {Method::post, path("quiet_watch"), false, {"开始静默观察", "Begin the quiet watch"}});
    m.command<PreparePush>(
        {Method::post, path("push_drafts"), false, {"拟写推送", "Write the push: three reports in one"}});
    m.command<SendPush>({Method::post, path("pushes"), false, {"发送推送", "Send the push"}});
}

std::optional<kernel::Closed> closed_as(const Mediation::State& state) {
    if (!state.ended_at) return std::nullopt;
    return kernel::Closed{*state.ended_at, state.dispute_class};
}

}  // namespace

kernel::Module module() {
    Table m = kernel::describe<Mediation>({.name = "mediation",
                                           .prefix = "med",
                                           .resource = "mediations",
                                           .title = {"矛盾纠纷调解", "Mediation"},
                                           .personal = true});
    work_commands(m);
    agreement_commands(m);
    m.rules<Rules>("mediation.toml", validate, fits);
    m.react("open_when_a_dispute_is_closed_on_scene", open_when_a_dispute_is_closed_on_scene);
    m.react("open_when_an_answer_is_accepted", open_when_an_answer_is_accepted);
    m.react("note_what_comes_back", note_what_comes_back);
    m.react("name_by_what_it_is_about", name_by_what_it_is_about);
    m.retention(closed_as);
    // A mere name rests at once, and is read again when a report asks for it.
    m.rests([](const Mediation::State& state) { return state.ended_at || state.stage == Stage::elsewhere; });
    m.scope(scope_of);
    m.brief<Brief>([](const Mediation::State& state) -> std::optional<Brief> {
        if (state.stage == Stage::none) return std::nullopt;
        return Brief{state.found_at ? state.found_at->value() : ""};
    });
    m.row<MediationRow>(row_of, facets_of, [](const Mediation::State& state) {
        return state.stage == Stage::open || state.stage == Stage::quiet ||
               (state.stage == Stage::solved && !state.ended_at);
    });
    return std::move(m).finish();
}

}  // namespace anlan::mediation
