// A time in which deadlines fell due and nobody noted them, because the service was not there, or in which
// it refused commands, because its disk took no writes; that all that fell due is noted by now; and that a
// person has read it.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::outage {

struct OutageNoted {
    static constexpr std::string_view wire = "outage.noted.v1";
    // The last record before it: from here on nobody is known to have watched; or the first commit that
    // failed.
    Instant from{};
    Instant until{};                   // the service was back, or the first commit that did not fail
    std::uint64_t after_position = 0;  // what fell into it is noted behind this record of the log
    Instant first_due{};               // of what fell into it; where nothing did: `until`
    std::uint64_t streams = 0;         // records that owed something by `until`
    Jurisdiction where;                // the city
    std::vector<kernel::Obligation> obligations;
    // The service was there and its disk took no writes: the code that commands were refused with, and how
    // many were. None: the service was not there.
    std::optional<std::string> refused_with = {};
    std::optional<std::uint64_t> refused_commands = {};
};
BOOST_DESCRIBE_STRUCT(OutageNoted, (),
                      (from, until, after_position, first_due, streams, where, obligations, refused_with,
                       refused_commands))

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
