// What access needs to know of a record: where it belongs and with whom it is shared.
#pragma once
#include "terms/extent.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <vector>

namespace anlan::kernel {

using anlan::Extent;

struct Shared {
    PostId post_id;
    Extent extent = Extent::all;

    friend bool operator==(const Shared&, const Shared&) = default;
};

struct Scope {
    Jurisdiction where;
    std::vector<Shared> shared_with;  // posts that were given this record, wherever they sit
};

}  // namespace anlan::kernel
