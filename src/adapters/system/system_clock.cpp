#include "adapters/system/system_clock.hpp"

#include <time.h>

#include <algorithm>

namespace anlan::adapters {
namespace {

using std::chrono::nanoseconds;

nanoseconds read(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds{time.tv_sec} + nanoseconds{time.tv_nsec};
}

class MachineTime final : public RawTime {
public:
    nanoseconds wall() noexcept override { return read(CLOCK_REALTIME); }
    nanoseconds since_boot() noexcept override { return read(CLOCK_BOOTTIME); }
};

}  // namespace

std::unique_ptr<RawTime> machine_time() { return std::make_unique<MachineTime>(); }

SystemClock::SystemClock(std::unique_ptr<RawTime> raw)
    : raw_(std::move(raw)), time_(raw_->wall()), boot_(raw_->since_boot()) {}

// What went by since the last look, made a little longer or shorter to come nearer to the wall.
nanoseconds SystemClock::advance() noexcept {
    const nanoseconds boot = raw_->since_boot();
    const nanoseconds elapsed = std::max(boot - boot_, nanoseconds{0});
    boot_ += elapsed;
    time_ += elapsed;
    const nanoseconds difference = raw_->wall() - time_;
    if (difference <= followed_max && difference >= -followed_max) {
        const nanoseconds most = elapsed / follow_at_most_one_in;
        time_ += std::clamp(difference, -most, most);
    }
    return time_;
}

Instant SystemClock::now() noexcept {
    const std::lock_guard lock{mutex_};
    return Instant{std::chrono::floor<Millis>(advance())};
}

void SystemClock::start_at_least(Instant instant) noexcept {
    const std::lock_guard lock{mutex_};
    time_ = std::max<nanoseconds>(advance(), instant.time_since_epoch());
}

std::chrono::milliseconds SystemClock::wall_difference() noexcept {
    const std::lock_guard lock{mutex_};
    const nanoseconds time = advance();
    return std::chrono::round<std::chrono::milliseconds>(raw_->wall() - time);
}

}  // namespace anlan::adapters
