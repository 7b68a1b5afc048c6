#include "planning/address_weighing.hpp"

#include "planning/geo_vector.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace anlan::planning {
namespace {

using EntryIndex = Gazetteer::EntryIndex;

// What an entry found by its own name is worth before anything else is looked at, and what context adds or
// takes.
namespace worth {
constexpr double place = 0.7;
constexpr double number = 0.7;
constexpr double crossing = 0.75;
constexpr double road = 0.62;
constexpr double road_without_its_number = 0.56;
constexpr double area = 0.5;
constexpr double district_agrees = 0.15;
constexpr double district_contradicts = -0.35;
constexpr double town_agrees = 0.13;
constexpr double town_contradicts = -0.13;
constexpr double road_agrees = 0.15;
constexpr double road_contradicts = -0.12;
constexpr double number_agrees = 0.1;
constexpr double number_contradicts = -0.08;
constexpr double neighbour_agrees = 0.1;
constexpr double neighbour_contradicts = -0.05;
}  // namespace worth

constexpr Metres neighbours_within{600};
constexpr Metres crossing_within{400};

std::string label_of(const PlaceEntry& entry) {
    std::string label = entry.district;
    const auto append = [&](const std::string& text) {
        if (text.empty()) return;
        if (!label.empty()) label += ' ';
        label += text;
    };
    append(entry.second_road.empty() ? entry.road : entry.road + "与" + entry.second_road);
    if (entry.number_from > 0) {
        std::string number = std::to_string(entry.number_from);
        if (entry.number_to > entry.number_from) number += "-" + std::to_string(entry.number_to);
        append(number + "号");
    }
    if (entry.name != entry.road) append(entry.name);  // a road of the register is called as itself
    return label;
}

bool has_number(const PlaceEntry& entry, int number) {
    return entry.number_from > 0 && number >= entry.number_from &&
           number <= std::max(entry.number_from, entry.number_to);
}

class Weighing {
public:
    Weighing(const Gazetteer& gazetteer, const Said& said) : gazetteer_(gazetteer), said_(said) {}

    std::vector<WeighedEntry> run() {
        for (std::size_t i = 0; i < said_.names.size(); ++i)
            for (const Gazetteer::Mention& mention : said_.names[i].names) {
                add_places(i, mention);
                add_roads(i, mention);
            }
        add_crossings();
        if (out_.empty())
            for (std::size_t i = 0; i < said_.names.size(); ++i)
                for (const Gazetteer::Mention& mention : said_.names[i].names) add_areas(i, mention);
        std::sort(out_.begin(), out_.end(), [](const WeighedEntry& a, const WeighedEntry& b) {
            const AddressCandidate& x = a.candidate;
            const AddressCandidate& y = b.candidate;
            if (x.likeness != y.likeness) return x.likeness > y.likeness;
            return x.label != y.label ? x.label < y.label : x.place_id < y.place_id;
        });
        return std::move(out_);
    }

private:
    double quality(const Gazetteer::Mention& mention) const {
        const double share = mention.slips / static_cast<double>(gazetteer_.name(mention.name).size());
        return std::pow(1 - share, 1.2);
    }

    WeighedEntry started(EntryIndex index, AddressPart part, std::size_t own,
                         const Gazetteer::Mention& mention) const {
        const PlaceEntry& entry = gazetteer_.entry(index);
        WeighedEntry out;
        out.entry = &entry;
        out.own_name = gazetteer_.name(mention.name);
        out.candidate.place_id = entry.place_id;
        out.candidate.label = label_of(entry);
        out.candidate.kind = entry.kind;
        out.candidate.point = entry.point;
        out.candidate.jurisdiction = entry.jurisdiction;
        out.candidate.district = entry.district;
        out.candidate.town = entry.town;
        out.candidate.matched.push_back({part, said_.names[own].said, encoded(out.own_name)});
        return out;
    }

