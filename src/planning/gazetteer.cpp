#include "planning/gazetteer.hpp"

#include "planning/text.hpp"

#include <algorithm>
#include <limits>

namespace anlan::planning {
namespace {

std::u32string sounds_of(std::u32string_view text) {
    std::u32string out(text);
    for (char32_t& c : out) c = same_sound(c);
    return out;
}

// Pairs of neighbours and of next but one.
template <class Visit>
void visit_pairs(std::u32string_view sounds, const Visit& visit) {
    for (std::size_t i = 0; i + 1 < sounds.size(); ++i) {
        visit(pair_key(sounds[i], sounds[i + 1]));
        if (i + 2 < sounds.size()) visit(pair_key(sounds[i], sounds[i + 2]));
    }
}

// Short names bear no slip: of two characters nothing would be left.
double slips_allowed(std::size_t length) {
    if (length <= 2) return 0;
    if (length <= 4) return 1;
    return length <= 7 ? 1.5 : 2;
}

// Of a name's pairs, how many must be left in a text with as many slips as it is allowed. One character is in
// at most two pairs at an end of the name and four in the middle.
std::uint8_t pairs_needed(std::size_t length, std::size_t pairs) {
    constexpr std::size_t counted_max = 200;
    const std::size_t spoiled_by_one = length <= 2 ? 0 : length == 3 ? 2 : length == 4 ? 3 : 4;
    const std::size_t spoiled =
        spoiled_by_one * static_cast<std::size_t>(std::max(1.0, slips_allowed(length)));
    return static_cast<std::uint8_t>(
        std::clamp<std::size_t>(pairs > spoiled ? pairs - spoiled : 1, 1, counted_max));
}

// 武昌区 is also called 武昌; a road or a short name keeps its ending.
std::u32string short_form(const std::u32string& name) {
    if (name.size() < 3) return {};
    const char32_t last = name.back();
    if (last == U'区' || last == U'县' || last == U'市' || last == U'镇')
        return name.substr(0, name.size() - 1);
    if (name.size() >= 4 && (name.ends_with(U"街道") || name.ends_with(U"社区")))
        return name.substr(0, name.size() - 2);
    return {};
}

NameUse use_of(PlaceKind kind) {
    if (kind == PlaceKind::road) return NameUse::road;
    const bool is_area =
        kind == PlaceKind::district || kind == PlaceKind::town || kind == PlaceKind::community;
    return is_area ? NameUse::area : NameUse::place;
}

}  // namespace

std::u32string compared_form(std::string_view text) { return with_arabic_numbers(folded_utf8(text)); }

Gazetteer::Gazetteer(std::vector<PlaceEntry> entries) {
    for (PlaceEntry& entry : entries) add(std::move(entry));
}

Gazetteer::NameIndex Gazetteer::intern(const std::u32string& text) {
    const auto [found, is_new] = by_text_.try_emplace(text, static_cast<NameIndex>(names_.size()));
    if (!is_new) return found->second;
    names_.push_back({text, sounds_of(text), 1, {}, {}});
    std::vector<std::uint64_t> pairs;
    visit_pairs(names_.back().sounds, [&](std::uint64_t pair) { pairs.push_back(pair); });
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    names_.back().pairs_needed = pairs_needed(text.size(), pairs.size());
    for (const std::uint64_t pair : pairs) by_pair_[pair].push_back(found->second);
    return found->second;
}

void Gazetteer::enter(std::string_view name, NameUse use, EntryIndex index) {
    const std::u32string text = compared_form(name);
    if (text.size() < 2) return;
    names_[intern(text)].uses[static_cast<std::size_t>(use)].push_back(index);
    const std::u32string shorter = use == NameUse::area ? short_form(text) : std::u32string{};
    if (!shorter.empty()) names_[intern(shorter)].uses[static_cast<std::size_t>(use)].push_back(index);
}

void Gazetteer::index_entry(EntryIndex index) {
    const PlaceEntry entry = entries_[index];
    enter(entry.name, use_of(entry.kind), index);
    for (const std::string& alias : entry.aliases) enter(alias, use_of(entry.kind), index);
    for (const std::string* road : {&entry.road, &entry.second_road}) {
        const std::u32string text = compared_form(*road);
        if (text.size() >= 2) names_[intern(text)].on_road.push_back(index);
    }
}

void Gazetteer::unindex_entry(EntryIndex index) {
    for (Name& name : names_) {
        for (auto& use : name.uses) std::erase(use, index);
        std::erase(name.on_road, index);
    }
}

void Gazetteer::add(PlaceEntry entry) {
    const auto [found, is_new] = by_id_.try_emplace(entry.place_id, static_cast<EntryIndex>(entries_.size()));
    if (is_new) {
        entries_.push_back(std::move(entry));
    } else {
        unindex_entry(found->second);
        entries_[found->second] = std::move(entry);
    }
    index_entry(found->second);
}

void Gazetteer::remove(const PlaceId& place_id) {
    const auto found = by_id_.find(place_id);
    if (found == by_id_.end()) return;
    unindex_entry(found->second);
    by_id_.erase(found);
}

std::span<const Gazetteer::EntryIndex> Gazetteer::named(NameIndex name, NameUse use) const {
    return names_[name].uses[static_cast<std::size_t>(use)];
}

std::vector<Gazetteer::NameIndex> Gazetteer::name_of(std::string_view text) const {
    const auto found = by_text_.find(compared_form(text));
    if (found == by_text_.end()) return {};
    return {found->second};
}

// Names that share so many pairs with the text that the slips they are allowed cannot have spoiled the rest.
std::vector<Gazetteer::NameIndex> Gazetteer::offered(std::u32string_view sounds) const {
    std::vector<std::uint64_t> pairs;
    visit_pairs(sounds, [&](std::uint64_t pair) { pairs.push_back(pair); });
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    std::vector<std::uint8_t> hits(names_.size());
    std::vector<NameIndex> out;
    for (const std::uint64_t pair : pairs) {
        const auto found = by_pair_.find(pair);
        if (found == by_pair_.end()) continue;
        for (const NameIndex name : found->second)
            if (++hits[name] == names_[name].pairs_needed) out.push_back(name);
    }
    return out;
}

std::vector<Gazetteer::Mention> Gazetteer::mentions(std::u32string_view text) const {
    const std::u32string sounds = sounds_of(text);
    std::vector<Mention> out;
    for (const NameIndex index : offered(sounds)) {
        const Name& name = names_[index];
        const double most = slips_allowed(name.text.size());
        Mention mention = align(name.text, name.sounds, text, sounds, most);
        if (mention.slips > most) continue;
        mention.name = index;
        out.push_back(mention);
    }
    std::sort(out.begin(), out.end(), [&](const Mention& a, const Mention& b) {
        if (a.begin != b.begin) return a.begin < b.begin;
        if (a.end != b.end) return a.end > b.end;
        return a.slips != b.slips ? a.slips < b.slips : names_[a.name].text < names_[b.name].text;
    });
    return out;
}

Gazetteer::Mention align(std::u32string_view name, std::u32string_view name_sounds, std::u32string_view text,
                         std::u32string_view text_sounds, double most) {
    struct Cell {
        double slips = 0;
        std::size_t begin = 0;
    };
    constexpr double alike = 0.25;
    std::vector<Cell> row(text.size() + 1);
    for (std::size_t j = 0; j <= text.size(); ++j) row[j] = {0, j};  // a name may begin anywhere
    for (std::size_t i = 1; i <= name.size(); ++i) {
        Cell diagonal = row[0];
        row[0] = {static_cast<double>(i), 0};
        double least = row[0].slips;
        for (std::size_t j = 1; j <= text.size(); ++j) {
            const bool is_same = name[i - 1] == text[j - 1];
            const double cost = is_same ? 0 : name_sounds[i - 1] == text_sounds[j - 1] ? alike : 1;
            // A number is another number, not a slip of one: 解放1路 is not 解放2路.
            const bool is_number = is_arabic_digit(name[i - 1]) || is_arabic_digit(text[j - 1]);
            Cell best{diagonal.slips + (is_number && !is_same ? most + 1 : cost), diagonal.begin};
            const double left_out = is_arabic_digit(name[i - 1]) ? most + 1 : 1;
            if (row[j].slips + left_out < best.slips) best = {row[j].slips + left_out, row[j].begin};
            const double added = is_arabic_digit(text[j - 1]) ? most + 1 : 1;
            if (row[j - 1].slips + added < best.slips) best = {row[j - 1].slips + added, row[j - 1].begin};
            diagonal = row[j];
            row[j] = best;
            least = std::min(least, best.slips);
        }
        if (least > most) return {0, 0, 0, most + 1};
    }
    Gazetteer::Mention out{0, 0, 0, std::numeric_limits<double>::infinity()};
    for (std::size_t j = 0; j <= text.size(); ++j)
        if (row[j].slips < out.slips) out = {0, row[j].begin, j, row[j].slips};
    return out;
}

}  // namespace anlan::planning
