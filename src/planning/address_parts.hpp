// The parts of a Chinese address, from the whole to the part, and the pieces a parser cuts a text into. The
// names follow the public annotation of Li et al. (NAACL 2019), so that a parser can be measured on it.
#pragma once
#include <boost/describe.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::planning {

// `cell` is the entrance of a building (单元); `assist` a word of relation (对面, 交叉口); `redundant` what
// says nothing.
BOOST_DEFINE_ENUM_CLASS(AddressPart, province, city, district, dev_zone, town, community, road, road_number,
                        sub_road, sub_road_number, poi, sub_poi, house_number, cell, floor, room, person,
                        assist, country, redundant, other)
inline constexpr std::size_t address_parts = 21;
static_assert(static_cast<std::size_t>(AddressPart::other) + 1 == address_parts);

struct AddressElement {
    AddressPart part = AddressPart::other;
    std::string text;       // as written
    std::size_t token = 0;  // where it begins
    std::size_t tokens = 0;

    friend bool operator==(const AddressElement&, const AddressElement&) = default;
};
BOOST_DESCRIBE_STRUCT(AddressElement, (), (part, text, token, tokens))

// A Chinese character, or a run of digits or of letters, is one token. Blanks are left out.
std::vector<std::u32string> address_tokens(std::u32string_view text);

}  // namespace anlan::planning