    void finish(WeighedEntry weighed, double likeness, std::size_t own, std::size_t second = none) {
        weighed.candidate.likeness = likeness;
        for (std::size_t i = 0; i < said_.names.size(); ++i)
            if (i != own && i != second) weigh_context(weighed, said_.names[i]);
        weighed.candidate.likeness = std::clamp(weighed.candidate.likeness, 0.0, 1.0);
        out_.push_back(std::move(weighed));
    }

    void add_places(std::size_t own, const Gazetteer::Mention& mention) {
        for (const EntryIndex index : gazetteer_.named(mention.name, NameUse::place)) {
            WeighedEntry weighed = started(index, AddressPart::poi, own, mention);
            weighed.candidate.precision = AddressPrecision::place;
            finish(std::move(weighed), worth::place * quality(mention), own);
        }
    }

    // The road itself, and what lies on it under the number that was said.
    void add_roads(std::size_t own, const Gazetteer::Mention& mention) {
        const int number = said_.number_after(mention.end);
        for (const EntryIndex index : gazetteer_.named(mention.name, NameUse::road)) {
            WeighedEntry weighed = started(index, AddressPart::road, own, mention);
            weighed.candidate.precision = AddressPrecision::road;
            if (number > 0)
                weighed.candidate.unmatched.push_back(
                    {AddressPart::road_number, std::to_string(number) + "号", ""});
            finish(std::move(weighed),
                   (number > 0 ? worth::road_without_its_number : worth::road) * quality(mention), own);
        }
        if (number == 0) return;
        for (const EntryIndex index : gazetteer_.on_road(mention.name)) {
            const PlaceEntry& entry = gazetteer_.entry(index);
            if (!has_number(entry, number)) continue;
            WeighedEntry weighed = started(index, AddressPart::road, own, mention);
            weighed.candidate.precision = AddressPrecision::number;
            note_number(weighed.candidate, entry, number);
            finish(std::move(weighed), worth::number * quality(mention), own);
        }
    }

    void add_areas(std::size_t own, const Gazetteer::Mention& mention) {
        for (const EntryIndex index : gazetteer_.named(mention.name, NameUse::area)) {
            const PlaceKind kind = gazetteer_.entry(index).kind;
            const AddressPart part = kind == PlaceKind::district ? AddressPart::district
                                     : kind == PlaceKind::town   ? AddressPart::town
                                                                 : AddressPart::community;
            WeighedEntry weighed = started(index, part, own, mention);
            weighed.candidate.precision = AddressPrecision::area;
            finish(std::move(weighed), worth::area * quality(mention), own);
        }
    }

    static void note_number(AddressCandidate& candidate, const PlaceEntry& entry, int number) {
        std::string known = std::to_string(entry.number_from);
        if (entry.number_to > entry.number_from) known += "-" + std::to_string(entry.number_to);
        const AddressNote note{AddressPart::road_number, std::to_string(number) + "号", known + "号"};
        (has_number(entry, number) ? candidate.matched : candidate.unmatched).push_back(note);
    }

    // What another name in the text says for or against this entry.
    void weigh_context(WeighedEntry& weighed, const SaidName& name) const {
        const Gazetteer::Mention& mention = name.names.front();
        const bool is_area = !gazetteer_.named(mention.name, NameUse::area).empty();
        const bool is_place = !gazetteer_.named(mention.name, NameUse::place).empty();
        const bool is_road = !gazetteer_.named(mention.name, NameUse::road).empty() ||
                             !gazetteer_.on_road(mention.name).empty();
        if (is_area) return weigh_area(weighed, name, mention);
        if (is_road) return weigh_road(weighed, name, mention);
        if (is_place) weigh_neighbour(weighed, name, mention);
    }

    static void judge(AddressCandidate& candidate, bool agrees, double plus, double minus, AddressNote note) {
        candidate.likeness += agrees ? plus : minus;
        (agrees ? candidate.matched : candidate.unmatched).push_back(std::move(note));
    }

