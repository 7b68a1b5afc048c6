#include "adapters/memory/memory_event_log.hpp"
#include "adapters/memory/memory_snapshot_store.hpp"
#include "ports/contract/event_log_contract.hpp"
#include "ports/contract/snapshot_store_contract.hpp"

namespace anlan::adapters {
namespace {

struct LogWorld {
    std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
    std::unique_ptr<ports::EventLog> open() { return std::make_unique<MemoryEventLog>(disk); }
};

struct SnapshotWorld {
    std::shared_ptr<MemorySnapshots> kept = std::make_shared<MemorySnapshots>();
    std::unique_ptr<ports::SnapshotStore> open() { return std::make_unique<MemorySnapshotStore>(kept); }
};

TEST(MemoryEventLog, TroubleIsAnsweredAndNothingIsStored) {
    bool full = true;
    MemoryEventLog log{std::make_shared<MemoryDisk>(), [&](std::uint64_t) -> std::optional<ports::Fault> {
                           if (!full) return std::nullopt;
                           return ports::Fault{ports::Then::retry_call, "log.disk_full", "no space"};
                       }};
    const auto frames = ports::contract::frames(1, 3, {});
    EXPECT_EQ(log.append(frames).error().code, "log.disk_full");
    EXPECT_EQ(log.head()->records, 0U);
    full = false;
    EXPECT_TRUE(log.append(frames).ok());
    EXPECT_EQ(log.head()->records, 3U);
}

}  // namespace
}  // namespace anlan::adapters

namespace anlan::ports::contract {

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, EventLogContract, adapters::LogWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, SnapshotStoreContract, adapters::SnapshotWorld);

}  // namespace anlan::ports::contract
