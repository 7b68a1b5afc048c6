#include "views/place_advice.hpp"

#include "codec/json.hpp"
#include "domain/area/events.hpp"
#include "domain/place/events.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::QueryRequest;
using kernel::Refusal;
using kernel::Remedy;

// Codes of places.toml as the search distinguishes them.
planning::PlaceKind kind_of(const std::string& code) {
    using planning::PlaceKind;
    if (code == "road") return PlaceKind::road;
    if (code == "junction") return PlaceKind::intersection;
    if (code == "house") return PlaceKind::address;
    if (code == "community") return PlaceKind::community;
    return PlaceKind::poi;
}

int leading_number(const std::string& text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} ? number : 0;
}

struct AreaAnswer {
    Jurisdiction where;
    std::string district;
    std::string station;
    std::string beat;
};
BOOST_DESCRIBE_STRUCT(AreaAnswer, (), (where, district, station, beat))

Refusal invalid(std::string message, std::string field) {
    return {"advice.invalid", std::move(message), Because::invalid, Remedy::fix_input, std::move(field)};
}

std::optional<double> degrees(const QueryRequest& request, const std::string& name) {
    const auto found = request.parameters.find(name);
    if (found == request.parameters.end()) return std::nullopt;
    double value = 0;
    const auto& text = found->second;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<GeoPoint> point_of(const QueryRequest& request) {
    const auto latitude = degrees(request, "latitude");
    const auto longitude = degrees(request, "longitude");
    if (!latitude || !longitude) return std::nullopt;
    const GeoPoint point{*latitude, *longitude};
    return is_valid(point) ? std::optional{point} : std::nullopt;
}

}  // namespace

void PlaceAdvice::apply(const kernel::Recorded& recorded) {
    const auto& wire = recorded.envelope.wire;
    if (wire.starts_with("place."))
        apply_place(recorded);
    else if (wire.starts_with("area."))
        apply_area(recorded);
}

std::string PlaceAdvice::name_of(const AreaId& area) const {
    const auto found = areas_.find(area.value());
    return found == areas_.end() ? std::string{} : found->second.area_name;
}

void PlaceAdvice::enter(const std::string& id) {
    auto& entry = entries_[id];
    entry.district = name_of(entry.jurisdiction.district);
    gazetteer_.add(entry);
}

void PlaceAdvice::apply_place(const kernel::Recorded& recorded) {
    const auto& id = recorded.envelope.stream;
    if (const auto* e = recorded.as<place::PlaceRegistered>()) {
        if (!e->point) return;  // a place without a point answers no question of where
        planning::PlaceEntry& entry = entries_[id];
        entry.place_id = PlaceId{id};
        entry.kind = kind_of(e->kind);
        entry.name = entry.kind == planning::PlaceKind::address ? "" : e->place_name;
        entry.aliases = e->aliases;
        entry.road = e->road;
        entry.number_from = entry.number_to = leading_number(e->house_number);
        entry.point = *e->point;
        entry.jurisdiction = e->where;
        enter(id);
        return;
    }
    const auto found = entries_.find(id);
    if (found == entries_.end()) return;
    if (const auto* alias = recorded.as<place::PlaceAliasAdded>()) {
        found->second.aliases.push_back(alias->alias);
    } else if (const auto* corrected = recorded.as<place::PlaceCorrected>()) {
        if (corrected->place_name && !found->second.name.empty()) found->second.name = *corrected->place_name;
        if (corrected->aliases) found->second.aliases = *corrected->aliases;
        if (corrected->road) found->second.road = *corrected->road;
        if (corrected->point) found->second.point = *corrected->point;
        if (corrected->where) found->second.jurisdiction = *corrected->where;
    } else if (recorded.as<place::PlaceRetired>() != nullptr) {
        gazetteer_.remove(PlaceId{id});
        entries_.erase(found);
        return;
    }
    enter(id);
}

