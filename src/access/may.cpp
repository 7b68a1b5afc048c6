#include "access/may.hpp"

#include <algorithm>

namespace anlan::access {
namespace {

constexpr Decision allowed_machine{Verdict::allow, "access.machine", "a policy, the clock or an import acts"};
constexpr Decision allowed_role{Verdict::allow, "access.role", "a role of the post holds the permission"};
constexpr Decision allowed_shared{Verdict::allow, "access.shared", "the record is shared with the post"};
constexpr Decision allowed_summary{Verdict::allow, "access.shared_summary",
                                   "the record is shared with the post, without what it says about people",
                                   kernel::Extent::summary};
constexpr Decision allowed_look{Verdict::allow, "access.own_look", "everybody's looks are recorded"};
constexpr Decision denied_nobody{Verdict::deny, "access.nobody", "the request names nobody who acts"};
constexpr Decision denied_purpose{Verdict::deny, "access.purpose_unknown",
                                  "the purpose is not one of the rulebook's purposes"};
constexpr Decision denied_no_purpose{Verdict::deny, "access.purpose_required",
                                     "personal data is looked at for a stated purpose"};
constexpr Decision denied_role{Verdict::deny, "access.not_permitted",
                               "no role of this post holds the permission"};
constexpr Decision denied_key{Verdict::deny, "access.not_in_key",
                              "the service key does not name this permission"};
constexpr Decision denied_level{
    Verdict::deny, "access.reach_too_wide",
    "the role that holds the permission belongs to a lower level than this post's reach"};
constexpr Decision denied_reach{Verdict::deny, "access.outside_reach",
                                "the record lies outside this post's area and is not shared with it"};
constexpr Decision denied_unshared{Verdict::deny, "access.not_shared",
                                   "this post sees only what is shared with it, and this record is not"};
constexpr Decision denied_recipient{
    Verdict::deny, "access.not_given_by_sharing",
    "the record is only shared with this post; this is for those whose area it lies in"};

bool is_machine(kernel::ActorKind kind) { return kind != kernel::ActorKind::person; }

bool names(const AreaId& area) { return !area.value().empty(); }

bool sits_at_level(const Jurisdiction& reach, std::string_view level) {
    if (level == "beat") return names(reach.beat);
    if (level == "station") return names(reach.station);
    if (level == "district") return names(reach.district);
    return true;
}

bool is_unplaced(const Jurisdiction& where) {
    return !names(where.city) && !names(where.district) && !names(where.station) && !names(where.beat);
}

bool knows_purpose(const AccessRules& rules, std::string_view purpose) {
    return std::any_of(rules.purposes.begin(), rules.purposes.end(),
                       [&](const PurposeRule& rule) { return rule.code == purpose; });
}

bool rule_holds(const RoleRule& rule, std::string_view permission) {
    return std::any_of(rule.permissions.begin(), rule.permissions.end(),
                       [&](const std::string& pattern) { return holds(pattern, permission); });
}

bool names_permission(const std::vector<std::string>& patterns, std::string_view permission) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return holds(pattern, permission); });
}

struct Held {
    Decision decision = denied_role;
    Reach reach = Reach::shared_only;  // the widest of the roles that hold the permission
};

Held by_roles(const Seat& seat, std::string_view permission, const AccessRules& rules) {
    Held best;
    for (const std::string& role : seat.roles) {
        for (const RoleRule& rule : rules.roles) {
            if (rule.role != role || !rule_holds(rule, permission)) continue;
            if (!sits_at_level(seat.reach, rule.level)) {
                if (!best.decision.allowed()) best.decision = denied_level;
                continue;
            }
            best.decision = allowed_role;
            if (rule.reach.value_or(Reach::area) == Reach::area) return {allowed_role, Reach::area};
        }
    }
    return best;
}

// By what was shared with the seat's own post; the wider of two shares counts.
Decision by_share(const Seat& seat, std::string_view permission, const kernel::Scope& scope,
                  const AccessRules& rules, const Decision& unshared) {
    const PostId& post_id = seat.actor.post_id;
    if (post_id.value().empty()) return unshared;
    Decision best = unshared;
    for (const kernel::Shared& shared : scope.shared_with) {
        if (shared.post_id != post_id) continue;
        if (shared.standing == kernel::Standing::holder) return allowed_shared;
        if (shared.extent == kernel::Extent::all)
            best = allowed_shared;
        else if (!best.allowed())
            best = allowed_summary;
    }
    if (!best.allowed()) return best;
    const bool given = std::any_of(rules.shared_permissions.begin(), rules.shared_permissions.end(),
                                   [&](const std::string& pattern) { return holds(pattern, permission); });
    return given ? best : denied_recipient;
}

}  // namespace

bool holds(std::string_view pattern, std::string_view permission) {
    if (pattern == permission || pattern == "*") return true;
    if (pattern.size() < 3) return false;
    if (pattern.ends_with(".*")) {
        const auto stem =
            pattern.substr(0, pattern.size() - 1);  // with the dot: "incident." is not "incidents."
        return permission.size() > stem.size() && permission.starts_with(stem);
    }
    if (pattern.starts_with("*.")) {
        const auto ending = pattern.substr(1);
        return permission.size() > ending.size() && permission.ends_with(ending);
    }
    return false;
}

namespace {

Held held_anywhere(const Seat& seat, std::string_view permission, std::string_view purpose,
                   const AccessRules& rules) {
    if (seat.actor.actor_id.empty()) return {denied_nobody};
    if (is_machine(seat.actor.kind)) return {allowed_machine};
    if (!purpose.empty() && !knows_purpose(rules, purpose)) return {denied_purpose};
    if (permission == own_look) return {purpose.empty() ? denied_no_purpose : allowed_look};
    if (!seat.only.empty() && !names_permission(seat.only, permission)) return {denied_key};
    return by_roles(seat, permission, rules);
}

}  // namespace

Decision may_anywhere(const Seat& seat, std::string_view permission, std::string_view purpose,
                      const AccessRules& rules) {
    return held_anywhere(seat, permission, purpose, rules).decision;
}

Decision may(const Seat& seat, std::string_view permission, std::string_view purpose,
             const kernel::Scope& scope, const AccessRules& rules) {
    const Held held = held_anywhere(seat, permission, purpose, rules);
    const Decision& anywhere = held.decision;
    if (!anywhere.allowed() || is_machine(seat.actor.kind) || permission == own_look) return anywhere;
    if (held.reach == Reach::shared_only) return by_share(seat, permission, scope, rules, denied_unshared);
    if (is_unplaced(scope.where) || contains(seat.reach, scope.where)) return anywhere;
    return by_share(seat, permission, scope, rules, denied_reach);
}

kernel::Refusal refusal_of(const Decision& denied) {
    const bool mends = denied.code == denied_purpose.code || denied.code == denied_no_purpose.code;
    return {std::string{denied.code},
            std::string{denied.words},
            kernel::Because::forbidden,
            mends ? kernel::Remedy::fix_input : kernel::Remedy::ask_superior,
            {}};
}

}  // namespace anlan::access
