// What lists show of an erasure: which record, under which rule, when.
#pragma once
#include "domain/erasure/erasure.hpp"

#include <map>
#include <optional>

namespace anlan::erasure {

struct ErasureRow {
    std::string record;
    std::string rule;  // of the last erasure; empty: not erased yet
    Jurisdiction where;
    std::optional<Instant> closed_at;
    std::optional<Instant> erased_at;
    int times = 0;  // a record that got new texts is erased again
    std::vector<HoldPlaced> holds = {};
    std::optional<EarlyErasureOrdered> ordered = {};
};
BOOST_DESCRIBE_STRUCT(ErasureRow, (), (record, rule, where, closed_at, erased_at, times, holds, ordered))

std::optional<ErasureRow> row_of(std::string_view stream, const Erasure::State& state);
std::map<std::string, std::string> facets_of(const Erasure::State& state);

}  // namespace anlan::erasure
