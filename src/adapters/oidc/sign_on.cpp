#include "adapters/oidc/sign_on.hpp"

#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/fetch.hpp"
#include "codec/json.hpp"

#include <curl/curl.h>
#include <sodium.h>

namespace anlan::adapters::oidc {

using ports::AccountTrouble;

namespace {

constexpr Minutes begun_for{10};  // at the provider
constexpr Minutes known_for{5};   // until a post is chosen
constexpr Seconds keys_asked_every{60};
constexpr std::size_t begun_max = 10'000;
constexpr std::size_t known_max = 10'000;
constexpr std::size_t waiting_max = 64;

struct TokenAnswer {
    std::string id_token;
};
BOOST_DESCRIBE_STRUCT(TokenAnswer, (), (id_token))

kernel::Refusal refused(const char* code, std::string words, kernel::Because because) {
    return {code, std::move(words), because, kernel::Remedy::wait, {}};
}

kernel::Refusal busy() {
    return refused("session.busy", "too many people are signing in at once", kernel::Because::busy);
}

kernel::Refusal over() {
    return refused("session.sign_on_over",
                   "this sign-on is over, or was begun by another browser; begin again",
                   kernel::Because::conflict);
}

}  // namespace

Result<std::unique_ptr<SignOn>, ports::Fault> SignOn::open(SignOnSettings settings, ports::Clock& clock) {
    if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return Unexpected{
            ports::Fault{ports::Then::stop, "sign_on.start", "libsodium or curl does not start"}};
    if (!is_trusted_url(settings.issuer))
        return Unexpected{ports::Fault{ports::Then::stop, "sign_on.issuer", "the issuer is not https"}};
    return std::unique_ptr<SignOn>{new SignOn{std::move(settings), clock}};
}

SignOn::SignOn(SignOnSettings settings, ports::Clock& clock)
    : settings_(std::move(settings)), clock_(clock), thread_([this] { work(); }) {}

SignOn::~SignOn() {
    {
        const std::lock_guard lock{mutex_};
        closing_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

std::string SignOn::browser_secret() noexcept { return chance_text(); }

// ---- one thread asks the provider

bool SignOn::offer(std::function<void()> job) {
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= waiting_max) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void SignOn::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (waiting_.empty()) return;  // closing, and everybody was answered
        const auto job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

Result<Provider, ports::Fault> SignOn::provider() {
    if (provider_) return *provider_;
    std::string url = settings_.issuer;
    while (url.ends_with('/')) url.pop_back();
    ANLAN_TRY(const auto text, fetch({url + "/.well-known/openid-configuration", {}, {}, {}}));
    auto read = codec::read_json<Provider>(text, codec::Unknown::ignore);
    if (!read.ok() || read->issuer != settings_.issuer || !is_trusted_url(read->authorization_endpoint) ||
        !is_trusted_url(read->token_endpoint) || !is_trusted_url(read->jwks_uri))
        return Unexpected{ports::Fault{ports::Then::stop, "sign_on.provider",
                                       "the provider's description names another issuer, or no https"}};
    provider_ = std::move(read).value();
    return *provider_;
}

Result<ProviderKeys, ports::Fault> SignOn::keys_for(const Provider& provider, std::string_view token) {
    const Instant now = clock_.now();
    const bool fresh = keys_ && now - keys_asked_at_ < keys_asked_every;
    if (keys_ && (fresh || knows_key(*keys_, token))) return *keys_;
    keys_asked_at_ = now;
    ANLAN_TRY(const auto text, fetch({provider.jwks_uri, {}, {}, {}}));
    auto read = codec::read_json<ProviderKeys>(text, codec::Unknown::ignore);
    if (!read.ok())
        return Unexpected{
            ports::Fault{ports::Then::retry_call, "sign_on.provider", "its keys cannot be read"}};
    keys_ = std::move(read).value();
    return *keys_;
}

// ---- a browser is sent there

void SignOn::begin(std::string made_for,
                   std::function<void(Result<std::string, AccountTrouble>)> reply) noexcept {
    auto shared = std::make_shared<decltype(reply)>(std::move(reply));
    if (!offer([this, made_for = std::move(made_for), shared] { (*shared)(authorization_url(made_for)); }))
        (*shared)(Unexpected{AccountTrouble{busy()}});
}

Result<std::string, AccountTrouble> SignOn::authorization_url(const std::string& made_for) {
    auto said = provider();
    if (!said.ok()) return Unexpected{AccountTrouble{std::move(said).error()}};
    const auto state = chance_text();
    const Begun begun{made_for, chance_text(), chance_text(), clock_.now() + begun_for};
    std::string url = said->authorization_endpoint;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += "response_type=code&scope=openid&client_id=" + percent(settings_.client_id) +
           "&redirect_uri=" + percent(settings_.redirect_uri) + "&state=" + state + "&nonce=" + begun.nonce +
           "&code_challenge=" + base64url(sha256(begun.verifier)) + "&code_challenge_method=S256";
    const std::lock_guard lock{mutex_};
    while (in_order_.size() >= begun_max) {
        begun_.erase(in_order_.front());
        in_order_.pop_front();
    }
    in_order_.push_back(state);
    begun_.emplace(state, begun);
    return url;
}

// ---- and comes back

void SignOn::finish(ports::SignOnAnswer answer, std::string made_for,
                    std::function<void(Result<Done, AccountTrouble>)> reply) noexcept {
    auto shared = std::make_shared<decltype(reply)>(std::move(reply));
    if (!offer([this, answer = std::move(answer), made_for = std::move(made_for), shared] {
            (*shared)(take(answer, made_for));
        }))
        (*shared)(Unexpected{AccountTrouble{busy()}});
}

std::optional<SignOn::Begun> SignOn::begun_with(const std::string& state, const std::string& made_for) {
    const std::lock_guard lock{mutex_};
    const auto found = begun_.find(state);
    if (found == begun_.end() || found->second.made_for != made_for) return std::nullopt;
    auto begun = std::move(found->second);
    begun_.erase(found);  // good once, whatever comes of it
    if (clock_.now() >= begun.ends_at) return std::nullopt;
    return begun;
}

Result<std::string, AccountTrouble> SignOn::id_token(const Provider& provider,
                                                     const ports::SignOnAnswer& answer, const Begun& begun) {
    std::string form = "grant_type=authorization_code&code=" + percent(answer.code) +
                       "&redirect_uri=" + percent(settings_.redirect_uri) +
                       "&code_verifier=" + begun.verifier;
    Sent sent{provider.token_endpoint, {}, {}, {}};
    if (settings_.client_secret.empty()) {
        form += "&client_id=" + percent(settings_.client_id);
    } else {  // RFC 6749, 2.3.1: both are written as in a form first
        sent.user = percent(settings_.client_id);
        sent.password = percent(settings_.client_secret);
    }
    sent.form = std::move(form);
    auto text = fetch(sent);
    if (!text.ok()) return Unexpected{AccountTrouble{std::move(text).error()}};
    auto read = codec::read_json<TokenAnswer>(*text, codec::Unknown::ignore);
    if (!read.ok() || read->id_token.empty())
        return Unexpected{AccountTrouble{token_wrong("it brings no token")}};
    return std::move(read->id_token);
}

Result<Done, AccountTrouble> SignOn::take(const ports::SignOnAnswer& answer, const std::string& made_for) {
    const auto begun = begun_with(answer.state, made_for);
    if (!begun) return Unexpected{AccountTrouble{over()}};
    if (!answer.issuer.empty() && answer.issuer != settings_.issuer)
        return Unexpected{AccountTrouble{token_wrong("another issuer")}};
    auto said = provider();
    if (!said.ok()) return Unexpected{AccountTrouble{std::move(said).error()}};
    ANLAN_TRY(const auto token, id_token(*said, answer, *begun));
    auto keys = keys_for(*said, token);
    if (!keys.ok()) return Unexpected{AccountTrouble{std::move(keys).error()}};
    const Instant now = clock_.now();
    auto whom = read_id_token(token, *keys, {settings_.issuer, settings_.client_id, begun->nonce, now});
    if (!whom.ok()) return Unexpected{AccountTrouble{std::move(whom).error()}};
    const std::lock_guard lock{mutex_};
    std::erase_if(known_, [&](const auto& entry) { return entry.second.ends_at <= now; });
    if (known_.size() >= known_max) return Unexpected{AccountTrouble{busy()}};
    known_.insert_or_assign(made_for, Known{std::move(whom).value(), now + known_for});
    return Done{};
}

std::optional<ports::SignedOn> SignOn::signed_on(std::string_view made_for) noexcept {
    const std::lock_guard lock{mutex_};
    const auto found = known_.find(std::string{made_for});
    if (found == known_.end() || clock_.now() >= found->second.ends_at) return std::nullopt;
    return found->second.whom;
}

void SignOn::spend(std::string_view made_for) noexcept {
    const std::lock_guard lock{mutex_};
    known_.erase(std::string{made_for});
}

}  // namespace anlan::adapters::oidc
