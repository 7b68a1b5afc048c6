#include "domain/place/row.hpp"

namespace anlan::place {

std::optional<PlaceRow> row_of(std::string_view stream, const Place::State& state) {
    if (!state.registered) return std::nullopt;
    return PlaceRow{std::string{stream}, state.place_name, state.aliases,      state.kind,
                    state.address,       state.road,       state.house_number, state.where,
                    state.point,         state.generated,  state.source,       state.retired};
}

std::map<std::string, std::string> facets_of(const Place::State& state) {
    return {{"kind", state.kind},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"beat", state.where.beat.value()},
            {"generated", state.generated ? "yes" : "no"}};
}

}  // namespace anlan::place
