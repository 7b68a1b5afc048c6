// The snapshots of tests and of the simulator; like MemoryEventLog, they outlive the store that wrote them.
#pragma once
#include "ports/snapshot_store.hpp"

#include <map>
#include <memory>

namespace anlan::adapters {

struct MemorySnapshots {
    std::optional<ports::SnapshotInfo> info;
    std::map<std::string, ports::StreamSnapshot, std::less<>> streams;
};

class MemorySnapshotStore final : public ports::SnapshotStore {
public:
    explicit MemorySnapshotStore(std::shared_ptr<MemorySnapshots> kept = std::make_shared<MemorySnapshots>());

    Result<std::optional<ports::SnapshotInfo>, ports::Fault> info() noexcept override;
    Result<Done, ports::Fault> save(const ports::SnapshotInfo& info,
                                    std::span<const ports::StreamSnapshot> changed) noexcept override;
    Result<std::optional<ports::StreamSnapshot>, ports::Fault> load(
        std::string_view stream) noexcept override;
    Result<Done, ports::Fault> for_each(bool only_owing, const Sink& sink) noexcept override;
    Result<Done, ports::Fault> clear() noexcept override;

private:
    std::shared_ptr<MemorySnapshots> kept_;
};

}  // namespace anlan::adapters
