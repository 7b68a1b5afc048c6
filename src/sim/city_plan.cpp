#include "sim/city_plan.hpp"

namespace anlan::sim {
namespace {

template <class C>
const C* as(const engine::Submission& submission) {
    if (submission.command.spec->type != &kernel::type_tag<C>) return nullptr;
    return static_cast<const C*>(submission.command.value.get());
}

}  // namespace

CityPlan plan_of(const Seed& seed) {
    CityPlan plan;
    for (const auto& submission : seed.submissions()) {
        if (const auto* place = as<place::RegisterPlace>(submission); place != nullptr && place->point)
            plan.places.push_back({submission.stream, place->place_name, place->address.value_or(""),
                                   *place->point, place->where});
        if (const auto* unit = as<unit::RegisterUnit>(submission); unit != nullptr && unit->home_point)
            plan.units.push_back({submission.stream, unit->kind, unit->skills, unit->home, *unit->home_point,
                                  unit->partner.has_value()});
    }
    return plan;
}

}  // namespace anlan::sim
