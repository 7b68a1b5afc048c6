// ports::SingleSignOn against one OpenID provider. Its description and keys are asked for when they are first
// needed, and after an hour anew, so that a key it has withdrawn opens nothing here for longer. A token with
// a key that is not known makes the keys be asked for once a minute at most; a provider that does not answer
// is left alone for ten seconds, however many people press the button.
#pragma once
#include "adapters/oidc/id_token.hpp"
#include "adapters/oidc/states.hpp"
#include "ports/clock.hpp"
#include "ports/single_sign_on.hpp"

#include <atomic>
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
    void begin(ports::Browser browser,
               std::function<void(Result<std::string, ports::AccountTrouble>)> reply) noexcept override;
    void finish(ports::SignOnAnswer answer, ports::Browser browser,
                std::function<void(Result<Done, ports::AccountTrouble>)> reply) noexcept override;
    std::optional<ports::SignedOn> take(std::string_view made_for) noexcept override;
    void give_back(std::string_view made_for) noexcept override;

private:
    SignOn(SignOnSettings settings, ports::Clock& clock);

    struct Known {
        ports::SignedOn whom;
        Instant ends_at;
        bool taken = false;  // a session is being opened with it, or was
    };
    // What the provider says, as it was last had, and why not when it was last asked for in vain.
    template <class Said>
    struct Kept {
        std::optional<Said> said;
        Instant had_at{};
        std::optional<ports::Fault> refused;
        Instant refused_at{};
    };
    enum class Fate { run, cancelled };  // cancelled: the service is stopping
    using Job = std::function<void(Fate)>;

    struct Waiting {
        std::string source;
        Job job;
    };

    bool offer(const std::string& peer, Job job);
    void work();
    template <class Said>
    Result<Said, ports::Fault> keep(Kept<Said>& kept, Result<Said, ports::Fault> answer);
    Result<Provider, ports::Fault> provider();
    Result<Provider, ports::Fault> ask_description() const;
    Result<ProviderKeys, ports::Fault> ask_keys(const Provider& provider) const;
    Result<ProviderKeys, ports::Fault> keys_for(const Provider& provider, std::string_view token);
    Result<std::string, ports::AccountTrouble> authorization_url(const std::string& made_for);
    Result<Done, ports::AccountTrouble> check(const ports::SignOnAnswer& answer, const std::string& made_for);
    std::optional<Begun> begun_with(const std::string& state, const std::string& made_for);
    Result<Done, ports::AccountTrouble> keep_known(const std::string& state, const std::string& made_for,
                                                   ports::SignedOn whom);
    Result<std::string, ports::AccountTrouble> id_token(const Provider& provider,
                                                        const ports::SignOnAnswer& answer,
                                                        const Begun& begun);

    SignOnSettings settings_;
    ports::Clock& clock_;
    Kept<Provider> provider_;  // these two by the working thread only
    Kept<ProviderKeys> keys_;
    std::atomic<bool> given_up_{false};

    std::mutex mutex_;
    std::condition_variable wake_;
    States states_;
    std::unordered_map<std::string, Known> known_;  // by the browser's secret
    std::deque<Waiting> waiting_;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace anlan::adapters::oidc
