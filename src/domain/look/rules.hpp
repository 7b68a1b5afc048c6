// The rulebook's section look.toml: which looks a person reads in the daily review.
#pragma once
#include "base/instant.hpp"
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anlan::look {

struct Rules {
    std::vector<std::string> always;  // purposes whose looks are all reviewed
    Hours deed_within{0};             // who did nothing on the record within this, only looked
    std::int64_t many_per_hour = 0;   // by one account; more are reviewed
    std::int64_t many_accounts = 0;   // at one record in a day; more are reviewed
};
BOOST_DESCRIBE_STRUCT(Rules, (), (always, deed_within, many_per_hour, many_accounts))

std::optional<kernel::RuleFault> validate(const Rules& rules);

}  // namespace anlan::look
