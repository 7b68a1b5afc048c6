#include "domain/look/events.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::look {
namespace {

TEST(Golden, EveryEventOfLookEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("look"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::look
