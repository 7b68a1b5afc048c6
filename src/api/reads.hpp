// Reading: lists, single records, their history, what is owed, and the views' queries.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_lists(Router& router, const Parts& parts);
void add_records(Router& router, const Parts& parts, IdMaker& ids);
void add_obligations(Router& router, const Parts& parts);
void add_queries(Router& router, const Parts& parts, IdMaker& ids);

// "incident.read": the permission to read a module's rows and records.
std::string read_permission(const kernel::Module& module);

}  // namespace anlan::api
