#include "domain/alarm/rules.hpp"

#include "domain/alarm/alarm.hpp"

#include <algorithm>

namespace anlan::alarm {

using kernel::RuleFault;

std::optional<RuleFault> validate(const Rules& rules) {
    if (rules.new_max < 1 || rules.new_max > 100) return RuleFault{".new_max", "1 to 100"};
    if (rules.new_within < Seconds{60} || rules.new_within > Seconds{3600})
        return RuleFault{".new_within", "60 to 3600 seconds"};
    if (rules.group_within < Seconds{0} || rules.group_within > rules.new_within)
        return RuleFault{".group_within", "0 seconds to new_within"};
    if (rules.shelve_minutes_max < 1 || rules.shelve_minutes_max > shelve_minutes_most)
        return RuleFault{".shelve_minutes_max", "1 to 1440 minutes"};
    if (rules.reason_min < 1 || rules.reason_min > static_cast<std::int64_t>(reason_length_max))
        return RuleFault{".reason_min", "1 to 1000 bytes"};
    for (const char* kind : never_shelved)
        if (std::ranges::find(rules.may_shelve, kind) != rules.may_shelve.end())
            return RuleFault{".may_shelve", "no call for help: it is never put aside"};
    for (const auto& gap : rules.ring_gaps)
        if (gap.within < Seconds{1} || gap.covered_min <= 0 || gap.covered_min > 1)
            return RuleFault{".ring_gaps", "seconds of a ring, and a share above 0 and up to 1"};
    return std::nullopt;
}

}  // namespace anlan::alarm
