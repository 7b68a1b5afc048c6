#include "api/sessions.hpp"

#include "api/body.hpp"
#include "api/caller.hpp"
#include "api/sign_on.hpp"
#include "codec/base64url.hpp"

namespace anlan::api {
namespace {

// As a browser has it of navigator.credentials.get(), bytes in base64url.
struct PasskeyBody {
    std::string credential_id;
    std::string client_data;
    std::string authenticator_data;
    std::string signature;
    std::optional<std::string> user_handle;
};
BOOST_DESCRIBE_STRUCT(PasskeyBody, (),
                      (credential_id, client_data, authenticator_data, signature, user_handle))

struct ChallengeBody {
    std::string challenge;
    std::string rp_id;
};
BOOST_DESCRIBE_STRUCT(ChallengeBody, (), (challenge, rp_id))

struct SignInBody {
    std::optional<std::string> login;  // and the password; or a passkey
    PersonalText password;
    std::optional<PostId> post_id;  // may be left out by a person with one post
    bool bearer = false;            // a program: the token in the answer, and no cookie
    PersonalText code;              // of an authenticator, or a recovery code
    std::optional<std::string> device_name;
    std::optional<std::string> device;  // of a program: what the last sign-in gave it to keep
    std::optional<PasskeyBody> passkey;
    bool signed_on = false;  // the browser comes back from the city's own sign-on
};
BOOST_DESCRIBE_STRUCT(SignInBody, (),
                      (login, password, post_id, bearer, code, device_name, device, passkey, signed_on))

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
    std::int64_t civil_offset_minutes = 0;  // the city's civil time minus UTC: days and hours are shown in it
    ports::Proof proof{};
    bool second_factor_missing = false;  // until one is set up, this session is good for nothing else
    std::optional<std::string> token;
    std::optional<std::string> device;
};
BOOST_DESCRIBE_STRUCT(SessionBody, (),
                      (account_id, login, display, post, permissions, reach, shared_permissions, purposes,
                       opened_at, expires_at, civil_offset_minutes, proof, second_factor_missing, token,
                       device))

struct SessionRow {
    std::string session_id;
    PostId post_id;
    Instant opened_at;
    Instant expires_at;
    Instant idle_until;
    std::string peer;
    std::string client;
    std::string device_name;
    Instant last_seen_at;
    ports::Proof proof{};
    bool current = false;  // the one that asks
};
BOOST_DESCRIBE_STRUCT(SessionRow, (),
                      (session_id, post_id, opened_at, expires_at, idle_until, peer, client, device_name,
                       last_seen_at, proof, current))
struct SessionRows {
    std::vector<SessionRow> rows;
};
BOOST_DESCRIBE_STRUCT(SessionRows, (), (rows))

struct ColleagueRow {
    AccountId account_id;
    std::string display;  // name and rank, or the login
};
BOOST_DESCRIBE_STRUCT(ColleagueRow, (), (account_id, display))
struct ColleagueRows {
    std::vector<ColleagueRow> rows;
};
BOOST_DESCRIBE_STRUCT(ColleagueRows, (), (rows))

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

SessionBody body_of(const Parts& parts, const ports::Session& session) {
    const auto& rules = parts.access;
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
                     parts.rules.civil_offset.count(),
                     session.proof,
                     lacks_second_factor(session, rules),
                     {},
                     {}};
    if (const auto* rule = rule_of(rules, session.post.role)) {
        body.permissions = rule->permissions;
        body.reach = rule->reach.value_or(access::Reach::area);
    }
    if (!session.only.empty()) body.permissions = session.only;
    for (const auto& purpose : rules.purposes)
        body.purposes.push_back({purpose.code, purpose.zh, purpose.en});
    return body;
}

constexpr std::string_view challenge_cookie = "anlan_challenge";
constexpr std::int64_t challenge_kept_s = 300;
constexpr std::int64_t device_kept_s = 400LL * 86'400;  // browsers keep no cookie longer

