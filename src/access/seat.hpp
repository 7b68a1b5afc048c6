// A person signed in at a post: who acts, what the post may do, where. Made from the account and the posts on
// duty when a session opens or the roster changes; a value, so that it can be asked anywhere.
#pragma once
#include "kernel/actor.hpp"
#include "terms/jurisdiction.hpp"

#include <set>
#include <string>
#include <vector>

namespace anlan::access {

// A right that somebody was given for a time, as long as it lasts. Of a delegation: the role of the post that
// was delegated, in that post's area, all of it or these permissions. Of a break-glass: one record.
struct Given {
    std::string by;  // the record that gives it: "pst_…" of a delegation, "brk_…" of a break-glass
    std::string role = {};
    Jurisdiction reach = {};
    std::vector<std::string> permissions = {};  // patterns; none: whatever the role holds
    std::string record = {};                    // of a break-glass

    bool is_delegation() const { return record.empty(); }

    friend bool operator==(const Given&, const Given&) = default;
};

struct Seat {
    kernel::Actor actor;
    std::set<std::string> roles;  // keys of the rulebook's access.toml: "call_taker", "dispatcher"
    Jurisdiction reach;           // records inside it are this seat's business
    std::vector<Given> given = {};
    // Of a machine's key: what it may do at most of what its roles hold, as patterns; a key names at least
    // one. Of a person: empty, and all of what the roles hold.
    std::vector<std::string> only = {};
    // Signed in with one factor alone: what a role that requires a second one gives for a time is not given.
    bool one_factor = false;

    bool is_of_key() const { return !only.empty(); }
};

}  // namespace anlan::access
