// What lists show of a breaking: who, which record, why, until when, and what the review found.
#pragma once
#include "domain/break_glass/break_glass.hpp"

#include <map>
#include <optional>

namespace anlan::break_glass {

struct GlassRow {
    std::string break_glass_id;
    std::string record;
    AccountId account_id;
    PostId post_id;
    Jurisdiction where;
    std::string reason;
    Instant broken_at{};
    Instant until{};
    std::optional<Instant> closed_at;
    std::optional<BreakReviewed> reviewed;
    std::optional<Instant> review_by;
};
BOOST_DESCRIBE_STRUCT(GlassRow, (),
                      (break_glass_id, record, account_id, post_id, where, reason, broken_at, until,
                       closed_at, reviewed, review_by))

std::optional<GlassRow> row_of(std::string_view stream, const Glass::State& state);
std::map<std::string, std::string> facets_of(const Glass::State& state);

}  // namespace anlan::break_glass
