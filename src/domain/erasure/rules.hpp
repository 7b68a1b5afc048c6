// The rulebook's section retention.toml: how long the personal texts of a closed record are kept.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "kernel/module.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::erasure {

// The first row that fits a record counts; a record that none fits is kept.
struct KeepRule {
    std::string code;
    std::string module;              // whose records: "incident"
    std::vector<std::string> kinds;  // as what they were closed; none: whatever it was
    int days = 0;                    // after the day on which it was closed
    std::string basis;               // the law or order that says so
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(KeepRule, (), (code, module, kinds, days, basis, zh, en))

struct Rules {
    std::vector<KeepRule> keep;
    int rest_after_hours = 0;  // without a record, until one that is over leaves memory
};
BOOST_DESCRIBE_STRUCT(Rules, (), (keep, rest_after_hours))

inline constexpr int days_min = 2;  // the same-event ribbon and open shifts still need yesterday's texts
inline constexpr int days_max = 100 * 366;
inline constexpr int rest_after_hours_min = 1;
inline constexpr int rest_after_hours_max = 366 * 24;

std::optional<kernel::RuleFault> validate(const Rules& rules);
// Every module that is named must exist and say when its records are closed.
std::optional<kernel::RuleFault> check(const Rules& rules, const std::vector<std::string>& modules);

const KeepRule* find_rule(const Rules& rules, std::string_view module, std::string_view kind);
const KeepRule* find_rule(const Rules& rules, std::string_view code);

// The end of the last civil day on which the texts are kept.
Instant kept_until(const KeepRule& rule, Instant closed_at, Minutes civil_offset);

}  // namespace anlan::erasure
