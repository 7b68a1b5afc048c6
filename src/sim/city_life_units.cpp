// The second half of the living city: who is sent, how crews move and work, how an incident ends.
#include "domain/incident/commands.hpp"
#include "domain/incident/rules.hpp"
#include "domain/unit/commands.hpp"
#include "sim/city_life.hpp"
#include "sim/virtual_engine.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace anlan::sim {
namespace {

constexpr int civil_day_hour = 12;  // crews here drive as by day; the curve of reports already has its nights
constexpr double check_every = 480;  // seconds between two calls to a crew at a scene
constexpr int tries_apart_max = 10;

bool has_skill(const PlannedUnit& unit, const std::optional<std::string>& skill) {
    return !skill || std::find(unit.skills.begin(), unit.skills.end(), *skill) != unit.skills.end();
}

bool fits(const PlannedUnit& unit, const Need& need) {
    const bool kind =
        need.kinds.empty() || std::find(need.kinds.begin(), need.kinds.end(), unit.kind) != need.kinds.end();
    return kind && !unit.partner && has_skill(unit, need.skill);
}

// A disposition that this class may end with, and that needs no words.
std::vector<std::string> plain_endings(const incident::Dispositions& dispositions,
                                       const std::string& class_code) {
    const std::string group = class_code.substr(0, class_code.find('.'));
    std::vector<std::string> codes;
    for (const auto& one : dispositions.dispositions) {
        const bool admitted =
            one.classes.empty() || std::any_of(one.classes.begin(), one.classes.end(),
                                               [&](const auto& c) { return c == class_code || c == group; });
        if (admitted && !one.note) codes.push_back(one.code);
    }
    return codes;
}

}  // namespace

const std::vector<Need>& CityLife::needs_of(const Event& event) const {
    static const std::vector<Need> none;
    const auto& plans = rules_.section<IncidentCatalogue>().plans;
    const auto plan =
        std::find_if(plans.begin(), plans.end(), [&](const auto& p) { return p.code == event.kind->plan; });
    if (plan == plans.end() || plan->levels.empty()) return none;
    const PlanLevel* best = &plan->levels.front();
    for (const auto& level : plan->levels)
        if (level.level <= event.kind->level) best = &level;
    return best->needs;
}

GeoPoint CityLife::point_of(const Unit& unit, Instant now) const {
    if (now >= unit.there_at) return unit.to;
    if (now <= unit.left_at) return unit.from;
    const double share = static_cast<double>((now - unit.left_at).count()) /
                         static_cast<double>((unit.there_at - unit.left_at).count());
    return {unit.from.latitude + share * (unit.to.latitude - unit.from.latitude),
            unit.from.longitude + share * (unit.to.longitude - unit.from.longitude)};
}

void CityLife::whereabouts(Instant now, const std::function<void(Whereabouts)>& each) const {
    for (const auto& unit : units_) each({unit.planned->unit_id, point_of(unit, now)});
}

Millis CityLife::crew_delay(double low, double high) {
    return chance_.seconds(low, chance_.hit(settings_.late_share) ? 4 * high : high);
}

// By straight line from where it is planned to be; a dispatcher of the demo asks for no more.
std::optional<std::size_t> CityLife::nearest_free(const Event& event, const Need& need) const {
    std::optional<std::size_t> best;
    double best_square = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < units_.size(); ++i) {
        const Unit& unit = units_[i];
        if (unit.event) continue;
        const double north = unit.to.latitude - event.place->point.latitude;
        const double east =
            (unit.to.longitude - event.place->point.longitude) * 0.86;  // cosine of Wuhan's latitude
        const double square = north * north + east * east;
        if (square >= best_square || !fits(*unit.planned, need)) continue;
        best_square = square;
        best = i;
    }
    return best;
}

bool CityLife::send_one(std::size_t index, const Need& need, Instant now) {
    Event& event = events_[index];
    const auto found = nearest_free(event, need);
    if (!found) return false;
    Unit& unit = units_[*found];
    unit.from = unit.to = point_of(unit, now);
    unit.left_at = unit.there_at = now;
    unit.event = index;
    ++event.units_out;
    ++counts_.dispatches;
    unit::AssignUnit command;
    command.incident_id = IncidentId{event.incident_id};
    command.priority = event.priority;
    command.incident_class = event.kind->code;
    send(unit.planned->unit_id, std::move(command), dispatcher_seat(unit.planned->home), "dispatch");
    schedule(now + crew_delay(3, 20), What::acknowledge, index, *found);
    return true;
}

void CityLife::dispatch(std::size_t index, Instant now) {
    int sent = 0;
    int wanted = 0;
    for (const auto& need : needs_of(events_[index])) {
        for (int i = 0; i < need.count; ++i) {
            ++wanted;
            if (send_one(index, need, now)) ++sent;
        }
    }
    // Nobody who is made for it is free: whoever is near goes and sees, as a dispatcher would have it.
    if (sent == 0 && wanted > 0 && send_one(index, Need{}, now)) sent = 1;
    if (sent == 0 && wanted > 0) {
        ++counts_.unserved;
        Event& event = events_[index];
        event.tries = std::min(event.tries + 1, tries_apart_max);  // asked for again less and less often
        return schedule(now + event.tries * Minutes{2}, What::dispatch, index);
    }
    if (wanted == 0) schedule(now + chance_.seconds(60, 600), What::close, index);
}

