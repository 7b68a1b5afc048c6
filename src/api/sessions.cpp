#include "api/sessions.hpp"

#include "api/body.hpp"
#include "api/caller.hpp"

namespace anlan::api {
namespace {

struct SignInBody {
    std::string login;
    PersonalText password;
    std::optional<PostId> post_id;  // may be left out by a person with one post
    bool bearer = false;            // a program: the token in the answer, and no cookie
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (login, password, post_id, bearer))

struct GrantedPost {
    PostId post_id;
    std::string role;
    std::string role_zh;
    std::string role_en;
    Jurisdiction reach;
};
BOOST_DESCRIBE_STRUCT(GrantedPost, (), (post_id, role, role_zh, role_en, reach))

struct Purpose {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(Purpose, (), (code, zh, en))

struct SessionBody {
    AccountId account_id;
    std::string login;
    std::string display;
    GrantedPost post;
    // What the post may do: `permissions` with the records of its area, or, where its reach is shared_only,
    // with its own and those shared with it; with what was only shared, no more than `shared_permissions` of
    // them.
    std::vector<std::string> permissions;
    access::Reach reach = access::Reach::area;
    std::vector<std::string> shared_permissions;
    std::vector<Purpose> purposes;
    Instant opened_at;
    Instant expires_at;
    std::optional<std::string> token;
};
BOOST_DESCRIBE_STRUCT(SessionBody, (),
                      (account_id, login, display, post, permissions, reach, shared_permissions, purposes,
                       opened_at, expires_at, token))

struct SessionRow {
    std::string session_id;
    PostId post_id;
    Instant opened_at;
    Instant expires_at;
    Instant idle_until;
    std::string peer;
    std::string client;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (session_id, post_id, opened_at, expires_at, idle_until, peer, client))
struct SessionRows {
    std::vector<SessionRow> rows;
};
BOOST_DESCRIBE_STRUCT(SessionRows, (), (rows))

const access::RoleRule* rule_of(const access::AccessRules& rules, const std::string& role) {
    for (const auto& rule : rules.roles)
        if (rule.role == role) return &rule;
    return nullptr;
}

GrantedPost granted(const access::AccessRules& rules, const ports::PostGrant& grant) {
    const auto* rule = rule_of(rules, grant.role);
    return {grant.post_id, grant.role, rule == nullptr ? "" : rule->zh, rule == nullptr ? "" : rule->en,
            grant.reach};
}

SessionBody body_of(const access::AccessRules& rules, const ports::Session& session) {
    SessionBody body{session.account_id,
                     session.login,
                     session.display,
                     granted(rules, session.post),
                     {},
                     {},
                     rules.shared_permissions,
                     {},
                     session.opened_at,
                     session.expires_at,
                     {}};
    if (const auto* rule = rule_of(rules, session.post.role)) {
        body.permissions = rule->permissions;
        body.reach = rule->reach.value_or(access::Reach::area);
    }
    for (const auto& purpose : rules.purposes)
        body.purposes.push_back({purpose.code, purpose.zh, purpose.en});
    return body;
}

std::string cookie_text(std::string_view token, const ports::Request& request, std::int64_t seconds) {
    std::string text =
        std::string{session_cookie} + "=" + std::string{token} + "; Path=/; HttpOnly; SameSite=Strict";
    if (request.secured == ports::Secured::yes) text += "; Secure";
    return text + "; Max-Age=" + std::to_string(seconds);
}

Problem problem_of(const ports::NotSignedIn& no, const access::AccessRules& rules) {
    Problem problem = api::problem_of(no.refusal);
    if (no.refusal.code == "session.wrong_credentials") problem.status = 401;
    if (no.refusal.code == "session.throttled") problem.status = 429;
    if (no.retry_after) problem.retry_after = static_cast<int>(no.retry_after->count());
    if (!no.grants.empty()) {
        std::vector<GrantedPost> posts;
        for (const auto& grant : no.grants) posts.push_back(granted(rules, grant));
        problem.extra = "\"posts\":" + codec::to_json(posts);
    }
    return problem;
}

ports::Response signed_in(const Parts& parts, const Call& call, const ports::SignedIn& in, bool bearer) {
    SessionBody body = body_of(parts.access, *in.session);
    if (bearer) body.token = in.token;
    auto response = json_response(201, codec::to_json(body));
    const auto left = std::chrono::duration_cast<Seconds>(in.session->expires_at - parts.clock.now());
    if (!bearer)
        response.headers.push_back({"Set-Cookie", cookie_text(in.token, call.request, left.count())});
    return response;
}

void sign_in(const Parts& parts, Call call) {
    // Nobody may sign a browser in as somebody else from another site.
    if (call.request.header("origin") != nullptr && comes_from_elsewhere(call.request))
        return call.answer(Problem{403,
                                   "session.foreign_origin",
                                   "this request was made by a page of another site",
                                   kernel::Remedy::none,
                                   {},
                                   {},
                                   {}});
    auto body = read_body<SignInBody>(call.request);
    call.request.body.clear();
    if (!body.ok()) return call.answer(body.error());
    auto& given = body.value();
    const auto* client = call.request.header("user-agent");
    ports::SignIn attempt{given.login, given.password, given.post_id.value_or(PostId{}), call.request.peer,
                          client == nullptr ? std::string{} : *client};
    const bool bearer = given.bearer;
    parts.identity.sign_in(std::move(attempt),
                           [&parts, call = std::move(call), bearer](ports::SignInOutcome outcome) {
                               if (const auto* in = std::get_if<ports::SignedIn>(&outcome))
                                   return call.answer(signed_in(parts, call, *in, bearer));
                               if (const auto* no = std::get_if<ports::NotSignedIn>(&outcome))
                                   return call.answer(problem_of(*no, parts.access));
                               call.answer(api::problem_of(std::get<ports::Fault>(outcome)));
                           });
}

void sign_out(const Parts& parts, const Call& call) {
    parts.identity.sign_out(call.caller.token);
    ports::Response response;
    response.status = 204;
    response.headers.push_back({"Set-Cookie", cookie_text("", call.request, 0)});
    call.answer(std::move(response));
}

void list_sessions(const Parts& parts, const Call& call) {
    auto open = parts.identity.sessions_of(call.caller.session->account_id);
    if (!open.ok()) return call.answer(api::problem_of(open.error()));
    SessionRows rows;
    for (auto& one : *open)
        rows.rows.push_back({std::move(one.session_id), std::move(one.post_id), one.opened_at, one.expires_at,
                             one.idle_until, std::move(one.peer), std::move(one.client)});
    call.answer(json_response(200, codec::to_json(rows)));
}

// One's own only: whose session it is stands in the question, not in the path.
void end_session(const Parts& parts, const Call& call) {
    const auto ended = parts.identity.end_session(call.caller.session->account_id, call.path_values.front());
    if (!ended.ok()) {
        if (const auto* refusal = std::get_if<kernel::Refusal>(&ended.error())) return call.refuse(*refusal);
        return call.answer(api::problem_of(std::get<ports::Fault>(ended.error())));
    }
    ports::Response response;
    response.status = 204;
    call.answer(std::move(response));
}

Endpoint session_endpoint(kernel::Method method, const char* operation, kernel::Words title) {
    Endpoint endpoint;
    endpoint.method = method;
    endpoint.path = "/v1/session";
    endpoint.operation = operation;
    endpoint.tag = "session";
    endpoint.title = std::move(title);
    return endpoint;
}

}  // namespace

void add_sessions(Router& router, const Parts& parts) {
    auto in = session_endpoint(kernel::Method::post, "session.open", {"登录", "Sign in"});
    in.needs = Needs::nothing;
    in.effect = Effect::signs_in;
    in.success = 201;
    in.body_schema = codec::schema<SignInBody>(codec::Unknown::refuse);
    in.result_schema = codec::schema<SessionBody>();
    in.handle = [&parts](Call call) { sign_in(parts, std::move(call)); };
    router.add(std::move(in));

    auto who = session_endpoint(kernel::Method::get, "session.get", {"当前登录", "Who one is"});
    who.result_schema = codec::schema<SessionBody>();
    who.handle = [&parts](const Call& call) {
        call.answer(json_response(200, codec::to_json(body_of(parts.access, *call.caller.session))));
    };
    router.add(std::move(who));

    auto all =
        session_endpoint(kernel::Method::get, "session.list", {"本账号的全部登录", "Where one is signed in"});
    all.path = "/v1/sessions";
    all.result_schema = codec::schema<SessionRows>();
    all.handle = [&parts](const Call& call) { list_sessions(parts, call); };
    router.add(std::move(all));

    auto end = session_endpoint(kernel::Method::del, "session.end", {"结束一处登录", "End one of them"});
    end.path = "/v1/sessions/{session_id}";
    end.effect = Effect::signs_in;
    end.success = 204;
    end.handle = [&parts](const Call& call) { end_session(parts, call); };
    router.add(std::move(end));

    auto out = session_endpoint(kernel::Method::del, "session.close", {"退出", "Sign out"});
    out.effect = Effect::signs_in;
    out.success = 204;
    out.handle = [&parts](const Call& call) { sign_out(parts, call); };
    router.add(std::move(out));
}

}  // namespace anlan::api
