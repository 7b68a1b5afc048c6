#include "access/may.hpp"

#include <algorithm>
#include <optional>

namespace anlan::access {
namespace {

const Decision allowed_machine{Verdict::allow, "access.machine", "a policy, the clock or an import acts"};
const Decision allowed_agreed{Verdict::allow, "access.agreed", "two persons agreed on it"};
const Decision allowed_broken{Verdict::allow, "access.break_glass", "the glass was broken for this record"};
const Decision allowed_role{Verdict::allow, "access.role", "a role of the post holds the permission"};
const Decision allowed_shared{Verdict::allow, "access.shared", "the record is shared with the post"};
const Decision allowed_summary{Verdict::allow, "access.shared_summary",
                               "the record is shared with the post, without what it says about people",
                               kernel::Extent::summary};
const Decision allowed_look{Verdict::allow, "access.own_look", "everybody's looks are recorded"};
const Decision denied_nobody{Verdict::deny, "access.nobody", "the request names nobody who acts"};
const Decision denied_purpose{Verdict::deny, "access.purpose_unknown",
                              "the purpose is not one of the rulebook's purposes"};
const Decision denied_no_purpose{Verdict::deny, "access.purpose_required",
                                 "personal data is looked at for a stated purpose"};
const Decision denied_role{Verdict::deny, "access.not_permitted",
                           "no role of this post holds the permission"};
const Decision denied_key{Verdict::deny, "access.not_in_key",
                          "the service key does not name this permission"};
const Decision denied_persons{Verdict::deny, "access.persons_only",
                              "a person answers for this, and no machine's key does it"};
const Decision denied_key_role{Verdict::deny, "access.role_not_for_keys",
                               "the rulebook lets no machine's key sit at a post of this role"};
const Decision denied_level{
    Verdict::deny, "access.reach_too_wide",
    "the role that holds the permission belongs to a lower level than this post's reach"};
const Decision denied_reach{Verdict::deny, "access.outside_reach",
                            "the record lies outside this post's area and is not shared with it"};
const Decision denied_unshared{Verdict::deny, "access.not_shared",
                               "this post sees only what is shared with it, and this record is not"};
const Decision denied_recipient{
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

bool any_holds(const std::vector<std::string>& patterns, std::string_view permission) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return holds(pattern, permission); });
}

// Whether a part of this pattern is what only persons do.
bool reserves(const AccessRules& rules, std::string_view pattern) {
    return std::any_of(rules.persons_only.begin(), rules.persons_only.end(),
                       [&](const std::string& reserved) { return holds(pattern, reserved); });
}

// What a machine's key lacks for this; none: it may, as far as it is the key's to say.
std::optional<Decision> kept_from_key(const Seat& seat, std::string_view permission,
                                      const AccessRules& rules) {
    const auto& lent = rules.service_key_roles;
    const bool sits = std::all_of(seat.roles.begin(), seat.roles.end(), [&](const std::string& role) {
        return std::find(lent.begin(), lent.end(), role) != lent.end();
    });
    if (!sits) return denied_key_role;
    if (any_holds(rules.persons_only, permission)) return denied_persons;
    if (!any_holds(seat.only, permission)) return denied_key;
    return std::nullopt;
}

struct Held {
    Decision decision = denied_role;
    Reach reach = Reach::shared_only;  // the widest of the roles that hold the permission
};

