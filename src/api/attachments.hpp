// Photos and voice notes of a record: their bytes come in and are shown (docs/design/attachments.md).
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_attachments(Router& router, const Parts& parts, IdMaker& ids);

}  // namespace anlan::api
