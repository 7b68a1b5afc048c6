// What a text says, before any entry is looked at; used by address.cpp only.
#pragma once
#include "planning/address.hpp"

namespace anlan::planning {

// A name in the text with every entry it may stand for.
struct SaidName {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string said;
    std::vector<Gazetteer::Mention> names;  // the likeliest first; several where a slip leaves it open
};

struct Said {
    std::u32string text;  // compared form, without phone numbers
    std::vector<SaidName> names;
    std::vector<AddressElement> details;
    AddressRelationSaid relation;
    bool is_crossing = false;
    std::vector<PersonalText> phones;

    // The house number that follows this place in the text: 12 of 解放路12号; 0: none.
    int number_after(std::size_t place) const;
};

Said said_in(const Gazetteer& gazetteer, std::string_view text);

}  // namespace anlan::planning
