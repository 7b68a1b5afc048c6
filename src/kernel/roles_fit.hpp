// Whether the deadlines of a section name roles of posts.toml: the check that a module gives with its rules.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"

namespace anlan::kernel {

// `Rules` has a check_roles() beside it.
template <class Rules>
std::optional<Malformed> roles_fit(const Rulebook& book) {
    return check_roles(book.section<Rules>(), book.section<RoleLevels>());
}

}  // namespace anlan::kernel
