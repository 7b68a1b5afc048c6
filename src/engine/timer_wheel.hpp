// When to look at which stream next. A hierarchical wheel of 8 x 64 slots with steps of one millisecond:
// adding, moving and cancelling are O(1); a timer costs 24 bytes; jumping over a quiet year costs nothing,
// because each level knows by one word which of its slots hold anything.
//
// A timer is a number chosen by the caller (the stream's index), and a stream has at most one. An entry
// stands at the level of the highest 6-bit group in which its instant differs from the wheel's own time: when
// the wheel's time reaches its slot, it moves down, until at level 0 a slot is exactly one millisecond.
#pragma once
#include "base/instant.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace anlan::engine {

class TimerWheel {
public:
    using Timer = std::uint32_t;

    // Arms the timer, or moves it. An instant that is past is due at the next advance.
    void arm(Timer timer, Instant at);
    void cancel(Timer timer);
    bool armed(Timer timer) const;

    // Moves the wheel to `now` and appends every timer due by then to `due`, ascending by instant; they are
    // disarmed. A `now` before the last one changes nothing.
    void advance(Instant now, std::vector<Timer>& due);

    // The instant of the next timer, or a lower bound of it that is after the last advance. None when empty.
    std::optional<Instant> next() const;

    std::size_t size() const { return size_; }

private:
    static constexpr int levels = 8;
    static constexpr std::uint32_t nil = 0xffffffff;
    static constexpr std::uint16_t unarmed = 0xffff;
    static constexpr std::uint16_t overdue =
        levels * 64;  // the list of those already past when they were armed

    struct Node {
        std::int64_t at = 0;
        std::uint32_t next = nil;
        std::uint32_t before = nil;
        std::uint16_t bucket = unarmed;
    };

    void link(Timer timer, std::int64_t at);
    void unlink(Timer timer);
    int lowest_level() const;
    std::int64_t start_of(int level, int slot) const;
    void take_list(std::uint16_t bucket, std::vector<Timer>& due);

    std::vector<Node> nodes_;
    std::array<std::uint32_t, levels * 64 + 1> heads_ = [] {
        std::array<std::uint32_t, levels * 64 + 1> heads{};
        heads.fill(nil);
        return heads;
    }();
    std::array<std::uint64_t, levels> occupied_{};
    std::int64_t elapsed_ = 0;
    std::size_t size_ = 0;
};

}  // namespace anlan::engine
