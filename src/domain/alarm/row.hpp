// What screens show of a shelving: what is aside, why, by whom, until when.
#pragma once
#include "domain/alarm/alarm.hpp"

#include <map>
#include <optional>

namespace anlan::alarm {

struct ShelvingRow {
    std::string alarm_id;
    std::string kind;
    Jurisdiction where;
    std::string reason;
    AccountId shelved_by;
    PostId post_id;
    Instant shelved_at{};
    Instant until{};
    std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(ShelvingRow, (),
                      (alarm_id, kind, where, reason, shelved_by, post_id, shelved_at, until, ended_at))

std::optional<ShelvingRow> row_of(std::string_view stream, const Shelving::State& state);
std::map<std::string, std::string> facets_of(const Shelving::State& state);

}  // namespace anlan::alarm
