// What lives in a simulated city: the places where things happen and the units that come, taken from the
// commands that seed it.
#pragma once
#include "domain/place/place.hpp"
#include "domain/unit/commands.hpp"
#include "sim/seed.hpp"

#include <string>
#include <vector>

namespace anlan::sim {

struct PlannedPlace {
    std::string place_id;
    std::string name;
    std::string address;
    GeoPoint point;
    Jurisdiction where;
};

struct PlannedUnit {
    std::string unit_id;
    UnitKind kind{};
    std::vector<std::string> skills;
    Jurisdiction home;
    GeoPoint point;
    bool partner = false;
};

struct CityPlan {
    std::vector<PlannedPlace> places;
    std::vector<PlannedUnit> units;
};

CityPlan plan_of(const Seed& seed);

}  // namespace anlan::sim
