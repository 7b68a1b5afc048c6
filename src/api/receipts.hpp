// The pages behind callers' links, and what is sent by them. With health and the sign-in these are all that
// is answered to whoever has no session; here the link in the path says who may (docs/design/receipt.md).
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_receipts(Router& router, const Parts& parts, IdMaker& ids);

}  // namespace anlan::api