Held by_roles(const Seat& seat, std::string_view permission, const AccessRules& rules) {
    Held best;
    for (const std::string& role : seat.roles) {
        for (const RoleRule& rule : rules.roles) {
            if (rule.role != role || !any_holds(rule.permissions, permission)) continue;
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
    return any_holds(rules.shared_permissions, permission) ? best : denied_recipient;
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

bool is_agreed(const kernel::Actor& actor) { return actor.approved_by.has_value(); }

// What does not depend on roles: who asks at all, for what, and what everybody is made to do.
std::optional<Decision> before_roles(const Seat& seat, std::string_view permission, std::string_view purpose,
                                     const AccessRules& rules) {
    if (seat.actor.actor_id.empty()) return denied_nobody;
    if (is_machine(seat.actor.kind)) return allowed_machine;
    if (is_agreed(seat.actor)) return allowed_agreed;
    if (!purpose.empty() && !knows_purpose(rules, purpose)) return denied_purpose;
    if (permission == own_look) return purpose.empty() ? denied_no_purpose : allowed_look;
    return seat.is_of_key() ? kept_from_key(seat, permission, rules) : std::nullopt;
}

Decision by_own(const Seat& seat, const Held& held, std::string_view permission, const kernel::Scope& scope,
                const AccessRules& rules) {
    if (!held.decision.allowed()) return held.decision;
    if (held.reach == Reach::shared_only) return by_share(seat, permission, scope, rules, denied_unshared);
    if (is_unplaced(scope.where) || contains(seat.reach, scope.where)) return held.decision;
    return by_share(seat, permission, scope, rules, denied_reach);
}

// The delegate as a seat at the post that was delegated.
Seat at_post(const Seat& seat, const Given& given) {
    return {{seat.actor.kind, seat.actor.actor_id, PostId{given.by}}, {given.role}, given.reach};
}

bool lacks_factor(const Seat& seat, const Given& given, const AccessRules& rules) {
    return seat.one_factor && std::any_of(rules.roles.begin(), rules.roles.end(), [&](const RoleRule& rule) {
               return rule.role == given.role && rule.second_factor == SecondFactor::required;
           });
}

// Whether this delegation has anything to say of it.
bool names(const Seat& seat, const Given& given, std::string_view permission, const AccessRules& rules) {
    return given.is_delegation() && (given.permissions.empty() || any_holds(given.permissions, permission)) &&
           !lacks_factor(seat, given, rules);
}

bool is_whole(const Decision& decision) {
    return decision.allowed() && decision.extent == kernel::Extent::all;
}

Decision under(const Given& given, Decision decision) {
    decision.under = given.by;
    decision.code = given.is_delegation() ? "access.delegated" : "access.break_glass";
    return decision;
}

Decision by_given(const Seat& seat, const Held& held, Decision best, std::string_view permission,
                  const kernel::Scope& scope, const AccessRules& rules) {
    for (const Given& given : seat.given) {
        if (is_whole(best)) break;
        if (!names(seat, given, permission, rules)) continue;
        const Seat there = at_post(seat, given);
        auto decision = by_own(there, by_roles(there, permission, rules), permission, scope, rules);
        if (decision.allowed() && (!best.allowed() || is_whole(decision)))
            best = under(given, std::move(decision));
    }
    if (is_whole(best) || scope.record.empty() || !held.decision.allowed()) return best;
    for (const Given& given : seat.given)
        if (given.record == scope.record && any_holds(rules.break_glass_permissions, permission))
            return under(given, allowed_broken);
    return best;
}

}  // namespace

Decision may_anywhere(const Seat& seat, std::string_view permission, std::string_view purpose,
                      const AccessRules& rules) {
    if (auto said = before_roles(seat, permission, purpose, rules)) return std::move(*said);
    Decision best = by_roles(seat, permission, rules).decision;
    if (seat.is_of_key()) return best;
    for (const Given& given : seat.given) {
        if (best.allowed() || !names(seat, given, permission, rules)) continue;
        auto decision = by_roles(at_post(seat, given), permission, rules).decision;
        if (decision.allowed()) best = under(given, std::move(decision));
    }
    return best;
}

Decision may(const Seat& seat, std::string_view permission, std::string_view purpose,
             const kernel::Scope& scope, const AccessRules& rules) {
    if (auto said = before_roles(seat, permission, purpose, rules)) return std::move(*said);
    const Held held = by_roles(seat, permission, rules);
    Decision own = by_own(seat, held, permission, scope, rules);
    if (seat.given.empty() || seat.is_of_key() || is_whole(own)) return own;
    return by_given(seat, held, std::move(own), permission, scope, rules);
}

bool covers(const Seat& seat, std::string_view role, const AccessRules& rules) {
    const auto wanted = std::find_if(rules.roles.begin(), rules.roles.end(),
                                     [&](const RoleRule& rule) { return rule.role == role; });
    if (wanted == rules.roles.end()) return false;
    return std::all_of(
        wanted->permissions.begin(), wanted->permissions.end(), [&](const std::string& pattern) {
            if (seat.is_of_key() && (kept_from_key(seat, pattern, rules) || reserves(rules, pattern)))
                return false;
            return std::any_of(rules.roles.begin(), rules.roles.end(), [&](const RoleRule& rule) {
                return seat.roles.contains(rule.role) && sits_at_level(seat.reach, rule.level) &&
                       any_holds(rule.permissions, pattern);
            });
        });
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
