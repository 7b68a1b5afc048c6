// What an incident owes under the rulebook: which deadlines arise at which fact, and what becomes of the open
// ones when class, priority or place change.
#pragma once
#include "domain/incident/incident.hpp"
#include "domain/incident/rules.hpp"

namespace anlan::incident {

// What the choice of a deadline depends on.
struct Basis {
    std::string_view class_code;
    Priority priority{};
    const Jurisdiction& where;
};
Basis basis_of(const Incident::State& state);

using Obligations = std::vector<kernel::Obligation>;

Obligations owed_at_opening(const Basis& basis, Instant opened_at, const kernel::Rulebook& rulebook);
Obligations owed_when_sent(const Basis& basis, Instant dispatched_at, const kernel::Rulebook& rulebook);
// Somebody has to be sent (again).
Obligations owed_dispatch(const Basis& basis, Instant since, const kernel::Rulebook& rulebook);
Obligations owed_call_back(const Basis& basis, Instant closed_at, const kernel::Rulebook& rulebook);
// By the instant that a person promised.
kernel::Obligation owed_follow_up(const Basis& basis, Instant since, Instant due_by,
                                  const kernel::Rulebook& rulebook);

struct Renewal {
    Obligations obligations;
    std::vector<OwedKey> lapsed;
};

// The open obligations of the response, as they are under `basis` from `now` on: each keeps when it arose; a
// deadline that would have passed already counts from now; a breach that was noted stays as it was noted.
Renewal renew(const Incident::State& state, const Basis& basis, Instant now,
              const kernel::Rulebook& rulebook);

}  // namespace anlan::incident
