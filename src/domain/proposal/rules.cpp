#include "domain/proposal/rules.hpp"

#include "kernel/named_ids.hpp"

#include <algorithm>
#include <set>

namespace anlan::proposal {
namespace {

std::string at(std::size_t index) { return ".commands[" + std::to_string(index) + "]"; }

// A post's id is a function of its role (kernel/deadline_rule.hpp): pst_watch-officer.420100.
bool is_post_of(std::string_view id, std::string_view role) {
    const auto prefix = kernel::post_id(role, AreaId{}).value();
    return id.starts_with(prefix);
}

}  // namespace

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < rules.commands.size(); ++i) {
        const auto& rule = rules.commands[i];
        if (!seen.insert(rule.command).second)
            return kernel::RuleFault{at(i) + ".command", "a command named once"};
        if (rule.roles && rule.roles->empty())
            return kernel::RuleFault{at(i) + ".roles", "at least one role, or to be left out"};
        if (auto fault = kernel::check_rule(rule.deadline, at(i) + ".deadline")) return fault;
        if (!rule.deadline.ladder.empty())
            return kernel::RuleFault{at(i) + ".deadline.ladder", "nothing: what nobody answers lapses"};
    }
    return std::nullopt;
}

std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    for (std::size_t i = 0; i < rules.commands.size(); ++i) {
        const auto& rule = rules.commands[i];
        for (const auto& role : rule.roles.value_or(std::vector<std::string>{}))
            if (kernel::find_role(levels, role) == nullptr)
                return kernel::RuleFault{at(i) + ".roles", "roles of posts.toml, not " + role};
        if (auto fault = kernel::check_roles(rule.deadline, levels, at(i) + ".deadline")) return fault;
    }
    return std::nullopt;
}

std::optional<kernel::RuleFault> check(const Rules& rules, std::span<const kernel::Module> modules) {
    for (std::size_t i = 0; i < rules.commands.size(); ++i) {
        const kernel::CommandSpec* spec = nullptr;
        for (const auto& module : modules)
            if (const auto* found = module.find_command(rules.commands[i].command)) spec = found;
        if (spec == nullptr || spec->path.empty())
            return kernel::RuleFault{at(i) + ".command", "a command that people send"};
        if (spec->says_personal)
            return kernel::RuleFault{at(i) + ".command",
                                     "a command without personal text, which a proposal would show"};
    }
    return std::nullopt;
}

const TwoPersonRule* find_rule(const Rules& rules, std::string_view command) {
    const auto found = std::find_if(rules.commands.begin(), rules.commands.end(),
                                    [&](const auto& rule) { return rule.command == command; });
    return found == rules.commands.end() ? nullptr : &*found;
}

bool needs_second(const Rules& rules, const kernel::AnyCommand& command) {
    const auto* rule = find_rule(rules, command.spec->name);
    if (rule == nullptr || !rule->roles) return rule != nullptr;
    const auto ids = kernel::named_ids(command.spec->encode(command.value));
    return std::any_of(rule->roles->begin(), rule->roles->end(), [&](const std::string& role) {
        return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return is_post_of(id, role); });
    });
}

}  // namespace anlan::proposal
