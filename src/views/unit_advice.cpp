#include "views/unit_advice.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"
#include "domain/area/events.hpp"
#include "domain/incident/events.hpp"
#include "planning/travel_sources.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

constexpr double kmh_per_metre_per_second = 3.6;

// How long a unit that is at work is expected to stay so, counted from when it was sent, until its own
// history says better; only the length of a gap in a ring depends on it.
constexpr Seconds usual_job{35 * 60};

struct CivilTime {
    int hour = 0;
    int weekday = 1;  // 1 Monday to 7 Sunday
};

CivilTime civil(Instant now, const kernel::Rulebook& rules) {
    const auto local = now + rules.civil_offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    return {static_cast<int>(std::chrono::floor<Hours>(local - day).count()),
            static_cast<int>(std::chrono::weekday{day}.iso_encoding())};
}

bool lists(const auto& list, const auto& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

// The rulebook's figures as the planner's model for one day of the week.
planning::TravelModel travel_model(const unit::DispatchRules& rules, int weekday) {
    planning::TravelModel model;
    model.peak_hours.clear();
    for (int hour = 0; hour < 24; ++hour) {
        const bool peak =
            std::any_of(rules.travel.rush_hours.begin(), rules.travel.rush_hours.end(), [&](const auto& r) {
                return lists(r.weekdays, weekday) && hour * 60 < r.until_minute &&
                       (hour + 1) * 60 > r.from_minute;
            });
        if (peak) model.peak_hours.push_back(hour);
    }
    for (const auto& speed : rules.travel.speeds) {
        planning::TravelSpeed s;
        s.kind = speed.kind;
        s.day_kmh = s.night_kmh = s.peak_kmh = speed.metres_per_second * kmh_per_metre_per_second;
        for (const auto& rush : rules.travel.rush_hours)
            if (lists(rush.weekdays, weekday) && lists(rush.kinds, speed.kind))
                s.peak_kmh = std::min(s.peak_kmh, s.day_kmh / rush.factor);
        s.detour = rules.travel.detour_factor;
        s.turnout = speed.turnout;
        model.speeds.push_back(s);
    }
    return model;
}

std::vector<planning::RingTier> tiers_of(const unit::DispatchRules& rules) {
    std::vector<planning::RingTier> tiers;
    for (const auto& ring : rules.rings) {
        planning::RingTier tier;
        tier.within = std::chrono::ceil<Minutes>(ring.within);
        tier.kinds = ring.kinds;
        tiers.push_back(std::move(tier));
    }
    return tiers;
}

bool could_cover(const planning::Candidate& c) {
    return c.status == UnitStatus::available && c.point && c.partnership == planning::Partnership::own;
}

}  // namespace

// The planner's coverage board with what was put on it, so that a question brings it up to date by the
// differences.
struct UnitAdvice::Board {
    int weekday = 0;
    std::size_t ring_points = 0;
    std::string rulebook;
    planning::TravelTimes times;
    planning::CoverageBoard cover;
    std::unordered_map<std::string, GeoPoint> placed;

    Board(int day, std::size_t points, std::string version, const planning::TravelTimes& t,
          std::vector<planning::Ring> rings, int hour)
        : weekday(day),
          ring_points(points),
          rulebook(std::move(version)),
          times(t),
          cover(std::move(rings), t, hour) {}
};

void UnitAdvice::apply(const kernel::Recorded& recorded) {
    const auto& wire = recorded.envelope.wire;
    if (wire.starts_with("unit."))
        apply_unit(recorded);
    else if (wire.starts_with("incident."))
        apply_incident(recorded);
    else if (wire.starts_with("area."))
        apply_area(recorded);
}

void UnitAdvice::free_unit(Unit& unit, const IncidentId& incident) {
    if (unit.active_incident != incident.value()) return;
    unit.active_incident.clear();
    unit.candidate.assigned_priority.reset();
    unit.candidate.status = UnitStatus::available;
    unit.candidate.moving = false;
}

