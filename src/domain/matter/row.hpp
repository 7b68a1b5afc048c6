// What lists and live boards show of a matter: its reports, why they were put together, what is owed.
// Reports, never people.
#pragma once
#include "domain/matter/matter.hpp"

#include <map>
#include <optional>

namespace anlan::matter {

struct MatterRow {
    std::string matter_id;
    Stage stage{};
    std::string kind;
    std::string rule;
    Jurisdiction where;
    std::vector<Report> reports;
    Instant first_at{};
    Instant last_at{};
    Instant suggested_at{};
    std::optional<Instant> decided_at;
    std::string reject_reason;
    int instructions = 0;
    std::vector<std::string> missed;
    std::optional<kernel::NextDue> next;
};
BOOST_DESCRIBE_STRUCT(MatterRow, (),
                      (matter_id, stage, kind, rule, where, reports, first_at, last_at, suggested_at,
                       decided_at, reject_reason, instructions, missed, next))

std::optional<MatterRow> row_of(std::string_view stream, const Matter::State& state);
std::map<std::string, std::string> facets_of(const Matter::State& state);

}  // namespace anlan::matter
