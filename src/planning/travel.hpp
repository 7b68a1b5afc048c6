// How long a unit of some kind takes from here to there when no road graph is loaded: the straight line,
// times what roads add to it, over the speed of that kind at that hour. The figures are the rulebook's;
// calibrated() takes them from trips that were really made, which brings the median error near that of a road
// graph.
#pragma once
#include "base/instant.hpp"
#include "terms/geo_point.hpp"
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <array>
#include <span>
#include <vector>

namespace anlan::planning {

BOOST_DEFINE_ENUM_CLASS(DayPart, night, day, peak)

struct TravelSpeed {
    UnitKind kind = UnitKind::patrol_car;
    double night_kmh = 45;
    double day_kmh = 35;
    double peak_kmh = 25;
    double detour = 1.35;  // road length over straight line
    Seconds turnout{60};   // from the order to moving, for a unit that stands still

    friend bool operator==(const TravelSpeed&, const TravelSpeed&) = default;
};
BOOST_DESCRIBE_STRUCT(TravelSpeed, (), (kind, night_kmh, day_kmh, peak_kmh, detour, turnout))

struct TravelModel {
    std::vector<TravelSpeed> speeds;  // a kind that is not listed travels as `other`
    TravelSpeed other;
    int night_from = 22;  // civil hours
    int night_until = 6;
    std::vector<int> peak_hours{7, 8, 17, 18};

    friend bool operator==(const TravelModel&, const TravelModel&) = default;
};
BOOST_DESCRIBE_STRUCT(TravelModel, (), (speeds, other, night_from, night_until, peak_hours))

// Plausible figures for a Chinese city, until the rulebook or its own trips say better.
TravelModel usual_travel_model();

DayPart day_part(const TravelModel& model, int civil_hour);

inline constexpr std::size_t unit_kinds = 12;
static_assert(static_cast<std::size_t>(UnitKind::specialist) + 1 == unit_kinds);

// The model made ready for millions of questions.
class TravelTimes {
public:
    explicit TravelTimes(const TravelModel& model);

    double seconds(UnitKind kind, Metres straight, int civil_hour) const {
        return straight.value() * pace(kind, civil_hour);
    }
    // Seconds for one metre of straight line.
    double pace(UnitKind kind, int civil_hour) const {
        return paces_[static_cast<std::size_t>(kind)][static_cast<std::size_t>((civil_hour % 24 + 24) % 24)];
    }
    Seconds turnout(UnitKind kind) const { return turnouts_[static_cast<std::size_t>(kind)]; }
    // Rounded up: a promise is not made a second too early.
    Seconds travel_time(UnitKind kind, GeoPoint from, GeoPoint to, int civil_hour) const;
    // How far, in a straight line, the unit gets within this time.
    Metres reach(UnitKind kind, Seconds within, int civil_hour) const {
        return Metres{static_cast<double>(within.count()) / pace(kind, civil_hour)};
    }

private:
    std::array<std::array<double, 24>, unit_kinds> paces_{};
    std::array<Seconds, unit_kinds> turnouts_{};
};

// A trip that was made: moving time only, without turnout.
struct Trip {
    UnitKind kind = UnitKind::patrol_car;
    Metres straight;
    Seconds moving{};
    int civil_hour = 0;
};

// The model with the speeds of each kind and part of the day set to the median of these trips, wherever there
// are at least `trips_min`; trips under 200 m say more about parking than about speed and are left out.
TravelModel calibrated(TravelModel model, std::span<const Trip> trips, std::size_t trips_min = 30);

}  // namespace anlan::planning
