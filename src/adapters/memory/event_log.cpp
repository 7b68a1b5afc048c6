#include "adapters/memory/event_log.hpp"

namespace anlan::adapters {

Result<ports::Head, ports::Fault> MemoryEventLog::head() noexcept {
    const std::lock_guard lock{mutex_};
    if (frames_.empty()) return ports::Head{};
    return ports::Head{frames_.back().position, frames_.back().hash};
}

Result<Done, ports::Fault> MemoryEventLog::append(std::span<const ports::Frame> frames) noexcept {
    const std::lock_guard lock{mutex_};
    frames_.insert(frames_.end(), frames.begin(), frames.end());
    return Done{};
}

Result<Done, ports::Fault> MemoryEventLog::read(std::uint64_t first, const Sink& sink) noexcept {
    for (auto position = std::max<std::uint64_t>(first, 1);; ++position) {
        ports::Frame frame;
        {
            const std::lock_guard lock{mutex_};
            if (position > frames_.size()) return Done{};
            frame = frames_[position - 1];
        }
        if (!sink(frame.position, frame.bytes, frame.hash)) return Done{};
    }
}

}  // namespace anlan::adapters
