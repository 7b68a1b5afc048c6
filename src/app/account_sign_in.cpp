// Where an account is signed in, and with what it signs in.
#include "app/account.hpp"
#include "codec/json.hpp"

#include <fmt/core.h>

namespace anlan::app::account {
namespace {

struct ListedSession {
    std::string session_id;
    PostId post_id;
    Instant opened_at;
    Instant idle_until;
    std::string peer;
    std::string client;
};
BOOST_DESCRIBE_STRUCT(ListedSession, (), (session_id, post_id, opened_at, idle_until, peer, client))
struct ListedSessions {
    std::vector<ListedSession> sessions;
};
BOOST_DESCRIBE_STRUCT(ListedSessions, (), (sessions))

struct MadeCode {
    std::string login;
    std::string enrolment_code;
    Instant ends_at;
};
BOOST_DESCRIBE_STRUCT(MadeCode, (), (login, enrolment_code, ends_at))

// The id of a login's account; none: there is no such account, or it cannot be read, which is said.
std::optional<AccountId> account_of(Accounts& identity, const std::string& login) {
    const auto accounts = identity.list();
    if (!accounts.ok()) {
        complain(accounts.error().message, 2);
        return std::nullopt;
    }
    for (const auto& account : accounts.value())
        if (account.login == login) return account.account_id;
    complain("there is no account with the login " + login, 1);
    return std::nullopt;
}

}  // namespace

int sessions(Accounts& identity, const Options& options) {
    const auto account = account_of(identity, options.login);
    if (!account) return 1;
    const auto open = identity.sessions_of(*account);
    if (!open.ok()) return complain(open.error().message, 2);
    ListedSessions all;
    for (const auto& one : open.value())
        all.sessions.push_back(
            {one.session_id, one.post_id, one.opened_at, one.idle_until, one.peer, one.client});
    if (options.json) {
        fmt::print("{}\n", codec::to_json(all));
        return 0;
    }
    for (const auto& one : all.sessions)
        fmt::print("{} {} since {} from {} {}\n", one.session_id, one.post_id.value(), to_text(one.opened_at),
                   one.peer, one.client);
    return 0;
}

int end_session(Accounts& identity, const Options& options) {
    const auto account = account_of(identity, options.login);
    if (!account) return 1;
    const auto ended = identity.end_session(*account, options.session);
    if (!ended.ok()) return troubled(ended.error());
    fmt::print("{} has ended\n", options.session);
    return 0;
}

int enrolment_code(Accounts& identity, const Options& options) {
    const auto rules = access_rules_of(options);
    if (!rules) return 2;
    const auto made = identity.make_enrolment_code(
        options.login, Minutes{rules->sign_in.enrolment_code_minutes}, "command line");
    if (!made.ok()) return troubled(made.error());
    const MadeCode code{options.login, made->code.reveal(), made->ends_at};
    if (options.json)
        fmt::print("{}\n", codec::to_json(code));
    else
        fmt::print("{}\nfor the first second factor of {}, until {}; shown once: hand it to its person now\n",
                   code.enrolment_code, code.login, to_text(code.ends_at));
    return 0;
}

int reset_factors(Accounts& identity, const Options& options) {
    const auto done = identity.reset_factors(options.login);
    if (!done.ok()) return troubled(done.error());
    fmt::print(
        "{0} signs in with the password alone, until a second factor is set up again; where a post of theirs "
        "requires one that takes a code: anlan account enrolment-code {0}\n",
        options.login);
    return 0;
}

int link(Accounts& identity, const Options& options) {
    const auto done = identity.link(options.login, options.issuer, options.subject);
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} signs in as {} of {}\n", options.login, options.subject, options.issuer);
    return 0;
}

int unlink(Accounts& identity, const Options& options) {
    const auto done = identity.unlink(options.login, options.issuer);
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} no longer signs in by {}\n", options.login, options.issuer);
    return 0;
}

}  // namespace anlan::app::account
