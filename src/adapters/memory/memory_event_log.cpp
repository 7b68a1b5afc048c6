#include "adapters/memory/memory_event_log.hpp"

#include <algorithm>

namespace anlan::adapters {

MemoryEventLog::MemoryEventLog(std::shared_ptr<MemoryDisk> disk, Trouble trouble)
    : disk_(std::move(disk)), trouble_(std::move(trouble)) {}

Result<ports::Head, ports::Fault> MemoryEventLog::head() noexcept {
    const std::lock_guard lock{disk_->mutex};
    if (disk_->frames.empty()) return ports::Head{};
    return ports::Head{disk_->frames.back().position, disk_->frames.back().hash};
}

Result<Done, ports::Fault> MemoryEventLog::append(std::span<const ports::Frame> frames) noexcept {
    const std::lock_guard lock{disk_->mutex};
    if (trouble_)
        if (auto fault = trouble_(disk_->frames.size())) return Unexpected{std::move(*fault)};
    std::uint64_t expected = disk_->frames.size();
    for (const ports::Frame& frame : frames)
        ANLAN_CHECK(frame.position == ++expected, "an append does not continue the log");
    disk_->frames.insert(disk_->frames.end(), frames.begin(), frames.end());
    return Done{};
}

// In pieces, so that an append does not wait for a slow reader; never half an append of the pieces' size.
Result<Done, ports::Fault> MemoryEventLog::read(std::uint64_t first, const Sink& sink) noexcept {
    std::size_t next = first == 0 ? 0 : first - 1;
    std::size_t end = 0;
    {
        const std::lock_guard lock{disk_->mutex};
        end = disk_->frames.size();
    }
    constexpr std::size_t piece_max = 1024;
    std::vector<ports::Frame> piece;
    while (next < end) {
        {
            const std::lock_guard lock{disk_->mutex};
            const auto from = disk_->frames.begin() + static_cast<std::ptrdiff_t>(next);
            piece.assign(from, from + static_cast<std::ptrdiff_t>(std::min(piece_max, end - next)));
        }
        for (const ports::Frame& frame : piece)
            if (!sink(frame.position, frame.bytes, frame.hash)) return Done{};
        next += piece.size();
    }
    return Done{};
}

}  // namespace anlan::adapters
