#include "domain/capsule/rules.hpp"

#include <algorithm>

namespace anlan::capsule {
namespace {

std::string path_of(std::size_t row) { return ".sign[" + std::to_string(row) + "]"; }

}  // namespace

const SignRule* rule_for(const Rules& rules, const std::string& role) {
    const auto found = std::find_if(rules.sign.begin(), rules.sign.end(), [&](const SignRule& row) {
        return std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end();
    });
    return found == rules.sign.end() ? nullptr : &*found;
}

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    for (std::size_t i = 0; i < rules.sign.size(); ++i) {
        if (rules.sign[i].roles.empty()) return kernel::RuleFault{path_of(i) + ".roles", "at least one role"};
        if (auto fault = kernel::check_rule(rules.sign[i].deadline, path_of(i) + ".deadline")) return fault;
    }
    return std::nullopt;
}

std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    for (std::size_t i = 0; i < rules.sign.size(); ++i) {
        for (const std::string& role : rules.sign[i].roles)
            if (kernel::find_role(levels, role) == nullptr)
                return kernel::RuleFault{path_of(i) + ".roles", "roles of posts.toml, not " + role};
        if (auto fault = kernel::check_roles(rules.sign[i].deadline, levels, path_of(i) + ".deadline"))
            return fault;
    }
    return std::nullopt;
}

}  // namespace anlan::capsule
