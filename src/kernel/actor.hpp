// Who acts: a person at a post, a policy, the clock, an import of another system's log, or somebody without
// an account who holds a link to one record.
#pragma once
#include "terms/ids.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>

namespace anlan::kernel {

BOOST_DEFINE_ENUM_CLASS(ActorKind, person, policy, clock, import, system, citizen)

struct Actor {
    ActorKind kind = ActorKind::system;
    std::string actor_id;  // "acc_…" of a person; the policy's name; "clock"; the import's source; "link"
    PostId post_id;        // the post a person is on; empty for machines
    // Where no role of that post allowed it: the record that gave the right for a time. The post that was
    // delegated ("pst_…"), the break-glass ("brk_…"), the approved proposal ("prp_…").
    std::optional<std::string> under = {};
    std::optional<AccountId> approved_by = {};  // the second person, of what one person may not do alone

    friend bool operator==(const Actor&, const Actor&) = default;
};
BOOST_DESCRIBE_STRUCT(Actor, (), (kind, actor_id, post_id, under, approved_by))

}  // namespace anlan::kernel
