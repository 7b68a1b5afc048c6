// What happens to a look: somebody read a record with personal data in it, and said why; somebody else may
// have reviewed that.
#pragma once
#include "base/instant.hpp"
#include "terms/ids.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::look {

struct LookRecorded {
    static constexpr std::string_view wire = "look.recorded.v1";
    std::string record;               // the stream that was read, or the query: "cal_…", "call.history"
    std::vector<std::string> fields;  // the personal members that were shown; empty: all there are
    std::string purpose;              // a code of the rulebook's access section
    std::string reason;               // in the person's words, where the purpose wants them
    Instant looked_at{};
    std::optional<std::string> looked_by = {};  // the account; before it stood here, only in the envelope
    std::optional<PostId> looked_from = {};     // the post, likewise
};
BOOST_DESCRIBE_STRUCT(LookRecorded, (), (record, fields, purpose, reason, looked_at, looked_by, looked_from))

BOOST_DEFINE_ENUM_CLASS(Finding, in_order, questioned)

// A person has read this look in the daily review.
struct LookReviewed {
    static constexpr std::string_view wire = "look.reviewed.v1";
    Finding finding{};
    std::string remark;
    std::string reviewed_by;
    Instant reviewed_at{};

    friend bool operator==(const LookReviewed&, const LookReviewed&) = default;
};
BOOST_DESCRIBE_STRUCT(LookReviewed, (), (finding, remark, reviewed_by, reviewed_at))

using Event = std::variant<LookRecorded, LookReviewed>;

}  // namespace anlan::look
