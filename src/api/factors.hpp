// How one signs in, kept by oneself: GET /v1/factors, the authenticator (POST and DELETE /v1/factors/totp,
// its confirmation), recovery codes; and who tried to sign in as oneself: GET /v1/sign_ins.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_factors(Router& router, const Parts& parts);

}  // namespace anlan::api
