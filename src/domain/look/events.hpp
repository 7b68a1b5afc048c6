// What happens to a look: somebody read a record with personal data in it, and said why.
#pragma once
#include "base/instant.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::look {

// Who looked stands in the envelope.
struct LookRecorded {
    static constexpr std::string_view wire = "look.recorded.v1";
    std::string record;               // the stream that was read, or the query: "cal_…", "call.history"
    std::vector<std::string> fields;  // the personal members that were shown; empty: all there are
    std::string purpose;              // a code of the rulebook's access section
    std::string reason;               // in the person's words, where the purpose wants them
    Instant looked_at{};
};
BOOST_DESCRIBE_STRUCT(LookRecorded, (), (record, fields, purpose, reason, looked_at))

using Event = std::variant<LookRecorded>;

}  // namespace anlan::look
