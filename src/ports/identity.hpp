// Who somebody is: accounts with a password and the posts granted to them, and the sessions they open.
// Secrets live behind this port and nowhere else; the log knows account ids only.
//
// Threads: any.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "base/result.hpp"
#include "kernel/refusal.hpp"
#include "ports/fault.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::ports {

// A person may sit at `post_id` with `role` over `reach`, from and until, where these are stated.
struct PostGrant {
    PostId post_id;
    std::string role;
    Jurisdiction reach;
    std::optional<Instant> from;
    std::optional<Instant> until;

    friend bool operator==(const PostGrant&, const PostGrant&) = default;
};

inline constexpr std::size_t login_length_max = 64;

enum class Standing { open, locked };

// What a session was opened with. A recovery code stands in for the authenticator that was lost; a passkey
// verifies its person by itself; single sign-on is what the city's own sign-on said, and `_several` that it
// asked for more than one factor.
BOOST_DEFINE_ENUM_CLASS(Proof, password, totp, recovery_code, passkey, single_sign_on, single_sign_on_several,
                        service_key)

struct Account {
    AccountId account_id;
    std::string login;
    std::string display;  // name and rank as screens show it
    Standing standing = Standing::open;
    std::vector<PostGrant> grants;
    // A restore brought it back, and nobody has said since that it still holds: it signs in nowhere.
    bool unconfirmed = false;
};

struct Session {
    AccountId account_id;
    std::string login;
    std::string display;
    PostGrant post;  // the one this session sits at
    Instant opened_at;
    Instant expires_at;           // whatever happens
    std::string session_id = {};  // "ses_…", or "key_…" of a service key
    Proof proof = Proof::password;
    // Of a service key: what it may do at most of what its role holds. Of a person: nothing stated.
    std::vector<std::string> only = {};
};
using SessionPtr = std::shared_ptr<const Session>;

// What an authenticator signed to let its person in, as the browser hands it on: bytes, not text.
struct PasskeyProof {
    std::string credential_id;
    std::string client_data;
    std::string authenticator_data;
    std::string signature;
    std::string user_handle;
};

// Whom the city's own sign-on says the browser's person is.
struct SignedOn {
    enum class With { one_factor, several_factors };

    std::string issuer;
    std::string subject;
    With with = With::one_factor;
};

struct SignIn {
    std::string login;
    PersonalText password;
    PostId post_id;           // may be empty for a person with one post
    std::string peer;         // where the request came from
    std::string client = {};  // what it calls itself: a browser, a program
    PersonalText code = {};   // of an authenticator, or a recovery code
    // What a device was given when somebody signed in at it: it is then not held up by guesses made
    // elsewhere.
    std::string device_token = {};
    std::string device_name = {};              // as its person knows it
    std::optional<PasskeyProof> passkey = {};  // instead of login and password
    std::string challenge_for = {};            // whom the challenge it answers was made for
    std::optional<SignedOn> signed_on = {};    // instead of login and password; only ever from our own check
};

// An open session as its person sees it in a list of devices. The token is not in it.
struct OpenSession {
    std::string session_id;  // "ses_…", of this session only
    PostId post_id;
    Instant opened_at;
    Instant expires_at;
    Instant idle_until;
    std::string peer;
    std::string client;
    Instant last_seen_at;
    Proof proof = Proof::password;
    std::string device_name = {};
};

// One try to sign in to an account, granted or not.
struct Attempt {
    Instant at;
    std::string outcome;  // "signed_in", or the refusal's code
    Proof proof = Proof::password;
    std::string peer;
    std::string client;
    std::string device_name;
};

struct SignedIn {
    std::string token;  // shown once, kept only as a hash
    SessionPtr session;
    std::vector<PostGrant> grants;  // in force now
    std::string device_token = {};  // for this device to keep
};

// A sign-in that was not granted. `grants` is filled where the only thing missing is the choice of a post.
struct NotSignedIn {
    kernel::Refusal refusal;
    std::optional<Seconds> retry_after;
    std::vector<PostGrant> grants;
    std::vector<Proof> factors = {};  // what else would do, where the password alone does not
};

using SignInOutcome = std::variant<SignedIn, NotSignedIn, Fault>;

// Why an account could not be changed: the person's doing, or the machine's.
using AccountTrouble = std::variant<kernel::Refusal, Fault>;

class Identity {
public:
    virtual ~Identity() = default;

    // Costs tens of milliseconds of work elsewhere; `reply` comes from another thread.
    virtual void sign_in(SignIn attempt, std::function<void(SignInOutcome)> reply) noexcept = 0;
    // The session of a token, while it lives; each look keeps it from going idle. Cheap: asked on every
    // request.
    virtual SessionPtr session(std::string_view token) noexcept = 0;
    virtual void sign_out(std::string_view token) noexcept = 0;
    // Whether the session of this token ended because its account signed in at too many places since.
    virtual bool was_pushed_out(std::string_view /*token*/) noexcept { return false; }
    // A number that rises whenever sessions or keys may have ended: as long as it stays, session() need not
    // be asked again for this reason.
    virtual std::uint64_t endings() const noexcept = 0;
    // The open sessions of an account, the newest first.
    virtual Result<std::vector<OpenSession>, Fault> sessions_of(const AccountId& account_id) noexcept = 0;
    // Ends one of an account's sessions; one that is not its own, or over, is unknown.
    virtual Result<Done, AccountTrouble> end_session(const AccountId& account_id,
                                                     std::string_view session_id) noexcept = 0;

    virtual Result<AccountId, AccountTrouble> create(std::string login, std::string display,
                                                     PersonalText password) noexcept = 0;
    virtual Result<Done, AccountTrouble> change_password(std::string_view login,
                                                         PersonalText password) noexcept = 0;
    // A second grant of the same post replaces the first.
    virtual Result<Done, AccountTrouble> grant(std::string_view login, PostGrant grant) noexcept = 0;
    virtual Result<Done, AccountTrouble> revoke(std::string_view login, const PostId& post_id) noexcept = 0;
    virtual Result<Done, AccountTrouble> stand(std::string_view login, Standing standing) noexcept = 0;
    virtual Result<std::vector<Account>, Fault> list() noexcept = 0;
};

}  // namespace anlan::ports
