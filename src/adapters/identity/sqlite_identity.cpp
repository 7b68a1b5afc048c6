#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"
#include "codec/peer_network.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>

#include <sodium.h>

namespace anlan::adapters::identity {
namespace {

using ports::AccountTrouble;
using ports::NotSignedIn;

std::vector<ports::PostGrant> in_force(const std::vector<ports::PostGrant>& grants, Instant now) {
    std::vector<ports::PostGrant> kept;
    std::copy_if(grants.begin(), grants.end(), std::back_inserter(kept), [&](const ports::PostGrant& grant) {
        return (!grant.from || *grant.from <= now) && (!grant.until || now < *grant.until);
    });
    return kept;
}

constexpr std::size_t client_length_max = 200;

// A sign-in brings one thing that says who it is. What was checked of one of them must never count for
// another.
bool brings_one(const ports::SignIn& attempt) {
    const int ways =
        int{!attempt.login.empty()} + int{attempt.passkey.has_value()} + int{attempt.signed_on.has_value()};
    return ways <= 1;
}

ports::Proof begun_with(const ports::SignIn& attempt) {
    if (attempt.passkey) return ports::Proof::passkey;
    if (!attempt.signed_on) return ports::Proof::password;
    return attempt.signed_on->with == ports::SignedOn::With::several_factors
               ? ports::Proof::single_sign_on_several
               : ports::Proof::single_sign_on;
}

}  // namespace

bool is_signed(const ports::SignIn& attempt) { return attempt.passkey || attempt.signed_on; }

std::string device_key(const std::string& login, const std::string& device) { return login + '\n' + device; }

std::size_t SqliteIdentity::TokenHashed::operator()(const TokenHash& hash) const noexcept {
    std::size_t value = 0;  // a SHA-256 is spread evenly already
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Result<std::unique_ptr<SqliteIdentity>, ports::Fault> SqliteIdentity::open(IdentitySettings settings,
                                                                           ports::Clock& clock) {
    if (sodium_init() < 0)
        return Unexpected{ports::Fault{ports::Then::stop, "identity.crypto", "libsodium does not start"}};
    ANLAN_TRY(const auto sealer,
              Sealer::open(std::filesystem::path{settings.path}.replace_extension(".key")));
    ANLAN_TRY(auto store, Store::open(settings.path));
    auto decoy = hash_password(PersonalText{"nobody's password"}, settings.cost);
    if (!decoy)
        return Unexpected{ports::Fault{ports::Then::stop, "identity.memory", "no memory for Argon2id"}};
    std::unique_ptr<SqliteIdentity> identity{
        new SqliteIdentity{std::move(settings), clock, sealer, std::move(store), std::move(*decoy)}};
    const std::lock_guard lock{identity->store_mutex_};
    identity->reload(clock.now());
    return identity;
}

SqliteIdentity::SqliteIdentity(IdentitySettings settings, ports::Clock& clock, Sealer sealer,
                               std::unique_ptr<Store> store, std::string decoy_hash)
    : settings_(std::move(settings)),
      party_(relying_party(settings_.origin)),
      clock_(clock),
      sealer_(std::move(sealer)),
      decoy_hash_(std::move(decoy_hash)),
      store_(std::move(store)),
      throttle_(settings_.throttle),
      code_throttle_(settings_.code_throttle),
      workers_(settings_.workers, settings_.waiting_max),
      watcher_(settings_.look_every, [this] { look_again(); }) {}

// ---- signing in

void SqliteIdentity::sign_in(ports::SignIn attempt,
                             std::function<void(ports::SignInOutcome)> reply) noexcept {
    if (!brings_one(attempt)) return reply(NotSignedIn{one_way(), {}, {}});
    attempt.login = folded(attempt.login);
    attempt.client.resize(std::min(attempt.client.size(), client_length_max));
    attempt.device_name.resize(std::min(attempt.device_name.size(), client_length_max));
    Trying trying{std::move(attempt), {}, 0, {}};
    std::optional<Seconds> wait;
    const auto source = codec::peer_network(trying.attempt.peer);
    {
        const std::lock_guard lock{mutex_};
        trying.from = {source, known_device(trying.attempt.login, trying.attempt)};
        // A signature cannot be guessed, so nothing is counted where one is brought.
        if (!is_signed(trying.attempt))
            wait = throttle_.admit(trying.attempt.login, trying.from, clock_.now());
    }
    if (wait) return reply(NotSignedIn{throttled(), wait, {}});
    auto shared_reply = std::make_shared<std::function<void(ports::SignInOutcome)>>(std::move(reply));
    const bool taken = workers_.offer({source, workers_.waiting_max() / 2},
                                      [this, trying = std::move(trying), shared_reply](Fate fate) {
                                          if (fate == Fate::cancelled)
                                              return (*shared_reply)(NotSignedIn{busy(), Seconds{5}, {}});
                                          (*shared_reply)(verify(trying));
                                      });
    if (!taken) (*shared_reply)(NotSignedIn{busy(), Seconds{5}, {}});
}

// A device is known to an account that has signed in at it; what it says of itself must bear our signature.
// Under mutex_; empty: it is not.
std::string SqliteIdentity::known_device(const std::string& login, const ports::SignIn& attempt) const {
    auto device = sealer_.signed_id(attempt.device_token);
    return device && devices_.contains(device_key(login, *device)) ? std::move(*device) : std::string{};
}

ports::SignInOutcome SqliteIdentity::verify(Trying trying) {
    if (trying.attempt.signed_on) return verify_signed_on(trying);
    return trying.attempt.passkey ? verify_passkey(std::move(trying)) : verify_password_of(std::move(trying));
}

ports::SignInOutcome SqliteIdentity::verify_password_of(Trying trying) {
    const auto& attempt = trying.attempt;
    std::optional<StoredAccount> stored;
    {
        const std::lock_guard lock{store_mutex_};
        auto found = store_->find(attempt.login);
        if (!found.ok()) return std::move(found).error();
        stored = std::move(*found);
    }
    const bool right = verify_password(stored ? stored->password_hash : decoy_hash_, attempt.password);
    // Noted, too: the disk takes its time, and the time an answer takes must not tell which logins there are.
    if (!stored) return noted(ports::Account{}, trying, NotSignedIn{wrong_credentials(), {}, {}});
    const auto& account = stored->account;
    if (!right) return noted(account, trying, NotSignedIn{wrong_credentials(), {}, {}});
    if (account.standing == ports::Standing::locked)
        return noted(account, trying, NotSignedIn{account_locked(), {}, {}});
    trying.password_hash = stored->password_hash;
    return seat(trying, account);
}

ports::SignInOutcome SqliteIdentity::noted(const ports::Account& account, const Trying& trying,
                                           ports::SignInOutcome outcome, std::optional<ports::Proof> proof) {
    const auto* no = std::get_if<NotSignedIn>(&outcome);
    const std::lock_guard lock{store_mutex_};
    const ports::Attempt attempt{clock_.now(),
                                 no == nullptr ? "signed_in" : no->refusal.code,
                                 proof.value_or(begun_with(trying.attempt)),
                                 trying.attempt.peer,
                                 trying.attempt.client,
                                 trying.attempt.device_name};
    // The list of tries is for its person to look at; that it cannot be written keeps nobody out.
    (void)store_->note_attempt(account.account_id, attempt);
    return outcome;
}

ports::SignInOutcome SqliteIdentity::seat(const Trying& trying, const ports::Account& account) {
    const auto& attempt = trying.attempt;
    if (account.unconfirmed) return noted(account, trying, NotSignedIn{account_unconfirmed(), {}, {}});
    auto grants = in_force(account.grants, clock_.now());
    if (grants.empty()) return noted(account, trying, NotSignedIn{no_post(), {}, {}});
    auto chosen = grants.begin();
    if (attempt.post_id.value().empty()) {
        if (grants.size() > 1) return NotSignedIn{post_required(), {}, std::move(grants)};
    } else {
        chosen = std::find_if(grants.begin(), grants.end(),
                              [&](const auto& grant) { return grant.post_id == attempt.post_id; });
        if (chosen == grants.end())
            return noted(account, trying, NotSignedIn{post_not_granted(), {}, std::move(grants)});
    }
    // After the post, so that a code that counts once is not spent on a question.
    ports::Proof proof = begun_with(attempt);
    std::optional<ports::SignInOutcome> no;
    if (attempt.passkey)
        no = spend_passkey(trying, account);
    else if (proof != ports::Proof::single_sign_on_several)  // the provider's own word of several factors
        no = second_factor(trying, account, proof);
    if (no) return std::move(*no);
    const ports::PostGrant post = *chosen;
    return open_session(trying, account, post, std::move(grants), proof);
}

}  // namespace anlan::adapters::identity
