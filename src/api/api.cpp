#include "api/api.hpp"

#include "api/attachments.hpp"
#include "api/body.hpp"
#include "api/bulletin_papers.hpp"
#include "api/caller.hpp"
#include "api/commands.hpp"
#include "api/enrolment_codes.hpp"
#include "api/factors.hpp"
#include "api/given.hpp"
#include "api/mediation_papers.hpp"
#include "api/openapi.hpp"
#include "api/reads.hpp"
#include "api/receipts.hpp"
#include "api/service.hpp"
#include "api/service_keys.hpp"
#include "api/sessions.hpp"
#include "api/sign_on.hpp"
#include "base/overloaded.hpp"

namespace anlan::api {
namespace {

Problem plain(int status, const char* code, const char* detail, kernel::Remedy remedy) {
    return {status, code, detail, remedy, {}, {}, {}};
}

Problem problem_of(ports::Unreadable reason) {
    using kernel::Remedy;
    switch (reason) {
        case ports::Unreadable::malformed:
            return plain(400, "http.malformed", "this is not a request", Remedy::fix_input);
        case ports::Unreadable::head_too_large:
            return plain(431, "http.head_too_large", "the request's head is too large", Remedy::fix_input);
        case ports::Unreadable::body_too_large:
            return plain(413, "http.body_too_large", "a body has at most 256 KiB", Remedy::fix_input);
        case ports::Unreadable::too_slow:
            return plain(408, "http.too_slow", "the request did not arrive in time", Remedy::wait);
        case ports::Unreadable::too_many_connections:
            break;
    }
    Problem problem = plain(503, "http.too_many_connections", "too many connections are open", Remedy::wait);
    problem.retry_after = 5;
    return problem;
}

Endpoint description_endpoint(const std::shared_ptr<const std::string>& text) {
    Endpoint endpoint;
    endpoint.path = "/openapi.json";
    endpoint.operation = "service.description";
    endpoint.tag = "service";
    endpoint.title = {"接口说明", "This description"};
    endpoint.result_schema = R"({"type":"object"})";
    endpoint.handle = [text](const Call& call) {
        auto response = json_response(200, {});
        response.shared_body = text;
        call.answer(std::move(response));
    };
    return endpoint;
}

}  // namespace

Api::Api(Parts parts) : parts_(std::move(parts)), ids_(parts_.clock, parts_.random), router_(parts_.metrics) {
    add_service(router_, parts_);
    add_sessions(router_, parts_);
    add_sign_on(router_, parts_);
    if (parts_.factors != nullptr) {
        add_factors(router_, parts_);
        add_enrolment_codes(router_, parts_);
    }
    if (parts_.service_keys != nullptr) add_service_keys(router_, parts_);
    add_stream(router_, parts_);
    add_rights(router_, parts_);
    if (parts_.receipts != nullptr) add_receipts(router_, parts_, ids_);
    add_obligations(router_, parts_);
    add_open_matters(router_, parts_);
    add_answer_cards(router_, parts_);
    add_lists(router_, parts_);
    add_records(router_, parts_, ids_);
    add_attachments(router_, parts_, ids_);
    add_mediation_papers(router_, parts_, ids_);
    add_bulletin_papers(router_, parts_, ids_);
    add_presence(router_, parts_, presence_);
    add_queries(router_, parts_, ids_);
    add_commands(router_, parts_, ids_);
    add_composites(router_, parts_, composites(parts_.modules));
    auto text = std::make_shared<std::string>();
    openapi_ = text;
    router_.add(description_endpoint(openapi_));
    *text = openapi(router_.endpoints(), ANLAN_VERSION);
}

void Api::handle(ports::Request request, std::function<void(ports::Response)> reply) noexcept {
    auto match = router_.match(request.method, request.path);
    if (std::holds_alternative<NoSuchPath>(match))
        return reply(response_of(
            plain(404, "api.unknown_path", "there is nothing at this path", kernel::Remedy::fix_input)));
    if (const auto* wrong = std::get_if<WrongMethod>(&match)) {
        auto response = response_of(
            plain(405, "api.wrong_method", "this path knows other methods", kernel::Remedy::fix_input));
        response.headers.push_back({"Allow", wrong->allow});
        return reply(std::move(response));
    }
    auto& matched = std::get<Matched>(match);
    Call call{matched.endpoint, std::move(request), std::move(matched.path_values), {}, std::move(reply)};
    // Nobody may sign a browser in from another site's page. (Of one that is signed in caller_of asks more.)
    if (!is_safe(call.request) && matched.endpoint->needs == Needs::nothing &&
        matched.endpoint->elsewhere == Elsewhere::refused &&
        comes_from_elsewhere(call.request, Unsaid::of_a_program))
        return call.answer(foreign_origin());
    if (matched.endpoint->needs != Needs::nothing) {
        auto caller = caller_of(call.request, parts_.identity);
        if (!caller.ok()) {
            auto response = response_of(caller.error());
            if (response.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
            return call.answer(std::move(response));
        }
        call.caller = std::move(caller).value();
        if (const auto refusal = unfit(matched.endpoint->needs, *call.caller.session, parts_.access))
            return call.refuse(*refusal);
        if (parts_.rights != nullptr)
            call.caller.seat = with_given(std::move(call.caller.seat), *parts_.rights, parts_.clock.now());
        if (auto wrong = fault_in_query(*call.endpoint, call.request)) return call.answer(*wrong);
    }
    matched.endpoint->handle(std::move(call));
}

ports::Response Api::unreadable(ports::Unreadable reason) noexcept { return response_of(problem_of(reason)); }

bool Api::serves(std::string_view path) const noexcept {
    return path.starts_with("/v1/") || path.starts_with("/r/") || path == "/healthz" || path == "/readyz" ||
           path == "/metrics" || path == "/openapi.json";
}

}  // namespace anlan::api
