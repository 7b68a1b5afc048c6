#include "sim/world/simulated_log.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr int full_at_most_for = 40;  // appends; the engine tries again every 200 ms

}  // namespace

std::uint64_t SimulatedDisk::cut_power(Chance& chance) {
    std::uint64_t kept = frames.size();
    if (!unsafe.empty()) {
        const std::uint64_t began = unsafe.front();
        for (std::size_t i = 0; i < unsafe.size(); ++i) {
            if (chance.hit(0.5)) continue;  // this write had reached the platter
            kept = i == 0 ? began : unsafe[i];
            break;
        }
    }
    unsafe.clear();
    const std::uint64_t lost = frames.size() - kept;
    if (lost == 0) return 0;
    frames.resize(kept);
    ++appends_lost;
    repairs.push_back("cut off " + std::to_string(lost) + " records of an unfinished write");
    return lost;
}

Result<ports::Head, ports::Fault> SimulatedLog::head() noexcept {
    const auto& frames = parts_.disk.frames;
    if (frames.empty()) return ports::Head{};
    return ports::Head{frames.back().position, frames.back().hash};
}

void SimulatedLog::store(std::span<const ports::Frame> frames) {
    auto& disk = parts_.disk;
    const auto before = disk.frames.size();
    disk.frames.insert(disk.frames.end(), frames.begin(), frames.end());
    if (parts_.chance.hit(parts_.faults.lies)) {
        ++parts_.counts.lies;
        disk.unsafe.push_back(before);
    } else if (!disk.unsafe.empty()) {
        disk.unsafe.clear();  // a write that truly reached the platter takes the earlier ones with it
    }
}

Result<Done, ports::Fault> SimulatedLog::append(std::span<const ports::Frame> frames) noexcept {
    const auto& faults = parts_.faults;
    auto& chance = parts_.chance;
    ++parts_.counts.appends;
    if (faults.any()) {
        if (full_for_ == 0 && chance.hit(faults.full))
            full_for_ = 1 + static_cast<int>(chance.below(full_at_most_for));
        if (full_for_ > 0) {
            --full_for_;
            ++parts_.counts.refused;
            parts_.held_up(Millis{0});
            return Unexpected{
                ports::Fault{ports::Then::retry_call, "log.disk_full", "no space left on the device"}};
        }
        if (chance.hit(faults.slow)) {
            ++parts_.counts.slow;
            parts_.held_up(chance.seconds(0.05, faults.slow_seconds));
        }
    }
    std::vector<ports::Frame> written{frames.begin(), frames.end()};
    if (parts_.tamper) parts_.tamper(written);
    store(written);
    if (chance.hit(faults.unanswered)) {
        ++parts_.counts.unanswered;
        return Unexpected{ports::Fault{ports::Then::stop, "log.io", "input/output error"}};
    }
    return Done{};
}

Result<Done, ports::Fault> SimulatedLog::read(std::uint64_t first, const Sink& sink) noexcept {
    const auto& frames = parts_.disk.frames;
    for (auto next = std::max<std::uint64_t>(first, 1) - 1; next < frames.size(); ++next)
        if (!sink(frames[next].position, frames[next].bytes, frames[next].hash)) return Done{};
    return Done{};
}

}  // namespace anlan::sim
