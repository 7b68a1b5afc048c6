// Challenges to passkeys. Nothing is held of one that was given: it says itself when it ends, signed together
// with what it is for and for whom it was made. So whoever asks for a million of them pushes out nobody
// else's. Only those that were used are remembered, until they end, so that each is good once.
//
// Threads: one at a time. Time is handed in.
#pragma once
#include "base/instant.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace anlan::adapters::identity {

enum class ChallengeFor { making, signing_in };

class Challenges {
public:
    Challenges();  // signs with chance of its own: what another process gave is worth nothing here

    std::string give(ChallengeFor use, std::string_view made_for, Instant now) const;
    // Whether it was given for that, and still holds.
    bool holds(const std::string& challenge, ChallengeFor use, std::string_view made_for, Instant now) const;
    // The same, and it is used up. Of two who ask, one is told yes. To be asked last, when a signature was
    // found right: then nobody fills the memory of those that were used without a passkey.
    bool take(const std::string& challenge, ChallengeFor use, std::string_view made_for, Instant now);

    static constexpr std::size_t used_max = 100'000;
    static constexpr Minutes valid_for{5};

private:
    std::array<std::uint8_t, 32> key_{};
    std::unordered_set<std::string> used_;
    std::deque<std::pair<Instant, std::string>> used_in_order_;  // and when each may be forgotten
};

}  // namespace anlan::adapters::identity
