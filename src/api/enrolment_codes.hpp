// POST /v1/enrolment_codes: what an account's person needs to set up its first second factor.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_enrolment_codes(Router& router, const Parts& parts);

}  // namespace anlan::api
