// Who acts: a person at a post, a policy, the clock, or an import of another system's log.
#pragma once
#include "terms/ids.hpp"

#include <boost/describe.hpp>

#include <string>

namespace anlan::kernel {

BOOST_DEFINE_ENUM_CLASS(ActorKind, person, policy, clock, import, system)

struct Actor {
    ActorKind kind = ActorKind::system;
    std::string actor_id;  // "acc_…" of a person; the policy's name; "clock"; the import's source
    PostId post_id;        // the post a person is on; empty for machines

    friend bool operator==(const Actor&, const Actor&) = default;
};
BOOST_DESCRIBE_STRUCT(Actor, (), (kind, actor_id, post_id))

}  // namespace anlan::kernel
