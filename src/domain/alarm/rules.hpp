// The rulebook's section alarm.toml: how many new alarms one person is shown in how long a time, what counts
// as one line, what may be shelved for how long, and how thin a ring has to be. Source: EEMUA 191, ten in ten
// minutes.
#pragma once
#include "base/instant.hpp"
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anlan::alarm {

// A station's ring that covers less than `covered_min` of its points is a gap that somebody must act on.
struct RingGap {
    Seconds within{0};  // which ring: 60, 180, 300
    double covered_min = 0;
};
BOOST_DESCRIBE_STRUCT(RingGap, (), (within, covered_min))

struct Rules {
    std::int64_t new_max = 0;  // lines that one person is newly shown within `new_within`
    Seconds new_within{0};
    Seconds group_within{0};              // a line that is back so soon is the same line, and no new one
    std::int64_t shelve_minutes_max = 0;  // of a shelving
    std::int64_t reason_min = 1;          // bytes of the reason at least
    std::vector<std::string> may_shelve;  // kinds of what is owed
    std::vector<RingGap> ring_gaps;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (new_max, new_within, group_within, shelve_minutes_max, reason_min, may_shelve,
                       ring_gaps))

inline constexpr std::int64_t shelve_minutes_most = 24 * 60;

std::optional<kernel::RuleFault> validate(const Rules& rules);

}  // namespace anlan::alarm
