// A seat with what its person was given for a time, as access asks for it. Made for each request, and for
// each command again when it is decided.
#pragma once
#include "access/seat.hpp"
#include "views/rights.hpp"

#include <vector>

namespace anlan::api {

std::vector<access::Given> given_to(std::string_view account_id, const views::Rights& rights, Instant now);
access::Seat with_given(access::Seat seat, const views::Rights& rights, Instant now);

}  // namespace anlan::api
