// A group of alarms was put aside, for a reason and a time; and that is over.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::alarm {

struct AlarmShelved {
    static constexpr std::string_view wire = "alarm.shelved.v1";
    std::string kind;    // of what is owed: "dispatch", "close"
    Jurisdiction where;  // the place whose alarms are meant, with all below it
    std::string reason;
    AccountId shelved_by;
    PostId post_id;  // whose screens show it aside
    Instant shelved_at{};
    Instant until{};
    std::vector<kernel::Obligation> obligations;  // its end
};
BOOST_DESCRIBE_STRUCT(AlarmShelved, (),
                      (kind, where, reason, shelved_by, post_id, shelved_at, until, obligations))

BOOST_DEFINE_ENUM_CLASS(End, time, word)

struct ShelvingEnded {
    static constexpr std::string_view wire = "alarm.shelving_ended.v1";
    End end{};
    Instant ended_at{};
};
BOOST_DESCRIBE_STRUCT(ShelvingEnded, (), (end, ended_at))

using Event = std::variant<AlarmShelved, ShelvingEnded>;

}  // namespace anlan::alarm
