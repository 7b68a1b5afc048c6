#include "planning/address_said.hpp"

#include "planning/address_rules.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {
namespace {

using Text = std::u32string;

// Runs of digits that are a phone's: eleven beginning with 1, or seven and eight after an area code or the
// word.
Text without_phones(const Text& text, std::vector<PersonalText>& phones) {
    Text out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_arabic_digit(text[end])) ++end;
        const std::size_t length = end - i;
        const bool is_mobile = length == 11 && text[i] == U'1';
        const bool is_landline =
            (length == 7 || length == 8 || length == 10 || length == 11 || length == 12) &&
            (out.ends_with(U"电话") || out.ends_with(U"号码") || text[i] == U'0');
        if (is_mobile || is_landline) {
            phones.emplace_back(encoded(text.substr(i, length)));
            i = end;
            continue;
        }
        out.append(text, i, std::max<std::size_t>(1, length));
        i = std::max(end, i + 1);
    }
    return out;
}

// Of all names that may be meant, the set that does not overlap and explains most of the text. A long name
// without slips is worth more than its pieces.
double worth(const Gazetteer& gazetteer, const Gazetteer::Mention& mention) {
    const auto length = static_cast<double>(gazetteer.name(mention.name).size());
    return length - 0.6 - 1.6 * mention.slips;
}

std::vector<Gazetteer::Mention> best_set(const Gazetteer& gazetteer,
                                         std::vector<Gazetteer::Mention> mentions) {
    std::sort(mentions.begin(), mentions.end(), [&](const auto& a, const auto& b) {
        if (a.end != b.end) return a.end < b.end;
        return a.begin != b.begin ? a.begin < b.begin : a.name < b.name;
    });
    std::vector<double> sums(mentions.size() + 1);
    std::vector<std::size_t> before(mentions.size());
    for (std::size_t i = 0; i < mentions.size(); ++i) {
        std::size_t last = i;
        while (last > 0 && mentions[last - 1].end > mentions[i].begin) --last;
        before[i] = last;
        sums[i + 1] = std::max(sums[i], sums[last] + worth(gazetteer, mentions[i]));
    }
    std::vector<Gazetteer::Mention> out;
    for (std::size_t i = mentions.size(); i > 0;) {
        if (sums[i] == sums[i - 1]) {
            --i;
            continue;
        }
        out.push_back(mentions[i - 1]);
        i = before[i - 1];
    }
    std::reverse(out.begin(), out.end());
    return out;
}

// With each name kept, the others at the same place that are one slip worse at most: a name written rightly
// may still be another one written wrongly, and what else the text says will tell.
std::vector<SaidName> said_names(const Gazetteer& gazetteer, const Text& text) {
    constexpr double nearly = 1.7;
    const std::vector<Gazetteer::Mention> all = gazetteer.mentions(text);
    std::vector<SaidName> out;
    for (const Gazetteer::Mention& chosen : best_set(gazetteer, all)) {
        SaidName said{chosen.begin,
                      chosen.end,
                      encoded(text.substr(chosen.begin, chosen.end - chosen.begin)),
                      {chosen}};
        for (const Gazetteer::Mention& other : all) {
            const bool overlaps = other.begin < chosen.end && chosen.begin < other.end;
            if (other.name == chosen.name || !overlaps) continue;
            if (worth(gazetteer, other) >= worth(gazetteer, chosen) - nearly) said.names.push_back(other);
        }
        std::sort(said.names.begin(), said.names.end(), [](const auto& a, const auto& b) {
            return a.slips != b.slips ? a.slips < b.slips : a.name < b.name;
        });
        out.push_back(std::move(said));
    }
    return out;
}

struct Direction {
    std::u32string_view word;
    double north;
    double east;
};
constexpr Direction directions[] = {{U"东南", -0.7071, 0.7071},
                                    {U"东北", 0.7071, 0.7071},
                                    {U"西南", -0.7071, -0.7071},
                                    {U"西北", 0.7071, -0.7071},
                                    {U"东", 0, 1},
                                    {U"南", -1, 0},
                                    {U"西", 0, -1},
                                    {U"北", 1, 0}};

