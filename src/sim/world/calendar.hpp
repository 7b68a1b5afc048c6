// What is going to happen in the simulated world, in the order of time; of two things at one instant the one
// that was planned first comes first, so that a seed always tells the same story.
#pragma once
#include "base/instant.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace anlan::sim {

class Calendar {
public:
    using Action = std::function<void()>;

    void plan(Instant at, Action action) { actions_.emplace(std::pair{at, ++planned_}, std::move(action)); }
    std::optional<Instant> next() const {
        if (actions_.empty()) return std::nullopt;
        return actions_.begin()->first.first;
    }
    // Does what is due by `now`, also what that makes due at once.
    void carry_out(Instant now) {
        while (!actions_.empty() && actions_.begin()->first.first <= now) {
            const auto due = actions_.extract(actions_.begin());
            due.mapped()();
        }
    }

private:
    std::map<std::pair<Instant, std::uint64_t>, Action> actions_;
    std::uint64_t planned_ = 0;
};

}  // namespace anlan::sim
