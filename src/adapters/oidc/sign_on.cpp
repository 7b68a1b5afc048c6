#include "adapters/oidc/sign_on.hpp"

#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/fetch.hpp"
#include "codec/base64url.hpp"
#include "codec/json.hpp"
#include "codec/peer_network.hpp"
#include "codec/percent.hpp"

#include <algorithm>

#include <curl/curl.h>
#include <sodium.h>

namespace anlan::adapters::oidc {

using ports::AccountTrouble;

namespace {

constexpr Minutes known_for{5};        // until a post is chosen
constexpr Minutes said_holds_for{60};  // of the description and the keys
constexpr Seconds unknown_key_pause{60};
constexpr Seconds failing_pause{10};
constexpr std::size_t known_max = 10'000;
constexpr std::size_t waiting_max = 64;
constexpr std::size_t waiting_of_source_max = 16;  // the rest is for others
static_assert(waiting_of_source_max < waiting_max && States::used_max <= known_max);

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
    for (const Waiting& waiting : waiting_) waiting.job(Fate::cancelled);
}

std::string SignOn::browser_secret() noexcept { return chance_text(); }

// ---- one thread asks the provider

bool SignOn::offer(const std::string& peer, Job job) {
    auto source = codec::peer_network(peer);
    {
        const std::lock_guard lock{mutex_};
        const auto of_source = std::count_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
            return waiting.source == source;
        });
        if (closing_ || waiting_.size() >= waiting_max ||
            static_cast<std::size_t>(of_source) >= waiting_of_source_max)
            return false;
        waiting_.push_back({std::move(source), std::move(job)});
    }
    wake_.notify_one();
    return true;
}

void SignOn::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (closing_) return;
        const auto job = std::move(waiting_.front().job);
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

void SignOn::begin(ports::Browser browser,
                   std::function<void(Result<std::string, AccountTrouble>)> reply) noexcept {
    auto shared = std::make_shared<decltype(reply)>(std::move(reply));
    if (!offer(browser.peer, [this, made_for = std::move(browser.secret), shared](Fate fate) {
            if (fate == Fate::cancelled) return (*shared)(Unexpected{AccountTrouble{busy()}});
            (*shared)(authorization_url(made_for));
        }))
        (*shared)(Unexpected{AccountTrouble{busy()}});
}

Result<std::string, AccountTrouble> SignOn::authorization_url(const std::string& made_for) {
    auto said = provider();
    if (!said.ok()) return Unexpected{AccountTrouble{std::move(said).error()}};
    const auto state = states_.give(made_for, clock_.now());
    const auto begun = states_.begun_with(state);
    std::string url = said->authorization_endpoint;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += "response_type=code&scope=openid&client_id=" + codec::percent_encoded(settings_.client_id) +
           "&redirect_uri=" + codec::percent_encoded(settings_.redirect_uri) + "&state=" + state +
           "&nonce=" + begun.nonce + "&code_challenge=" + codec::base64url(sha256(begun.verifier)) +
           "&code_challenge_method=S256";
    return url;
}

// ---- and comes back

void SignOn::finish(ports::SignOnAnswer answer, ports::Browser browser,
                    std::function<void(Result<Done, AccountTrouble>)> reply) noexcept {
    auto shared = std::make_shared<decltype(reply)>(std::move(reply));
    const auto peer = std::move(browser.peer);
    if (!offer(peer,
               [this, answer = std::move(answer), made_for = std::move(browser.secret), shared](Fate fate) {
                   if (fate == Fate::cancelled) return (*shared)(Unexpected{AccountTrouble{busy()}});
                   (*shared)(check(answer, made_for));
               }))
        (*shared)(Unexpected{AccountTrouble{busy()}});
}

std::optional<Begun> SignOn::begun_with(const std::string& state, const std::string& made_for) {
    const std::lock_guard lock{mutex_};
    if (!states_.holds(state, made_for, clock_.now())) return std::nullopt;
    states_.spend(state);
    return states_.begun_with(state);
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
    return keep_known(answer.state, made_for, std::move(whom).value());
}

Result<Done, AccountTrouble> SignOn::keep_known(const std::string& state, const std::string& made_for,
                                                ports::SignedOn whom) {
    const Instant now = clock_.now();
    const std::lock_guard lock{mutex_};
    std::erase_if(known_, [&](const auto& entry) { return entry.second.ends_at <= now; });
    if (known_.size() >= known_max || !states_.take(state, whom.subject, now))
        return Unexpected{AccountTrouble{busy()}};
    known_.insert_or_assign(made_for, Known{std::move(whom), now + known_for, false});
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
