// The city's own sign-on: GET /v1/session/sign_on sends the browser to the provider, and
// GET /v1/session/sign_on/return takes it back; POST /v1/session then opens the session (`signed_on`).
// GET /v1/session/ways says whether there is one.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

inline constexpr std::string_view sign_on_cookie = "anlan_sign_on";

void add_sign_on(Router& router, const Parts& parts);

}  // namespace anlan::api