void PlaceAdvice::apply_area(const kernel::Recorded& recorded) {
    const auto* e = recorded.as<area::AreaRegistered>();
    if (e == nullptr) return;
    areas_[recorded.envelope.stream] = {e->area_name, e->where};
    if (e->level == area::AreaLevel::beat && e->centre)
        beats_[e->where.district.value()].push_back({*e->centre, e->where});
    if (e->level != area::AreaLevel::district) return;
    outlines_.push_back({AreaId{recorded.envelope.stream}, e->outline});
    districts_ = planning::AreaIndex{outlines_};
    if (!e->centre) return;
    planning::PlaceEntry& entry = entries_[recorded.envelope.stream];
    entry.place_id = PlaceId{recorded.envelope.stream};
    entry.kind = planning::PlaceKind::district;
    entry.name = e->area_name;
    entry.point = *e->centre;
    entry.jurisdiction = e->where;
    enter(recorded.envelope.stream);
}

// The district by its outline; station and beat by the nearest beat's centre inside that district, because
// beats have no surveyed outlines.
Jurisdiction PlaceAdvice::where_is(GeoPoint point) const {
    const auto districts = districts_.at(point);
    if (districts.empty()) return {};
    const auto beats = beats_.find(districts.front().value());
    if (beats == beats_.end() || beats->second.empty()) {
        const auto district = areas_.find(districts.front().value());
        return district == areas_.end() ? Jurisdiction{} : district->second.where;
    }
    const auto nearest = std::min_element(
        beats->second.begin(), beats->second.end(),
        [&](const Beat& a, const Beat& b) { return distance(a.centre, point) < distance(b.centre, point); });
    return nearest->where;
}

Result<std::string, Refusal> PlaceAdvice::resolve(const QueryRequest& request) const {
    const auto text = request.parameters.find("text");
    if (text == request.parameters.end() || text->second.empty())
        return Unexpected{invalid("say what to look for", "text")};
    return codec::to_json(planning::resolve_address(gazetteer_, {text->second, point_of(request)}));
}

Result<std::string, Refusal> PlaceAdvice::look_up(const QueryRequest& request) const {
    const auto point = point_of(request);
    if (!point) return Unexpected{invalid("expected latitude and longitude in WGS-84 degrees", "latitude")};
    const auto where = where_is(*point);
    return codec::to_json(
        AreaAnswer{where, name_of(where.district), name_of(where.station), name_of(where.beat)});
}

std::vector<kernel::QuerySpec> PlaceAdvice::queries() {
    kernel::QuerySpec addresses;
    addresses.name = "place.resolve_address";
    addresses.permission = "place.read";
    addresses.path = "/v1/addresses";
    addresses.parameters = {{"text", true, {"地址或地名", "an address or a place's name"}},
                            {"latitude", false, {"来电位置提示，纬度", "hint of the caller's place"}},
                            {"longitude", false, {"来电位置提示，经度", "hint of the caller's place"}}};
    addresses.title = {"解析地址与地名；有歧义时给出选择", "Resolve an address; what is ambiguous is asked"};
    addresses.result_schema = codec::schema<planning::AddressAnswer>();
    addresses.answer = [this](const QueryRequest& request) { return resolve(request); };
    kernel::QuerySpec areas;
    areas.name = "area.at_point";
    areas.permission = "area.read";
    areas.path = "/v1/areas_at";
    areas.parameters = {{"latitude", true, {"纬度", "latitude, WGS-84"}},
                        {"longitude", true, {"经度", "longitude, WGS-84"}}};
    areas.title = {"地图点所在的分局、派出所、警务区", "District, station and beat of a point"};
    areas.result_schema = codec::schema<AreaAnswer>();
    areas.answer = [this](const QueryRequest& request) { return look_up(request); };
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(addresses));
    specs.push_back(std::move(areas));
    return specs;
}

}  // namespace anlan::views
