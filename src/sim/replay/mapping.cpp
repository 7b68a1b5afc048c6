#include "sim/replay/mapping.hpp"

#include "sim/replay/civil_format.hpp"

#include <cstdlib>
#include <set>
#include <string_view>

namespace anlan::sim {
namespace {

using kernel::Malformed;

template <class Row>
std::optional<Malformed> check_once(const std::vector<Row>& rows, std::string Row::* key, const char* list,
                                    const char* member) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string path = '.' + std::string{list} + '[' + std::to_string(i) + "]." + member;
        const std::string& value = rows[i].*key;
        if (value.empty()) return Malformed{path, "a text that is not empty"};
        if (!seen.insert(value).second)
            return Malformed{path, "each value once, and this one stands above already"};
    }
    return std::nullopt;
}

std::optional<Malformed> check_point(const MappedColumns& columns) {
    const bool both = columns.latitude && columns.longitude;
    const bool either = columns.latitude || columns.longitude;
    if (columns.point && either)
        return Malformed{".columns.point", "a point, or a latitude and a longitude, not both"};
    if (either && !both) return Malformed{".columns.latitude", "a latitude and a longitude together"};
    return std::nullopt;
}

std::optional<Malformed> check_plans(const Mapping& mapping) {
    std::set<std::string_view> known{mapping.defaults.capability};
    for (const auto& kind : mapping.unit_kinds) known.insert(kind.capability);
    for (std::size_t i = 0; i < mapping.plans.size(); ++i)
        for (std::size_t j = 0; j < mapping.plans[i].capabilities.size(); ++j)
            if (!known.contains(mapping.plans[i].capabilities[j]))
                return Malformed{".plans[" + std::to_string(i) + "].capabilities[" + std::to_string(j) + "]",
                                 "a capability of unit_kinds"};
    return std::nullopt;
}

}  // namespace

std::optional<Malformed> check_mapping(const Mapping& mapping) {
    constexpr int offset_minutes_max = 14 * 60;
    if (mapping.name.empty()) return Malformed{".name", "a name"};
    if (mapping.rulebook.empty()) return Malformed{".rulebook", "the name of a folder under rulebook"};
    if (!mapping.city.starts_with("are_")) return Malformed{".city", "the id of an area: are_…"};
    if (!is_civil_format(mapping.time_format))
        return Malformed{".time_format", "date, hour and minute in the letters %Y %m %d %H %I %M %S %p"};
    if (std::abs(mapping.civil_offset_minutes) > offset_minutes_max)
        return Malformed{".civil_offset_minutes", "minutes between -840 and 840"};
    if (auto wrong = check_point(mapping.columns)) return wrong;
    if (auto wrong = check_once(mapping.classes, &MappedCode::from, "classes", "from")) return wrong;
    if (auto wrong = check_once(mapping.dispositions, &MappedCode::from, "dispositions", "from"))
        return wrong;
    if (auto wrong = check_once(mapping.priorities, &MappedPriority::from, "priorities", "from"))
        return wrong;
    if (auto wrong = check_once(mapping.unit_kinds, &MappedUnitKind::from, "unit_kinds", "from"))
        return wrong;
    if (auto wrong = check_once(mapping.plans, &MappedPlan::type, "plans", "type")) return wrong;
    return check_plans(mapping);
}

}  // namespace anlan::sim
