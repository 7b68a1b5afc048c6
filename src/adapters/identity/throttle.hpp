// How often a password may be guessed. Slowing an attacker down must not lock out the officer whose login is
// being attacked. A device at which that login has signed in before counts for itself alone: what is tried
// elsewhere, from however many addresses or from the same one behind a gateway, does not hold it up, and it
// holds up nobody. Any other attempt counts for the pair of login and address, for the address, and for the
// login; the limit on a login alone spares addresses from which it has signed in before.
//
// An attempt counts as failed from the moment it is admitted, so that guesses sent side by side do not slip
// through; a success takes it back.
//
// Threads: one at a time. Time is handed in.
#pragma once
#include "base/instant.hpp"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace anlan::adapters::identity {

struct ThrottleLimits {
    std::size_t pair_free = 5;  // failures before waiting begins: 1 s, 2 s, 4 s …
    Seconds pair_wait_max{60};
    std::size_t peer_max = 30;  // failures of one address within the window, whatever the login
    Seconds peer_window{60};
    std::size_t login_max = 50;  // failures of one login from addresses that never succeeded
    Seconds login_window{900};
    std::size_t remembered_max = 100'000;  // entries of each kind
};

// For codes of six digits: after so many wrong ones waiting doubles up to this, whatever the address.
constexpr ThrottleLimits guessed_codes(std::size_t free = 5, Seconds wait_max = Seconds{3'600}) {
    ThrottleLimits limits;
    limits.pair_free = free;
    limits.pair_wait_max = wait_max;
    limits.login_window = Seconds{86'400};
    limits.peer_max = limits.login_max = limits.remembered_max;
    return limits;
}

// Where an attempt comes from.
struct Origin {
    std::string peer;
    std::string device;  // one that this login has signed in at before; else empty
};

class Throttle {
public:
    explicit Throttle(ThrottleLimits limits = {}) : limits_(limits) {}

    // None: go on, and the attempt is counted. Else how long to wait.
    std::optional<Seconds> admit(const std::string& login, const Origin& from, Instant now);
    void succeeded(const std::string& login, const Origin& from);

    // Entries of all kinds.
    std::size_t held() const { return pairs_.size() + peers_.size() + logins_.size() + known_.size(); }

private:
    struct Failures {
        std::size_t count = 0;
        Instant last;
    };
    using Recent = std::deque<Instant>;

    std::optional<Seconds> pair_wait(const Failures& failures, Instant now) const;
    static std::optional<Seconds> window_wait(Recent& recent, std::size_t most, Seconds window, Instant now);
    void forget_old(Instant now);

    ThrottleLimits limits_;
    std::unordered_map<std::string, Failures> pairs_;
    std::unordered_map<std::string, Recent> peers_;
    std::unordered_map<std::string, Recent> logins_;
    std::unordered_set<std::string> known_;  // pairs that have succeeded
};

}  // namespace anlan::adapters::identity
