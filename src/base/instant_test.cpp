#include "base/instant.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

std::string read_and_written(std::string_view text) {
    const auto instant = instant_from_text(text);
    return instant ? to_text(*instant) : "none";
}

TEST(Instant, TheFirstAndTheLastThatHaveAText) {
    EXPECT_EQ(read_and_written("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00.000Z");
    EXPECT_EQ(read_and_written("9999-12-31T23:59:59.999Z"), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(read_and_written("0000-01-01T00:00:00-00:01"), "0000-01-01T00:01:00.000Z");
    EXPECT_EQ(read_and_written("9999-12-31T23:59:00+00:01"), "9999-12-31T23:58:00.000Z");
}

// It was read, and ended the process when it was written again.
TEST(Instant, AnOffsetDoesNotLeadOutOfTheYearsThatHaveAText) {
    EXPECT_EQ(read_and_written("0000-01-01T00:00:00+00:01"), "none");
    EXPECT_EQ(read_and_written("9999-12-31T23:59:00-00:01"), "none");
    EXPECT_EQ(read_and_written("9999-12-31T23:59:60-23:59"), "none");
}

}  // namespace
}  // namespace anlan