void UnitAdvice::apply_unit(const kernel::Recorded& recorded) {
    Unit& u = units_[recorded.envelope.stream];
    const auto here = [&u](const std::optional<GeoPoint>& point, Instant at) {
        if (!point) return;
        u.last_point = point;
        u.last_point_at = at;
    };
    if (const auto* e = recorded.as<unit::UnitRegistered>()) {
        u.candidate.unit_id = UnitId{recorded.envelope.stream};
        u.candidate.call_sign = e->call_sign;
        u.candidate.kind = e->kind;
        u.candidate.skills = e->skills;
        u.candidate.partnership =
            e->partner ? planning::Partnership::limited_partner : planning::Partnership::own;
        u.home = e->home_point;
    } else if (const auto* crew = recorded.as<unit::CrewChanged>()) {
        u.candidate.skills = crew->skills;
    } else if (recorded.as<unit::DutyBegun>() != nullptr) {
        u.on_duty = true;
        u.candidate.jobs_in_shift = 0;
        u.candidate.status = UnitStatus::available;
    } else if (recorded.as<unit::DutyEnded>() != nullptr) {
        u.on_duty = false;
        u.last_point.reset();
    } else if (recorded.as<unit::UnitOutOfService>() != nullptr) {
        u.out_of_service = true;
    } else if (recorded.as<unit::UnitBackInService>() != nullptr) {
        u.out_of_service = false;
    } else if (const auto* assigned = recorded.as<unit::UnitAssigned>()) {
        u.active_incident = assigned->incident_id.value();
        u.busy_since = assigned->assigned_at;
        u.candidate.assigned_priority = assigned->priority;
        u.candidate.status = UnitStatus::assigned;
        ++u.candidate.jobs_in_shift;
    } else if (recorded.as<unit::AssignmentAcknowledged>() != nullptr) {
        u.candidate.status = UnitStatus::acknowledged;
    } else if (const auto* en_route = recorded.as<unit::UnitEnRoute>()) {
        u.candidate.status = UnitStatus::en_route;
        u.candidate.moving = true;
        here(en_route->point, en_route->en_route_at);
    } else if (const auto* arrived = recorded.as<unit::UnitArrived>()) {
        u.candidate.status = UnitStatus::on_scene;
        u.candidate.moving = false;
        const auto incident = find_incident(arrived->incident_id.value());
        here(arrived->point ? arrived->point
             : incident     ? incident->point
                            : std::nullopt,
             arrived->arrived_at);
    } else if (const auto* cleared = recorded.as<unit::UnitCleared>()) {
        if (u.last_point) u.last_point_at = std::max(u.last_point_at, cleared->cleared_at);
        free_unit(u, cleared->incident_id);
    } else if (const auto* released = recorded.as<unit::UnitReleased>()) {
        free_unit(u, released->incident_id);
    } else if (const auto* preempted = recorded.as<unit::UnitPreempted>()) {
        free_unit(u, preempted->incident_id);
    } else if (const auto* held = recorded.as<unit::AssignmentHeld>()) {
        free_unit(u, held->incident_id);
    } else if (const auto* resumed = recorded.as<unit::AssignmentResumed>()) {
        u.active_incident = resumed->incident_id.value();
        u.candidate.status = UnitStatus::assigned;
        if (const auto incident = find_incident(u.active_incident))
            u.candidate.assigned_priority = incident->priority;
    }
}

void UnitAdvice::apply_incident(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* e = recorded.as<incident::IncidentOpened>()) {
        incidents_[stream] = {e->class_code, e->priority, e->level, e->location.point, e->location.where};
        return;
    }
    const bool closed = recorded.as<incident::IncidentClosed>() != nullptr ||
                        recorded.as<incident::IncidentCancelled>() != nullptr;
    const bool was_open = incidents_.contains(stream);
    auto known = find_incident(stream);
    if (!known) return;
    Incident& incident = *known;
    if (const auto* reclassified = recorded.as<incident::IncidentReclassified>()) {
        incident.class_code = reclassified->class_code;
        incident.priority = reclassified->priority;
    } else if (const auto* changed = recorded.as<incident::PriorityChanged>()) {
        incident.priority = changed->priority;
    } else if (const auto* raised = recorded.as<incident::LevelRaised>()) {
        incident.level = raised->level;
    } else if (const auto* corrected = recorded.as<incident::LocationCorrected>()) {
        incident.point = corrected->location.point;
        incident.where = corrected->location.where;
    }
    if (closed || (!was_open && recorded.as<incident::IncidentReopened>() == nullptr)) {
        shelve(stream, incident);
        incidents_.erase(stream);
        return;
    }
    if (!was_open)
        if (const auto number = on_shelf(stream)) over_->remove(*number);
    incidents_[stream] = std::move(incident);
}

