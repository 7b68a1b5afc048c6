#include "api/caller.hpp"

namespace anlan::api {
namespace {

// The browser's own word, which no page can forge. A page of a sister domain is of another site, too.
bool browser_says_elsewhere(const ports::Request& request) {
    const auto* site = request.header("sec-fetch-site");
    return site != nullptr && (*site == "cross-site" || *site == "same-site");
}

// Of a request with a cookie. Reading is for our pages, too: a look is recorded in its reader's name.
bool is_not_ours(const ports::Request& request) {
    return is_safe(request) ? browser_says_elsewhere(request)
                            : comes_from_elsewhere(request, Unsaid::of_another_site);
}

Problem sign_in_first() {
    return {401, "session.required", "sign in first", kernel::Remedy::fix_input, {}, {}, {}};
}

Problem pushed_out() {
    return {
        401,
        "session.pushed_out",
        "this account is signed in at too many places: the session that nobody used for longest has ended",
        kernel::Remedy::fix_input,
        {},
        {},
        {}};
}

const access::RoleRule* rule_of(const access::AccessRules& rules, const std::string& role) {
    for (const auto& rule : rules.roles)
        if (rule.role == role) return &rule;
    return nullptr;
}

std::string name_of_cookie(const ports::Request& request, std::string_view name) {
    return (request.secured == ports::Secured::yes ? "__Host-" : "") + std::string{name};
}

}  // namespace

std::string cookie_of(const ports::Request& request, std::string_view plain_name) {
    const auto name = name_of_cookie(request, plain_name);
    const auto* header = request.header("cookie");
    std::string_view rest = header == nullptr ? std::string_view{} : std::string_view{*header};
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return std::string{pair.substr(name.size() + 1)};
    }
    return {};
}

std::string cookie_to_keep(const ports::Request& request, std::string_view name, std::string_view value,
                           std::int64_t seconds, SameSite site) {
    std::string text = name_of_cookie(request, name) + "=" + std::string{value} +
                       "; Path=/; HttpOnly; SameSite=" + (site == SameSite::strict ? "Strict" : "Lax");
    if (request.secured == ports::Secured::yes) text += "; Secure";
    return text + "; Max-Age=" + std::to_string(seconds);
}

bool has_one_factor(const ports::Session& session) {
    return session.proof == ports::Proof::password || session.proof == ports::Proof::single_sign_on;
}

bool lacks_second_factor(const ports::Session& session, const access::AccessRules& rules) {
    if (!has_one_factor(session)) return false;
    const auto* rule = rule_of(rules, session.post.role);
    return rule != nullptr && rule->second_factor == access::SecondFactor::required;
}

std::optional<kernel::Refusal> unfit(Needs needs, const ports::Session& session,
                                     const access::AccessRules& rules) {
    using kernel::Because;
    using kernel::Refusal;
    using kernel::Remedy;
    const bool machine = session.proof == ports::Proof::service_key;
    if (machine && (needs == Needs::own_account || needs == Needs::person))
        return Refusal{
            "session.persons_only", "a machine's key cannot do this", Because::forbidden, Remedy::none, {}};
    if ((needs == Needs::session || needs == Needs::person) && lacks_second_factor(session, rules))
        return Refusal{"session.second_factor_missing",
                       "this post is for who signs in with a second factor; set one up first",
                       Because::forbidden,
                       Remedy::fix_input,
                       {}};
    return std::nullopt;
}

bool is_safe(const ports::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

bool comes_from_elsewhere(const ports::Request& request, Unsaid unsaid) {
    if (browser_says_elsewhere(request)) return true;
    if (request.header("anlan-client") != nullptr) return false;
    const auto* origin = request.header("origin");
    const auto* host = request.header("host");
    if (origin == nullptr) return unsaid == Unsaid::of_another_site;
    if (host == nullptr) return true;
    // The scheme may differ where a proxy ends TLS; host and port may not.
    const auto scheme_end = origin->find("://");
    return scheme_end == std::string::npos || std::string_view{*origin}.substr(scheme_end + 3) != *host;
}

Problem foreign_origin() {
    return {403,
            "session.foreign_origin",
            "this request was made by a page of another site; a program with a cookie says Anlan-Client",
            kernel::Remedy::none,
            {},
            {},
            {}};
}

access::Seat seat_of(const ports::Session& session) {
    return {{kernel::ActorKind::person, session.account_id.value(), session.post.post_id},
            {session.post.role},
            session.post.reach,
            {},
            session.only,
            has_one_factor(session)};
}

Result<Caller, Problem> caller_of(const ports::Request& request, ports::Identity& identity) {
    std::string token;
    constexpr std::string_view bearer = "Bearer ";
    const auto* authorization = request.header("authorization");
    if (authorization != nullptr && authorization->starts_with(bearer)) {
        token = authorization->substr(bearer.size());
    } else {
        token = cookie_of(request, session_cookie);
        if (!token.empty() && is_not_ours(request)) return Unexpected{foreign_origin()};
    }
    if (token.empty()) return Unexpected{sign_in_first()};
    auto session = identity.session(token);
    if (!session) return Unexpected{identity.was_pushed_out(token) ? pushed_out() : sign_in_first()};
    auto seat = seat_of(*session);
    return Caller{std::move(session), std::move(token), std::move(seat)};
}

}  // namespace anlan::api
