#include "domain/area/row.hpp"

namespace anlan::area {

std::optional<AreaRow> row_of(std::string_view stream, const Area::State& state) {
    if (!state.registered) return std::nullopt;
    return AreaRow{
        std::string{stream}, state.level,  state.area_name, state.code,  parent_of(state.level, state.where),
        state.where,         state.centre, state.generated, state.source};
}

std::map<std::string, std::string> facets_of(const Area::State& state) {
    return {{"level", std::string{name_of(state.level)}},
            {"parent", parent_of(state.level, state.where).value()},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"generated", state.generated ? "yes" : "no"}};
}

}  // namespace anlan::area
