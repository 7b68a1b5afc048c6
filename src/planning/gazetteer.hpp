// The names of a city, found in what somebody typed. Every distinct name of the place register (districts,
// streets, roads, estates, shops, and their aliases) is indexed by its pairs of characters, neighbours and
// next but one, with sounds merged; so a name is found with one character wrong, left out or added. What the
// index offers is then aligned with the text exactly: a character that sounds alike costs a quarter, any
// other slip one.
#pragma once
#include "terms/geo_point.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::planning {

BOOST_DEFINE_ENUM_CLASS(PlaceKind, district, town, community, road, intersection, address, poi, building)

struct PlaceEntry {
    PlaceId place_id;
    PlaceKind kind = PlaceKind::poi;
    std::string name;  // an address has none of its own: road and numbers say it
    std::vector<std::string> aliases;
    std::string district;
    std::string town;
    std::string road;
    std::string second_road;  // of an intersection
    int number_from = 0;      // house numbers on the road; 0: not known
    int number_to = 0;
    GeoPoint point;
    Jurisdiction jurisdiction;

    friend bool operator==(const PlaceEntry&, const PlaceEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(PlaceEntry, (),
                      (place_id, kind, name, aliases, district, town, road, second_road, number_from,
                       number_to, point, jurisdiction))

// What a name is used for. One string may be all three: 东湖 a place, 东湖区 a district by its short name.
enum class NameUse : std::uint8_t { area, road, place };

class Gazetteer {
public:
    using EntryIndex = std::uint32_t;
    using NameIndex = std::uint32_t;

    // A name found in a text: where, and how many slips lie between.
    struct Mention {
        NameIndex name = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
        double slips = 0;
    };

    Gazetteer() = default;
    explicit Gazetteer(std::vector<PlaceEntry> entries);

    void add(PlaceEntry entry);  // replaces the one of the same id
    void remove(const PlaceId& place_id);
    std::size_t size() const { return by_id_.size(); }

    // Every name that may stand in the text (in its compared form: see compared_form).
    std::vector<Mention> mentions(std::u32string_view text) const;

    const PlaceEntry& entry(EntryIndex index) const { return entries_[index]; }
    const std::u32string& name(NameIndex index) const { return names_[index].text; }
    // Entries named so, as a use has them: a road's entries are those of the road itself.
    std::span<const EntryIndex> named(NameIndex name, NameUse use) const;
    // Entries that lie on a road of this name.
    std::span<const EntryIndex> on_road(NameIndex name) const { return names_[name].on_road; }
    // The name as an index, or none.
    std::vector<NameIndex> name_of(std::string_view text) const;

private:
    struct Name {
        std::u32string text;
        std::u32string sounds;
        std::uint8_t pairs_needed = 1;
        std::vector<EntryIndex> uses[3];
        std::vector<EntryIndex> on_road;
    };

    std::vector<NameIndex> offered(std::u32string_view sounds) const;
    NameIndex intern(const std::u32string& text);
    void enter(std::string_view name, NameUse use, EntryIndex index);
    void index_entry(EntryIndex index);
    void unindex_entry(EntryIndex index);

    std::vector<PlaceEntry> entries_;
    std::unordered_map<PlaceId, EntryIndex> by_id_;
    std::vector<Name> names_;
    std::unordered_map<std::u32string, NameIndex> by_text_;
    std::unordered_map<std::uint64_t, std::vector<NameIndex>> by_pair_;
};

// The text as names are compared: folded, numbers in Arabic.
std::u32string compared_form(std::string_view text);

// Best place of `name` in `text`, both as sounds and as written; slips above `most` are not told apart.
Gazetteer::Mention align(std::u32string_view name, std::u32string_view name_sounds, std::u32string_view text,
                         std::u32string_view text_sounds, double most);

}  // namespace anlan::planning
