// Whether a proposal is complete, may be asked, fits the rulebook, and is not there already.
#pragma once
#include "domain/task/rules.hpp"
#include "domain/task/task.hpp"

#include <optional>
#include <string>

namespace anlan::task {

std::optional<kernel::Refusal> check_reason(const std::string& reason);
std::optional<kernel::Refusal> check_sunset(Instant sunset_at, const kernel::Now& now,
                                            const std::string& field);
std::optional<kernel::Refusal> check_terms(const Terms& terms, const kernel::Now& now);
std::optional<kernel::Refusal> check_addressees(const Terms& terms, const Addressees& to,
                                                const kernel::Now& now);

// A field that asks something about a resident; none: it does not.
std::optional<kernel::Refusal> check_forbidden(const std::vector<Field>& fields,
                                               const ForbiddenFields& rules);

// Another task that is proposed or in force and asks for the same: refused with its id. `own` is left out.
std::optional<kernel::Refusal> check_twin(const Terms& terms, const TaskId& own, const kernel::Now& now);

// The number that is next in this department; the id is to have it.
std::optional<kernel::Refusal> check_number(const Terms& terms, const kernel::Now& now);

}  // namespace anlan::task
