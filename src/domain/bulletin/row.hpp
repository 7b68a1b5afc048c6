// How a bulletin stands in lists.
#pragma once
#include "domain/bulletin/bulletin.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::bulletin {

struct BulletinRow {
    std::string bulletin_id;
    std::string week;
    Jurisdiction where;
    Stage stage{};
    Instant begins{};
    Instant ends{};
    Instant counted_until{};
    std::uint64_t counted_to = 0;
    int units = 0;
    std::optional<Instant> object_until;
    int objections = 0;
    int unanswered = 0;
    int corrected = 0;  // figures, by answers and by editions
    int edition = 0;    // 0: not published
    std::optional<Instant> published_at;
    std::vector<std::string> missed;
    std::optional<kernel::NextDue> next;
};
BOOST_DESCRIBE_STRUCT(BulletinRow, (),
                      (bulletin_id, week, where, stage, begins, ends, counted_until, counted_to, units,
                       object_until, objections, unanswered, corrected, edition, published_at, missed, next))

std::optional<BulletinRow> row_of(std::string_view stream, const Bulletin::State& state);
std::map<std::string, std::string> facets_of(const Bulletin::State& state);

}  // namespace anlan::bulletin
