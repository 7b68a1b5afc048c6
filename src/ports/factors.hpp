// What somebody proves who they are with beside a password: an authenticator app (TOTP, RFC 6238), recovery
// codes for the day it is lost, and passkeys (WebAuthn). Secrets live behind this port; what is shown once is
// shown once.
//
// Threads: any.
#pragma once
#include "ports/identity.hpp"

namespace anlan::ports {

BOOST_DEFINE_ENUM_CLASS(TotpAlgorithm, sha1, sha256)

// For the authenticator app: the secret in base 32, and the same as an address that a QR code can carry.
struct TotpOffer {
    PersonalText secret;
    PersonalText uri;
};

struct PasskeyHeld {
    std::string passkey_id;  // "psk_…"
    std::string passkey_name;
    Instant made_at;
    std::optional<Instant> last_used_at;
};

// What a browser needs to have a passkey made or used. It is good once, for a few minutes, and for whom it
// was made.
struct PasskeyChallenge {
    std::string challenge;          // bytes
    std::string rp_id;              // the host whose passkeys these are
    std::vector<std::string> held;  // to make one: credentials the account has already
};

struct PasskeyMade {
    std::string client_data;
    std::string authenticator_data;
    std::string passkey_name;
    PersonalText enrolment_code = {};  // where one is needed
};

// What proves, for the first factor of an account, that its person was handed it by whoever keeps accounts: a
// stolen password alone sets up nothing. Good once.
struct EnrolmentCode {
    PersonalText code;  // shown once, kept only as a hash
    Instant ends_at;
};

struct FactorsHeld {
    std::optional<Instant> totp_since;
    std::size_t recovery_codes_left = 0;
    std::vector<PasskeyHeld> passkeys;
    // The account has none yet, has a post that requires one, and this session was opened with one factor.
    bool needs_enrolment_code = false;
};

using RecoveryCodes = std::vector<PersonalText>;

class Factors {
public:
    virtual ~Factors() = default;

    virtual Result<FactorsHeld, Fault> factors_of(const Session& session) noexcept = 0;
    // The last tries to sign in, the newest first.
    virtual Result<std::vector<Attempt>, Fault> attempts_of(const AccountId& account_id) noexcept = 0;

    // A secret that counts for nothing until it is confirmed with a code; a second one replaces the first.
    virtual Result<TotpOffer, AccountTrouble> begin_totp(const Session& session,
                                                         TotpAlgorithm algorithm) noexcept = 0;
    // From here on a code is asked for at each sign-in; the session counts as opened with it. The first
    // factor brings recovery codes, and wants an enrolment code where a post of the account requires a second
    // factor and the session has shown one only. `reply` comes from another thread: hashing them takes a
    // second.
    using CodesReply = std::function<void(Result<RecoveryCodes, AccountTrouble>)>;
    virtual void confirm_totp(SessionPtr session, PersonalText code, PersonalText enrolment_code,
                              CodesReply reply) noexcept = 0;
    virtual Result<Done, AccountTrouble> remove_totp(const Session& session) noexcept = 0;
    // New ones; the old ones are worth nothing from here on.
    virtual void renew_recovery_codes(SessionPtr session, CodesReply reply) noexcept = 0;

    virtual Result<PasskeyChallenge, AccountTrouble> begin_passkey(const Session& session) noexcept = 0;
    virtual void finish_passkey(SessionPtr session, PasskeyMade made, CodesReply reply) noexcept = 0;
    virtual Result<Done, AccountTrouble> remove_passkey(const Session& session,
                                                        std::string_view passkey_id) noexcept = 0;
    // To sign in: for the browser that holds `made_for`, a secret it was given with it.
    virtual std::string browser_secret() noexcept = 0;
    virtual PasskeyChallenge challenge(std::string_view made_for) noexcept = 0;

    // For the account's person; the one made before is worth nothing from here on. Who made it stands among
    // the account's tries to sign in.
    virtual Result<EnrolmentCode, AccountTrouble> make_enrolment_code(std::string_view login,
                                                                      Minutes valid_for,
                                                                      std::string made_by) noexcept = 0;
    // By whoever runs the service, for a person who has lost everything: password alone, until they enrol
    // again.
    virtual Result<Done, AccountTrouble> reset_factors(std::string_view login) noexcept = 0;
};

}  // namespace anlan::ports
