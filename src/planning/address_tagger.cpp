#include "planning/address_tagger.hpp"

#include "planning/text.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace anlan::planning {
namespace {

constexpr std::uint8_t no_tag = 0xff;

bool goes_on(std::size_t tag) { return tag % 2 == 1; }

std::uint64_t hash_of(std::u32string_view text) {
    std::uint64_t hash = 0x9e3779b97f4a7c15ULL;
    for (const char32_t c : text) hash = mixed(hash ^ c);
    return hash;
}

// What kind of token it is, finer than its letters: numbers by their length.
std::u32string shape_of(const std::u32string& token) {
    if (is_arabic_digit(token[0])) return U"#" + std::u32string(std::min<std::size_t>(token.size(), 5), U'0');
    if (is_latin(token[0])) return token.size() == 1 ? U"#a" : U"#aa";
    if (chinese_digit(token[0]) >= 0) return U"#c";
    return is_han(token[0]) ? U"#h" : U"#?";
}

// Characters on which parts of an address end.
bool is_ending(const std::u32string& token) {
    static constexpr std::u32string_view endings =
        U"省市区县镇乡街道路村社弄巷号幢栋座楼层室单元园苑厦场城店院校厂司铺口庄里大桥桩";
    return token.size() == 1 && endings.find(token[0]) != endings.npos;
}

class Rows {
public:
    Rows(std::vector<std::uint32_t>& out, std::size_t count) : out_(out), mask_(count - 1) {}
    void add(std::uint64_t kind, std::uint64_t value) {
        out_.push_back(static_cast<std::uint32_t>(mixed(value ^ kind * 0x9e3779b97f4a7c15ULL) & mask_));
    }

private:
    std::vector<std::uint32_t>& out_;
    std::uint64_t mask_;
};

}  // namespace

std::vector<std::u32string> address_tokens(std::u32string_view text) {
    std::vector<std::u32string> tokens;
    const auto kind = [](char32_t c) { return is_arabic_digit(c) ? 1 : is_latin(c) ? 2 : 0; };
    int before = -1;
    for (const char32_t c : text) {
        const bool is_blank = c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0x3000;
        if (!is_blank && before == kind(c) && before > 0)
            tokens.back().push_back(c);
        else if (!is_blank)
            tokens.emplace_back(1, c);
        before = is_blank ? -1 : kind(c);
    }
    return tokens;
}

AddressTagger::AddressTagger() : weights_(rows), weighted_changes_(rows) {}

