// Challenges that were given out and not answered yet: each good once, for a few minutes, and for whom it was
// made. Bounded: when there are too many the oldest are dropped, and whoever waits asks again.
//
// Threads: one at a time. Time is handed in.
#pragma once
#include "base/instant.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace anlan::adapters::identity {

enum class ChallengeFor { making, signing_in };

class Challenges {
public:
    void give(std::string challenge, ChallengeFor use, std::string_view made_for, Instant now);
    // Whether it was given for that, and still holds.
    bool holds(const std::string& challenge, ChallengeFor use, std::string_view made_for, Instant now) const;
    // The same, and it is used up. Of two who ask, one is told yes.
    bool take(const std::string& challenge, ChallengeFor use, std::string_view made_for, Instant now);

    static constexpr std::size_t held_max = 10'000;
    static constexpr Minutes valid_for{5};

private:
    struct Given {
        ChallengeFor use;
        std::string made_for;
        Instant ends_at;
    };
    std::unordered_map<std::string, Given> given_;
    std::deque<std::string> in_order_;
};

}  // namespace anlan::adapters::identity
