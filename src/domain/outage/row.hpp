// What lists show of an outage: from when to when, how many records owed something in it, who has read that.
#pragma once
#include "domain/outage/outage.hpp"

#include <map>
#include <optional>

namespace anlan::outage {

struct OutageRow {
    std::string outage_id;
    Instant from{};
    Instant until{};
    Instant first_due{};
    std::uint64_t streams = 0;
    Jurisdiction where;
    std::optional<Instant> recovered_at;
    std::optional<OutageReviewed> reviewed;
    std::optional<Instant> review_by;
    std::optional<std::string> refused_with = {};  // the service was there, and its disk took no writes
    std::optional<std::uint64_t> refused_commands = {};
};
BOOST_DESCRIBE_STRUCT(OutageRow, (),
                      (outage_id, from, until, first_due, streams, where, recovered_at, reviewed, review_by,
                       refused_with, refused_commands))

std::optional<OutageRow> row_of(std::string_view stream, const Outage::State& state);
std::map<std::string, std::string> facets_of(const Outage::State& state);

}  // namespace anlan::outage
