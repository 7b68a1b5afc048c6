// The snapshots of tests and of the simulator; like MemoryEventLog, they outlive the store that wrote them.
#pragma once
#include "ports/snapshot_store.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

namespace anlan::adapters {

struct MemorySnapshots {
    struct Row {
        ports::StreamSnapshot snapshot;  // with all its positions
        std::uint64_t sum = 0;           // of what was saved: a test that alters the rest is found out
        std::uint64_t sum_of_positions = 0;
    };
    std::mutex mutex;
    std::optional<ports::SnapshotInfo> info;
    std::map<std::string, Row, std::less<>> streams;
    std::size_t rows = 0;
    // Of what rests: by how it was closed, then by when; without one that is empty.
    std::map<std::string, std::set<std::pair<Instant, std::string>>, std::less<>> closed;
};

class MemorySnapshotStore final : public ports::SnapshotStore {
public:
    explicit MemorySnapshotStore(std::shared_ptr<MemorySnapshots> kept = std::make_shared<MemorySnapshots>());

    Result<std::optional<ports::SnapshotInfo>, ports::Fault> info() noexcept override;
    Result<Done, ports::Fault> save(const ports::SnapshotInfo& info,
                                    std::span<const ports::StreamSnapshot> changed) noexcept override;
    Result<Done, ports::Fault> check() noexcept override;
    Result<Done, ports::Fault> for_each_living(const Sink& sink) noexcept override;
    Result<Done, ports::Fault> clear() noexcept override;

    Result<std::optional<ports::StreamSnapshot>, ports::Fault> load(
        std::string_view stream) noexcept override;
    Result<std::vector<std::uint64_t>, ports::Fault> positions(std::string_view stream, std::uint64_t first,
                                                               std::size_t limit) noexcept override;
    Result<std::vector<ports::RestingRow>, ports::Fault> resting(std::string_view prefix,
                                                                 std::string_view before,
                                                                 std::size_t limit) noexcept override;
    Result<std::vector<std::string>, ports::Fault> closed_kinds() noexcept override;
    Result<std::vector<ports::ClosedRow>, ports::Fault> closed(std::string_view closed_as,
                                                               const ports::ClosedRow& after,
                                                               std::size_t limit) noexcept override;
    Result<std::uint64_t, ports::Fault> resting_count() noexcept override;

private:
    std::shared_ptr<MemorySnapshots> kept_;
};

}  // namespace anlan::adapters
