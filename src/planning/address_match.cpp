#include "planning/address_match.hpp"

#include "base/check.hpp"
#include "planning/address_rules.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace anlan::planning {
namespace {

using Text = std::u32string;

// An address as it is compared: what each part says, in the order of the text.
struct Parsed {
    Text plain;  // without brackets
    Text all;
    std::vector<Text> districts, towns, roads, places;
    std::vector<Text> road_numbers, houses, cells, rooms;
    std::vector<Text> numbers;  // every run of digits
    bool is_crossing = false;
    bool has_direction = false;
};

struct Cut {
    Text outside;
    Text all;
};

// What stands in brackets is an addition: a gate, a branch, another name.
Cut without_brackets(std::string_view text) {
    Cut out;
    int depth = 0;
    for (const char32_t c : decoded(text)) {
        if (c == U'(' || c == U'（') ++depth;
        const char32_t plain = c == U'-' || c == U'－' ? U'-' : folded(c);
        if (plain != 0) {
            out.all.push_back(plain);
            if (depth == 0) out.outside.push_back(plain);
        }
        if ((c == U')' || c == U'）') && depth > 0) --depth;
    }
    out.all = with_arabic_numbers(out.all);
    out.outside = with_arabic_numbers(out.outside.empty() ? out.all : out.outside);
    return out;
}

Text digits_of(const Text& text) {
    Text out;
    for (const char32_t c : text)
        if (is_arabic_digit(c) || is_latin(c)) out.push_back(c);
    return out;
}

void put(Parsed& parsed, AddressPart part, const Text& text) {
    using enum AddressPart;
    switch (part) {
        case district:
        case dev_zone:
            parsed.districts.push_back(text);
            break;
        case town:
            parsed.towns.push_back(text);
            break;
        case road:
        case sub_road:
            parsed.roads.push_back(text);
            break;
        case road_number:
        case sub_road_number:
            parsed.road_numbers.push_back(digits_of(text));
            break;
        case community:
        case poi:
        case sub_poi:
        case person:
            parsed.places.push_back(text);
            break;
        case house_number:
            parsed.houses.push_back(digits_of(text));
            break;
        case cell:
            parsed.cells.push_back(digits_of(text));
            break;
        case floor:
        case room:
            parsed.rooms.push_back(digits_of(text));
            break;
        case assist:
            parsed.is_crossing |= text.starts_with(U"交");
            break;
        default:
            break;
    }
}

Parsed parsed_of(std::string_view text, const AddressLexicon& lexicon) {
    Parsed out;
    const Cut cut = without_brackets(text);
    out.plain = cut.outside;
    out.all = cut.all;
    for (const AddressElement& element : parse_by_rules(address_tokens(out.plain), lexicon))
        put(out, element.part, decoded(element.text));
    for (const Text& token : address_tokens(out.all))
        if (is_arabic_digit(token[0])) out.numbers.push_back(token);
    out.has_direction = out.all.find(U"米") != Text::npos;
    return out;
}

std::set<std::uint64_t> pairs_of(const Text& text) {
    std::set<std::uint64_t> out;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        out.insert(pair_key(same_sound(text[i]), same_sound(text[i + 1])));
    return out;
}

double shared(const std::set<std::uint64_t>& a, const std::set<std::uint64_t>& b) {
    return static_cast<double>(
        std::count_if(a.begin(), a.end(), [&](std::uint64_t pair) { return b.contains(pair); }));
}

// Dice over pairs of characters; a single character is compared as it is.
double likeness(const Text& a, const Text& b) {
    if (a == b) return a.empty() ? 0 : 1;
    const auto x = pairs_of(a);
    const auto y = pairs_of(b);
    return x.empty() || y.empty() ? 0 : 2 * shared(x, y) / static_cast<double>(x.size() + y.size());
}

double best_likeness(const std::vector<Text>& a, const std::vector<Text>& b) {
    double best = 0;
    for (const Text& x : a)
        for (const Text& y : b) best = std::max(best, likeness(x, y));
    return best;
}

// Longest run of characters that both have.
Text longest_common(const Text& a, const Text& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::size_t best = 0, end = 0;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = b.size(); j > 0; --j) {
            row[j] = a[i - 1] == b[j - 1] ? row[j - 1] + 1 : 0;
            if (row[j] > best) best = row[j], end = i;
        }
    return a.substr(end - best, best);
}

