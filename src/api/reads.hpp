// Reading: lists, single records, their history, what is owed, and the views' queries.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"

namespace anlan::api {

void add_lists(Router& router, const Parts& parts);
void add_records(Router& router, const Parts& parts, IdMaker& ids);
void add_obligations(Router& router, const Parts& parts);
void add_open_matters(Router& router, const Parts& parts);
void add_answer_cards(Router& router, const Parts& parts);
void add_queries(Router& router, const Parts& parts, IdMaker& ids);

// Notes the decision, and answers the refusal if it is one. Whether to go on.
bool permits(const Parts& parts, const Call& call, std::string_view permission,
             const access::Decision& decision);

}  // namespace anlan::api
