#include "ports/packed_positions.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace anlan::ports {
namespace {

using Positions = std::vector<std::uint64_t>;
constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();

TEST(PackedPositions, ComeBackAsTheyWere) {
    for (const Positions& positions :
         {Positions{}, Positions{1}, Positions{1, 2, 129, 16'513}, Positions{last}, Positions{1, last}})
        EXPECT_EQ(unpack_positions(pack_positions(positions)), positions);
}

TEST(PackedPositions, ANumberOfMoreThan64BitsIsNone) {
    EXPECT_FALSE(unpack_positions(std::string(9, '\xFF') + '\x02'));
    EXPECT_FALSE(unpack_positions(std::string(10, '\xFF') + '\x01'));
    EXPECT_FALSE(
        unpack_positions(pack_positions(Positions{last}) + '\x01'));  // behind the last there is none
}

TEST(PackedPositions, WhatWasNotWrittenSoIsNone) {
    EXPECT_FALSE(unpack_positions("\x81"));                           // cut off
    EXPECT_FALSE(unpack_positions(std::string_view{"\x01\x00", 2}));  // the same position again
    EXPECT_FALSE(unpack_positions(std::string_view{"\x81\x00", 2}));  // longer than it need be
}

}  // namespace
}  // namespace anlan::ports
