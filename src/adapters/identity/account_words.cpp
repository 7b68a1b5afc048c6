#include "adapters/identity/account_words.hpp"

#include "base/sortable_id.hpp"

#include <algorithm>

namespace anlan::adapters::identity {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

constexpr std::size_t login_min = 2;
constexpr std::size_t login_max = ports::login_length_max;
constexpr std::size_t password_min = 8;      // characters, not bytes
constexpr std::size_t password_max = 1'024;  // bytes: the hash reads all of them
static_assert(login_min < login_max && password_min < password_max);

constexpr std::size_t label_max = 200;
constexpr std::size_t permissions_max = 100;

bool is_permission_pattern(const std::string& text) {
    return !text.empty() && text.size() <= login_max && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_' || c == '.' || c == '*';
    });
}

bool is_login_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '@';
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

Refusal throttled() {
    return Refusal{
        "session.throttled", "too many attempts; wait and try again", Because::busy, Remedy::wait, {}};
}
Refusal busy() {
    return Refusal{"session.busy", "too many people are signing in at once", Because::busy, Remedy::wait, {}};
}
Refusal one_way() {
    return Refusal{"session.one_way",
                   "say who you are in one way: a login, a passkey, or the city's sign-on",
                   Because::invalid,
                   Remedy::fix_input,
                   {}};
}
Refusal account_changed() {
    return Refusal{"session.account_changed",
                   "the account was changed while you were signing in; sign in again",
                   Because::conflict,
                   Remedy::reload,
                   {}};
}
Refusal wrong_credentials() {
    return Refusal{"session.wrong_credentials",
                   "the login or the password is not right",
                   Because::forbidden,
                   Remedy::fix_input,
                   {}};
}
Refusal account_locked() {
    return Refusal{
        "session.account_locked", "this account is locked", Because::forbidden, Remedy::ask_superior, {}};
}
Refusal account_unconfirmed() {
    return Refusal{"session.account_unconfirmed",
                   "the accounts were restored from a backup, and nobody has confirmed this one since",
                   Because::forbidden,
                   Remedy::ask_superior,
                   {}};
}
Refusal no_post() {
    return Refusal{"session.no_post",
                   "no post is granted to this account now",
                   Because::forbidden,
                   Remedy::ask_superior,
                   {}};
}
Refusal post_required() {
    return Refusal{"session.post_required", "say which post to sit at", Because::invalid, Remedy::fix_input,
                   "post_id"};
}
Refusal post_not_granted() {
    return Refusal{"session.post_not_granted", "this post is not granted to the account now",
                   Because::forbidden, Remedy::ask_superior, "post_id"};
}
Refusal login_taken() {
    return Refusal{"account.login_taken", "another account has this login", Because::conflict,
                   Remedy::fix_input, "login"};
}
Refusal account_unknown() {
    return Refusal{"account.unknown", "there is no account with this login", Because::unknown,
                   Remedy::fix_input, "login"};
}

Refusal session_unknown() {
    return Refusal{"session.unknown", "this account has no such open session", Because::unknown,
                   Remedy::fix_input, "session_id"};
}

Refusal second_factor_required() {
    return Refusal{"session.second_factor_required",
                   "a code of the authenticator is needed beside the password", Because::invalid,
                   Remedy::fix_input, "code"};
}
Refusal code_wrong() {
    return Refusal{"session.code_wrong", "the code is not right, or was used before", Because::invalid,
                   Remedy::fix_input, "code"};
}
Refusal sign_in_again() {
    return Refusal{"factor.sign_in_again",
                   "to change how you sign in, sign in again first, with all that is asked for",
                   Because::forbidden,
                   Remedy::fix_input,
                   {}};
}
Refusal already_enrolled() {
    return Refusal{"factor.already_enrolled",
                   "this account has an authenticator; remove it first",
                   Because::conflict,
                   Remedy::none,
                   {}};
}
Refusal not_begun() {
    return Refusal{
        "factor.not_begun", "no authenticator waits to be confirmed", Because::conflict, Remedy::reload, {}};
}
Refusal nothing_enrolled() {
    return Refusal{"factor.nothing_enrolled",
                   "recovery codes stand in for a second factor, and there is none",
                   Because::conflict,
                   Remedy::none,
                   {}};
}
Refusal enrolment_code_required() {
    return Refusal{
        "factor.enrolment_code_required",
        "the first factor of this account is set up with the enrolment code that its person was given",
        Because::invalid, Remedy::ask_superior, "enrolment_code"};
}
Refusal enrolment_code_wrong() {
    return Refusal{"factor.enrolment_code_wrong", "the enrolment code is not right, was used, or is over",
                   Because::invalid, Remedy::ask_superior, "enrolment_code"};
}
Refusal enrolment_is_over() {
    return Refusal{"factor.enrolment_is_over",
                   "this account has a factor already; an enrolment code is for the first one",
                   Because::conflict,
                   Remedy::none,
                   {}};
}
Refusal key_unknown() {
    return Refusal{"service_key.unknown", "there is no such service key", Because::unknown, Remedy::fix_input,
                   "key_id"};
}

