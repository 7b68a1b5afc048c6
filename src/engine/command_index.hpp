// Which commands have been carried out, so that one sent again is answered again and not done again. Keys are
// 128-bit digests of actor and command id; the oldest are forgotten after the window in which a client may
// repeat itself, and beyond `capacity`. Rebuilt from the log at start.
#pragma once
#include "base/digest.hpp"
#include "base/instant.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace anlan::engine {

struct CommandKey {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend bool operator==(const CommandKey&, const CommandKey&) = default;
};

struct CarriedOut {
    std::uint64_t position = 0;  // of its last event
    std::uint64_t version = 0;   // of the stream after it
    std::uint64_t digest = 0;    // of what was commanded
};

using anlan::digest;

CommandKey key_of(std::string_view actor_id, std::string_view command_id);

class CommandIndex {
public:
    // Room for all of them is made at once: to grow a table of a million takes a moment that a caller would
    // feel.
    explicit CommandIndex(std::size_t capacity) : capacity_(capacity) { done_.reserve(capacity + 1); }

    std::optional<CarriedOut> find(const CommandKey& key) const {
        const auto found = done_.find(key);
        if (found == done_.end()) return std::nullopt;
        return found->second;
    }

    void put(const CommandKey& key, const CarriedOut& done, Instant at) {
        if (!done_.insert_or_assign(key, done).second) return;
        order_.push_back({key, at});
        if (order_.size() > capacity_) forget_first();
    }

    // Forgets what was carried out before `instant`, but for the last `at_least`.
    void forget_before(Instant instant, std::size_t at_least) {
        while (order_.size() > at_least && order_.front().at < instant) forget_first();
    }

    // Takes back the last `count` put, when their commit failed.
    void forget_last(std::size_t count) {
        for (; count > 0 && !order_.empty(); --count) {
            done_.erase(order_.back().key);
            order_.pop_back();
        }
    }

    std::size_t size() const { return done_.size(); }

private:
    struct Put {
        CommandKey key;
        Instant at{};
    };
    void forget_first() {
        done_.erase(order_.front().key);
        order_.pop_front();
    }
    struct Hasher {
        std::size_t operator()(const CommandKey& key) const noexcept { return key.low; }
    };
    std::size_t capacity_;
    std::unordered_map<CommandKey, CarriedOut, Hasher> done_;
    std::deque<Put> order_;
};

}  // namespace anlan::engine
