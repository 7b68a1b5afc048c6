// Are two addresses the same place, partly the same, or not? Both are cut into parts, the parts are compared
// one by one (road with road, number with number, estate with estate), and a weighted sum of what agrees and
// what contradicts decides. Used where a register is merged with another, and to explain why a candidate was
// offered.
#pragma once
#include "planning/address_parts.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>

namespace anlan::planning {

BOOST_DEFINE_ENUM_CLASS(AddressRelation, different, partial, same)

BOOST_DEFINE_ENUM_CLASS(Agreement, agrees, similar, contradicts, only_first, only_second)

// One part of the comparison, with both texts.
struct PartComparison {
    AddressPart part = AddressPart::poi;
    Agreement agreement = Agreement::agrees;
    std::string first;
    std::string second;

    friend bool operator==(const PartComparison&, const PartComparison&) = default;
};
BOOST_DESCRIBE_STRUCT(PartComparison, (), (part, agreement, first, second))

struct AddressComparison {
    AddressRelation relation = AddressRelation::different;
    std::array<double, 3> probabilities{};  // of different, partial, same
    std::vector<PartComparison> parts;
};

// How rare a pair of neighbouring characters is among the addresses at hand (a register, or the texts
// compared): 小区 says little, 浣花 much. Without any, every pair counts the same.
class PairRarity {
public:
    void add(std::string_view address);
    double operator()(std::uint64_t pair) const;

private:
    std::unordered_map<std::uint64_t, std::uint32_t> counts_;
    std::size_t addresses_ = 0;
};

inline constexpr std::size_t address_features = 52;
using AddressFeatures = std::array<double, address_features>;
using AddressWeights = std::array<std::array<double, address_features>, 3>;

// What the weights are applied to; for whoever fits them to a city's own pairs.
AddressFeatures address_features_of(std::string_view first, std::string_view second,
                                    const PairRarity& rarity);

AddressComparison compare_addresses(std::string_view first, std::string_view second,
                                    const PairRarity& rarity);
AddressComparison compare_addresses(std::string_view first, std::string_view second, const PairRarity& rarity,
                                    const AddressWeights& weights);

// The weights that compare_addresses() uses; fitted on half of the CCKS-2021 pairs, by hash of the query.
const AddressWeights& usual_address_weights();

}  // namespace anlan::planning
