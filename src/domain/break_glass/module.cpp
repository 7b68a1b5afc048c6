#include "domain/break_glass/row.hpp"
#include "domain/break_glass/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::break_glass {

using kernel::Method;

kernel::Module module() {
    auto m = kernel::describe<Glass>({.name = "break_glass",
                                      .prefix = "brk",
                                      .resource = "break_glasses",
                                      .title = {"紧急调阅", "Glass broken in an emergency"}});
    // The record it names is one that cannot be read otherwise: that is what it is for.
    m.command<BreakGlass>({Method::post,
                           "/v1/break_glasses",
                           true,
                           {"紧急调阅一条记录", "Break the glass for one record"},
                           {},
                           kernel::Naming::everybody});
    m.command<CloseGlass>(
        {Method::post, "/v1/break_glasses/{break_glass_id}/closing", false, {"提前结束", "Close it early"}});
    m.command<ReviewBreak>(
        {Method::post, "/v1/break_glasses/{break_glass_id}/review", false, {"审查紧急调阅", "Review it"}});
    m.rules<Rules>("break_glass.toml", validate, kernel::roles_fit<Rules>);
    // Whose record it is sees it, and whoever broke the glass.
    m.scope([](const Glass::State& state) {
        return kernel::Scope{state.where, {{state.post_id, kernel::Extent::all, kernel::Standing::holder}}};
    });
    m.row<GlassRow>(row_of, facets_of,
                    [](const Glass::State& state) { return !state.closed_at || !state.reviewed; });
    m.rests([](const Glass::State& state) { return state.closed_at && state.reviewed; });
    return std::move(m).finish();
}

}  // namespace anlan::break_glass
