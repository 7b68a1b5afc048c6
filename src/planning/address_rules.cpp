#include "planning/address_rules.hpp"

#include "planning/text.hpp"

#include <algorithm>
#include <array>

namespace anlan::planning {
namespace {

using Tokens = std::vector<std::u32string>;

// What has been seen decides what the next name is: 慈溪市 after 宁波市 is a district, a second road a
// branch.
struct Seen {
    bool city = false;
    bool road = false;
    bool road_number = false;
    bool poi = false;
    bool house = false;
    bool cell = false;
};

struct Ending {
    std::u32string_view word;
    AddressPart part;
    std::size_t least = 1;  // characters before it
};

// Endings of names, longer ones first where one ends on another.
constexpr Ending endings[] = {
    {U"自治区", AddressPart::province, 2},   {U"开发区", AddressPart::dev_zone, 0},
    {U"高新区", AddressPart::dev_zone, 0},   {U"工业区", AddressPart::dev_zone, 1},
    {U"工业园区", AddressPart::dev_zone, 1}, {U"保税区", AddressPart::dev_zone, 0},
    {U"居委会", AddressPart::community, 1},  {U"村委会", AddressPart::community, 1},
    {U"小区", AddressPart::poi, 1},          {U"社区", AddressPart::community, 1},
    {U"街道", AddressPart::town, 1},         {U"大道", AddressPart::road, 1},
    {U"公路", AddressPart::road, 1},         {U"国道", AddressPart::road, 0},
    {U"省道", AddressPart::road, 0},         {U"胡同", AddressPart::road, 1},
    {U"大街", AddressPart::road, 1},         {U"环线", AddressPart::road, 1},
    {U"省", AddressPart::province, 2},       {U"市", AddressPart::city, 2},
    {U"区", AddressPart::district, 1},       {U"县", AddressPart::district, 1},
    {U"旗", AddressPart::district, 2},       {U"镇", AddressPart::town, 1},
    {U"乡", AddressPart::town, 1},           {U"村", AddressPart::community, 1},
    {U"路", AddressPart::road, 1},           {U"街", AddressPart::road, 1},
    {U"巷", AddressPart::road, 1},           {U"弄", AddressPart::road, 2},
};

struct Unit {
    std::u32string_view word;
    AddressPart part;
};
constexpr Unit units[] = {
    {U"号楼", AddressPart::house_number}, {U"号院", AddressPart::road_number},
    {U"单元", AddressPart::cell},         {U"号", AddressPart::road_number},
    {U"弄", AddressPart::road_number},    {U"幢", AddressPart::house_number},
    {U"栋", AddressPart::house_number},   {U"座", AddressPart::house_number},
    {U"楼", AddressPart::floor},          {U"层", AddressPart::floor},
    {U"室", AddressPart::room},           {U"房", AddressPart::room},
};

// Words of relation, longer ones first.
constexpr std::u32string_view relations[] = {U"交叉路口", U"交叉口", U"交汇处", U"交界处", U"斜对面", U"对面",
                                             U"旁边",     U"附近",   U"门口",   U"楼下",   U"隔壁",   U"后面",
                                             U"前面",     U"西侧",   U"东侧",   U"南侧",   U"北侧",   U"路口",
                                             U"与",       U"旁",     U"内"};

bool is_number(const std::u32string& token) { return is_arabic_digit(token[0]) || is_latin(token[0]); }

class RuleParser {
public:
    RuleParser(const Tokens& tokens, const AddressLexicon& lexicon) : tokens_(tokens), lexicon_(lexicon) {
        for (const std::u32string& token : tokens) {
            starts_.push_back(text_.size());
            text_ += token;
        }
        starts_.push_back(text_.size());
    }

    std::vector<AddressElement> run() {
        while (at_ < tokens_.size()) {
            if (take_punctuation() || take_relation() || take_number() || take_known() || take_named())
                continue;
            take_rest();
        }
        return std::move(out_);
    }

private:
    void take(AddressPart part, std::size_t count) {
        AddressElement element{part, {}, at_, count};
        for (std::size_t i = 0; i < count; ++i) element.text += encoded(tokens_[at_ + i]);
        out_.push_back(std::move(element));
        at_ += count;
        note(part);
    }

    void note(AddressPart part) {
        using enum AddressPart;
        seen_.city |= part == city;
        seen_.road |= part == road;
        seen_.road_number |= part == road_number;
        seen_.poi |= part == poi;
        seen_.house |= part == house_number;
        seen_.cell |= part == cell;
    }

