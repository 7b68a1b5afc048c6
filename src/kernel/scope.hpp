// What access needs to know of a record: where it belongs and with whom it is shared.
#pragma once
#include "terms/extent.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <string>
#include <vector>

namespace anlan::kernel {

using anlan::Extent;

// Who works on the record wherever it lies (the desk that took a call, the post that answers for a unit), or
// who was given it to know of it.
enum class Standing { recipient, holder };

struct Shared {
    PostId post_id;
    Extent extent = Extent::all;
    Standing standing = Standing::recipient;

    friend bool operator==(const Shared&, const Shared&) = default;
};

struct Scope {
    Jurisdiction where;
    std::vector<Shared> shared_with;  // posts that have this record, wherever they sit
    std::string record = {};          // its id, where a right to this one record alone may count; else empty
};

}  // namespace anlan::kernel
