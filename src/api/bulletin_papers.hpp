// GET /v1/bulletins/{bulletin_id}/paper and /workbook: a week's bulletin as PDF, and as XLSX to reckon with.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_bulletin_papers(Router& router, const Parts& parts, IdMaker& ids);

}  // namespace anlan::api
