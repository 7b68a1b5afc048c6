// The record that a path names, for whoever may do something with it.
#pragma once
#include "api/endpoint.hpp"
#include "api/parts.hpp"

#include <optional>
#include <string_view>

namespace anlan::api {

struct PermittedRecord {
    views::RecordRead read;
    kernel::Scope scope;
    kernel::Extent extent{};  // how much of it is given
};

// The record of `module` whose id is the first value of the call's path. Notes the decision; where something
// was given for a time, the caller's actor says under what from then on. None: there is no such record of
// this module, it could not be read, or the caller may not; the call has been answered so.
std::optional<PermittedRecord> permitted_record(const Parts& parts, const kernel::Module& module, Call& call,
                                                std::string_view permission);

}  // namespace anlan::api
