// The one question of access: may this seat do this, for this purpose, to a record that belongs there? Pure,
// and cheap enough (under a microsecond) to be asked for every row of a list and every change on the live
// feed.
//
// Denied unless something says yes, in this order:
//   1. Policies, the clock and imports act inside the process and are never a session: they may do all. So
//   may
//      what two persons agreed on: both were asked when they said so. A seat that names nobody is nobody.
//   2. A stated purpose must be one of the rulebook's. (Where a purpose is required is the caller's business:
//      a look at personal data, api/looks.hpp.)
//   3. Recording that one looked at personal data (own_look) is no privilege: whoever may read is made to do
//      it, and it gives nothing. It must state a purpose.
//   4. One of the seat's roles must hold the permission, and the seat must sit at the role's level or below
//      it: a station role without a station is a mistake in a grant and gives nothing.
//      A machine's key must name the permission too: it narrows what the role gives, and adds nothing. It
//      sits only where the rulebook lets keys sit (service_key_roles), does nothing that a person answers
//      for (persons_only), and nobody stands in through it: 7 and 8 are for persons.
//   5. The record must lie inside the seat's reach, or have no place yet (a call that nobody has located is
//      everybody's whose role allows it), or be shared with its post. A role whose reach is shared_only (a
//      partner's) has nothing by its area and nothing that is unplaced: only what was shared.
//   6. What a post was given by sharing alone gives it the rulebook's shared_permissions and no more: who was
//      given a record cannot give it on. A post that holds a record elsewhere (the desk that took the call,
//      the post that answers for the unit) works on it as its role says.
//   7. Where all that does not give the whole record, a delegation may: it is asked as a seat at the post
//   that
//      was delegated, with that post's role and area, and gives at most the permissions it names. One from a
//      role that requires a second factor gives nothing to who signed in with one alone.
//   8. At last a break-glass on this very record: it lifts 5 and 6, and nothing else. The seat's own role
//   must
//      hold the permission, and the rulebook's break_glass_permissions must name it.
#pragma once
#include "access/access_rules.hpp"
#include "access/seat.hpp"
#include "kernel/refusal.hpp"
#include "kernel/scope.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace anlan::access {

enum class Verdict { deny, allow };

struct Decision {
    Verdict verdict = Verdict::deny;
    std::string_view code;   // "access.outside_reach"; of an allowance too: "access.role"
    std::string_view words;  // why, in a sentence
    kernel::Extent extent = kernel::Extent::all;  // of an allowance: how much of the record
    std::string under = {};  // of an allowance: the record that gave the right; empty: a role of one's own

    bool allowed() const { return verdict == Verdict::allow; }
};

// Who is told of a decision: for which permission, and what was decided.
using Noted = std::function<void(const Seat&, std::string_view permission, const Decision&)>;

inline constexpr std::string_view own_look = "look.record";

Decision may(const Seat& seat, std::string_view permission, std::string_view purpose,
             const kernel::Scope& scope, const AccessRules& rules);

// The parts of may() that do not depend on a record: whether the seat holds the permission anywhere.
Decision may_anywhere(const Seat& seat, std::string_view permission, std::string_view purpose,
                      const AccessRules& rules);

// Whether the seat's own roles, and of a machine's key what it names, hold all that `role` holds: nobody
// gives what they do not have.
bool covers(const Seat& seat, std::string_view role, const AccessRules& rules);

// "incident.close" is held by "incident.close", "incident.*", "*.close" and "*".
bool holds(std::string_view pattern, std::string_view permission);

// A denial as the answer to the person: 403, with what helps.
kernel::Refusal refusal_of(const Decision& denied);

}  // namespace anlan::access