Problem problem_of(const ports::NotSignedIn& no, const access::AccessRules& rules) {
    Problem problem = api::problem_of(no.refusal);
    if (no.refusal.code == "session.wrong_credentials") problem.status = 401;
    if (no.refusal.code == "session.throttled") problem.status = 429;
    if (!no.factors.empty()) problem.extra = "\"factors\":" + codec::to_json(no.factors);
    if (no.retry_after) problem.retry_after = static_cast<int>(no.retry_after->count());
    if (!no.grants.empty()) {
        std::vector<GrantedPost> posts;
        for (const auto& grant : no.grants) posts.push_back(granted(rules, grant));
        problem.extra = "\"posts\":" + codec::to_json(posts);
    }
    return problem;
}

ports::Response signed_in(const Parts& parts, const Call& call, const ports::SignedIn& in, bool bearer) {
    SessionBody body = body_of(parts, *in.session);
    if (bearer) {
        body.token = in.token;
        body.device = in.device_token;
    }
    auto response = json_response(201, codec::to_json(body));
    const auto left = std::chrono::duration_cast<Seconds>(in.session->expires_at - parts.clock.now());
    if (bearer) return response;
    response.headers.push_back(
        {"Set-Cookie", cookie_to_keep(call.request, session_cookie, in.token, left.count())});
    if (!in.device_token.empty())
        response.headers.push_back(
            {"Set-Cookie", cookie_to_keep(call.request, device_cookie, in.device_token, device_kept_s)});
    return response;
}

Problem unreadable(const char* field) {
    return {422, "api.member_invalid", "this is not base64url", kernel::Remedy::fix_input, field, {}, {}};
}

Result<std::optional<ports::PasskeyProof>, Problem> proof_of(const std::optional<PasskeyBody>& body) {
    if (!body) return std::optional<ports::PasskeyProof>{};
    ports::PasskeyProof proof;
    const auto read = [](const std::string& text, std::string& bytes) {
        auto decoded = codec::from_base64url(text);
        if (decoded) bytes = std::move(*decoded);
        return decoded.has_value();
    };
    if (!read(body->credential_id, proof.credential_id))
        return Unexpected{unreadable("passkey.credential_id")};
    if (!read(body->client_data, proof.client_data)) return Unexpected{unreadable("passkey.client_data")};
    if (!read(body->authenticator_data, proof.authenticator_data))
        return Unexpected{unreadable("passkey.authenticator_data")};
    if (!read(body->signature, proof.signature)) return Unexpected{unreadable("passkey.signature")};
    if (!read(body->user_handle.value_or(""), proof.user_handle))
        return Unexpected{unreadable("passkey.user_handle")};
    return std::optional{std::move(proof)};
}

// A sign-in says in one way who it is.
std::optional<Problem> fault_in_ways(const SignInBody& given) {
    const int ways = int{given.login.has_value()} + int{given.passkey.has_value()} + int{given.signed_on};
    if (ways == 1) return std::nullopt;
    if (ways == 0)
        return Problem{
            422, "api.member_missing", "a login, or a passkey", kernel::Remedy::fix_input, "login", {}, {}};
    return Problem{422,
                   "session.one_way",
                   "a login, a passkey or the city's sign-on, and no two of them",
                   kernel::Remedy::fix_input,
                   {},
                   {},
                   {}};
}

Problem sign_on_over() {
    return {409, "session.sign_on_over", "this sign-on is over; begin again", kernel::Remedy::wait, {}, {},
            {}};
}