void UnitAdvice::held(const kernel::CountHeld& count) const {
    count("advice_incidents", incidents_.size());
    count("advice_incidents_on_disk", over_->size());
    count("advice_units", units_.size());
}

// Its row begins with its id, so that a mark that two share misleads nobody.
std::optional<kernel::Shelf::Number> UnitAdvice::on_shelf(const std::string& id) const {
    for (const auto number : over_->find(over_->mark(id)))
        if (const auto row = over_->get(number); row && row->starts_with(id + '\n')) return number;
    return std::nullopt;
}

std::optional<UnitAdvice::Incident> UnitAdvice::find_incident(const std::string& id) const {
    if (const auto open = incidents_.find(id); open != incidents_.end()) return open->second;
    const auto number = on_shelf(id);
    const auto row = number ? over_->get(*number) : std::nullopt;
    if (!row) return std::nullopt;
    auto read =
        codec::read_json<Incident>(std::string_view{*row}.substr(id.size() + 1), codec::Unknown::refuse);
    ANLAN_CHECK(read.ok(), "an incident on the shelf is read as it was written");
    return std::move(read).value();
}

void UnitAdvice::shelve(const std::string& id, const Incident& incident) {
    const auto known = on_shelf(id);
    const auto mark = over_->mark(id);
    over_->put(known ? *known : next_over_++, id + '\n' + codec::to_json(incident), {&mark, 1});
}

// A station's ring asks whether help reaches each of its beats.
void UnitAdvice::apply_area(const kernel::Recorded& recorded) {
    const auto* e = recorded.as<area::AreaRegistered>();
    if (e == nullptr) return;
    if (e->level == area::AreaLevel::station) {
        auto& ring = rings_[recorded.envelope.stream];
        ring.ring_id = recorded.envelope.stream;
        ring.name = e->area_name;
    } else if (e->level == area::AreaLevel::beat && e->centre) {
        auto& ring = rings_[e->where.station.value()];
        ring.ring_id = e->where.station.value();
        ring.points.push_back({*e->centre, 1});
        ++ring_points_;
    }
}

planning::Candidate UnitAdvice::candidate_now(const std::string& id, const Unit& unit, Instant now,
                                              const unit::PositionAges& ages) const {
    planning::Candidate c = unit.candidate;
    if (!unit.on_duty)
        c.status = UnitStatus::off_duty;
    else if (unit.out_of_service)
        c.status = UnitStatus::out_of_service;
    if (!unit.active_incident.empty())
        c.free_in = std::max(Seconds{60}, usual_job - std::chrono::floor<Seconds>(now - unit.busy_since));
    auto at = unit.last_point_at;
    c.point = unit.last_point;
    if (const auto reported = positions_.find(id); reported && (!c.point || reported->at >= at)) {
        c.point = reported->point;
        at = reported->at;
    }
    if (c.point) c.position_age = std::chrono::floor<Seconds>(std::max(Millis{0}, now - at));
    // Nothing usable is known: the unit counts as being at its base, and the advice says how old that is.
    if (!c.point || c.position_age > ages.unusable) {
        c.point = unit.home;
        c.position_age = std::min(c.position_age, ages.unusable);
    }
    return c;
}

std::vector<planning::Candidate> UnitAdvice::candidates(Instant now, const unit::DispatchRules& rules) const {
    std::vector<planning::Candidate> all;
    all.reserve(units_.size());
    for (const auto& [id, unit] : units_) all.push_back(candidate_now(id, unit, now, rules.positions));
    return all;
}

