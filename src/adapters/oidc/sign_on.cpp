#include "adapters/oidc/sign_on.hpp"

#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/fetch.hpp"
#include "codec/base64url.hpp"
#include "codec/json.hpp"
#include "codec/percent.hpp"

#include <curl/curl.h>
#include <sodium.h>

namespace anlan::adapters::oidc {

using ports::AccountTrouble;

namespace {

constexpr Minutes begun_for{10};       // at the provider
constexpr Minutes known_for{5};        // until a post is chosen
constexpr Minutes said_holds_for{60};  // of the description and the keys
constexpr Seconds unknown_key_pause{60};
constexpr Seconds failing_pause{10};
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
    given_up_ = true;
    {
        const std::lock_guard lock{mutex_};
        closing_ = true;
    }
    wake_.notify_all();
    thread_.join();
    for (const Job& job : waiting_) job(Fate::cancelled);
}

std::string SignOn::browser_secret() noexcept { return chance_text(); }

// ---- one thread asks the provider

bool SignOn::offer(Job job) {
    {
        const std::lock_guard lock{mutex_};
        if (closing_ || waiting_.size() >= waiting_max) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void SignOn::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (closing_) return;
        const auto job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job(Fate::run);
        lock.lock();
    }
}

template <class Said>
Result<Said, ports::Fault> SignOn::keep(Kept<Said>& kept, Result<Said, ports::Fault> answer) {
    const Instant now = clock_.now();
    if (answer.ok()) {
        kept = {*answer, now, {}, {}};
    } else {
        kept.refused = answer.error();
        kept.refused_at = now;
    }
    return answer;
}

Result<Provider, ports::Fault> SignOn::provider() {
    const Instant now = clock_.now();
    if (provider_.said && now < provider_.had_at + said_holds_for) return *provider_.said;
    if (provider_.refused && now < provider_.refused_at + failing_pause)
        return Unexpected{*provider_.refused};
    return keep(provider_, ask_description());
}

Result<Provider, ports::Fault> SignOn::ask_description() const {
    std::string url = settings_.issuer;
    while (url.ends_with('/')) url.pop_back();
    ANLAN_TRY(const auto text, fetch({url + "/.well-known/openid-configuration", {}, {}, {}}, given_up_));
    auto read = codec::read_json<Provider>(text, codec::Unknown::ignore);
    if (!read.ok() || read->issuer != settings_.issuer || !is_trusted_url(read->authorization_endpoint) ||
        !is_trusted_url(read->token_endpoint) || !is_trusted_url(read->jwks_uri))
        return Unexpected{ports::Fault{ports::Then::stop, "sign_on.provider",
                                       "the provider's description names another issuer, or no https"}};
    return std::move(read).value();
}

Result<ProviderKeys, ports::Fault> SignOn::keys_for(const Provider& provider, std::string_view token) {
    const Instant now = clock_.now();
    const bool holds = keys_.said && now < keys_.had_at + said_holds_for;
    const bool just_had = holds && now < keys_.had_at + unknown_key_pause;
    if (holds && (just_had || knows_key(*keys_.said, token))) return *keys_.said;
    if (keys_.refused && now < keys_.refused_at + failing_pause) return Unexpected{*keys_.refused};
    return keep(keys_, ask_keys(provider));
}

Result<ProviderKeys, ports::Fault> SignOn::ask_keys(const Provider& provider) const {
    ANLAN_TRY(const auto text, fetch({provider.jwks_uri, {}, {}, {}}, given_up_));
    auto read = codec::read_json<ProviderKeys>(text, codec::Unknown::ignore);
    if (!read.ok())
        return Unexpected{
            ports::Fault{ports::Then::retry_call, "sign_on.provider", "its keys cannot be read"}};
    return std::move(read).value();
}

// ---- a browser is sent there

void SignOn::begin(std::string made_for,
                   std::function<void(Result<std::string, AccountTrouble>)> reply) noexcept {
    auto shared = std::make_shared<decltype(reply)>(std::move(reply));
    if (!offer([this, made_for = std::move(made_for), shared](Fate fate) {
            if (fate == Fate::cancelled) return (*shared)(Unexpected{AccountTrouble{busy()}});
            (*shared)(authorization_url(made_for));
        }))
        (*shared)(Unexpected{AccountTrouble{busy()}});
}

Result<std::string, AccountTrouble> SignOn::authorization_url(const std::string& made_for) {
    auto said = provider();
    if (!said.ok()) return Unexpected{AccountTrouble{std::move(said).error()}};
    const auto state = chance_text();
    const Begun begun{made_for, chance_text(), chance_text(), clock_.now() + begun_for};
    std::string url = said->authorization_endpoint;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += "response_type=code&scope=openid&client_id=" + codec::percent_encoded(settings_.client_id) +
           "&redirect_uri=" + codec::percent_encoded(settings_.redirect_uri) + "&state=" + state +
           "&nonce=" + begun.nonce + "&code_challenge=" + codec::base64url(sha256(begun.verifier)) +
           "&code_challenge_method=S256";
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
    if (!offer([this, answer = std::move(answer), made_for = std::move(made_for), shared](Fate fate) {
            if (fate == Fate::cancelled) return (*shared)(Unexpected{AccountTrouble{busy()}});
            (*shared)(check(answer, made_for));
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
    std::string form = "grant_type=authorization_code&code=" + codec::percent_encoded(answer.code) +
                       "&redirect_uri=" + codec::percent_encoded(settings_.redirect_uri) +
                       "&code_verifier=" + begun.verifier;
    Sent sent{provider.token_endpoint, {}, {}, {}};
    if (settings_.client_secret.empty()) {
        form += "&client_id=" + codec::percent_encoded(settings_.client_id);
    } else {  // RFC 6749, 2.3.1: both are written as in a form first
        sent.user = codec::percent_encoded(settings_.client_id);
        sent.password = codec::percent_encoded(settings_.client_secret);
    }
    sent.form = std::move(form);
    auto text = fetch(sent, given_up_);
    if (!text.ok()) return Unexpected{AccountTrouble{std::move(text).error()}};
    auto read = codec::read_json<TokenAnswer>(*text, codec::Unknown::ignore);
    if (!read.ok() || read->id_token.empty())
        return Unexpected{AccountTrouble{token_wrong("it brings no token")}};
    return std::move(read->id_token);
}

Result<Done, AccountTrouble> SignOn::check(const ports::SignOnAnswer& answer, const std::string& made_for) {
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
    known_.insert_or_assign(made_for, Known{std::move(whom).value(), now + known_for, false});
    return Done{};
}

std::optional<ports::SignedOn> SignOn::take(std::string_view made_for) noexcept {
    const std::lock_guard lock{mutex_};
    const auto found = known_.find(std::string{made_for});
    if (found == known_.end() || found->second.taken || clock_.now() >= found->second.ends_at)
        return std::nullopt;
    found->second.taken = true;
    return found->second.whom;
}

void SignOn::give_back(std::string_view made_for) noexcept {
    const std::lock_guard lock{mutex_};
    if (const auto found = known_.find(std::string{made_for}); found != known_.end())
        found->second.taken = false;
}

}  // namespace anlan::adapters::oidc
