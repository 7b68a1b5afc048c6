// How much of a record a post is given that it is shared with: what happened and where, without what its
// texts say about people; or all of it.
#pragma once
#include <boost/describe.hpp>

namespace anlan {

BOOST_DEFINE_ENUM_CLASS(Extent, summary, all)

}  // namespace anlan
