// Cuts an address into its parts by the way Chinese addresses are built: names that end on a word of their
// kind (区, 街道, 路), numbers that are followed by one (号, 栋, 单元), and known names of the city where it
// has them. Needs no training, and is what the resolver and the comparison of two addresses stand on.
#pragma once
#include "planning/address_parts.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace anlan::planning {

// Names of the city (districts, streets, roads, estates) as what they are; the longest that fits wins.
class AddressLexicon {
public:
    AddressLexicon();  // knows the provinces
    void add(std::u32string_view name, AddressPart part);
    struct Match {
        AddressPart part = AddressPart::other;
        std::size_t length = 0;
    };
    std::optional<Match> longest_at(std::u32string_view text, std::size_t at) const;

private:
    std::unordered_map<std::u32string, AddressPart> names_;
    std::size_t longest_ = 0;
};

std::vector<AddressElement> parse_by_rules(const std::vector<std::u32string>& tokens,
                                           const AddressLexicon& lexicon);

}  // namespace anlan::planning
