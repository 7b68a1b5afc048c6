// A person signed in at a post: who acts, what the post may do, where. Made from the account and the posts on
// duty when a session opens or the roster changes; a value, so that it can be asked anywhere.
#pragma once
#include "kernel/actor.hpp"
#include "terms/jurisdiction.hpp"

#include <set>
#include <string>
#include <vector>

namespace anlan::access {

struct Seat {
    kernel::Actor actor;
    std::set<std::string> roles;  // keys of the rulebook's access.toml: "call_taker", "dispatcher"
    Jurisdiction reach;           // records inside it are this seat's business
    // Of a machine's key: what it may do at most of what its roles hold, as patterns. Empty: all of it.
    std::vector<std::string> only = {};
};

}  // namespace anlan::access