Result<ports::SignIn, Problem> attempt_of(const Call& call, SignInBody given) {
    if (auto wrong = fault_in_ways(given)) return Unexpected{std::move(*wrong)};
    // Failures are remembered by login: one of a megabyte would be remembered, too.
    if (given.login.value_or("").size() > ports::login_length_max)
        return Unexpected{Problem{422,
                                  "api.member_invalid",
                                  "a login has at most 64 characters",
                                  kernel::Remedy::fix_input,
                                  "login",
                                  {},
                                  {}}};
    ANLAN_TRY(auto passkey, proof_of(given.passkey));
    const auto* client = call.request.header("user-agent");
    ports::SignIn attempt{given.login.value_or(""),
                          std::move(given.password),
                          given.post_id.value_or(PostId{}),
                          call.request.peer,
                          client == nullptr ? std::string{} : *client,
                          std::move(given.code),
                          given.device.value_or(cookie_of(call.request, device_cookie)),
                          given.device_name.value_or(std::string{}),
                          std::move(passkey),
                          cookie_of(call.request, challenge_cookie),
                          {}};
    return attempt;
}

void answer_outcome(const Parts& parts, const Call& call, const ports::SignInOutcome& outcome, bool bearer) {
    if (const auto* in = std::get_if<ports::SignedIn>(&outcome))
        return call.answer(signed_in(parts, call, *in, bearer));
    if (const auto* no = std::get_if<ports::NotSignedIn>(&outcome))
        return call.answer(problem_of(*no, parts.access));
    call.answer(api::problem_of(std::get<ports::Fault>(outcome)));
}

void sign_in(const Parts& parts, Call call) {
    auto body = read_body<SignInBody>(call.request);
    call.request.body.clear();
    if (!body.ok()) return call.answer(body.error());
    const bool bearer = body->bearer;
    const bool signed_on = body->signed_on;
    auto attempt = attempt_of(call, std::move(*body));
    if (!attempt.ok()) return call.answer(attempt.error());
    const auto browser = signed_on ? cookie_of(call.request, sign_on_cookie) : std::string{};
    if (signed_on) {  // last, so that nothing but the sign-in itself stands between taking and using it
        if (parts.single_sign_on != nullptr) attempt->signed_on = parts.single_sign_on->take(browser);
        if (!attempt->signed_on) return call.answer(sign_on_over());
    }
    parts.identity.sign_in(std::move(attempt).value(), [&parts, call = std::move(call), bearer, browser,
                                                        signed_on](const ports::SignInOutcome& outcome) {
        if (signed_on && !std::holds_alternative<ports::SignedIn>(outcome))
            parts.single_sign_on->give_back(browser);
        answer_outcome(parts, call, outcome, bearer);
    });
}

// The browser that asks is given a secret of its own, and only it can answer.
void give_challenge(const Parts& parts, const Call& call) {
    const auto made_for = parts.factors->browser_secret();
    const auto given = parts.factors->challenge(made_for);
    auto response =
        json_response(201, codec::to_json(ChallengeBody{codec::base64url(given.challenge), given.rp_id}));
    response.headers.push_back(
        {"Set-Cookie", cookie_to_keep(call.request, challenge_cookie, made_for, challenge_kept_s)});
    call.answer(std::move(response));
}

void sign_out(const Parts& parts, const Call& call) {
    parts.identity.sign_out(call.caller.token);
    auto response = no_content();
    response.headers.push_back({"Set-Cookie", cookie_to_keep(call.request, session_cookie, "", 0)});
    call.answer(std::move(response));
}

void list_sessions(const Parts& parts, const Call& call) {
    auto open = parts.identity.sessions_of(call.caller.session->account_id);
    if (!open.ok()) return call.answer(api::problem_of(open.error()));
    SessionRows rows;
    for (auto& one : *open)
        rows.rows.push_back({one.session_id, std::move(one.post_id), one.opened_at, one.expires_at,
                             one.idle_until, std::move(one.peer), std::move(one.client),
                             std::move(one.device_name), one.last_seen_at, one.proof,
                             one.session_id == call.caller.session->session_id});
    call.answer(json_response(200, codec::to_json(rows)));
}