// 路 and 大道 say nothing about which road it is; neither do 小区 and 花园 about which estate.
Text core_of(Text name) {
    static constexpr std::u32string_view endings[] = {
        U"有限公司", U"大道", U"小区", U"花园", U"花苑", U"家园", U"公寓", U"大厦",
        U"广场",     U"路",   U"街",   U"巷",   U"苑",   U"店",   U"城",   U"村"};
    for (const std::u32string_view ending : endings) {
        if (name.size() <= ending.size() + 1 || !name.ends_with(ending)) continue;
        name.resize(name.size() - ending.size());
        break;
    }
    return name;
}

std::vector<Text> cores(const std::vector<Text>& names) {
    std::vector<Text> out;
    for (const Text& name : names) out.push_back(core_of(name));
    return out;
}

class FeatureList {
public:
    void add(double value) {
        if (next_ < address_features) values_[next_] = value;
        ++next_;
    }
    // Agrees, contradicts, or is not said by one.
    void compare(const std::vector<Text>& a, const std::vector<Text>& b) {
        const bool both = !a.empty() && !b.empty();
        const bool agrees = std::any_of(
            a.begin(), a.end(), [&](const Text& x) { return std::find(b.begin(), b.end(), x) != b.end(); });
        add(both && agrees ? 1 : 0);
        add(both && !agrees ? 1 : 0);
        add(!a.empty() && b.empty() ? 1 : 0);
    }
    double last(std::size_t back) const { return values_[next_ - back]; }
    AddressFeatures values() const {
        ANLAN_CHECK(next_ == address_features, "address_features does not count the features");
        return values_;
    }

private:
    AddressFeatures values_{};
    std::size_t next_ = 0;
};

// Shares of rarity: of the first in the second, and the other way; of the longest common run in the lesser.
struct RareShares {
    double first = 0;
    double second = 0;
    double run = 0;
    double run_nats = 0;
};

RareShares rare_shares(const Text& a, const Text& b, const PairRarity& rarity) {
    const auto x = pairs_of(a);
    const auto y = pairs_of(b);
    double all_x = 0, all_y = 0, common = 0, run = 0;
    for (const std::uint64_t pair : x) {
        all_x += rarity(pair);
        if (y.contains(pair)) common += rarity(pair);
    }
    for (const std::uint64_t pair : y) all_y += rarity(pair);
    for (const std::uint64_t pair : pairs_of(longest_common(a, b))) run += rarity(pair);
    return {common / std::max(1.0, all_x), common / std::max(1.0, all_y),
            run / std::max(1.0, std::min(all_x, all_y)), run};
}

Text joined(const std::vector<Text>& texts) {
    Text out;
    for (const Text& text : texts) out += text;
    return out;
}

AddressFeatures features_of(const Parsed& a, const Parsed& b, const PairRarity& rarity) {
    FeatureList f;
    f.add(1);
    const auto pairs_a = pairs_of(a.all);
    const auto pairs_b = pairs_of(b.all);
    const double common = shared(pairs_a, pairs_b);
    const double in_b = common / std::max<double>(1, static_cast<double>(pairs_a.size()));
    const double in_a = common / std::max<double>(1, static_cast<double>(pairs_b.size()));
    f.add(in_b);
    f.add(in_a);
    f.add(in_b * in_a);
    const Text run = longest_common(a.all, b.all);
    const auto run_length = static_cast<double>(run.size());
    f.add(std::min(1.0, run_length / 10));
    f.add(run_length / std::max<double>(1, static_cast<double>(std::min(a.all.size(), b.all.size()))));
    const double place = best_likeness(a.places, b.places);
    const double place_core = best_likeness(cores(a.places), cores(b.places));
    const bool both_places = !a.places.empty() && !b.places.empty();
    const double last_place = both_places ? likeness(a.places.back(), b.places.back()) : 0;
    f.add(place);
    f.add(place * place);
    f.add(place_core);
    f.add(last_place);
    f.add(place == 1 ? 1 : 0);
    f.add(both_places && place_core < 0.3 ? 1 : 0);
    f.add(a.places.empty() ? 1 : 0);
    f.add(b.places.empty() ? 1 : 0);
    const double road = best_likeness(cores(a.roads), cores(b.roads));
    const bool both_roads = !a.roads.empty() && !b.roads.empty();
    f.compare(a.roads, b.roads);
    const double same_road = f.last(3);
    f.add(road);
    f.add(both_roads && road < 0.3 ? 1 : 0);
    f.add(a.roads.empty() ? 1 : 0);
    f.compare(a.road_numbers, b.road_numbers);
    const double same_number = f.last(3);
    const double other_number = f.last(2);
    f.add(same_road * same_number);
    f.add(same_road * other_number);
    f.compare(a.houses, b.houses);
    const double other_house = f.last(2);
    f.add(f.last(3) * place_core);
    f.add(other_house * place_core);
    f.compare(a.towns, b.towns);
    f.compare(a.districts, b.districts);
    f.add(a.is_crossing ? 1 : 0);
    f.add(b.is_crossing ? 1 : 0);
    f.add(b.has_direction ? 1 : 0);
    f.add(place_core * same_road);
    f.add(place_core * (both_roads && same_road == 0 ? 1 : 0));
    f.add(place_core * same_number);
    double numbers = 0;
    for (const Text& number : a.numbers)
        numbers += std::find(b.numbers.begin(), b.numbers.end(), number) != b.numbers.end() ? 1 : 0;
    f.add(a.numbers.empty() ? 0 : numbers / static_cast<double>(a.numbers.size()));
    f.add(a.numbers.empty() ? 1 : 0);
    const RareShares rare = rare_shares(a.all, b.all, rarity);
    f.add(rare.first);
    f.add(rare.second);
    f.add(rare.run);
    f.add(std::min(1.0, rare.run_nats / 40));
    const RareShares places = rare_shares(joined(a.places), joined(b.places), rarity);
    f.add(places.first);
    f.add(places.second);
    f.add(places.first * places.second);
    f.add(places.run);
    return f.values();
}

