#include "engine/timer_wheel.hpp"

#include <algorithm>
#include <bit>

namespace anlan::engine {

void TimerWheel::arm(Timer timer, Instant at) {
    if (timer >= nodes_.size()) nodes_.resize(std::max<std::size_t>(timer + 1, nodes_.size() * 2));
    if (nodes_[timer].bucket != unarmed) unlink(timer);
    link(timer, at.time_since_epoch().count());
}

void TimerWheel::cancel(Timer timer) {
    if (armed(timer)) unlink(timer);
}

bool TimerWheel::armed(Timer timer) const { return timer < nodes_.size() && nodes_[timer].bucket != unarmed; }

void TimerWheel::link(Timer timer, std::int64_t at) {
    std::uint16_t bucket = overdue;
    if (at > elapsed_) {
        const auto differing = static_cast<std::uint64_t>(at ^ elapsed_) | 63U;
        const int level = std::min((63 - std::countl_zero(differing)) / 6, levels - 1);
        const auto slot = static_cast<unsigned>((at >> (6 * level)) & 63);
        bucket = static_cast<std::uint16_t>(static_cast<unsigned>(level) * 64 + slot);
        occupied_[static_cast<std::size_t>(level)] |= std::uint64_t{1} << slot;
    }
    Node& node = nodes_[timer];
    node.at = at;
    node.bucket = bucket;
    node.before = nil;
    node.next = heads_[bucket];
    if (node.next != nil) nodes_[node.next].before = timer;
    heads_[bucket] = timer;
    ++size_;
}

void TimerWheel::unlink(Timer timer) {
    Node& node = nodes_[timer];
    if (node.next != nil) nodes_[node.next].before = node.before;
    if (node.before != nil)
        nodes_[node.before].next = node.next;
    else
        heads_[node.bucket] = node.next;
    if (heads_[node.bucket] == nil && node.bucket != overdue)
        occupied_[node.bucket / 64] &= ~(std::uint64_t{1} << (node.bucket % 64));
    node.bucket = unarmed;
    --size_;
}

// Entries of a lower level are due before those of any higher one.
int TimerWheel::lowest_level() const {
    for (int level = 0; level < levels; ++level)
        if (occupied_[static_cast<std::size_t>(level)] != 0) return level;
    return levels;
}

std::int64_t TimerWheel::start_of(int level, int slot) const {
    const auto above = static_cast<unsigned>(6 * (level + 1));
    const std::int64_t block = above >= 63 ? 0 : (elapsed_ >> above) << above;
    return block + (static_cast<std::int64_t>(slot) << (6 * level));
}

std::optional<Instant> TimerWheel::next() const {
    if (heads_[overdue] != nil) return Instant{Millis{elapsed_}};
    const int level = lowest_level();
    if (level == levels) return std::nullopt;
    const int slot = std::countr_zero(occupied_[static_cast<std::size_t>(level)]);
    return Instant{Millis{start_of(level, slot)}};
}

void TimerWheel::take_list(std::uint16_t bucket, std::vector<Timer>& due) {
    while (heads_[bucket] != nil) {
        due.push_back(heads_[bucket]);
        unlink(heads_[bucket]);
    }
}

void TimerWheel::advance(Instant now, std::vector<Timer>& due) {
    const auto first = static_cast<std::ptrdiff_t>(due.size());
    const auto until = now.time_since_epoch().count();
    take_list(overdue, due);
    for (int level = lowest_level(); level < levels; level = lowest_level()) {
        const int slot = std::countr_zero(occupied_[static_cast<std::size_t>(level)]);
        const std::int64_t start = start_of(level, slot);
        if (start > until) break;
        elapsed_ = std::max(elapsed_, start);
        const auto bucket = static_cast<std::uint16_t>(level * 64 + slot);
        if (level == 0) {
            take_list(bucket, due);
            continue;
        }
        while (heads_[bucket] != nil) {
            const Timer timer = heads_[bucket];
            const std::int64_t at = nodes_[timer].at;
            unlink(timer);
            link(timer, at);
        }
        take_list(overdue, due);
    }
    elapsed_ = std::max(elapsed_, until);
    const auto earlier = [this](Timer a, Timer b) {
        return nodes_[a].at != nodes_[b].at ? nodes_[a].at < nodes_[b].at : a < b;
    };
    std::sort(due.begin() + first, due.end(), earlier);
}

}  // namespace anlan::engine
