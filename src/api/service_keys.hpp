// Keys of machines: POST and GET /v1/service_keys, DELETE /v1/service_keys/{key_id}. Kept by persons who hold
// account.keep_keys, for posts inside their own reach.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_service_keys(Router& router, const Parts& parts);

}  // namespace anlan::api