void CityLife::acknowledge(std::size_t index, std::size_t number, Instant now) {
    const auto& planned = *units_[number].planned;
    send(planned.unit_id, unit::AcknowledgeAssignment{}, crew_seat(planned), "dispatch");
    schedule(now + crew_delay(10, 50), What::depart, index, number);
}

void CityLife::depart(std::size_t index, std::size_t number, Instant now) {
    Unit& unit = units_[number];
    unit.to = events_[index].place->point;
    unit.left_at = now;
    const auto needed = travel_.travel_time(unit.planned->kind, unit.from, unit.to, civil_day_hour);
    unit.there_at = now + Millis{needed} + chance_.seconds(10, 60);
    if (chance_.hit(settings_.late_share)) unit.there_at += chance_.seconds(300, 1'200);  // stuck in traffic
    send(unit.planned->unit_id, unit::DepartForScene{}, crew_seat(*unit.planned), "dispatch");
    schedule(unit.there_at, What::arrive, index, number);
}

void CityLife::arrive(std::size_t index, std::size_t number, Instant now) {
    const Unit& unit = units_[number];
    unit::ArriveOnScene command;
    command.point = events_[index].place->point;
    send(unit.planned->unit_id, std::move(command), crew_seat(*unit.planned), "dispatch");
    const double longest = events_[index].priority <= Priority::p2 ? 3'000 : 1'500;
    schedule(now + chance_.seconds(240, longest), What::clear, index, number);
    schedule(now + crew_delay(check_every / 2, check_every), What::check, index, number);
}

void CityLife::check(std::size_t index, std::size_t number, Instant now) {
    const Unit& unit = units_[number];
    if (unit.event != index) return;  // cleared in the meantime
    send(unit.planned->unit_id, unit::AnswerSafetyCheck{}, crew_seat(*unit.planned), "dispatch");
    schedule(now + crew_delay(check_every / 2, check_every), What::check, index, number);
}

void CityLife::send_home(Unit& unit, Instant now) {
    unit.from = point_of(unit, now);
    unit.to = unit.planned->point;
    unit.left_at = now;
    unit.there_at =
        now + 2 * Millis{travel_.travel_time(unit.planned->kind, unit.from, unit.to, civil_day_hour)};
}

void CityLife::clear(std::size_t index, std::size_t number, Instant now) {
    Unit& unit = units_[number];
    Event& event = events_[index];
    send(unit.planned->unit_id, unit::ClearUnit{}, crew_seat(*unit.planned), "dispatch");
    unit.event.reset();
    send_home(unit, now);
    if (--event.units_out == 0) schedule(now + chance_.seconds(20, 240), What::close, index);
}

void CityLife::close(std::size_t index, Instant now) {
    Event& event = events_[index];
    const auto endings = plain_endings(rules_.section<incident::Dispositions>(), event.kind->code);
    if (endings.empty()) return;
    incident::CloseIncident command;
    command.disposition = chance_.one_of(endings);
    send(event.incident_id, std::move(command), taker_seat(event.taker), "dispatch");
    event.open = false;
    ++counts_.closed;
    // Late, but made: what is owed for ever is no city's custom.
    constexpr double a_day = 86'400;
    if (event.kind->call_back)
        return schedule(
            now + (chance_.hit(0.85) ? chance_.seconds(600, 7'200) : chance_.seconds(a_day, 2 * a_day)),
            What::call_back, index);
    spare_events_.push_back(index);
}

void CityLife::call_back(std::size_t index) {
    const Event& event = events_[index];
    send(event.incident_id, incident::NoteCallBack{incident::CallBackResult::reached, {}},
         taker_seat(event.taker), "follow_up");
    spare_events_.push_back(index);
}

void CityLife::adopt(const std::string& incident_id, const std::string& class_code,
                     const std::vector<std::string>& units, Instant now) {
    const auto kind =
        std::find_if(classes_.begin(), classes_.end(), [&](const auto* k) { return k->code == class_code; });
    const auto index = new_event();
    Event& event = events_[index];
    event.incident_id = incident_id;
    event.kind = kind == classes_.end() ? classes_.front() : *kind;
    event.place = &plan_.places.front();
    event.open = true;
    event.opened_at = now;
    for (const auto& id : units) {
        const auto unit = unit_by_id_.find(id);
        if (unit == unit_by_id_.end() || units_[unit->second].event) continue;
        units_[unit->second].event = index;
        ++event.units_out;
        schedule(now + chance_.seconds(30, 600), What::clear, index, unit->second);
    }
    if (event.units_out == 0) schedule(now + chance_.seconds(30, 600), What::close, index);
}

void CityLife::adopt_call(const std::string& call_id, Instant now) {
    const auto index = new_event();
    Event& event = events_[index];
    event.call_id = call_id;
    event.incident_id = "inc_" + call_id.substr(4);
    event.kind = random_class();
    event.place = &chance_.one_of(plan_.places);
    event.priority = event.kind->priority;
    schedule(now + chance_.seconds(10, 120), What::answer, index);
}

void live_until(CityLife& life, VirtualEngine& engine, Instant until) {
    for (Instant next = engine.now(); next <= until;) {
        engine.advance(next);
        next = std::max(life.step(next), next + Millis{1});
    }
    engine.advance(until);
}

}  // namespace anlan::sim