Refusal passkey_malformed() {
    return Refusal{"passkey.malformed", "this is not what a browser says of a passkey", Because::invalid,
                   Remedy::fix_input, "passkey"};
}
Refusal passkey_challenge() {
    return Refusal{"passkey.challenge_wrong",
                   "the challenge is over, was used, or was made for somebody else", Because::invalid,
                   Remedy::fix_input, "passkey"};
}
Refusal passkey_origin() {
    return Refusal{"passkey.origin_wrong", "the passkey was used at a page that is not ours",
                   Because::invalid, Remedy::none, "passkey"};
}
Refusal passkey_not_verified() {
    return Refusal{"passkey.not_verified", "the authenticator did not verify its person", Because::invalid,
                   Remedy::fix_input, "passkey"};
}
Refusal passkey_signature() {
    return Refusal{"passkey.signature_wrong", "the signature is not that of the passkey", Because::invalid,
                   Remedy::none, "passkey"};
}
Refusal passkey_counter() {
    return Refusal{"passkey.counter_regressed",
                   "the passkey counts backwards: there may be a copy of it; remove it and make a new one",
                   Because::invalid, Remedy::ask_superior, "passkey"};
}
Refusal passkey_unknown() {
    return Refusal{"passkey.unknown", "this passkey is not known here", Because::unknown, Remedy::fix_input,
                   "passkey"};
}
Refusal passkey_name_invalid() {
    return Refusal{"passkey.name_invalid", "a passkey's name has 1 to 200 bytes", Because::invalid,
                   Remedy::fix_input, "passkey_name"};
}
Refusal too_many_passkeys() {
    return Refusal{"passkey.too_many",
                   "this account has as many passkeys as the rulebook allows; remove one first",
                   Because::conflict,
                   Remedy::none,
                   {}};
}

Refusal not_linked() {
    return Refusal{"session.not_linked",
                   "no account here is linked to whom the provider named",
                   Because::forbidden,
                   Remedy::ask_superior,
                   {}};
}
Refusal subject_taken() {
    return Refusal{"account.subject_taken", "another account is linked to this subject", Because::conflict,
                   Remedy::fix_input, "subject"};
}
Refusal subject_invalid() {
    return Refusal{"account.subject_invalid", "a subject has 1 to 255 bytes, and its issuer is named",
                   Because::invalid, Remedy::fix_input, "subject"};
}

std::string folded(std::string_view login) {
    std::string text{login};
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::optional<Refusal> fault_in_login(std::string_view login) {
    if (login.size() >= login_min && login.size() <= login_max &&
        std::all_of(login.begin(), login.end(), is_login_character))
        return std::nullopt;
    return Refusal{"account.login_malformed", "a login has 2 to 64 characters a-z 0-9 . - _ @",
                   Because::invalid, Remedy::fix_input, "login"};
}

std::optional<Refusal> fault_in_password(std::string_view login, const PersonalText& password) {
    const std::string& text = password.reveal();
    const bool one_character =
        std::all_of(text.begin(), text.end(), [&](char c) { return c == text.front(); });
    if (characters(text) < password_min || one_character || folded(text) == login)
        return Refusal{"account.password_weak",
                       "a password has at least 8 characters, not all the same, and is not the login",
                       Because::invalid, Remedy::fix_input, "password"};
    if (text.size() > password_max)
        return Refusal{"account.password_long", "a password has at most 1024 bytes", Because::invalid,
                       Remedy::fix_input, "password"};
    return std::nullopt;
}

std::optional<Refusal> fault_in_grant(const ports::PostGrant& grant) {
    if (!is_id_of("pst", grant.post_id.value()))
        return Refusal{"account.post_malformed", "a post's id looks like pst_dispatcher.420106",
                       Because::invalid, Remedy::fix_input, "post_id"};
    if (grant.role.empty())
        return Refusal{"account.role_missing", "a grant names a role", Because::invalid, Remedy::fix_input,
                       "role"};
    if (grant.from && grant.until && *grant.until <= *grant.from)
        return Refusal{"account.span_empty", "a grant ends after it begins", Because::invalid,
                       Remedy::fix_input, "until"};
    return std::nullopt;
}

std::optional<Refusal> fault_in_key(const ports::ServiceKeyWanted& wanted, Instant now) {
    if (wanted.label.empty() || wanted.label.size() > label_max)
        return Refusal{"service_key.label_invalid", "say in 1 to 200 bytes what the key is for",
                       Because::invalid, Remedy::fix_input, "label"};
    const bool whole =
        std::all_of(wanted.permissions.begin(), wanted.permissions.end(), is_permission_pattern);
    if (wanted.permissions.empty() || wanted.permissions.size() > permissions_max || !whole)
        return Refusal{"service_key.permissions_invalid",
                       "a key names 1 to 100 permissions, such as incident.read or unit.*", Because::invalid,
                       Remedy::fix_input, "permissions"};
    if (wanted.expires_at <= now)
        return Refusal{"service_key.expiry_passed", "a key ends in the future", Because::invalid,
                       Remedy::fix_input, "expires_at"};
    return fault_in_grant(wanted.post);
}

}  // namespace anlan::adapters::identity
