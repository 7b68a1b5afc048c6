// The selection module's table. Putting an incident on a list and taking it off have no route: the pass does
// it.
#include "domain/selection/row.hpp"
#include "domain/selection/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::selection {
namespace {

std::string path(const char* what) { return std::string{"/v1/selections/{selection_id}/"} + what; }

}  // namespace

kernel::Module module() {
    using kernel::Method;
    auto m = kernel::describe<Selection>({.name = "selection",
                                          .prefix = "sel",
                                          .resource = "selections",
                                          .title = {"今日筛选", "Daily selection"}});
    m.command<Pick>({Method::post, path("picks"), false, {"选为重点纠纷并下发", "Pick it for a follow-up"}});
    m.command<PassOver>(
        {Method::post, path("passed_over"), false, {"不选，注明理由", "Pass some over, with a reason"}});
    m.command<UndoDecision>({Method::post, path("undo"), false, {"撤销决定", "Take a decision back"}});
    m.command<CloseSelection>({Method::post, path("closure"), false, {"结束当日筛选", "Close the day"}});
    m.rules<Rules>("selection.toml", validate, fits);
    m.rests([](const Selection::State& state) {
        return state.stage == Stage::closed || state.stage == Stage::lapsed;
    });
    m.scope(scope_of);
    m.row<SelectionRow>(row_of, facets_of,
                        [](const Selection::State& state) { return state.stage == Stage::open; });
    return std::move(m).finish();
}

}  // namespace anlan::selection
