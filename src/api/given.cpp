#include "api/given.hpp"

namespace anlan::api {

std::vector<access::Given> given_to(std::string_view account_id, const views::Rights& rights, Instant now) {
    std::vector<access::Given> given;
    for (auto& right : rights.of(account_id, now)) {
        if (right.record.empty())
            given.push_back({right.by, right.role, right.where, right.permissions, {}});
        else
            given.push_back({right.by, {}, {}, {}, right.record});
    }
    return given;
}

access::Seat with_given(access::Seat seat, const views::Rights& rights, Instant now) {
    seat.given = given_to(seat.actor.actor_id, rights, now);
    return seat;
}

}  // namespace anlan::api
