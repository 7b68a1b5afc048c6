// Who asks: the session behind a request's token, and whether the request is the person's own doing.
#pragma once
#include "access/access_rules.hpp"
#include "api/endpoint.hpp"
#include "base/result.hpp"

namespace anlan::api {

inline constexpr std::string_view session_cookie = "anlan_session";
inline constexpr std::string_view device_cookie = "anlan_device";

// Under TLS the names of our cookies have a prefix (__Host-) that browsers take only from ourselves, for our
// host alone: a page of a sister domain, or somebody on a line without TLS, cannot hand a browser a session
// of their choice. These two add it.
//
// The value of one cookie of a request; empty: none.
std::string cookie_of(const ports::Request& request, std::string_view name);
// What has a browser keep one. `link` comes along also where a link on another site's page leads to us.
enum class SameSite { strict, link };
std::string cookie_to_keep(const ports::Request& request, std::string_view name, std::string_view value,
                           std::int64_t seconds, SameSite site = SameSite::strict);

// Opened with one factor alone.
bool has_one_factor(const ports::Session& session);
// Whether the role of the session's post asks for more than the session was opened with.
bool lacks_second_factor(const ports::Session& session, const access::AccessRules& rules);
// Why this session may not ask this endpoint, whatever the permission.
std::optional<kernel::Refusal> unfit(Needs needs, const ports::Session& session,
                                     const access::AccessRules& rules);

// The session's seat, or why there is none (401), or that another site sent the browser here (403).
Result<Caller, Problem> caller_of(const ports::Request& request, ports::Identity& identity);

// What to think of a request that does not say which page sent it.
enum class Unsaid { of_another_site, of_a_program };

// A request that a page of another site made a browser send. A browser states where a page comes from
// (Sec-Fetch-Site, Origin), and no other site's page can add a header of our own (Anlan-Client).
bool comes_from_elsewhere(const ports::Request& request, Unsaid unsaid);
// One that changes nothing by its method.
bool is_safe(const ports::Request& request);
Problem foreign_origin();

access::Seat seat_of(const ports::Session& session);

}  // namespace anlan::api
