// What operators and programs ask of the service itself: health, readiness, figures, the rulebook, the live
// feed.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_service(Router& router, const Parts& parts);
void add_stream(Router& router, const Parts& parts);
void add_rights(Router& router, const Parts& parts);

}  // namespace anlan::api
