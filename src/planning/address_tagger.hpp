// A parser of addresses that learns from examples: a linear chain over tokens, trained as an averaged
// structured perceptron (Collins 2002). It needs no tables and no library, trains in seconds and is the same
// for the same examples. Where a city has labelled addresses of its own, this parses better than rules; rules
// (address_rules.hpp) are what there is without them.
#pragma once
#include "planning/address_parts.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>

namespace anlan::planning {

struct LabelledAddress {
    std::vector<std::u32string> tokens;
    std::vector<AddressPart> parts;  // of each token
    std::vector<char> begins;        // a new element begins here
};

class AddressTagger {
public:
    static AddressTagger trained(std::span<const LabelledAddress> examples, int rounds);

    std::vector<AddressElement> parse(std::u32string_view text) const;
    std::vector<AddressElement> parse_tokens(const std::vector<std::u32string>& tokens) const;

private:
    // Tag 2 p begins an element of part p, 2 p + 1 goes on with it.
    static constexpr std::size_t tags = 2 * address_parts;
    using Weights = std::array<float, tags>;
    using Features = std::vector<std::uint32_t>;  // rows of weights

    struct Lexicon {
        std::unordered_map<std::u32string, std::uint32_t>
            parts;  // bits of the parts a string was seen as, twice
        std::size_t longest = 0;
    };

    AddressTagger();
    static Lexicon lexicon_of(std::span<const LabelledAddress> examples);
    std::vector<Features> features(const std::vector<std::u32string>& tokens) const;
    void add_lexicon_features(const std::vector<std::u32string>& tokens,
                              std::vector<Features>& features) const;
    std::vector<std::uint8_t> best_tags(const std::vector<Features>& features) const;
    void learn(const std::vector<Features>& features, const std::vector<std::uint8_t>& truth, float step);
    void average(float steps);

    static constexpr std::size_t rows = std::size_t{1} << 19;
    std::vector<Weights> weights_;
    std::vector<Weights> weighted_changes_;  // each change times the step it was made at; freed by average()
    std::array<Weights, tags> transitions_{};
    std::array<Weights, tags> weighted_transitions_{};
    Lexicon lexicon_;
};

}  // namespace anlan::planning
