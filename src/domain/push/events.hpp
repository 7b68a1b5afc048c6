// What happens to a push: a text about one dispute goes to posts outside the police, each acknowledges it,
// says what it will do and by when, and that it is done. It holds what was sent and what was answered, and
// nothing of the mediation that it came from.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::push {

struct PushDelivered {
    static constexpr std::string_view wire = "push.delivered.v1";
    std::string mediation_id;  // med_
    int number = 0;            // of that mediation's
    std::string dispute_class;
    PersonalText text;
    std::vector<PostId> to;
    PostId from_post_id;
    Jurisdiction where;
    Instant delivered_at{};
    std::vector<kernel::Obligation> obligations;  // each recipient's acknowledgement
    std::optional<std::string> area_label = {};   // the station's name, which the recipients cannot look up
};
BOOST_DESCRIBE_STRUCT(PushDelivered, (),
                      (mediation_id, number, dispute_class, text, to, from_post_id, where, delivered_at,
                       obligations, area_label))

struct PushAcknowledged {
    static constexpr std::string_view wire = "push.acknowledged.v1";
    PostId post_id;
    AccountId acknowledged_by;
    Instant acknowledged_at{};
    std::vector<kernel::Obligation> obligations;  // its answer
};
BOOST_DESCRIBE_STRUCT(PushAcknowledged, (), (post_id, acknowledged_by, acknowledged_at, obligations))

// What it will do, by when.
struct PushAnswered {
    static constexpr std::string_view wire = "push.answered.v1";
    PostId post_id;
    PersonalText text;
    Instant due_by{};
    AccountId answered_by;
    Instant answered_at{};
    std::vector<kernel::Obligation> obligations;  // the deed
};
BOOST_DESCRIBE_STRUCT(PushAnswered, (), (post_id, text, due_by, answered_by, answered_at, obligations))

struct DeedReported {
    static constexpr std::string_view wire = "push.deed_reported.v1";
    PostId post_id;
    PersonalText text;
    AccountId reported_by;
    Instant reported_at{};
};
BOOST_DESCRIBE_STRUCT(DeedReported, (), (post_id, text, reported_by, reported_at))

using Event = std::variant<PushDelivered, PushAcknowledged, PushAnswered, DeedReported,
                           kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::push
