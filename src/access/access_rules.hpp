// The rulebook's access.toml: which role may do what, and for which purposes a record may be looked at.
#pragma once
#include <boost/describe.hpp>

#include <string>
#include <vector>

namespace anlan::access {

struct RoleRule {
    std::string role;  // "dispatcher"
    std::string zh;
    std::string en;
    std::string level;                     // city, district, station or beat: where such a post sits
    std::vector<std::string> permissions;  // "incident.close", "incident.*", "*.read", "*"
};
BOOST_DESCRIBE_STRUCT(RoleRule, (), (role, zh, en, level, permissions))

struct PurposeRule {
    std::string code;  // "call_handling"
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(PurposeRule, (), (code, zh, en))

struct AccessRules {
    std::vector<RoleRule> roles;
    std::vector<PurposeRule> purposes;
};
BOOST_DESCRIBE_STRUCT(AccessRules, (), (roles, purposes))

}  // namespace anlan::access
