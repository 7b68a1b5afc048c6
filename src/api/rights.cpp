// GET /v1/rights: what one was given for a time and what one gave; of oneself alone.
#include "api/reads.hpp"
#include "api/service.hpp"
#include "codec/json.hpp"

namespace anlan::api {
namespace {

struct OwnRights {
    std::string account_id;
    PostId post_id;
    std::vector<std::string> roles;
    std::vector<views::RightGiven> given;  // to this account, or by it to others
};
BOOST_DESCRIBE_STRUCT(OwnRights, (), (account_id, post_id, roles, given))

void answer_rights(const Parts& parts, const Call& call) {
    const auto& seat = call.caller.seat;
    OwnRights own{seat.actor.actor_id, seat.actor.post_id, {seat.roles.begin(), seat.roles.end()}, {}};
    if (parts.rights != nullptr) own.given = parts.rights->had_or_given(own.account_id, parts.clock.now());
    call.answer(json_response(200, codec::to_json(own)));
}

}  // namespace

void add_rights(Router& router, const Parts& parts) {
    Endpoint endpoint;
    endpoint.path = "/v1/rights";
    endpoint.operation = "rights.get";
    endpoint.tag = "rights";
    endpoint.title = {"本人的临时授权",
                      "One's own rights for a time: delegations and broken glass, had or given"};
    endpoint.result_schema = codec::schema<OwnRights>();
    endpoint.handle = [&parts](const Call& call) { answer_rights(parts, call); };
    router.add(std::move(endpoint));
}

}  // namespace anlan::api
