// What a unit owes in a status, under the rulebook in force. Used by decide only: the obligations travel in
// the events, so that the fold needs no rulebook.
#pragma once
#include "domain/unit/rules.hpp"
#include "domain/unit/unit.hpp"

namespace anlan::unit {

// From `since` on, for an assignment as it stands then.
std::vector<kernel::Obligation> owed_on(const Unit::State& state, const Assignment& assignment, Instant since,
                                        const kernel::Rulebook& rulebook);

// What becomes of what an assignment owes when the incident is not any more what it was: each keeps when it
// arose, one that would be over already counts from now, a breach that was noted stays. A raise to a priority
// that the rulebook names has to be acknowledged.
struct Renewal {
    std::vector<kernel::Obligation> obligations;
    std::vector<std::string> lapsed;
};
Renewal renew(const Unit::State& state, const Assignment& before, const Assignment& after, Instant now,
              const kernel::Rulebook& rulebook);

// Whether one of `named` is the class ("dispute.family") or the group it belongs to ("dispute").
bool names_class_of(const std::vector<std::string>& named, const std::string& incident_class);

// The next check of the crew's safety, if the rulebook asks for one on this assignment.
std::vector<kernel::Obligation> owed_safety_check(const Unit::State& state, const Assignment& assignment,
                                                  Instant since, const kernel::Rulebook& rulebook);

std::vector<kernel::Obligation> owed_on_panic(const Unit::State& state, Instant since,
                                              const kernel::Rulebook& rulebook);
std::vector<kernel::Obligation> owed_until_back(const Unit::State& state, Instant since, Instant back_by,
                                                const kernel::Rulebook& rulebook);
std::vector<kernel::Obligation> owed_at_duty_end(const Unit::State& state, const PostId& post_id,
                                                 Instant since, Instant until,
                                                 const kernel::Rulebook& rulebook);

}  // namespace anlan::unit
