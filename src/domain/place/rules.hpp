// The rulebook's section places.toml: the kinds of places the register knows.
#pragma once
#include "kernel/deadline_rule.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::place {

struct PlaceKind {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(PlaceKind, (), (code, zh, en))

struct Rules {
    std::vector<PlaceKind> kinds;
};
BOOST_DESCRIBE_STRUCT(Rules, (), (kinds))

std::optional<kernel::RuleFault> validate(const Rules& rules);
bool knows_kind(const Rules& rules, const std::string& code);

}  // namespace anlan::place
