#include "domain/call/events.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::call {
namespace {

TEST(Golden, EveryEventOfCallEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("call"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::call
