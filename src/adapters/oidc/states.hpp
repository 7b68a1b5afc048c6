// Sign-ons on their way: the `state` a browser is sent to the provider with, and what belongs to it. Nothing
// is held of one that was begun: the state says itself when it ends, signed together with the browser it was
// made for, and nonce and verifier follow from it by our key. So whoever begins a million of them pushes out
// nobody else's. Only those that somebody was signed on with are remembered, until they end.
//
// Threads: one at a time. Time is handed in.
#pragma once
#include "base/instant.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace anlan::adapters::oidc {

// What only we can tell of a state.
struct Begun {
    std::string nonce;
    std::string verifier;  // of PKCE, RFC 7636
};

class States {
public:
    States();  // signs with chance of its own: what was begun before a restart is over

    std::string give(std::string_view made_for, Instant now) const;
    Begun begun_with(std::string_view state) const;
    bool holds(const std::string& state, std::string_view made_for, Instant now) const;
    // The browser is back with it: good once, whatever comes of it. Of a flood of such the oldest are
    // forgotten, which gives nobody anything: what the provider says to a state is good once, too.
    void spend(const std::string& state);
    // Somebody was signed on with it, which is not forgotten until it ends. False: somebody was before, or
    // this subject of the provider's signs on so often that it would take the room of all others.
    bool take(const std::string& state, const std::string& subject, Instant now);

    static constexpr Minutes valid_for{10};  // at the provider
    static constexpr std::size_t spent_max = 10'000;
    static constexpr std::size_t used_max = 10'000;
    static constexpr std::size_t used_by_one_max = 20;

private:
    struct Used {
        Instant until;
        std::string state;
        std::string subject;
    };
    std::string derived(std::string_view what, std::string_view from) const;
    void forget_over(Instant now);

    std::string key_;
    std::unordered_set<std::string> spent_;
    std::deque<std::string> spent_in_order_;
    std::unordered_set<std::string> used_;
    std::unordered_map<std::string, std::size_t> used_by_;
    std::deque<Used> in_order_;
};

}  // namespace anlan::adapters::oidc
