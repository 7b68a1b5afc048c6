#include "domain/area/row.hpp"
#include "domain/area/views.hpp"
#include "kernel/module_of.hpp"

namespace anlan::area {

using kernel::Method;

kernel::Module module() {
    // The map is public: naming an area or a place reads nothing of it and changes nothing there.
    auto m = kernel::describe<Area>({.name = "area",
                                     .prefix = "are",
                                     .resource = "areas",
                                     .title = {"辖区", "Areas"},
                                     .naming = kernel::Naming::everybody});
    // The id is the caller's: it ends in the area's code, and ids of posts are made of it.
    m.command<RegisterArea>({Method::put, "/v1/areas/{area_id}", true, {"登记辖区", "Register an area"}});
    m.command<CorrectArea>(
        {Method::post, "/v1/areas/{area_id}/correction", false, {"更正辖区", "Correct an area"}});
    m.scope([](const Area::State& state) { return kernel::Scope{state.where, {}}; });
    m.brief<Brief>([](const Area::State& state) { return Brief{state.level, state.where, state.area_name}; });
    m.row<AreaRow>(row_of, facets_of, [](const Area::State&) { return true; });
    m.view<OutlinesView>();
    return std::move(m).finish();
}

}  // namespace anlan::area
