// What access needs to know of a record: where it belongs and with whom it is shared.
#pragma once
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <vector>

namespace anlan::kernel {

struct Scope {
    Jurisdiction where;
    std::vector<PostId> shared_with;  // posts outside `where` that were given this record
};

}  // namespace anlan::kernel