    void weigh_area(WeighedEntry& weighed, const SaidName& name, const Gazetteer::Mention& mention) const {
        AddressCandidate& candidate = weighed.candidate;
        const auto areas = gazetteer_.named(mention.name, NameUse::area);
        const PlaceEntry& area = gazetteer_.entry(areas.front());
        const auto any = [&](auto&& test) {
            return std::any_of(areas.begin(), areas.end(),
                               [&](EntryIndex i) { return test(gazetteer_.entry(i)); });
        };
        if (area.kind == PlaceKind::district) {
            if (candidate.district.empty()) return;
            const bool agrees = any([&](const PlaceEntry& e) { return e.name == candidate.district; });
            judge(candidate, agrees, worth::district_agrees, worth::district_contradicts,
                  {AddressPart::district, name.said, candidate.district});
        } else if (area.kind == PlaceKind::town) {
            if (candidate.town.empty()) return;
            const bool agrees = any([&](const PlaceEntry& e) {
                return e.name == candidate.town && (e.district.empty() || e.district == candidate.district);
            });
            judge(candidate, agrees, worth::town_agrees, worth::town_contradicts,
                  {AddressPart::town, name.said, candidate.town});
        } else {
            constexpr Metres community_within{1500};
            const bool agrees = any(
                [&](const PlaceEntry& e) { return distance(e.point, candidate.point) <= community_within; });
            judge(candidate, agrees, worth::town_agrees, worth::town_contradicts,
                  {AddressPart::community, name.said, agrees ? name.said : ""});
        }
    }

    void weigh_road(WeighedEntry& weighed, const SaidName& name, const Gazetteer::Mention& mention) const {
        AddressCandidate& candidate = weighed.candidate;
        if (weighed.entry == nullptr || candidate.precision == AddressPrecision::area) return;
        const PlaceEntry& entry = *weighed.entry;
        if (entry.road.empty() && entry.kind != PlaceKind::road) return;
        const std::u32string& road = gazetteer_.name(mention.name);
        const bool agrees = compared_form(entry.road) == road || compared_form(entry.second_road) == road;
        judge(candidate, agrees, worth::road_agrees, worth::road_contradicts,
              {AddressPart::road, name.said, entry.road});
        const int number = said_.number_after(name.end);
        if (!agrees || number == 0 || entry.number_from == 0) return;
        candidate.likeness += has_number(entry, number) ? worth::number_agrees : worth::number_contradicts;
        note_number(candidate, entry, number);
    }

    void weigh_neighbour(WeighedEntry& weighed, const SaidName& name,
                         const Gazetteer::Mention& mention) const {
        bool agrees = false;
        for (const EntryIndex index : gazetteer_.named(mention.name, NameUse::place))
            agrees |= distance(gazetteer_.entry(index).point, weighed.candidate.point) <= neighbours_within;
        judge(weighed.candidate, agrees, worth::neighbour_agrees, worth::neighbour_contradicts,
              {AddressPart::poi, name.said, agrees ? name.said : ""});
    }

    // Two roads that the text says meet: as the register has it, or where entries on both lie closest.
    void add_crossings() {
        for (std::size_t i = 0; i < said_.names.size(); ++i)
            for (std::size_t j = i + 1; j < said_.names.size(); ++j) {
                const SaidName& first = said_.names[i];
                const SaidName& second = said_.names[j];
                if (!said_.is_crossing && !are_joined(first, second)) continue;
                for (const Gazetteer::Mention& a : first.names)
                    for (const Gazetteer::Mention& b : second.names)
                        if (!add_known_crossing(i, j, a, b)) add_estimated_crossings(i, j, a, b);
            }
    }

    bool are_joined(const SaidName& first, const SaidName& second) const {
        if (second.begin != first.end + 1) return false;
        const char32_t between = said_.text[first.end];
        return between == U'与' || between == U'和' || between == U'跟' || between == U'同';
    }

