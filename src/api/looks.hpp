// Looks at personal data: whoever reads a record that holds any says for which purpose, and that is in the
// log before the record is on the screen.
#pragma once
#include "api/endpoint.hpp"
#include "api/id_maker.hpp"
#include "api/parts.hpp"

namespace anlan::api {

struct Look {
    std::string record;               // the stream, or the query's name where it is about no single record
    std::vector<std::string> fields;  // "state", "timeline", a query's name
};

// Calls `then` once the look is recorded, not on the engine's thread; answers with the refusal if it cannot
// be. `then` must answer before it returns.
void look(const Parts& parts, IdMaker& ids, Call call, const Look& at, std::function<void(const Call&)> then);

// The headers that state it, for the documentation.
std::vector<Parameter> look_parameters();

}  // namespace anlan::api
