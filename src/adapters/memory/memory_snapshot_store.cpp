#include "adapters/memory/memory_snapshot_store.hpp"

namespace anlan::adapters {

MemorySnapshotStore::MemorySnapshotStore(std::shared_ptr<MemorySnapshots> kept) : kept_(std::move(kept)) {}

Result<std::optional<ports::SnapshotInfo>, ports::Fault> MemorySnapshotStore::info() noexcept {
    return kept_->info;
}

Result<Done, ports::Fault> MemorySnapshotStore::save(
    const ports::SnapshotInfo& info, std::span<const ports::StreamSnapshot> changed) noexcept {
    kept_->info = info;
    for (const ports::StreamSnapshot& snapshot : changed)
        kept_->streams.insert_or_assign(snapshot.stream, snapshot);
    return Done{};
}

Result<std::optional<ports::StreamSnapshot>, ports::Fault> MemorySnapshotStore::load(
    std::string_view stream) noexcept {
    const auto found = kept_->streams.find(stream);
    if (found == kept_->streams.end()) return std::optional<ports::StreamSnapshot>{};
    return std::optional{found->second};
}

Result<Done, ports::Fault> MemorySnapshotStore::for_each(bool only_owing, const Sink& sink) noexcept {
    for (const auto& [stream, snapshot] : kept_->streams) {
        if (only_owing && !snapshot.owes) continue;
        if (!sink(snapshot)) break;
    }
    return Done{};
}

Result<Done, ports::Fault> MemorySnapshotStore::clear() noexcept {
    kept_->info.reset();
    kept_->streams.clear();
    return Done{};
}

}  // namespace anlan::adapters
