// The city's own sign-on, spoken to as OpenID Connect asks: authorization code, PKCE, state and nonce. Whom
// it names is let in only as the account that an administrator has linked to that subject.
//
// Threads: any. Replies come from another thread: the provider is asked over the network.
#pragma once
#include "ports/identity.hpp"

namespace anlan::ports {

// What the provider sends the browser back with.
struct SignOnAnswer {
    std::string code;
    std::string state;
    std::string issuer;  // RFC 9207; empty where the provider does not say it
};

// The browser that was given this secret, and where it asks from: one source has a part of the queue only.
struct Browser {
    std::string secret;
    std::string peer;
};

class SingleSignOn {
public:
    virtual ~SingleSignOn() = default;

    virtual std::string browser_secret() noexcept = 0;
    // Where to send it.
    virtual void begin(Browser browser,
                       std::function<void(Result<std::string, AccountTrouble>)> reply) noexcept = 0;
    // The browser is back: from here on, for a few minutes, it is known whom it was signed on as.
    virtual void finish(SignOnAnswer answer, Browser browser,
                        std::function<void(Result<Done, AccountTrouble>)> reply) noexcept = 0;
    // Whom this browser was signed on as, to open a session with: of two who ask side by side one is told.
    virtual std::optional<SignedOn> take(std::string_view made_for) noexcept = 0;
    // No session came of it (a post is to be chosen, a code is missing): it may be taken again.
    virtual void give_back(std::string_view made_for) noexcept = 0;
};

// Which subject of which provider is which account. Nobody is let in, and no account made, by a subject that
// is not linked.
class SignOnLinks {
public:
    virtual ~SignOnLinks() = default;

    // A subject belongs to one account; an account has one subject of a provider.
    virtual Result<Done, AccountTrouble> link(std::string_view login, std::string issuer,
                                              std::string subject) noexcept = 0;
    virtual Result<Done, AccountTrouble> unlink(std::string_view login, std::string_view issuer) noexcept = 0;
};

}  // namespace anlan::ports
