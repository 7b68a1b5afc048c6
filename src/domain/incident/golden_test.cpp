#include "domain/incident/events.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

TEST(Golden, EveryEventOfIncidentEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("incident"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::incident
