// What lists show of a post: whose it is now, and who comes next.
#pragma once
#include "domain/post/post.hpp"

#include <map>

namespace anlan::post {

struct PostRow {
    std::string post_id;
    std::string role;
    std::string post_name;
    Jurisdiction where;
    int capacity = 1;
    std::vector<OnDuty> on_duty;
    std::vector<AccountId> standing_in;
    std::optional<Shift> next_shift;  // the first one nobody has taken up
    std::vector<Delegation> delegations = {};
};
BOOST_DESCRIBE_STRUCT(PostRow, (),
                      (post_id, role, post_name, where, capacity, on_duty, standing_in, next_shift,
                       delegations))

std::optional<PostRow> row_of(std::string_view stream, const Post::State& state);
std::map<std::string, std::string> facets_of(const Post::State& state);

}  // namespace anlan::post
