#include "api/caller.hpp"

namespace anlan::api {
namespace {

std::string_view cookie_of(const std::string& header) {
    std::string_view rest = header;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.size() > session_cookie.size() && pair.starts_with(session_cookie) &&
            pair[session_cookie.size()] == '=')
            return pair.substr(session_cookie.size() + 1);
    }
    return {};
}

bool is_safe(const ports::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

Problem sign_in_first() {
    return {401, "session.required", "sign in first", kernel::Remedy::fix_input, {}, {}, {}};
}

}  // namespace

bool comes_from_elsewhere(const ports::Request& request) {
    // The browser's own word, which no page can forge.
    const auto* site = request.header("sec-fetch-site");
    if (site != nullptr && *site == "cross-site") return true;
    if (request.header("anlan-client") != nullptr) return false;
    const auto* origin = request.header("origin");
    const auto* host = request.header("host");
    if (origin == nullptr || host == nullptr) return true;
    // The scheme may differ where a proxy ends TLS; host and port may not.
    const auto scheme_end = origin->find("://");
    return scheme_end == std::string::npos || std::string_view{*origin}.substr(scheme_end + 3) != *host;
}

access::Seat seat_of(const ports::Session& session) {
    return {{kernel::ActorKind::person, session.account_id.value(), session.post.post_id},
            {session.post.role},
            session.post.reach};
}

Result<Caller, Problem> caller_of(const ports::Request& request, ports::Identity& identity) {
    std::string_view token;
    constexpr std::string_view bearer = "Bearer ";
    const auto* authorization = request.header("authorization");
    if (authorization != nullptr && authorization->starts_with(bearer)) {
        token = std::string_view{*authorization}.substr(bearer.size());
    } else if (const auto* cookie = request.header("cookie")) {
        token = cookie_of(*cookie);
        if (!token.empty() && !is_safe(request) && comes_from_elsewhere(request))
            return Unexpected{Problem{403,
                                      "session.foreign_origin",
                                      "this request was made by a page of another site",
                                      kernel::Remedy::none,
                                      {},
                                      {},
                                      {}}};
    }
    if (token.empty()) return Unexpected{sign_in_first()};
    auto session = identity.session(token);
    if (!session) return Unexpected{sign_in_first()};
    auto seat = seat_of(*session);
    return Caller{std::move(session), std::string{token}, std::move(seat)};
}

}  // namespace anlan::api
