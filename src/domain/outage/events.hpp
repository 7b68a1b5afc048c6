// A time in which deadlines fell due and nobody noted them, because the service was not there; that all of
// them are noted by now; and that a person has read which.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::outage {

struct OutageNoted {
    static constexpr std::string_view wire = "outage.noted.v1";
    Instant from{};   // the last record before it: from here on nobody is known to have watched
    Instant until{};  // the service was back
    std::uint64_t after_position = 0;  // what fell into it is noted behind this record of the log
    Instant first_due{};               // of what fell into it
    std::uint64_t streams = 0;         // records that owed something by `until`
    Jurisdiction where;                // the city
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(OutageNoted, (), (from, until, after_position, first_due, streams, where, obligations))

struct OutageRecovered {
    static constexpr std::string_view wire = "outage.recovered.v1";
    Instant recovered_at{};
};
BOOST_DESCRIBE_STRUCT(OutageRecovered, (), (recovered_at))

struct OutageReviewed {
    static constexpr std::string_view wire = "outage.reviewed.v1";
    std::string remark;  // what was done about what fell into it
    AccountId reviewed_by;
    Instant reviewed_at{};

    friend bool operator==(const OutageReviewed&, const OutageReviewed&) = default;
};
BOOST_DESCRIBE_STRUCT(OutageReviewed, (), (remark, reviewed_by, reviewed_at))

using Event = std::variant<OutageNoted, OutageRecovered, OutageReviewed, kernel::DeadlineWarned,
                           kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::outage
