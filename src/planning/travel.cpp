#include "planning/travel.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {
namespace {

constexpr double metres_a_second(double kmh) { return kmh * 1000 / 3600; }

double& speed_of(TravelSpeed& speed, DayPart part) {
    if (part == DayPart::night) return speed.night_kmh;
    return part == DayPart::peak ? speed.peak_kmh : speed.day_kmh;
}

TravelSpeed speed_for(const TravelModel& model, UnitKind kind) {
    for (const TravelSpeed& speed : model.speeds)
        if (speed.kind == kind) return speed;
    TravelSpeed other = model.other;
    other.kind = kind;
    return other;
}

TravelSpeed& listed(TravelModel& model, UnitKind kind) {
    for (TravelSpeed& speed : model.speeds)
        if (speed.kind == kind) return speed;
    return model.speeds.emplace_back(speed_for(model, kind));
}

}  // namespace

TravelModel usual_travel_model() {
    using enum UnitKind;
    TravelModel model;
    model.speeds = {
        {patrol_car, 45, 35, 25, 1.35, Seconds{30}}, {foot_patrol, 6, 6, 6, 1.25, Seconds{15}},
        {motorcycle, 45, 40, 35, 1.3, Seconds{20}},  {dog_team, 40, 32, 24, 1.35, Seconds{180}},
        {drone, 50, 50, 50, 1, Seconds{90}},         {police_post, 8, 8, 8, 1.25, Seconds{15}},
        {auxiliary, 15, 15, 12, 1.3, Seconds{60}},   {volunteer_team, 6, 6, 6, 1.25, Seconds{300}},
        {guard_team, 6, 6, 6, 1.25, Seconds{60}},    {fire_engine, 40, 32, 25, 1.35, Seconds{60}},
        {ambulance, 45, 35, 28, 1.35, Seconds{60}},  {specialist, 40, 30, 22, 1.35, Seconds{600}},
    };
    return model;
}

DayPart day_part(const TravelModel& model, int civil_hour) {
    if (std::find(model.peak_hours.begin(), model.peak_hours.end(), civil_hour) != model.peak_hours.end())
        return DayPart::peak;
    const bool over_midnight = model.night_from > model.night_until;
    const bool after = civil_hour >= model.night_from;
    const bool before = civil_hour < model.night_until;
    return (over_midnight ? after || before : after && before) ? DayPart::night : DayPart::day;
}

TravelTimes::TravelTimes(const TravelModel& model) {
    for (std::size_t kind = 0; kind < unit_kinds; ++kind) {
        TravelSpeed speed = speed_for(model, static_cast<UnitKind>(kind));
        turnouts_[kind] = speed.turnout;
        for (int hour = 0; hour < 24; ++hour) {
            const double kmh = speed_of(speed, day_part(model, hour));
            ANLAN_CHECK(kmh > 0 && speed.detour >= 1,
                        "the rulebook let a speed of nought or a detour below 1 through");
            paces_[kind][static_cast<std::size_t>(hour)] = speed.detour / metres_a_second(kmh);
        }
    }
}

Seconds TravelTimes::travel_time(UnitKind kind, GeoPoint from, GeoPoint to, int civil_hour) const {
    return Seconds{static_cast<std::int64_t>(std::ceil(seconds(kind, distance(from, to), civil_hour)))};
}

TravelModel calibrated(TravelModel model, std::span<const Trip> trips, std::size_t trips_min) {
    constexpr double straight_min = 200;
    constexpr std::size_t parts = 3;
    std::array<std::array<std::vector<double>, parts>, unit_kinds> seen;
    for (const Trip& trip : trips) {
        if (trip.straight.value() < straight_min || trip.moving.count() <= 0) continue;
        const auto part = static_cast<std::size_t>(day_part(model, trip.civil_hour));
        const double speed = trip.straight.value() / static_cast<double>(trip.moving.count());
        seen[static_cast<std::size_t>(trip.kind)][part].push_back(speed);
    }
    for (std::size_t kind = 0; kind < unit_kinds; ++kind) {
        for (std::size_t part = 0; part < parts; ++part) {
            auto& speeds = seen[kind][part];
            if (speeds.empty() || speeds.size() < trips_min) continue;
            const auto middle = speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2);
            std::nth_element(speeds.begin(), middle, speeds.end());
            TravelSpeed& entry = listed(model, static_cast<UnitKind>(kind));
            speed_of(entry, static_cast<DayPart>(part)) = *middle * 3.6 * entry.detour;
        }
    }
    return model;
}

}  // namespace anlan::planning
