#include "api/enrolment_codes.hpp"

#include "api/body.hpp"
#include "api/reads.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

constexpr std::string_view keep_factors = "account.keep_factors";

struct WantedBody {
    std::string login;
};
BOOST_DESCRIBE_STRUCT(WantedBody, (), (login))

struct EnrolmentCodeBody {
    std::string login;
    std::string enrolment_code;  // shown once, to be handed to the account's person
    Instant ends_at;
};
BOOST_DESCRIBE_STRUCT(EnrolmentCodeBody, (), (login, enrolment_code, ends_at))

kernel::Refusal unknown() {
    return {"account.unknown", "there is no account with this login", kernel::Because::unknown,
            kernel::Remedy::fix_input, "login"};
}

// All of its posts: with the code, and the password, one may sit at each of them.
bool within_reach(const Parts& parts, const Call& call, const ports::Account& account) {
    return !account.grants.empty() &&
           std::all_of(account.grants.begin(), account.grants.end(), [&](const ports::PostGrant& grant) {
               return access::may(call.caller.seat, keep_factors, {}, kernel::Scope{grant.reach, {}},
                                  parts.access)
                   .allowed();
           });
}

// An account that lies outside the caller's reach is as unknown as one that is not there.
void make(const Parts& parts, const Call& call) {
    if (!permits(parts, call, keep_factors,
                 access::may_anywhere(call.caller.seat, keep_factors, {}, parts.access)))
        return;
    auto body = read_body<WantedBody>(call.request);
    if (!body.ok()) return call.answer(body.error());
    const auto accounts = parts.identity.list();
    if (!accounts.ok()) return call.answer(problem_of(accounts.error()));
    const auto found = std::find_if(accounts->begin(), accounts->end(), [&](const ports::Account& account) {
        return account.login == body->login && within_reach(parts, call, account);
    });
    if (found == accounts->end()) return call.refuse(unknown());
    auto made =
        parts.factors->make_enrolment_code(body->login, Minutes{parts.access.sign_in.enrolment_code_minutes},
                                           call.caller.session->account_id.value());
    if (!made.ok()) return call.answer(problem_of(made.error()));
    call.answer(json_response(
        201, codec::to_json(EnrolmentCodeBody{body->login, made->code.reveal(), made->ends_at})));
}

}  // namespace

void add_enrolment_codes(Router& router, const Parts& parts) {
    Endpoint endpoint;
    endpoint.method = kernel::Method::post;
    endpoint.path = "/v1/enrolment_codes";
    endpoint.needs = Needs::person;
    endpoint.effect = Effect::signs_in;
    endpoint.operation = "factor.make_enrolment_code";
    endpoint.tag = "session";
    endpoint.title = {"发放首次设置验证方式的登记码（仅显示一次）",
                      "Make the code with which a person sets up the first factor; it is shown once"};
    endpoint.success = 201;
    endpoint.body_schema = codec::schema<WantedBody>(codec::Unknown::refuse);
    endpoint.result_schema = codec::schema<EnrolmentCodeBody>();
    endpoint.handle = [&parts](const Call& call) { make(parts, call); };
    router.add(std::move(endpoint));
}

}  // namespace anlan::api
