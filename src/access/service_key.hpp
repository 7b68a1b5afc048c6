// Which machine's key may be made, as the rulebook says; asked wherever one is made, over the interface and
// on the command line alike. What a key that is there may do is asked of may().
#pragma once
#include "access/access_rules.hpp"
#include "base/instant.hpp"
#include "kernel/refusal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace anlan::access {

struct KeyWanted {
    std::string role;
    std::vector<std::string> permissions;  // patterns
    Instant expires_at;
};

// Codes: service_key.role_unknown, .role_not_for_keys, .persons_only, .expiry_too_far. None: it may be made.
std::optional<kernel::Refusal> key_refused(const KeyWanted& wanted, Instant now, const AccessRules& rules);

}  // namespace anlan::access
