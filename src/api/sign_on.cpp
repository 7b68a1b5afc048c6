#include "api/sign_on.hpp"

#include "api/caller.hpp"
#include "codec/json.hpp"

namespace anlan::api {
namespace {

constexpr std::int64_t cookie_kept_s = 900;

struct WaysBody {
    bool password = true;
    bool passkey = false;
    bool sign_on = false;
};
BOOST_DESCRIBE_STRUCT(WaysBody, (), (password, passkey, sign_on))

ports::Response sent_to(std::string where) {
    ports::Response response;
    response.status = 303;
    response.headers.push_back({"Location", std::move(where)});
    return response;
}

// People are in front of this, not programs: what went wrong is said by the sign-in page.
ports::Response back_to_the_page(const std::string& code) {
    return sent_to(code.empty() ? "/?sign_on=done" : "/?sign_on=" + code);
}

std::string code_of(const ports::AccountTrouble& trouble) {
    const auto* refusal = std::get_if<kernel::Refusal>(&trouble);
    return refusal != nullptr ? refusal->code : std::get<ports::Fault>(trouble).code;
}

void begin(const Parts& parts, Call call) {
    const auto secret = parts.single_sign_on->browser_secret();
    // The provider sends the browser back from its own site, so this cookie, unlike the others, must come
    // along with a link from elsewhere. All it says is which browser began.
    const auto cookie = cookie_to_keep(call.request, sign_on_cookie, secret, cookie_kept_s, SameSite::link);
    auto peer = call.request.peer;
    parts.single_sign_on->begin(
        {secret, std::move(peer)},
        [call = std::move(call), cookie](Result<std::string, ports::AccountTrouble> where) {
            if (!where.ok()) return call.answer(back_to_the_page(code_of(where.error())));
            auto response = sent_to(std::move(where).value());
            response.headers.push_back({"Set-Cookie", cookie});
            call.answer(std::move(response));
        });
}

std::string parameter(const Call& call, std::string_view name) {
    const auto* value = call.request.parameter(name);
    return value == nullptr ? std::string{} : *value;
}

void finish(const Parts& parts, Call call) {
    const ports::SignOnAnswer answer{parameter(call, "code"), parameter(call, "state"),
                                     parameter(call, "iss")};
    if (answer.code.empty()) return call.answer(back_to_the_page("session.sign_on_refused"));
    auto secret = cookie_of(call.request, sign_on_cookie);
    auto peer = call.request.peer;
    parts.single_sign_on->finish(answer, {std::move(secret), std::move(peer)},
                                 [call = std::move(call)](Result<Done, ports::AccountTrouble> done) {
                                     call.answer(back_to_the_page(done.ok() ? "" : code_of(done.error())));
                                 });
}

Endpoint open_endpoint(const char* path, const char* operation, kernel::Words title) {
    Endpoint endpoint;
    endpoint.path = path;
    endpoint.needs = Needs::nothing;
    endpoint.effect = Effect::signs_in;
    endpoint.operation = operation;
    endpoint.tag = "session";
    endpoint.title = std::move(title);
    return endpoint;
}

}  // namespace

void add_sign_on(Router& router, const Parts& parts) {
    auto ways =
        open_endpoint("/v1/session/ways", "session.ways", {"可用的登录方式", "How one can sign in here"});
    ways.effect = Effect::reads;
    ways.result_schema = codec::schema<WaysBody>();
    ways.handle = [&parts](const Call& call) {
        call.answer(json_response(
            200, codec::to_json(WaysBody{true, parts.factors != nullptr, parts.single_sign_on != nullptr})));
    };
    router.add(std::move(ways));
    if (parts.single_sign_on == nullptr) return;

    auto there = open_endpoint("/v1/session/sign_on", "session.begin_sign_on",
                               {"前往统一登录", "Send the browser to the city's own sign-on"});
    there.success = 303;
    there.handle = [&parts](Call call) { begin(parts, std::move(call)); };
    router.add(std::move(there));

    auto back = open_endpoint("/v1/session/sign_on/return", "session.finish_sign_on",
                              {"统一登录返回", "Where the provider sends it back to"});
    back.success = 303;
    back.parameters = {{Parameter::In::query, "code", false, {"授权码", "The provider's code"}},
                       {Parameter::In::query, "state", false, {"请求标识", "Which sign-on it answers"}},
                       {Parameter::In::query, "iss", false, {"签发者", "The provider"}}};
    back.handle = [&parts](Call call) { finish(parts, std::move(call)); };
    router.add(std::move(back));
}

}  // namespace anlan::api
