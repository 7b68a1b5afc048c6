// Signing in and out, and who one is: POST, GET and DELETE /v1/session. Where else one is signed in, and
// ending that: GET /v1/sessions, DELETE /v1/sessions/{session_id}.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_sessions(Router& router, const Parts& parts);

}  // namespace anlan::api