void explain(std::vector<PartComparison>& out, AddressPart part, const std::vector<Text>& a,
             const std::vector<Text>& b) {
    if (a.empty() && b.empty()) return;
    const Text* first = a.empty() ? nullptr : &a.back();
    const Text* second = b.empty() ? nullptr : &b.back();
    double best = -1;
    for (const Text& x : a)
        for (const Text& y : b) {
            const double value = likeness(core_of(x), core_of(y));
            if (value <= best) continue;
            best = value;
            first = &x;
            second = &y;
        }
    PartComparison one{part, Agreement::contradicts, first ? encoded(*first) : "",
                       second ? encoded(*second) : ""};
    if (!first) one.agreement = Agreement::only_second;
    if (!second) one.agreement = Agreement::only_first;
    if (first && second && best >= 0.5) one.agreement = best == 1 ? Agreement::agrees : Agreement::similar;
    out.push_back(std::move(one));
}

}  // namespace

AddressFeatures address_features_of(std::string_view first, std::string_view second,
                                    const PairRarity& rarity) {
    const AddressLexicon lexicon;
    return features_of(parsed_of(first, lexicon), parsed_of(second, lexicon), rarity);
}

void PairRarity::add(std::string_view address) {
    addresses_ += 1;
    for (const std::uint64_t pair : pairs_of(without_brackets(address).all)) counts_[pair] += 1;
}

double PairRarity::operator()(std::uint64_t pair) const {
    if (addresses_ == 0) return 1;
    const auto found = counts_.find(pair);
    const double count = found == counts_.end() ? 0 : found->second;
    return std::log((static_cast<double>(addresses_) + 1) / (count + 1));
}

AddressComparison compare_addresses(std::string_view first, std::string_view second, const PairRarity& rarity,
                                    const AddressWeights& weights) {
    const AddressLexicon lexicon;
    const Parsed a = parsed_of(first, lexicon);
    const Parsed b = parsed_of(second, lexicon);
    const AddressFeatures features = features_of(a, b, rarity);
    AddressComparison out;
    double sum = 0;
    for (std::size_t relation = 0; relation < 3; ++relation) {
        double weight = 0;
        for (std::size_t i = 0; i < address_features; ++i) weight += weights[relation][i] * features[i];
        sum += out.probabilities[relation] = std::exp(std::clamp(weight, -50.0, 50.0));
    }
    for (double& probability : out.probabilities) probability /= sum;
    const auto best = std::max_element(out.probabilities.begin(), out.probabilities.end());
    out.relation = static_cast<AddressRelation>(best - out.probabilities.begin());
    using enum AddressPart;
    explain(out.parts, district, a.districts, b.districts);
    explain(out.parts, town, a.towns, b.towns);
    explain(out.parts, road, a.roads, b.roads);
    explain(out.parts, road_number, a.road_numbers, b.road_numbers);
    explain(out.parts, poi, a.places, b.places);
    explain(out.parts, house_number, a.houses, b.houses);
    explain(out.parts, cell, a.cells, b.cells);
    explain(out.parts, room, a.rooms, b.rooms);
    return out;
}

AddressComparison compare_addresses(std::string_view first, std::string_view second,
                                    const PairRarity& rarity) {
    return compare_addresses(first, second, rarity, usual_address_weights());
}

}  // namespace anlan::planning