    bool starts_with(std::size_t token, std::u32string_view word) const {
        return token < tokens_.size() && std::u32string_view(text_).substr(starts_[token]).starts_with(word);
    }
    // Tokens that `length` characters from `token` make up; 0: they end inside of one.
    std::size_t tokens_of(std::size_t token, std::size_t length) const {
        std::size_t count = 0;
        while (token + count < tokens_.size() && starts_[token + count] - starts_[token] < length) ++count;
        return starts_[token + count] - starts_[token] == length ? count : 0;
    }

    bool take_punctuation() {
        const char32_t c = tokens_[at_][0];
        if (is_han(c) || is_number(tokens_[at_])) return false;
        take(AddressPart::redundant, 1);
        return true;
    }

    bool take_relation() {
        for (const std::u32string_view word : relations) {
            if (!starts_with(at_, word)) continue;
            if (word.size() == 1 && (out_.empty() || word == U"内")) continue;
            if (word == U"与" && !seen_.road) continue;
            take(AddressPart::assist, word.size());
            return true;
        }
        return false;
    }

    // How many tokens a number takes: digits, a letter before or after, Chinese figures before a unit.
    std::size_t number_length(std::size_t token) const {
        std::size_t count = 0;
        if (token < tokens_.size() && is_number(tokens_[token])) {
            while (token + count < tokens_.size() && count < 3 && is_number(tokens_[token + count])) ++count;
            return count;
        }
        while (token + count < tokens_.size() && tokens_[token + count].size() == 1 &&
               chinese_digit(tokens_[token + count][0]) >= 0 && count < 4)
            ++count;
        return count;
    }

    bool take_number() {
        const std::size_t length = number_length(at_);
        if (length == 0) return false;
        std::size_t whole = length;  // with a span: 12-14号
        while (at_ + whole + 1 < tokens_.size() && tokens_[at_ + whole] == U"-" &&
               is_number(tokens_[at_ + whole + 1]) && ends_with_unit(at_ + whole + 1))
            whole += 2;
        for (const Unit& unit : units) {
            if (!starts_with(at_ + whole, unit.word)) continue;
            take(part_of(unit), whole + unit.word.size());
            return true;
        }
        if (!is_number(tokens_[at_])) return false;  // 一 of 一品天下: no number
        if (starts_with(at_ + length, U"路") || starts_with(at_ + length, U"国道") ||
            starts_with(at_ + length, U"省道"))
            return false;
        take(bare_number(), length);
        return true;
    }

    bool ends_with_unit(std::size_t token) const {
        const std::size_t length = number_length(token);
        return std::any_of(std::begin(units), std::end(units), [&](const Unit& unit) {
            return unit.part == AddressPart::road_number && starts_with(token + length, unit.word);
        });
    }

    AddressPart part_of(const Unit& unit) const {
        if (unit.word != U"号") return unit.part;
        if (seen_.cell) return AddressPart::room;
        if (!seen_.road && seen_.poi) return AddressPart::house_number;
        return seen_.road_number ? AddressPart::house_number : AddressPart::road_number;
    }

    // 8-2-301: building, entrance, room; the last of a row is the room.
    AddressPart bare_number() const {
        if (!seen_.house && !seen_.road_number && !seen_.poi && seen_.road) return AddressPart::road_number;
        const bool goes_on = at_ + 1 < tokens_.size() && tokens_[at_ + 1] == U"-";
        if (!seen_.house && (goes_on || tokens_[at_].size() <= 2)) return AddressPart::house_number;
        if (!seen_.cell && goes_on) return AddressPart::cell;
        return AddressPart::room;
    }

    bool take_known() {
        const auto match = lexicon_.longest_at(text_, starts_[at_]);
        if (!match) return false;
        const std::size_t count = tokens_of(at_, match->length);
        if (count == 0 || is_part_of_road(at_ + count)) return false;
        AddressPart part = match->part;
        if (part == AddressPart::road && seen_.road && !after_relation()) part = AddressPart::sub_road;
        if (part == AddressPart::poi && seen_.poi) part = AddressPart::sub_poi;
        take(part, count);
        return true;
    }

    // 武汉大道 is a road, however well the city is known.
    bool is_part_of_road(std::size_t next) const {
        return starts_with(next, U"路") || starts_with(next, U"大道") || starts_with(next, U"大街");
    }

    bool after_relation() const { return !out_.empty() && out_.back().part == AddressPart::assist; }

