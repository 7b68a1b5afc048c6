#include "domain/area/area.hpp"

#include <algorithm>
#include <array>

namespace anlan::area {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Area::State;
using Events = Area::Events;
using Decision = Area::Decision;

std::array<const AreaId*, 4> parts_of(const Jurisdiction& where) {
    return {&where.city, &where.district, &where.station, &where.beat};
}

// Every part down to the area's own level, and none below it.
std::optional<Refusal> check_where(AreaLevel level, const Jurisdiction& where) {
    const auto parts = parts_of(where);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool wanted = i <= static_cast<std::size_t>(level);
        if (wanted == !parts[i]->value().empty()) continue;
        return invalid("area.where_does_not_fit_level",
                       "where names the areas this one lies in and itself as the last, and nothing below.",
                       ".where");
    }
    return std::nullopt;
}

std::optional<Refusal> check_outline(const std::vector<Ring>& outline) {
    if (outline.size() > rings_max)
        return invalid("area.outline_too_large", "An outline has at most 200 rings.", ".outline");
    std::size_t points = 0;
    for (const Ring& ring : outline) {
        if (ring.size() < 3)
            return invalid("area.outline_invalid", "A ring has at least three points.", ".outline");
        if (!std::all_of(ring.begin(), ring.end(), [](GeoPoint p) { return is_valid(p); }))
            return invalid("area.outline_invalid", "A point of the outline is not on the earth.", ".outline");
        points += ring.size();
    }
    if (points > points_max)
        return invalid("area.outline_too_large", "An outline has at most 20000 points.", ".outline");
    return std::nullopt;
}

std::optional<Refusal> check(const State& area) {
    if (area.area_name.empty() || area.area_name.size() > name_length_max)
        return invalid("area.name_invalid", "An area's name has 1 to 200 bytes.", ".area_name");
    if (auto wrong = check_where(area.level, area.where)) return wrong;
    if (area.centre && !is_valid(*area.centre))
        return invalid("area.point_invalid", "The centre is not on the earth.", ".centre");
    return check_outline(area.outline);
}

bool is_same(const State& state, const RegisterArea& c) {
    return state.level == c.level && state.area_name == c.area_name && state.code == c.code &&
           state.where == c.where && state.centre == c.centre && state.outline == c.outline;
}

struct Fold {
    State& state;

    void operator()(const AreaRegistered& e) const {
        state = {true, e.level, e.area_name, e.code, e.where, e.centre, e.outline, e.generated, e.source};
    }
    void operator()(const AreaCorrected& e) const {
        if (e.area_name) state.area_name = *e.area_name;
        if (e.centre) state.centre = e.centre;
        if (e.outline) state.outline = *e.outline;
    }
};

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const RegisterArea& c) const {
        if (state.registered && is_same(state, c)) return Events{};
        if (state.registered)
            return Unexpected{Refusal{"area.already_registered",
                                      "This area is registered with other particulars.",
                                      Because::conflict,
                                      Remedy::reload,
                                      {}}};
        return checked(AreaRegistered{c.level, c.area_name, c.code, c.where, c.centre, c.outline, c.generated,
                                      c.source.value_or(""), now.at});
    }
    Decision operator()(const CorrectArea& c) const {
        if (!state.registered)
            return Unexpected{
                Refusal{"area.unknown", "There is no such area.", Because::unknown, Remedy::fix_input, {}}};
        if (c.reason.empty() || c.reason.size() > reason_length_max)
            return Unexpected{invalid("area.reason_required", "Say why, in at most 1000 bytes.", ".reason")};
        AreaCorrected change{c.area_name, c.centre, c.outline, c.reason, now.at};
        if (change.area_name == state.area_name) change.area_name.reset();
        if (change.centre == state.centre) change.centre.reset();
        if (change.outline == state.outline) change.outline.reset();
        if (!change.area_name && !change.centre && !change.outline) return Events{};
        return checked(std::move(change));
    }

private:
    Decision checked(Event event) const {
        if (auto wrong = check(Area::evolve(state, event))) return Unexpected{*wrong};
        return Events{std::move(event)};
    }
};

// Whether a ray from the point to the east crosses the edge.
bool crosses(GeoPoint point, GeoPoint a, GeoPoint b) {
    if ((a.latitude > point.latitude) == (b.latitude > point.latitude)) return false;
    const double share = (point.latitude - a.latitude) / (b.latitude - a.latitude);
    return point.longitude < a.longitude + share * (b.longitude - a.longitude);
}

}  // namespace

Area::Decision Area::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Area::State Area::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Area::obligations(const State&) { return kernel::nothing_owed; }

AreaId own_id(const Area::State& state) {
    return *parts_of(state.where)[static_cast<std::size_t>(state.level)];
}

AreaId parent_of(AreaLevel of, const Jurisdiction& where) {
    const auto level = static_cast<std::size_t>(of);
    return level == 0 ? AreaId{} : *parts_of(where)[level - 1];
}

std::string_view name_of(AreaLevel level) { return boost::describe::enum_to_string(level, ""); }

bool is_inside(GeoPoint point, const std::vector<Ring>& outline) {
    bool inside = false;
    for (const Ring& ring : outline)
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            if (crosses(point, ring[i], ring[j])) inside = !inside;
    return inside;
}

}  // namespace anlan::area
