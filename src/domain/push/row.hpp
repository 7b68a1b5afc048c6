// What lists and live boards show of a push: from where, to whom, how far each recipient is. Nothing of its
// text.
#pragma once
#include "domain/push/push.hpp"

#include <map>
#include <optional>

namespace anlan::push {

struct RecipientRow {
    PostId post_id;
    std::optional<Instant> acknowledged_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> due_by;
    std::optional<Instant> done_at;
};
BOOST_DESCRIBE_STRUCT(RecipientRow, (), (post_id, acknowledged_at, answered_at, due_by, done_at))

struct PushRow {
    std::string push_id;
    Stage stage{};
    std::string mediation_id;
    int number = 0;
    std::string dispute_class;
    PostId from_post_id;
    Jurisdiction where;
    std::optional<std::string> area_label;
    Instant delivered_at{};
    std::vector<RecipientRow> recipients;
    std::vector<std::string> missed;
    std::optional<kernel::NextDue> next;
};
BOOST_DESCRIBE_STRUCT(PushRow, (),
                      (push_id, stage, mediation_id, number, dispute_class, from_post_id, where, area_label,
                       delivered_at, recipients, missed, next))

std::optional<PushRow> row_of(std::string_view stream, const Push::State& state);
std::map<std::string, std::string> facets_of(const Push::State& state);

}  // namespace anlan::push