std::vector<AddressTagger::Features> AddressTagger::features(
    const std::vector<std::u32string>& tokens) const {
    const auto count = static_cast<std::ptrdiff_t>(tokens.size());
    std::vector<std::uint64_t> token(tokens.size()), shape(tokens.size());
    std::vector<std::ptrdiff_t> next_ending(tokens.size() + 1, count), last_ending(tokens.size() + 1, -1);
    for (std::ptrdiff_t i = count - 1; i >= 0; --i) {
        const auto at = static_cast<std::size_t>(i);
        shape[at] = hash_of(shape_of(tokens[at]));
        token[at] = is_han(tokens[at][0])   ? hash_of(tokens[at])
                    : tokens[at].size() > 2 ? shape[at]
                                            : hash_of(tokens[at]);
        next_ending[at] = is_ending(tokens[at]) ? i : next_ending[at + 1];
    }
    for (std::size_t i = 0; i < tokens.size(); ++i)
        last_ending[i + 1] = is_ending(tokens[i]) ? static_cast<std::ptrdiff_t>(i) : last_ending[i];
    const auto at = [&](const std::vector<std::uint64_t>& list, std::ptrdiff_t i) {
        return i < 0 || i >= count ? 7 + static_cast<std::uint64_t>(i < 0)
                                   : list[static_cast<std::size_t>(i)];
    };
    std::vector<Features> out(tokens.size());
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        Rows row(out[static_cast<std::size_t>(i)], rows);
        row.add(0, 0);
        for (std::ptrdiff_t near = -3; near <= 3; ++near)
            row.add(static_cast<std::uint64_t>(10 + near), at(token, i + near));
        for (std::ptrdiff_t near = -2; near <= 2; ++near)
            row.add(static_cast<std::uint64_t>(20 + near), at(shape, i + near));
        for (std::ptrdiff_t near = -2; near <= 1; ++near)
            row.add(static_cast<std::uint64_t>(30 + near),
                    at(token, i + near) * 31 + at(token, i + near + 1));
        for (std::ptrdiff_t near = -2; near <= 0; ++near) {
            row.add(static_cast<std::uint64_t>(40 + near),
                    (at(token, i + near) * 31 + at(token, i + near + 1)) * 31 + at(token, i + near + 2));
            row.add(static_cast<std::uint64_t>(50 + near),
                    (at(shape, i + near) * 31 + at(shape, i + near + 1)) * 31 + at(shape, i + near + 2));
        }
        const auto here = static_cast<std::size_t>(i);
        const std::ptrdiff_t next = next_ending[here];
        const std::ptrdiff_t last = last_ending[here];
        const auto ahead = static_cast<std::uint64_t>(std::min<std::ptrdiff_t>(next - i, 6));
        const auto behind = static_cast<std::uint64_t>(std::min<std::ptrdiff_t>(i - last, 6));
        row.add(60, at(token, next) * 31 + ahead);
        row.add(61, at(token, last) * 31 + behind);
        row.add(62, at(token, next) * 31 + at(token, last));
        row.add(63, (at(token, next) * 31 + at(token, i)) * 31 + ahead);
        row.add(64, at(token, next) * 31 + at(token, next + 1));
        row.add(65, std::min<std::uint64_t>(static_cast<std::uint64_t>(i), 4) * 31 + at(token, i));
        row.add(66, static_cast<std::uint64_t>(count - i < 4 ? count - i : 4) * 31 + at(shape, i));
        row.add(67, (at(token, last) * 31 + at(shape, i)) * 31 + at(token, i + 1));
    }
    add_lexicon_features(tokens, out);
    return out;
}

// Marks the tokens of each longest string that the examples knew as a part: where in it, and as which parts.
void AddressTagger::add_lexicon_features(const std::vector<std::u32string>& tokens,
                                         std::vector<Features>& out) const {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        std::u32string text;
        std::size_t best = 0;
        std::uint32_t best_parts = 0;
        for (std::size_t n = 0; n < lexicon_.longest && i + n < tokens.size(); ++n) {
            text += tokens[i + n];
            const auto found = lexicon_.parts.find(text);
            if (found == lexicon_.parts.end()) continue;
            best = n + 1;
            best_parts = found->second;
        }
        for (std::size_t n = 0; n < best; ++n) {
            const std::uint64_t place = n == 0 ? 0 : n + 1 == best ? 2 : 1;
            Rows row(out[i + n], rows);
            row.add(80 + place, best_parts);
            row.add(83 + place, best_parts * 31ULL + std::min<std::size_t>(best, 5));
        }
        if (best > 0 && i + best < tokens.size()) Rows(out[i + best], rows).add(86, best_parts);
    }
}

// Viterbi. What goes on with a part may only follow that part.
std::vector<std::uint8_t> AddressTagger::best_tags(const std::vector<Features>& features) const {
    constexpr float never = -std::numeric_limits<float>::infinity();
    std::vector<std::array<std::uint8_t, tags>> from(features.size());
    Weights before{};
    for (std::size_t i = 0; i < features.size(); ++i) {
        Weights here{};
        for (const std::uint32_t row : features[i])
            for (std::size_t tag = 0; tag < tags; ++tag) here[tag] += weights_[row][tag];
        Weights next{};
        for (std::size_t tag = 0; tag < tags; ++tag) {
            float best = i == 0 ? (goes_on(tag) ? never : 0) : never;
            std::uint8_t best_from = no_tag;
            const std::size_t first = goes_on(tag) ? tag - 1 : 0;
            const std::size_t last = goes_on(tag) ? tag + 1 : tags;
            for (std::size_t previous = first; i > 0 && previous < last; ++previous) {
                const float sum = before[previous] + transitions_[previous][tag];
                if (sum <= best) continue;
                best = sum;
                best_from = static_cast<std::uint8_t>(previous);
            }
            next[tag] = best + here[tag];
            from[i][tag] = best_from;
        }
        before = next;
    }
    std::vector<std::uint8_t> path(features.size());
    if (features.empty()) return path;
    auto tag = static_cast<std::uint8_t>(std::max_element(before.begin(), before.end()) - before.begin());
    for (std::size_t i = features.size(); i-- > 0;) {
        path[i] = tag;
        tag = from[i][tag];
    }
    return path;
}

