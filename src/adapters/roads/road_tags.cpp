#include "adapters/roads/road_tags.hpp"

#include <algorithm>
#include <charconv>

namespace anlan::adapters::roads {
namespace {

constexpr double kmh_in_mph = 1.609344;
constexpr double kmh_in_knots = 1.852;
constexpr double kmh_min = 3;  // a slower limit is a slip of whoever drew it
constexpr double kmh_max = 200;

bool lists(const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool refused(const ports::RoadRules& rules, const Tags& tags) {
    for (const auto& key : rules.access_keys)
        if (const auto value = tags(key); !value.empty()) return lists(rules.access_refused, value);
    return false;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

enum class Direction { both, forward, backward, neither };

Direction direction(const ports::RoadRules& rules, const Tags& way) {
    auto said = way("oneway:motor_vehicle");
    if (said.empty()) said = way("oneway");
    if (said == "yes" || said == "true" || said == "1") return Direction::forward;
    if (said == "-1" || said == "reverse") return Direction::backward;
    if (said == "reversible" || said == "alternating") return Direction::neither;  // not known which, now
    if (said == "no" || said == "false" || said == "0") return Direction::both;
    const bool implied =
        lists(rules.one_way_classes, way("highway")) || lists(rules.one_way_junctions, way("junction"));
    return implied ? Direction::forward : Direction::both;
}

}  // namespace

std::optional<double> stated_kmh(const ports::RoadRules& rules, std::string_view text) {
    text = trimmed(text.substr(0, text.find(';')));
    for (const auto& known : rules.speed_words)
        if (known.word == text) return known.kmh;
    double figure = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), figure);
    if (error != std::errc{}) return std::nullopt;
    const auto unit = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    if (unit == "mph")
        figure *= kmh_in_mph;
    else if (unit == "knots")
        figure *= kmh_in_knots;
    else if (!unit.empty() && unit != "km/h" && unit != "kmh" && unit != "kph")
        return std::nullopt;
    if (!(figure >= kmh_min && figure <= kmh_max)) return std::nullopt;
    return figure;
}

Driving driving(const ports::RoadRules& rules, const Tags& way) {
    const auto highway = way("highway");
    const auto found = std::find_if(rules.classes.begin(), rules.classes.end(),
                                    [&](const ports::RoadClass& known) { return known.highway == highway; });
    if (highway.empty() || found == rules.classes.end() || way("area") == "yes" || refused(rules, way))
        return {};
    const auto speed = [&](std::string_view own_key) {
        for (const auto key : {own_key, std::string_view{"maxspeed"}})
            if (const auto limit = stated_kmh(rules, way(key))) return *limit * rules.limit_share;
        return found->kmh;
    };
    const auto towards = direction(rules, way);
    Driving out;
    if (towards == Direction::both || towards == Direction::forward)
        out.forward_kmh = speed("maxspeed:forward");
    if (towards == Direction::both || towards == Direction::backward)
        out.backward_kmh = speed("maxspeed:backward");
    return out;
}

Passage passage(const ports::RoadRules& rules, const Tags& node) {
    const auto barrier = node("barrier");
    if (barrier.empty()) return Passage::open;
    for (const auto& key : rules.access_keys)
        if (const auto value = node(key); !value.empty())
            return lists(rules.access_refused, value) ? Passage::barred : Passage::open;
    return lists(rules.barriers_refused, barrier) ? Passage::barred : Passage::open;
}

}  // namespace anlan::adapters::roads
