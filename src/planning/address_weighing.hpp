// Every entry that the names in a text lead to, weighed by all that the text says; used by address.cpp only.
#pragma once
#include "planning/address_said.hpp"

namespace anlan::planning {

struct WeighedEntry {
    AddressCandidate candidate;
    const PlaceEntry* entry = nullptr;  // none for an estimated crossing
    std::u32string own_name;            // by which it was found; of a crossing both
};

// The likeliest first; equal ones by label and id.
std::vector<WeighedEntry> weighed_entries(const Gazetteer& gazetteer, const Said& said);

}  // namespace anlan::planning
