// Somebody opened a record that is outside their post's reach, for a stated reason and a short time; and
// another person has read that.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::break_glass {

struct GlassBroken {
    static constexpr std::string_view wire = "break_glass.broken.v1";
    std::string record;  // "inc_…": the one record this opens
    AccountId account_id;
    PostId post_id;
    Jurisdiction where;  // where the record lies: whose it is
    std::string reason;
    Instant broken_at{};
    Instant until{};
    std::vector<kernel::Obligation> obligations;  // its end, and the review
};
BOOST_DESCRIBE_STRUCT(GlassBroken, (),
                      (record, account_id, post_id, where, reason, broken_at, until, obligations))

BOOST_DEFINE_ENUM_CLASS(End, time, word)

struct GlassClosed {
    static constexpr std::string_view wire = "break_glass.closed.v1";
    End end{};
    Instant closed_at{};
};
BOOST_DESCRIBE_STRUCT(GlassClosed, (), (end, closed_at))

BOOST_DEFINE_ENUM_CLASS(Finding, in_order, questioned)

struct BreakReviewed {
    static constexpr std::string_view wire = "break_glass.reviewed.v1";
    Finding finding{};
    std::string remark;
    AccountId reviewed_by;
    Instant reviewed_at{};

    friend bool operator==(const BreakReviewed&, const BreakReviewed&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakReviewed, (), (finding, remark, reviewed_by, reviewed_at))

using Event = std::variant<GlassBroken, GlassClosed, BreakReviewed, kernel::DeadlineWarned,
                           kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::break_glass