std::vector<planning::Requirement> UnitAdvice::requirements(const Incident& incident, const std::string& id,
                                                            const IncidentCatalogue& catalogue) const {
    std::vector<planning::Requirement> wanted;
    const auto* needs = needs_of(catalogue, incident.class_code, incident.level);
    if (needs == nullptr) return wanted;
    std::vector<const planning::Candidate*> there;
    for (const auto& [_, unit] : units_)
        if (unit.active_incident == id) there.push_back(&unit.candidate);
    for (const auto& need : *needs) {
        planning::Requirement r;
        r.kinds = need.kinds;
        if (need.skill) r.skills.push_back(*need.skill);
        for (const auto kind : need.kinds)
            r.name += (r.name.empty() ? "" : "|") + std::string{boost::describe::enum_to_string(kind, "")};
        if (need.skill) r.name += (r.name.empty() ? "" : "+") + *need.skill;
        r.count = need.count;
        r.partners_admitted =
            lists(need.kinds, UnitKind::guard_team) || lists(need.kinds, UnitKind::volunteer_team);
        // Who is on it already serves the first need it fits.
        std::erase_if(there, [&](const planning::Candidate* c) {
            const bool serves =
                r.count > 0 && lists(need.kinds, c->kind) && (!need.skill || lists(c->skills, *need.skill));
            if (serves) --r.count;
            return serves;
        });
        if (r.count > 0) wanted.push_back(std::move(r));
    }
    return wanted;
}

void UnitAdvice::refresh_board(Instant now, const kernel::Rulebook& rules,
                               const std::vector<planning::Candidate>& candidates) const {
    const auto time = civil(now, rules);
    const auto& dispatch = rules.section<unit::DispatchRules>();
    if (!board_ || board_->weekday != time.weekday || board_->ring_points != ring_points_ ||
        board_->rulebook != rules.version) {
        std::vector<planning::Ring> rings;
        for (const auto& [_, ring] : rings_) {
            rings.push_back(ring);
            rings.back().tiers = tiers_of(dispatch);
        }
        const planning::TravelTimes times{travel_model(dispatch, time.weekday)};
        board_ = std::make_shared<Board>(time.weekday, ring_points_, rules.version, times, std::move(rings),
                                         time.hour);
    }
    board_->cover.set_hour(time.hour);
    for (const auto& c : candidates) {
        const auto& id = c.unit_id.value();
        const auto placed = board_->placed.find(id);
        if (!could_cover(c)) {
            if (placed == board_->placed.end()) continue;
            board_->cover.withdraw(c.unit_id);
            board_->placed.erase(placed);
        } else if (placed == board_->placed.end() || !(placed->second == *c.point)) {
            board_->cover.put(c.unit_id, c.kind, *c.point);
            board_->placed[id] = *c.point;
        }
    }
}

Result<planning::Recommendation, Refusal> UnitAdvice::recommend(const Asked& asked) const {
    const auto found = find_incident(asked.incident);
    if (!found)
        return Unexpected{
            Refusal{"advice.incident_unknown", "no such incident", Because::unknown, Remedy::fix_input}};
    const Incident& incident = *found;
    if (!incident.point)
        return Unexpected{Refusal{"advice.no_point",
                                  "the incident has no point on the map yet: give it a place first",
                                  Because::conflict, Remedy::fix_input}};
    const auto& dispatch = asked.rules.section<unit::DispatchRules>();
    planning::RecommendationRequest request;
    request.point = *incident.point;
    request.priority = incident.priority;
    request.requirements = requirements(incident, asked.incident, asked.rules.section<IncidentCatalogue>());
    request.rules.stale_after = dispatch.positions.stale;
    request.rules.alternatives_max = dispatch.candidates.shown_max;
    request.rules.preemption_allowed =
        std::any_of(dispatch.preemption.begin(), dispatch.preemption.end(),
                    [&](const unit::PreemptionRule& rule) { return rule.by == incident.priority; });
    const auto all = candidates(asked.now, dispatch);
    const std::lock_guard lock{board_mutex_};
    refresh_board(asked.now, asked.rules, all);
    const auto by = travel(request, civil(asked.now, asked.rules).hour);
    return planning::recommend(request, all, by, board_->cover);
}

// Refers to the request, and to what the board's lock guards.
planning::TravelToPoint UnitAdvice::travel(const planning::RecommendationRequest& request,
                                           int civil_hour) const {
    if (!roads_) return planning::travel_by_distance(board_->times, civil_hour);
    return roads_->travel.travel({board_->times, civil_hour, request.rules.travel_max, roads_->closures,
                                  [&request](const planning::Candidate& candidate) {
                                      return planning::could_go(request, candidate);
                                  }});
}

std::vector<planning::TierCover> UnitAdvice::cover(Instant now, const kernel::Rulebook& rules) const {
    const auto all = candidates(now, rules.section<unit::DispatchRules>());
    const std::lock_guard lock{board_mutex_};
    refresh_board(now, rules, all);
    return board_->cover.cover();
}

}  // namespace anlan::views
