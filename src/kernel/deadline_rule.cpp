#include "kernel/deadline_rule.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::kernel {
namespace {

constexpr std::string_view kAreaPrefix = "are_";

const AreaId& area_of(Level level, const Jurisdiction& where) {
    switch (level) {
        case Level::district:
            return where.district;
        case Level::station:
            return where.station;
        case Level::beat:
            return where.beat;
        case Level::city:
            break;
    }
    return where.city;
}

bool is_role_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string at(const std::string& path, std::size_t index) {
    return path + "[" + std::to_string(index) + "]";
}

// An `above` must lead to a larger area, so that resolving a role always ends at the city.
std::optional<RuleFault> check_above(const Role& role, const RoleLevels& levels, const std::string& path) {
    if (role.level == Level::city) {
        if (role.above) return RuleFault{path + ".above", "nothing: a role of the city has none above it"};
        return std::nullopt;
    }
    if (!role.above) return RuleFault{path + ".above", "the role that answers where the area is not known"};
    const Role* above = find_role(levels, *role.above);
    if (above == nullptr)
        return RuleFault{path + ".above", "the name of a role of this file, not " + *role.above};
    if (above->level >= role.level)
        return RuleFault{path + ".above", "a role of a larger area than this one's"};
    return std::nullopt;
}

}  // namespace

const Role* find_role(const RoleLevels& levels, std::string_view role) {
    const auto found =
        std::find_if(levels.roles.begin(), levels.roles.end(), [&](const Role& r) { return r.role == role; });
    return found == levels.roles.end() ? nullptr : &*found;
}

PostId post_id(std::string_view role, const AreaId& area) {
    std::string id = "pst_" + std::string{role};
    std::replace(id.begin() + 4, id.end(), '_', '-');
    std::string_view suffix = area.value();
    if (suffix.starts_with(kAreaPrefix)) suffix.remove_prefix(kAreaPrefix.size());
    return PostId{id + "." + std::string{suffix}};
}

std::optional<PostParts> parts_of(const PostId& post_id) {
    std::string_view rest = post_id.value();
    const auto dot = rest.find('.');
    if (!rest.starts_with("pst_") || dot == std::string_view::npos || dot + 1 == rest.size())
        return std::nullopt;
    std::string role{rest.substr(4, dot - 4)};
    std::replace(role.begin(), role.end(), '-', '_');
    return PostParts{std::move(role), AreaId{std::string{kAreaPrefix} + std::string{rest.substr(dot + 1)}}};
}

PostId post_for(const RoleLevels& levels, std::string_view role, const Jurisdiction& where) {
    const Role* known = find_role(levels, role);
    ANLAN_CHECK(known != nullptr, "a rule names a role that the rulebook does not have");
    const AreaId& area = area_of(known->level, where);
    if (!area.value().empty()) return post_id(known->role, area);
    if (known->above) return post_for(levels, *known->above, where);
    return post_id(known->role, levels.city);
}

Obligation owe_until(const DeadlineRule& rule, const RoleLevels& levels, std::string kind, std::string key,
                     Instant since, Instant due_by, const Jurisdiction& where) {
    Obligation owed{.kind = std::move(kind),
                    .key = std::move(key),
                    .owner = post_for(levels, rule.owner_role, where),
                    .since = since,
                    .due_by = due_by,
                    .warn_at = std::nullopt,
                    .ladder = {}};
    if (rule.warn_before > Seconds{0} && due_by - rule.warn_before > since)
        owed.warn_at = due_by - rule.warn_before;
    owed.ladder.reserve(rule.ladder.size());
    for (const LadderStep& step : rule.ladder)
        owed.ladder.push_back({post_for(levels, step.role, where), due_by + step.after});
    return owed;
}

Obligation owe(const DeadlineRule& rule, const RoleLevels& levels, std::string kind, std::string key,
               Instant since, const Jurisdiction& where) {
    return owe_until(rule, levels, std::move(kind), std::move(key), since, since + rule.within, where);
}

Obligation renewed(const Obligation& old, const DeadlineRule& rule, const RoleLevels& levels, Instant now,
                   const Jurisdiction& where) {
    Obligation next = owe(rule, levels, old.kind, old.key, old.since, where);
    if (old.missed) {
        Obligation kept = old;
        kept.owner = next.owner;
        return kept;
    }
    if (next.due_by <= now) return owe(rule, levels, old.kind, old.key, now, where);
    if (next.due_by == old.due_by) next.warned = old.warned;
    return next;
}

std::optional<RuleFault> validate(const RoleLevels& levels) {
    if (!levels.city.value().starts_with(kAreaPrefix))
        return RuleFault{".city", "the id of the city's area, are_ and its code"};
    if (levels.roles.empty()) return RuleFault{".roles", "at least one role"};
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < levels.roles.size(); ++i) {
        const Role& role = levels.roles[i];
        const std::string path = at(".roles", i);
        if (!is_role_name(role.role)) return RuleFault{path + ".role", "a name of a-z, 0-9 and _"};
        if (!seen.insert(role.role).second)
            return RuleFault{path + ".role",
                             "a name not used before in this file; " + role.role + " is there twice"};
        if (role.zh.empty() || role.en.empty()) return RuleFault{path, "words for people in zh and en"};
        if (auto fault = check_above(role, levels, path)) return fault;
    }
    return std::nullopt;
}

std::optional<RuleFault> check_rule(const DeadlineRule& rule, const std::string& path) {
    if (rule.within <= Seconds{0}) return RuleFault{path + ".within", "more than 0 seconds"};
    if (rule.warn_before < Seconds{0} || rule.warn_before >= rule.within)
        return RuleFault{path + ".warn_before", "0 (no warning), or less than within"};
    if (rule.owner_role.empty()) return RuleFault{path + ".owner_role", "the role that owes it"};
    Seconds before{-1};
    for (std::size_t i = 0; i < rule.ladder.size(); ++i) {
        const LadderStep& step = rule.ladder[i];
        if (step.role.empty()) return RuleFault{at(path + ".ladder", i) + ".role", "the role that is told"};
        if (step.after <= before)
            return RuleFault{at(path + ".ladder", i) + ".after",
                             i == 0 ? "0 seconds or more after the breach" : "later than the step before it"};
        before = step.after;
    }
    return std::nullopt;
}

std::optional<RuleFault> check_roles(const DeadlineRule& rule, const RoleLevels& levels,
                                     const std::string& path) {
    if (find_role(levels, rule.owner_role) == nullptr)
        return RuleFault{path + ".owner_role", "a role of posts.toml, not " + rule.owner_role};
    for (std::size_t i = 0; i < rule.ladder.size(); ++i)
        if (find_role(levels, rule.ladder[i].role) == nullptr)
            return RuleFault{at(path + ".ladder", i) + ".role",
                             "a role of posts.toml, not " + rule.ladder[i].role};
    return std::nullopt;
}

}  // namespace anlan::kernel