// "往东50米", "东侧50米", "北行约350米": the number before 米, the direction before that.
bool find_distance(std::u32string_view text, AddressRelationSaid& relation) {
    constexpr double metres_max = 5000;
    for (std::size_t at = text.find(U'米'); at != text.npos; at = text.find(U'米', at + 1)) {
        std::size_t from = at;
        double metres = 0, place = 1;
        while (from > 0 && is_arabic_digit(text[from - 1]) && at - from < 5) {
            metres += place * static_cast<double>(text[--from] - U'0');
            place *= 10;
        }
        if (from == at || metres > metres_max) continue;
        constexpr std::size_t words_between = 3;  // 侧, 行约, 方向
        const std::size_t start = from > words_between + 2 ? from - words_between - 2 : 0;
        const std::u32string_view before = text.substr(start, from - start);
        for (const Direction& direction : directions) {
            const std::size_t found = before.rfind(direction.word);
            if (found == before.npos || before.size() - found - direction.word.size() > words_between)
                continue;
            relation = {Beside::away, direction.north * metres, direction.east * metres};
            return true;
        }
    }
    return false;
}

AddressRelationSaid relation_in(std::u32string_view text) {
    struct Word {
        std::u32string_view word;
        Beside beside;
    };
    static constexpr Word words[] = {
        {U"对面", Beside::opposite},   {U"旁边", Beside::beside},   {U"隔壁", Beside::beside},
        {U"附近", Beside::near},       {U"周边", Beside::near},     {U"后面", Beside::behind},
        {U"背后", Beside::behind},     {U"前面", Beside::in_front}, {U"门口", Beside::gate},
        {U"楼下", Beside::downstairs}, {U"靠近", Beside::near},
    };
    AddressRelationSaid out;
    if (find_distance(text, out)) return out;
    for (const Word& word : words)
        if (text.find(word.word) != text.npos) return {word.beside, 0, 0};
    return out;
}

bool is_crossing_in(std::u32string_view text) {
    for (const std::u32string_view word : {U"交叉", U"交汇", U"路口", U"交界", U"街口", U"交口", U"，口"})
        if (text.find(word) != text.npos) return true;
    return false;
}

std::vector<AddressElement> details_in(const Text& text, const std::vector<SaidName>& names) {
    // The names found are blanked out, so that 3栋 of 百步亭3栋 is cut by itself.
    Text rest = text;
    for (const SaidName& name : names)
        for (std::size_t i = name.begin; i < name.end; ++i) rest[i] = U'，';
    std::vector<AddressElement> out;
    for (AddressElement& element : parse_by_rules(address_tokens(rest), {})) {
        const AddressPart part = element.part;
        if (part == AddressPart::house_number || part == AddressPart::cell || part == AddressPart::floor ||
            part == AddressPart::room)
            out.push_back(std::move(element));
    }
    return out;
}

}  // namespace

int Said::number_after(std::size_t place) const {
    constexpr std::size_t digits_max = 5;
    std::size_t end = place;
    int number = 0;
    while (end < text.size() && is_arabic_digit(text[end]) && end - place < digits_max)
        number = number * 10 + static_cast<int>(text[end++] - U'0');
    if (end == place || (end < text.size() && is_arabic_digit(text[end]))) return 0;
    static constexpr std::u32string_view others[] = {U"号楼", U"栋", U"单元", U"层",  U"楼",
                                                     U"室",   U"米", U"路",   U"公里"};
    for (const std::u32string_view other : others)
        if (std::u32string_view(text).substr(end).starts_with(other)) return 0;
    return number;
}

Said said_in(const Gazetteer& gazetteer, std::string_view text) {
    Said out;
    out.text = without_phones(compared_form(text), out.phones);
    out.names = said_names(gazetteer, out.text);
    out.details = details_in(out.text, out.names);
    // Of the words outside of names: 北门对面 of 东北门饭店 is no direction.
    Text rest = out.text;
    for (const SaidName& name : out.names)
        for (std::size_t i = name.begin; i < name.end; ++i) rest[i] = U'，';
    out.relation = relation_in(rest);
    out.is_crossing = is_crossing_in(rest);
    return out;
}

}  // namespace anlan::planning
