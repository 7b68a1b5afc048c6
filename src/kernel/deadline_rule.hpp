// How the rulebook states a deadline (within which time, which role owes it, who hears of it when it is
// missed), and how such a rule becomes an Obligation. Used by every module whose facts create obligations; no
// module keeps figures of its own.
//
// A role of the rulebook ("dispatcher") belongs to one level of the organisation; the post that carries it
// for a record is a function of the role and of where the record belongs, so that no look-up is needed:
//     dispatcher, level district, record in are_420106   ->   pst_dispatcher.420106
// Ids know no '_' after their prefix, so a role's '_' becomes '-': call_taker -> pst_call-taker.420100.
#pragma once
#include "base/instant.hpp"
#include "kernel/malformed.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::kernel {

BOOST_DEFINE_ENUM_CLASS(Level, city, district, station, beat)

// One rung of a ladder as the rulebook writes it: `role` is told `after` the breach.
struct LadderStep {
    std::string role;
    Seconds after{0};

    friend bool operator==(const LadderStep&, const LadderStep&) = default;
};
BOOST_DESCRIBE_STRUCT(LadderStep, (), (role, after))

struct DeadlineRule {
    Seconds within{0};
    Seconds warn_before{0};  // 0: no warning
    std::string owner_role;
    std::vector<LadderStep> ladder;  // ascending

    friend bool operator==(const DeadlineRule&, const DeadlineRule&) = default;
};
BOOST_DESCRIBE_STRUCT(DeadlineRule, (), (within, warn_before, owner_role, ladder))

// A duty that posts carry. `above` answers where the record's area of this level is not known (a report
// without a place belongs to no district yet); only a role of the city has none.
struct Role {
    std::string role;
    Level level = Level::city;
    std::optional<std::string> above;
    std::string zh;
    std::string en;

    friend bool operator==(const Role&, const Role&) = default;
};
BOOST_DESCRIBE_STRUCT(Role, (), (role, level, above, zh, en))

// The rulebook's section posts.toml. `city` stands in for a record that does not even know its city.
struct RoleLevels {
    AreaId city;
    std::vector<Role> roles;
};
BOOST_DESCRIBE_STRUCT(RoleLevels, (), (city, roles))

// Where a rulebook's section is wrong, and what was expected there.
using RuleFault = Malformed;

const Role* find_role(const RoleLevels& levels, std::string_view role);

// "pst_<role>.<area without are_>".
PostId post_id(std::string_view role, const AreaId& area);

// What such an id was made of; none: it is made otherwise, and its post has to be there to be known.
struct PostParts {
    std::string role;
    AreaId area;

    friend bool operator==(const PostParts&, const PostParts&) = default;
};
std::optional<PostParts> parts_of(const PostId& post_id);

// The post that carries `role` for a record that belongs `where`. The role must be one of `levels`
// (validate() and check_rule() see to it when the rulebook loads).
PostId post_for(const RoleLevels& levels, std::string_view role, const Jurisdiction& where);

// The obligation that arises at `since`, due after rule.within, or at `due_by` where working time decides it.
Obligation owe(const DeadlineRule& rule, const RoleLevels& levels, std::string kind, std::string key,
               Instant since, const Jurisdiction& where);
Obligation owe_until(const DeadlineRule& rule, const RoleLevels& levels, std::string kind, std::string key,
                     Instant since, Instant due_by, const Jurisdiction& where);

// What an open obligation becomes when another rule fits it from `now` on (class, priority or place have
// changed). It keeps when it arose; where it would be over already, it counts from now; a breach that was
// noted stays as it was noted, and only its owner follows.
Obligation renewed(const Obligation& old, const DeadlineRule& rule, const RoleLevels& levels, Instant now,
                   const Jurisdiction& where);

std::optional<RuleFault> validate(const RoleLevels& levels);

// A rule by itself (spans, order of the ladder), and against the roles. `path` is the rule's own place.
std::optional<RuleFault> check_rule(const DeadlineRule& rule, const std::string& path);
std::optional<RuleFault> check_roles(const DeadlineRule& rule, const RoleLevels& levels,
                                     const std::string& path);

}  // namespace anlan::kernel
