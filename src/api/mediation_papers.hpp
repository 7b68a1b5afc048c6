// What of mediations is printed: agreements and pushes. Nothing where there are no Papers.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_mediation_papers(Router& router, const Parts& parts, IdMaker& ids);

}  // namespace anlan::api