    bool add_known_crossing(std::size_t i, std::size_t j, const Gazetteer::Mention& a,
                            const Gazetteer::Mention& b) {
        bool found = false;
        for (const EntryIndex index : gazetteer_.on_road(a.name)) {
            const PlaceEntry& entry = gazetteer_.entry(index);
            const auto others = gazetteer_.on_road(b.name);
            if (entry.kind != PlaceKind::intersection ||
                std::find(others.begin(), others.end(), index) == others.end())
                continue;
            WeighedEntry weighed = started(index, AddressPart::road, i, a);
            weighed.own_name += U"与" + gazetteer_.name(b.name);
            weighed.candidate.precision = AddressPrecision::crossing;
            weighed.candidate.matched.push_back(
                {AddressPart::assist, said_.names[j].said, encoded(gazetteer_.name(b.name))});
            finish(std::move(weighed), worth::crossing * quality(a) * quality(b), i, j);
            found = true;
        }
        return found;
    }

    std::vector<EntryIndex> all_on(Gazetteer::NameIndex road) const {
        std::vector<EntryIndex> out(gazetteer_.on_road(road).begin(), gazetteer_.on_road(road).end());
        const auto itself = gazetteer_.named(road, NameUse::road);
        out.insert(out.end(), itself.begin(), itself.end());
        return out;
    }

    // In each district, the entries on both roads that lie closest to each other.
    struct Closest {
        std::string district;
        Metres apart = crossing_within;
        EntryIndex first = 0;
        EntryIndex second = 0;
    };
    std::vector<Closest> closest_on(Gazetteer::NameIndex a, Gazetteer::NameIndex b) const {
        constexpr std::size_t entries_max = 400;  // on one road; more would not bring the estimate nearer
        std::vector<EntryIndex> first = all_on(a);
        std::vector<EntryIndex> second = all_on(b);
        if (first.size() > entries_max) first.resize(entries_max);
        if (second.size() > entries_max) second.resize(entries_max);
        std::vector<Closest> districts;
        for (const EntryIndex x : first)
            for (const EntryIndex y : second) {
                const PlaceEntry& one = gazetteer_.entry(x);
                const PlaceEntry& other = gazetteer_.entry(y);
                if (x == y || one.district != other.district) continue;
                const Metres apart = distance(one.point, other.point);
                if (apart > crossing_within) continue;
                auto known = std::find_if(districts.begin(), districts.end(),
                                          [&](const Closest& c) { return c.district == one.district; });
                if (known == districts.end()) known = districts.insert(known, {one.district, apart, x, y});
                if (apart < known->apart) *known = {one.district, apart, x, y};
            }
        return districts;
    }

    void add_estimated_crossings(std::size_t i, std::size_t j, const Gazetteer::Mention& a,
                                 const Gazetteer::Mention& b) {
        const std::string second = encoded(gazetteer_.name(b.name));
        for (const Closest& closest : closest_on(a.name, b.name)) {
            WeighedEntry weighed = started(closest.first, AddressPart::road, i, a);
            const GeoPoint one = gazetteer_.entry(closest.first).point;
            const GeoPoint other = gazetteer_.entry(closest.second).point;
            AddressCandidate& candidate = weighed.candidate;
            candidate.point = {(one.latitude + other.latitude) / 2, (one.longitude + other.longitude) / 2};
            candidate.kind = PlaceKind::intersection;
            candidate.precision = AddressPrecision::crossing_estimated;
            candidate.place_id = PlaceId{};
            candidate.label = closest.district + " " + encoded(gazetteer_.name(a.name)) + "与" + second;
            candidate.matched.push_back({AddressPart::assist, said_.names[j].said, second});
            weighed.own_name += U"与" + gazetteer_.name(b.name);
            weighed.entry = nullptr;
            finish(std::move(weighed), worth::crossing * quality(a) * quality(b), i, j);
        }
    }

    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    const Gazetteer& gazetteer_;
    const Said& said_;
    std::vector<WeighedEntry> out_;
};

}  // namespace

std::vector<WeighedEntry> weighed_entries(const Gazetteer& gazetteer, const Said& said) {
    return Weighing(gazetteer, said).run();
}

}  // namespace anlan::planning
