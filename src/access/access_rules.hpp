// The rulebook's access.toml: which role may do what, and for which purposes a record may be looked at.
#pragma once
#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::access {

// What a role's post reaches: every record of its area, or only what was shared with the post itself.
BOOST_DEFINE_ENUM_CLASS(Reach, area, shared_only)

// Whether who sits at such a post must have signed in with more than a password.
BOOST_DEFINE_ENUM_CLASS(SecondFactor, optional, required)

struct RoleRule {
    std::string role;  // "dispatcher"
    std::string zh;
    std::string en;
    std::string level;                     // city, district, station or beat: where such a post sits
    std::vector<std::string> permissions;  // "incident.close", "incident.*", "*.read", "*"
    std::optional<Reach> reach = {};       // left out: its area
    std::optional<SecondFactor> second_factor = {};  // left out: optional
};
BOOST_DESCRIBE_STRUCT(RoleRule, (), (role, zh, en, level, permissions, reach, second_factor))

struct PurposeRule {
    std::string code;  // "call_handling"
    std::string zh;
    std::string en;
    // Whether a look-up for it may start from a record that nobody works on any more; left out: no.
    std::optional<bool> without_open_record = {};
};
BOOST_DESCRIBE_STRUCT(PurposeRule, (), (code, zh, en, without_open_record))

// How people sign in, as far as it is policy.
struct SignInRules {
    int fresh_minutes = 10;     // how one signs in is changed within this after signing in
    int recovery_codes = 10;    // made at a time
    int passkeys_max = 20;      // of one account
    int code_guesses_free = 5;  // wrong codes of an account before waiting begins, which then doubles …
    int code_wait_max = 3'600;  // … up to this many seconds
    // How long the code holds that whoever keeps accounts hands out for a first factor.
    int enrolment_code_minutes = 1'440;
    // Places where one account is signed in at once; one more ends the session that nobody used for longest.
    int sessions_max = 12;
    int feeds_max = 16;  // live feeds that one session, or one machine's key, holds open at once
};
BOOST_DESCRIBE_STRUCT(SignInRules, (),
                      (fresh_minutes, recovery_codes, passkeys_max, code_guesses_free, code_wait_max,
                       enrolment_code_minutes, sessions_max, feeds_max))

struct AccessRules {
    std::vector<RoleRule> roles;
    std::vector<PurposeRule> purposes;
    // What a post may do with a record that it was only given to know of: at most this of what its role
    // holds. Nothing here, nothing is given; sharing on is not among it.
    std::vector<std::string> shared_permissions = {};
    // What breaking the glass gives on the one record it names: at most this of what the role holds.
    std::vector<std::string> break_glass_permissions = {};
    // A machine's key is renewed at least this often; left out: once a year.
    std::optional<int> service_key_days_max = {};
    // The roles at whose posts a machine's key may sit. Nothing here, no key is good for anything.
    std::vector<std::string> service_key_roles = {};
    // What a person answers for: no machine's key gives any of it, whatever its role holds.
    std::vector<std::string> persons_only = {};
    SignInRules sign_in = {};
};
BOOST_DESCRIBE_STRUCT(AccessRules, (),
                      (roles, purposes, shared_permissions, break_glass_permissions, service_key_days_max,
                       service_key_roles, persons_only, sign_in))

}  // namespace anlan::access
