#include "domain/place/row.hpp"
#include "domain/place/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::place {

using kernel::Method;

kernel::Module module() {
    // The map is public: naming an area or a place reads nothing of it and changes nothing there.
    auto m = kernel::describe<Place>({.name = "place",
                                      .prefix = "plc",
                                      .resource = "places",
                                      .title = {"地点", "Places"},
                                      .naming = kernel::Naming::everybody});
    m.command<RegisterPlace>({Method::post, "/v1/places", true, {"登记地点", "Register a place"}});
    m.command<AddAlias>(
        {Method::post, "/v1/places/{place_id}/alias", false, {"增加别名", "Add another name"}});
    m.command<CorrectPlace>(
        {Method::post, "/v1/places/{place_id}/correction", false, {"更正地点", "Correct a place"}});
    m.command<RetirePlace>(
        {Method::post, "/v1/places/{place_id}/retirement", false, {"停用地点", "Take a place out of use"}});
    m.rules<Rules>("places.toml", validate);
    m.scope([](const Place::State& state) { return kernel::Scope{state.where, {}}; });
    m.brief<Brief>([](const Place::State& state) -> std::optional<Brief> {
        if (!state.registered) return std::nullopt;
        return Brief{state.place_name, state.kind, state.where, state.retired};
    });
    m.row<PlaceRow>(row_of, facets_of, [](const Place::State& state) { return !state.retired; });
    return std::move(m).finish();
}

}  // namespace anlan::place
