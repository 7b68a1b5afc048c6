// The product's time. It starts with what the machine's clock on the wall says, and from then on goes with
// the time since boot, which nobody can set and which counts while the machine sleeps. So deadlines do not
// jump when an operator or a time server corrects the wall clock.
//
// Small differences (an oscillator that is a little off, corrected all day by NTP) are followed slowly: at
// most one part in twenty. A difference of more than half a second is somebody's step: it is not followed but
// told, and taken over with the next start.
#pragma once
#include "ports/clock.hpp"

#include <chrono>
#include <memory>
#include <mutex>

namespace anlan::adapters {

class RawTime {
public:
    virtual ~RawTime() = default;
    virtual std::chrono::nanoseconds wall() noexcept = 0;        // since 1970, UTC
    virtual std::chrono::nanoseconds since_boot() noexcept = 0;  // never goes back
};

// CLOCK_REALTIME and CLOCK_BOOTTIME.
std::unique_ptr<RawTime> machine_time();

// Any thread may ask.
class SystemClock final : public ports::Clock {
public:
    static constexpr std::chrono::milliseconds followed_max{500};
    static constexpr int follow_at_most_one_in = 20;

    explicit SystemClock(std::unique_ptr<RawTime> raw = machine_time());

    Instant now() noexcept override;

    // Time has come this far already (the last record of the log says so): do not start before it.
    void start_at_least(Instant instant) noexcept;

    // What the wall clock is ahead of this one (behind it, if negative). Beyond followed_max it stays until
    // the next start, and an operator should know.
    std::chrono::milliseconds wall_difference() noexcept;

private:
    std::chrono::nanoseconds advance() noexcept;

    std::unique_ptr<RawTime> raw_;
    std::mutex mutex_;
    std::chrono::nanoseconds time_;  // since 1970
    std::chrono::nanoseconds boot_;  // when it was that
};

}  // namespace anlan::adapters
