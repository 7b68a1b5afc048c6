#include "adapters/memory/memory_snapshot_store.hpp"

#include "ports/packed_positions.hpp"

#include <algorithm>

namespace anlan::adapters {

using ports::ClosedRow;
using ports::Fault;
using ports::RestingRow;
using ports::SnapshotInfo;
using ports::StreamSnapshot;

namespace {

std::uint64_t sum_of_positions(const StreamSnapshot& snapshot) {
    return ports::sum_of_positions(snapshot.stream, 1, ports::pack_positions(snapshot.positions));
}

StreamSnapshot without_positions(StreamSnapshot snapshot) {
    snapshot.positions.clear();
    return snapshot;
}

void take_out_of_closed(MemorySnapshots& kept, const StreamSnapshot& snapshot) {
    if (!snapshot.rests) return;
    const auto found = kept.closed.find(snapshot.rests->closed_as);
    if (found == kept.closed.end()) return;
    found->second.erase({snapshot.rests->closed_at, snapshot.stream});
    if (found->second.empty()) kept.closed.erase(found);
}

void put_into_closed(MemorySnapshots& kept, const StreamSnapshot& snapshot) {
    if (!snapshot.rests || snapshot.rests->closed_as.empty()) return;
    kept.closed[snapshot.rests->closed_as].insert({snapshot.rests->closed_at, snapshot.stream});
}

}  // namespace

MemorySnapshotStore::MemorySnapshotStore(std::shared_ptr<MemorySnapshots> kept) : kept_(std::move(kept)) {}

Result<std::optional<SnapshotInfo>, Fault> MemorySnapshotStore::info() noexcept {
    const std::lock_guard lock{kept_->mutex};
    return kept_->info;
}

Result<Done, Fault> MemorySnapshotStore::save(const SnapshotInfo& info,
                                              std::span<const StreamSnapshot> changed) noexcept {
    const std::lock_guard lock{kept_->mutex};
    kept_->info = info;
    for (const StreamSnapshot& snapshot : changed) {
        auto& row = kept_->streams[snapshot.stream];
        auto positions = std::move(row.snapshot.positions);
        positions.resize(
            std::min<std::size_t>(positions.size(), snapshot.version - snapshot.positions.size()));
        positions.insert(positions.end(), snapshot.positions.begin(), snapshot.positions.end());
        take_out_of_closed(*kept_, row.snapshot);
        row.snapshot = snapshot;
        put_into_closed(*kept_, snapshot);
        row.snapshot.positions = std::move(positions);
        row.sum = ports::sum_of(snapshot);
        row.sum_of_positions = sum_of_positions(row.snapshot);
    }
    kept_->rows = kept_->streams.size();
    return Done{};
}

Result<Done, Fault> MemorySnapshotStore::check() noexcept {
    const std::lock_guard lock{kept_->mutex};
    for (const auto& [stream, row] : kept_->streams)
        if (row.snapshot.stream != stream || row.sum != ports::sum_of(row.snapshot) ||
            row.sum_of_positions != sum_of_positions(row.snapshot))
            return Unexpected{ports::damaged_snapshot(stream)};
    if (kept_->rows != kept_->streams.size()) return Unexpected{ports::damaged_snapshot("some stream")};
    return Done{};
}

Result<Done, Fault> MemorySnapshotStore::for_each_living(const Sink& sink) noexcept {
    std::vector<StreamSnapshot> living;
    {
        const std::lock_guard lock{kept_->mutex};
        for (const auto& [stream, row] : kept_->streams)
            if (!row.snapshot.rests) living.push_back(without_positions(row.snapshot));
    }
    for (const auto& snapshot : living)
        if (!sink(snapshot)) break;
    return Done{};
}

Result<Done, Fault> MemorySnapshotStore::clear() noexcept {
    const std::lock_guard lock{kept_->mutex};
    kept_->info.reset();
    kept_->streams.clear();
    kept_->closed.clear();
    kept_->rows = 0;
    return Done{};
}

Result<std::optional<StreamSnapshot>, Fault> MemorySnapshotStore::load(std::string_view stream) noexcept {
    const std::lock_guard lock{kept_->mutex};
    const auto found = kept_->streams.find(stream);
    if (found == kept_->streams.end()) return std::optional<StreamSnapshot>{};
    if (found->second.sum != ports::sum_of(found->second.snapshot))
        return Unexpected{ports::damaged_snapshot(stream)};
    return std::optional{without_positions(found->second.snapshot)};
}

Result<std::vector<std::uint64_t>, Fault> MemorySnapshotStore::positions(std::string_view stream,
                                                                         std::uint64_t first,
                                                                         std::size_t limit) noexcept {
    const std::lock_guard lock{kept_->mutex};
    std::vector<std::uint64_t> found;
    const auto row = kept_->streams.find(stream);
    if (row == kept_->streams.end()) return found;
    if (row->second.sum_of_positions != sum_of_positions(row->second.snapshot))
        return Unexpected{ports::damaged_snapshot(stream)};
    const auto& all = row->second.snapshot.positions;
    for (auto version = std::max<std::uint64_t>(first, 1); version <= all.size() && found.size() < limit;
         ++version)
        found.push_back(all[version - 1]);
    return found;
}

Result<std::vector<RestingRow>, Fault> MemorySnapshotStore::resting(std::string_view prefix,
                                                                    std::string_view before,
                                                                    std::size_t limit) noexcept {
    const std::lock_guard lock{kept_->mutex};
    std::vector<RestingRow> found;
    auto next = before.empty() ? kept_->streams.end() : kept_->streams.lower_bound(before);
    while (next != kept_->streams.begin() && found.size() < limit) {
        --next;
        const auto& [stream, row] = *next;
        if (stream < prefix) break;
        if (!stream.starts_with(prefix) || !row.snapshot.rests || !row.snapshot.rests->facets) continue;
        found.push_back({stream, *row.snapshot.rests->facets});
    }
    return found;
}

Result<std::vector<std::string>, Fault> MemorySnapshotStore::closed_kinds() noexcept {
    const std::lock_guard lock{kept_->mutex};
    std::vector<std::string> kinds;
    for (const auto& [kind, rows] : kept_->closed) kinds.push_back(kind);
    return kinds;
}

Result<std::vector<ClosedRow>, Fault> MemorySnapshotStore::closed(std::string_view closed_as,
                                                                  const ClosedRow& after,
                                                                  std::size_t limit) noexcept {
    const std::lock_guard lock{kept_->mutex};
    std::vector<ClosedRow> found;
    const auto kind = kept_->closed.find(closed_as);
    if (kind == kept_->closed.end()) return found;
    for (auto next = kind->second.upper_bound({after.closed_at, after.stream});
         next != kind->second.end() && found.size() < limit; ++next)
        found.push_back({next->second, next->first});
    return found;
}

Result<std::uint64_t, Fault> MemorySnapshotStore::resting_count() noexcept {
    const std::lock_guard lock{kept_->mutex};
    return static_cast<std::uint64_t>(
        std::count_if(kept_->streams.begin(), kept_->streams.end(),
                      [](const auto& one) { return one.second.snapshot.rests.has_value(); }));
}

}  // namespace anlan::adapters
