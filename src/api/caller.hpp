// Who asks: the session behind a request's token, and whether the request is the person's own doing.
#pragma once
#include "api/endpoint.hpp"
#include "base/result.hpp"

namespace anlan::api {

inline constexpr std::string_view session_cookie = "anlan_session";

// The session's seat, or why there is none (401), or that another site sent the browser here (403).
Result<Caller, Problem> caller_of(const ports::Request& request, ports::Identity& identity);

// A request that a page of another site made a browser send. A browser states where a page comes from
// (Origin), and no other site's page can add a header of our own (Anlan-Client).
bool comes_from_elsewhere(const ports::Request& request);

access::Seat seat_of(const ports::Session& session);

}  // namespace anlan::api
