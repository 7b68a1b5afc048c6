// ports::SingleSignOn against one OpenID provider. Its description and keys are asked for when they are first
// needed and kept; a token with a key that is not known makes the keys be asked for anew, once a minute at
// most.
#pragma once
#include "adapters/oidc/id_token.hpp"
#include "ports/clock.hpp"
#include "ports/single_sign_on.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace anlan::adapters::oidc {

struct SignOnSettings {
    std::string issuer;
    std::string client_id;
    std::string client_secret = {};  // empty: a public client, by PKCE alone
    std::string redirect_uri;        // our callback
};

// What the provider says of itself (OpenID Connect Discovery). Members are named as there.
struct Provider {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
};
BOOST_DESCRIBE_STRUCT(Provider, (), (issuer, authorization_endpoint, token_endpoint, jwks_uri))

class SignOn final : public ports::SingleSignOn {
public:
    static Result<std::unique_ptr<SignOn>, ports::Fault> open(SignOnSettings settings, ports::Clock& clock);
    ~SignOn() override;
    SignOn(const SignOn&) = delete;
    SignOn& operator=(const SignOn&) = delete;

    std::string browser_secret() noexcept override;
    void begin(std::string made_for,
               std::function<void(Result<std::string, ports::AccountTrouble>)> reply) noexcept override;
    void finish(ports::SignOnAnswer answer, std::string made_for,
                std::function<void(Result<Done, ports::AccountTrouble>)> reply) noexcept override;
    std::optional<ports::SignedOn> signed_on(std::string_view made_for) noexcept override;
    void spend(std::string_view made_for) noexcept override;

private:
    SignOn(SignOnSettings settings, ports::Clock& clock);

    // A sign-on on its way: the browser was sent to the provider.
    struct Begun {
        std::string made_for;
        std::string nonce;
        std::string verifier;
        Instant ends_at;
    };
    struct Known {
        ports::SignedOn whom;
        Instant ends_at;
    };

    bool offer(std::function<void()> job);
    void work();
    Result<Provider, ports::Fault> provider();
    Result<ProviderKeys, ports::Fault> keys_for(const Provider& provider, std::string_view token);
    Result<std::string, ports::AccountTrouble> authorization_url(const std::string& made_for);
    Result<Done, ports::AccountTrouble> take(const ports::SignOnAnswer& answer, const std::string& made_for);
    std::optional<Begun> begun_with(const std::string& state, const std::string& made_for);
    Result<std::string, ports::AccountTrouble> id_token(const Provider& provider,
                                                        const ports::SignOnAnswer& answer,
                                                        const Begun& begun);

    SignOnSettings settings_;
    ports::Clock& clock_;
    std::optional<Provider> provider_;  // these three by the working thread only
    std::optional<ProviderKeys> keys_;
    Instant keys_asked_at_{};

    std::mutex mutex_;
    std::condition_variable wake_;
    std::unordered_map<std::string, Begun> begun_;  // by state
    std::deque<std::string> in_order_;
    std::unordered_map<std::string, Known> known_;  // by the browser's secret
    std::deque<std::function<void()>> waiting_;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace anlan::adapters::oidc