    // The nearest ending of a name ahead, if nothing but characters lies between.
    bool take_named() {
        constexpr std::size_t name_max = 8;
        for (std::size_t length = 0; length < name_max && at_ + length < tokens_.size(); ++length) {
            const std::u32string& token = tokens_[at_ + length];
            if (length > 0 && (!is_han(token[0]) || known_begins(at_ + length))) return false;
            for (const Ending& ending : endings) {
                if (length < ending.least || !starts_with(at_ + length, ending.word)) continue;
                const std::size_t count = length + ending.word.size();
                if (is_inside_word(at_ + count, ending)) continue;
                take(named_part(ending), count);
                return true;
            }
        }
        return false;
    }

    bool known_begins(std::size_t token) const {
        const auto match = lexicon_.longest_at(text_, starts_[token]);
        return match && match->length > 2 && !is_part_of_road(token + tokens_of(token, match->length));
    }

    // 市场, 区域, 路口 (after which 路 did end the name), 街道 (taken by its own line), 村镇银行.
    bool is_inside_word(std::size_t next, const Ending& ending) const {
        if (ending.word == U"市")
            return starts_with(next, U"场") || starts_with(next, U"民") || starts_with(next, U"政");
        if (ending.word == U"区") return starts_with(next, U"域") || starts_with(next, U"块");
        if (ending.word == U"街") return starts_with(next, U"道");
        if (ending.word == U"路") return starts_with(next, U"桥");
        if (ending.word == U"县" || ending.word == U"乡" || ending.word == U"村")
            return starts_with(next, U"镇");
        return false;
    }

    AddressPart named_part(const Ending& ending) const {
        using enum AddressPart;
        if (ending.part == city && seen_.city) return district;
        if (ending.part == district && (seen_.road || seen_.poi)) return seen_.poi ? sub_poi : poi;
        if (ending.part == road && seen_.road && !after_relation()) return sub_road;
        if (ending.part == poi && seen_.poi) return sub_poi;
        return ending.part;
    }

    // A name without an ending: up to the next number, relation or mark. The first is the place, then parts
    // of it.
    void take_rest() {
        std::size_t count = 1;
        while (at_ + count < tokens_.size() && is_han(tokens_[at_ + count][0]) &&
               !begins_something(at_ + count) && !known_begins(at_ + count))
            ++count;
        const bool is_person = seen_.cell || (seen_.house && seen_.poi);
        const AddressPart part =
            seen_.poi ? (is_person ? AddressPart::person : AddressPart::sub_poi) : AddressPart::poi;
        take(part, count);
    }

    bool begins_something(std::size_t token) const {
        for (const std::u32string_view word : relations)
            if (word.size() > 1 && starts_with(token, word)) return true;
        const std::size_t length = number_length(token);
        if (length == 0) return false;
        return std::any_of(std::begin(units), std::end(units),
                           [&](const Unit& unit) { return starts_with(token + length, unit.word); });
    }

    const Tokens& tokens_;
    const AddressLexicon& lexicon_;
    std::u32string text_;
    std::vector<std::size_t> starts_;
    std::size_t at_ = 0;
    Seen seen_;
    std::vector<AddressElement> out_;
};

}  // namespace

AddressLexicon::AddressLexicon() {
    static constexpr std::array<std::u32string_view, 34> provinces = {
        U"北京", U"天津", U"上海",   U"重庆", U"河北", U"山西", U"辽宁", U"吉林", U"黑龙江",
        U"江苏", U"浙江", U"安徽",   U"福建", U"江西", U"山东", U"河南", U"湖北", U"湖南",
        U"广东", U"海南", U"四川",   U"贵州", U"云南", U"陕西", U"甘肃", U"青海", U"台湾",
        U"广西", U"西藏", U"内蒙古", U"宁夏", U"新疆", U"香港", U"澳门"};
    for (std::size_t i = 0; i < provinces.size(); ++i) {
        const bool is_city = i < 4;
        add(std::u32string(provinces[i]) + (is_city ? U"市" : U"省"),
            is_city ? AddressPart::city : AddressPart::province);
        add(provinces[i], is_city ? AddressPart::city : AddressPart::province);
    }
}

void AddressLexicon::add(std::u32string_view name, AddressPart part) {
    if (name.size() < 2) return;
    names_.emplace(name, part);
    longest_ = std::max(longest_, name.size());
}

std::optional<AddressLexicon::Match> AddressLexicon::longest_at(std::u32string_view text,
                                                                std::size_t at) const {
    for (std::size_t length = std::min(longest_, text.size() - at); length >= 2; --length) {
        const auto found = names_.find(std::u32string(text.substr(at, length)));
        if (found != names_.end()) return Match{found->second, length};
    }
    return std::nullopt;
}

std::vector<AddressElement> parse_by_rules(const std::vector<std::u32string>& tokens,
                                           const AddressLexicon& lexicon) {
    return RuleParser(tokens, lexicon).run();
}

}  // namespace anlan::planning
