// The matter module's table. Suggesting one and adding a report have no route: the finder does it.
#include "domain/matter/policies.hpp"
#include "domain/matter/row.hpp"
#include "domain/matter/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::matter {
namespace {

std::string path(const char* what) { return std::string{"/v1/matters/{matter_id}/"} + what; }

}  // namespace

kernel::Module module() {
    using kernel::Method;
    auto m = kernel::describe<Matter>(
        {.name = "matter", .prefix = "mat", .resource = "matters", .title = {"一事多警", "Matters"}});
    m.command<ConfirmMatter>(
        {Method::post, path("confirmation"), false, {"确认为同一事", "Confirm that it is one matter"}});
    m.command<RejectMatter>({Method::post, path("rejection"), false, {"不是同一事", "Reject it"}});
    m.command<UndoDecision>({Method::post, path("undo"), false, {"撤销决定", "Take the decision back"}});
    m.command<TakeOutReport>(
        {Method::post, path("removed_reports"), false, {"移出一条警情", "Take a report out of it"}});
    m.command<SplitMatter>({Method::post, path("split"), false, {"拆分", "Split some of its reports off"}});
    m.rules<Rules>("matter.toml", validate, kernel::roles_fit<Rules>);
    m.react("suggest_what_was_split_off", suggest_what_was_split_off);
    m.rests([](const Matter::State& state) { return state.stage == Stage::rejected; });
    m.scope(scope_of);
    m.row<MatterRow>(row_of, facets_of,
                     [](const Matter::State& state) { return state.stage == Stage::suggested; });
    return std::move(m).finish();
}

}  // namespace anlan::matter