// Of the same station, where the caller may see who is on duty there.
bool sits_beside(const Parts& parts, const Call& call, const ports::PostGrant& grant) {
    const auto& own = call.caller.session->post.reach;
    return !own.station.value().empty() && grant.reach.station == own.station &&
           access::may(call.caller.seat, "post.read", {}, kernel::Scope{grant.reach, {}}, parts.access)
               .allowed();
}

// Who else may sit at one's post: whom one relieves, and who relieves one; and who sits at one's station. By
// name.
void list_colleagues(const Parts& parts, const Call& call) {
    const auto accounts = parts.identity.list();
    if (!accounts.ok()) return call.answer(api::problem_of(accounts.error()));
    ColleagueRows rows;
    for (const auto& one : *accounts)
        if (std::any_of(one.grants.begin(), one.grants.end(), [&](const ports::PostGrant& grant) {
                return grant.post_id == call.caller.session->post.post_id || sits_beside(parts, call, grant);
            }))
            rows.rows.push_back({one.account_id, one.display.empty() ? one.login : one.display});
    call.answer(json_response(200, codec::to_json(rows)));
}

// One's own only: whose session it is stands in the question, not in the path.
void end_session(const Parts& parts, const Call& call) {
    const auto ended = parts.identity.end_session(call.caller.session->account_id, call.path_values.front());
    if (!ended.ok()) return call.answer(api::problem_of(ended.error()));
    call.answer(no_content());
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

    if (parts.factors != nullptr) {
        auto challenge =
            session_endpoint(kernel::Method::post, "session.challenge",
                             {"通行密钥登录的验证请求", "What a passkey is to sign, to sign in with it"});
        challenge.path = "/v1/session/challenge";
        challenge.needs = Needs::nothing;
        challenge.effect = Effect::signs_in;
        challenge.success = 201;
        challenge.result_schema = codec::schema<ChallengeBody>();
        challenge.handle = [&parts](const Call& call) { give_challenge(parts, call); };
        router.add(std::move(challenge));
    }

    auto who = session_endpoint(kernel::Method::get, "session.get", {"当前登录", "Who one is"});
    who.needs = Needs::any_token;
    who.result_schema = codec::schema<SessionBody>();
    who.handle = [&parts](const Call& call) {
        call.answer(json_response(200, codec::to_json(body_of(parts, *call.caller.session))));
    };
    router.add(std::move(who));

    auto all =
        session_endpoint(kernel::Method::get, "session.list", {"本账号的全部登录", "Where one is signed in"});
    all.needs = Needs::own_account;
    all.path = "/v1/sessions";
    all.result_schema = codec::schema<SessionRows>();
    all.handle = [&parts](const Call& call) { list_sessions(parts, call); };
    router.add(std::move(all));

    auto colleagues = session_endpoint(kernel::Method::get, "session.colleagues",
                                       {"本岗位的同事", "Who else may sit at this post"});
    colleagues.needs = Needs::own_account;
    colleagues.path = "/v1/session/colleagues";
    colleagues.result_schema = codec::schema<ColleagueRows>();
    colleagues.handle = [&parts](const Call& call) { list_colleagues(parts, call); };
    router.add(std::move(colleagues));

    auto end = session_endpoint(kernel::Method::del, "session.end", {"结束一处登录", "End one of them"});
    end.path = "/v1/sessions/{session_id}";
    end.needs = Needs::own_account;
    end.effect = Effect::signs_in;
    end.success = 204;
    end.handle = [&parts](const Call& call) { end_session(parts, call); };
    router.add(std::move(end));

    auto out = session_endpoint(kernel::Method::del, "session.close", {"退出", "Sign out"});
    out.needs = Needs::own_account;
    out.effect = Effect::signs_in;
    out.success = 204;
    out.handle = [&parts](const Call& call) { sign_out(parts, call); };
    router.add(std::move(out));
}

}  // namespace anlan::api