void AddressTagger::learn(const std::vector<Features>& features, const std::vector<std::uint8_t>& truth,
                          float step) {
    const std::vector<std::uint8_t> guess = best_tags(features);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (guess[i] != truth[i]) {
            for (const std::uint32_t row : features[i]) {
                weights_[row][truth[i]] += 1;
                weights_[row][guess[i]] -= 1;
                weighted_changes_[row][truth[i]] += step;
                weighted_changes_[row][guess[i]] -= step;
            }
        }
        if (i == 0 || (guess[i] == truth[i] && guess[i - 1] == truth[i - 1])) continue;
        transitions_[truth[i - 1]][truth[i]] += 1;
        transitions_[guess[i - 1]][guess[i]] -= 1;
        weighted_transitions_[truth[i - 1]][truth[i]] += step;
        weighted_transitions_[guess[i - 1]][guess[i]] -= step;
    }
}

// The mean of the weights over all steps: what makes a perceptron good on addresses it has not seen.
void AddressTagger::average(float steps) {
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t tag = 0; tag < tags; ++tag)
            weights_[row][tag] -= weighted_changes_[row][tag] / steps;
    for (std::size_t a = 0; a < tags; ++a)
        for (std::size_t b = 0; b < tags; ++b) transitions_[a][b] -= weighted_transitions_[a][b] / steps;
    weighted_changes_ = {};
}

AddressTagger::Lexicon AddressTagger::lexicon_of(std::span<const LabelledAddress> examples) {
    std::map<std::pair<std::u32string, AddressPart>, int> seen;
    for (const LabelledAddress& example : examples) {
        std::u32string text;
        for (std::size_t i = 0; i < example.tokens.size(); ++i) {
            text += example.tokens[i];
            const bool ends = i + 1 == example.tokens.size() || example.begins[i + 1];
            if (!ends) continue;
            if (text.size() >= 2 && is_han(text[0])) seen[{text, example.parts[i]}] += 1;
            text.clear();
        }
    }
    Lexicon out;
    for (const auto& [key, count] : seen) {
        if (count < 2) continue;  // seen once it would teach trust in what a new address never has
        out.parts[key.first] |= 1U << static_cast<unsigned>(key.second);
        out.longest = std::max(out.longest, key.first.size());
    }
    return out;
}

AddressTagger AddressTagger::trained(std::span<const LabelledAddress> examples, int rounds) {
    AddressTagger tagger;
    tagger.lexicon_ = lexicon_of(examples);
    std::vector<std::vector<Features>> features;
    std::vector<std::vector<std::uint8_t>> truths;
    for (const LabelledAddress& example : examples) {
        features.push_back(tagger.features(example.tokens));
        auto& truth = truths.emplace_back();
        for (std::size_t i = 0; i < example.parts.size(); ++i)
            truth.push_back(static_cast<std::uint8_t>(2 * static_cast<int>(example.parts[i]) +
                                                      (example.begins[i] ? 0 : 1)));
    }
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    float step = 1;
    for (int round = 0; round < rounds; ++round) {
        // Another order each round, the same each time: sorted by a hash of round and place.
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const auto salt = static_cast<std::uint64_t>(round) << 40;
            return mixed(a ^ salt) < mixed(b ^ salt);
        });
        for (const std::size_t i : order) tagger.learn(features[i], truths[i], step++);
    }
    tagger.average(step);
    return tagger;
}

std::vector<AddressElement> AddressTagger::parse_tokens(const std::vector<std::u32string>& tokens) const {
    const std::vector<std::uint8_t> path = best_tags(features(tokens));
    std::vector<AddressElement> out;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!goes_on(path[i])) out.push_back({static_cast<AddressPart>(path[i] / 2), {}, i, 0});
        out.back().text += encoded(tokens[i]);
        out.back().tokens += 1;
    }
    return out;
}

std::vector<AddressElement> AddressTagger::parse(std::u32string_view text) const {
    return parse_tokens(address_tokens(text));
}

}  // namespace anlan::planning
