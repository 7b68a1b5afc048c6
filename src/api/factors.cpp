#include "api/factors.hpp"

#include "api/body.hpp"
#include "api/caller.hpp"
#include "api/words.hpp"
#include "codec/base64url.hpp"

namespace anlan::api {
namespace {

struct PasskeyRow {
    std::string passkey_id;
    std::string passkey_name;
    Instant made_at;
    std::optional<Instant> last_used_at;
};
BOOST_DESCRIBE_STRUCT(PasskeyRow, (), (passkey_id, passkey_name, made_at, last_used_at))

struct FactorsBody {
    bool required = false;  // by the role of the post one sits at
    std::optional<Instant> totp_since;
    std::uint64_t recovery_codes_left = 0;
    std::vector<PasskeyRow> passkeys;
    bool needs_enrolment_code = false;  // to set up the first one
};
BOOST_DESCRIBE_STRUCT(FactorsBody, (),
                      (required, totp_since, recovery_codes_left, passkeys, needs_enrolment_code))

struct BeginTotpBody {
    std::optional<ports::TotpAlgorithm> algorithm;  // sha1, which every app knows, unless stated
};
BOOST_DESCRIBE_STRUCT(BeginTotpBody, (), (algorithm))

// One's own secrets, shown once to oneself: not what PersonalText is for, which is said of others.
struct TotpBody {
    std::string secret;
    std::string uri;
};
BOOST_DESCRIBE_STRUCT(TotpBody, (), (secret, uri))

struct CodeBody {
    PersonalText code;
    std::optional<PersonalText> enrolment_code;
};
BOOST_DESCRIBE_STRUCT(CodeBody, (), (code, enrolment_code))

struct CodesBody {
    std::vector<std::string> recovery_codes;  // shown once; none, where there are some already
};
BOOST_DESCRIBE_STRUCT(CodesBody, (), (recovery_codes))

// What navigator.credentials.create() is given, bytes in base64url.
struct PasskeyOffer {
    std::string challenge;
    std::string rp_id;
    std::string user_id;
    std::string user_name;
    std::string display;
    std::vector<std::string> held;  // credentials this account has already
};
BOOST_DESCRIBE_STRUCT(PasskeyOffer, (), (challenge, rp_id, user_id, user_name, display, held))

struct PasskeyMadeBody {
    std::string passkey_name;
    std::string client_data;
    std::string authenticator_data;
    std::optional<PersonalText> enrolment_code;
};
BOOST_DESCRIBE_STRUCT(PasskeyMadeBody, (), (passkey_name, client_data, authenticator_data, enrolment_code))

struct AttemptRow {
    Instant at;
    std::string outcome;
    std::string zh;
    std::string en;
    ports::Proof proof{};
    std::string peer;
    std::string client;
    std::string device_name;
};
BOOST_DESCRIBE_STRUCT(AttemptRow, (), (at, outcome, zh, en, proof, peer, client, device_name))
struct AttemptRows {
    std::vector<AttemptRow> rows;
};
BOOST_DESCRIBE_STRUCT(AttemptRows, (), (rows))

const ports::Session& session_of(const Call& call) { return *call.caller.session; }

void show_factors(const Parts& parts, const Call& call) {
    auto held = parts.factors->factors_of(session_of(call));
    if (!held.ok()) return call.answer(problem_of(held.error()));
    const auto& rules = parts.access.roles;
    const bool required = std::any_of(rules.begin(), rules.end(), [&](const access::RoleRule& rule) {
        return rule.role == session_of(call).post.role &&
               rule.second_factor == access::SecondFactor::required;
    });
    FactorsBody body{required, held->totp_since, held->recovery_codes_left, {}, held->needs_enrolment_code};
    for (auto& one : held->passkeys)
        body.passkeys.push_back(
            {std::move(one.passkey_id), std::move(one.passkey_name), one.made_at, one.last_used_at});
    call.answer(json_response(200, codec::to_json(body)));
}

void begin_totp(const Parts& parts, const Call& call) {
    auto body = read_body<BeginTotpBody>(call.request);
    if (!body.ok()) return call.answer(body.error());
    auto offer =
        parts.factors->begin_totp(session_of(call), body->algorithm.value_or(ports::TotpAlgorithm::sha1));
    if (!offer.ok()) return call.answer(problem_of(offer.error()));
    call.answer(json_response(201, codec::to_json(TotpBody{offer->secret.reveal(), offer->uri.reveal()})));
}

ports::Factors::CodesReply answer_codes(Call call) {
    return [call = std::move(call)](Result<ports::RecoveryCodes, ports::AccountTrouble> codes) {
        if (!codes.ok()) return call.answer(problem_of(codes.error()));
        CodesBody body;
        for (const auto& code : *codes) body.recovery_codes.push_back(code.reveal());
        call.answer(json_response(200, codec::to_json(body)));
    };
}

void confirm_totp(const Parts& parts, Call call) {
    auto body = read_body<CodeBody>(call.request);
    if (!body.ok()) return call.answer(body.error());
    auto session = call.caller.session;
    parts.factors->confirm_totp(std::move(session), std::move(body->code),
                                std::move(body->enrolment_code).value_or(PersonalText{}),
                                answer_codes(std::move(call)));
}

void remove_totp(const Parts& parts, const Call& call) {
    const auto removed = parts.factors->remove_totp(session_of(call));
    if (!removed.ok()) return call.answer(problem_of(removed.error()));
    call.answer(no_content());
}

void renew_codes(const Parts& parts, Call call) {
    auto session = call.caller.session;
    parts.factors->renew_recovery_codes(std::move(session), answer_codes(std::move(call)));
}

void begin_passkey(const Parts& parts, const Call& call) {
    const auto& session = session_of(call);
    auto given = parts.factors->begin_passkey(session);
    if (!given.ok()) return call.answer(problem_of(given.error()));
    PasskeyOffer offer{codec::base64url(given->challenge),
                       given->rp_id,
                       codec::base64url(session.account_id.value()),
                       session.login,
                       session.display,
                       {}};
    for (const auto& held : given->held) offer.held.push_back(codec::base64url(held));
    call.answer(json_response(201, codec::to_json(offer)));
}

void finish_passkey(const Parts& parts, Call call) {
    auto body = read_body<PasskeyMadeBody>(call.request);
    if (!body.ok()) return call.answer(body.error());
    auto client_data = codec::from_base64url(body->client_data);
    auto authenticator_data = codec::from_base64url(body->authenticator_data);
    if (!client_data || !authenticator_data)
        return call.answer(Problem{422,
                                   "api.member_invalid",
                                   "this is not base64url",
                                   kernel::Remedy::fix_input,
                                   client_data ? "authenticator_data" : "client_data",
                                   {},
                                   {}});
    auto session = call.caller.session;
    parts.factors->finish_passkey(
        std::move(session),
        {std::move(*client_data), std::move(*authenticator_data), std::move(body->passkey_name),
         std::move(body->enrolment_code).value_or(PersonalText{})},
        answer_codes(std::move(call)));
}

void remove_passkey(const Parts& parts, const Call& call) {
    const auto removed = parts.factors->remove_passkey(session_of(call), call.path_values.front());
    if (!removed.ok()) return call.answer(problem_of(removed.error()));
    call.answer(no_content());
}

void list_attempts(const Parts& parts, const Call& call) {
    auto attempts = parts.factors->attempts_of(session_of(call).account_id);
    if (!attempts.ok()) return call.answer(problem_of(attempts.error()));
    AttemptRows rows;
    for (auto& one : *attempts) {
        const auto* words = words_of(one.outcome);
        rows.rows.push_back({one.at, one.outcome, std::string{words == nullptr ? "" : words->zh},
                             std::string{words == nullptr ? "" : words->en}, one.proof, std::move(one.peer),
                             std::move(one.client), std::move(one.device_name)});
    }
    call.answer(json_response(200, codec::to_json(rows)));
}

Endpoint factor_endpoint(kernel::Method method, const char* path, const char* operation,
                         kernel::Words title) {
    Endpoint endpoint;
    endpoint.method = method;
    endpoint.path = path;
    endpoint.needs = Needs::own_account;
    endpoint.effect = method == kernel::Method::get ? Effect::reads : Effect::signs_in;
    endpoint.operation = operation;
    endpoint.tag = "session";
    endpoint.title = std::move(title);
    return endpoint;
}

void add_totp(Router& router, const Parts& parts) {
    using kernel::Method;
    auto begin = factor_endpoint(
        Method::post, "/v1/factors/totp", "factor.begin_totp",
        {"添加动态口令（密钥仅显示一次）", "Begin an authenticator; the secret is shown once"});
    begin.success = 201;
    begin.body_schema = codec::schema<BeginTotpBody>(codec::Unknown::refuse);
    begin.result_schema = codec::schema<TotpBody>();
    begin.handle = [&parts](const Call& call) { begin_totp(parts, call); };
    router.add(std::move(begin));

    auto confirm =
        factor_endpoint(Method::post, "/v1/factors/totp/confirmation", "factor.confirm_totp",
                        {"确认动态口令", "Confirm it with a code; answers the recovery codes, once"});
    confirm.body_schema = codec::schema<CodeBody>(codec::Unknown::refuse);
    confirm.result_schema = codec::schema<CodesBody>();
    confirm.handle = [&parts](Call call) { confirm_totp(parts, std::move(call)); };
    router.add(std::move(confirm));

    auto remove = factor_endpoint(Method::del, "/v1/factors/totp", "factor.remove_totp",
                                  {"移除动态口令", "Remove the authenticator"});
    remove.success = 204;
    remove.handle = [&parts](const Call& call) { remove_totp(parts, call); };
    router.add(std::move(remove));
}

void add_passkeys(Router& router, const Parts& parts) {
    using kernel::Method;
    auto begin = factor_endpoint(Method::post, "/v1/factors/passkeys/challenge", "factor.begin_passkey",
                                 {"创建通行密钥的验证请求", "What a browser needs to make a passkey"});
    begin.success = 201;
    begin.result_schema = codec::schema<PasskeyOffer>();
    begin.handle = [&parts](const Call& call) { begin_passkey(parts, call); };
    router.add(std::move(begin));

    auto finish = factor_endpoint(Method::post, "/v1/factors/passkeys", "factor.add_passkey",
                                  {"登记通行密钥", "Keep a passkey that was made"});
    finish.body_schema = codec::schema<PasskeyMadeBody>(codec::Unknown::refuse);
    finish.result_schema = codec::schema<CodesBody>();
    finish.handle = [&parts](Call call) { finish_passkey(parts, std::move(call)); };
    router.add(std::move(finish));

    auto remove = factor_endpoint(Method::del, "/v1/factors/passkeys/{passkey_id}", "factor.remove_passkey",
                                  {"移除通行密钥", "Remove a passkey"});
    remove.success = 204;
    remove.handle = [&parts](const Call& call) { remove_passkey(parts, call); };
    router.add(std::move(remove));
}

}  // namespace

void add_factors(Router& router, const Parts& parts) {
    using kernel::Method;
    auto show = factor_endpoint(Method::get, "/v1/factors", "factor.list",
                                {"本账号的登录验证方式", "What one signs in with"});
    show.result_schema = codec::schema<FactorsBody>();
    show.handle = [&parts](const Call& call) { show_factors(parts, call); };
    router.add(std::move(show));
    add_totp(router, parts);
    add_passkeys(router, parts);

    auto renew = factor_endpoint(Method::post, "/v1/factors/recovery_codes", "factor.renew_recovery_codes",
                                 {"重新生成恢复码（旧码作废）", "New recovery codes; the old ones are void"});
    renew.result_schema = codec::schema<CodesBody>();
    renew.handle = [&parts](Call call) { renew_codes(parts, std::move(call)); };
    router.add(std::move(renew));

    auto attempts = factor_endpoint(Method::get, "/v1/sign_ins", "session.history",
                                    {"最近的登录尝试", "The last tries to sign in to one's account"});
    attempts.result_schema = codec::schema<AttemptRows>();
    attempts.handle = [&parts](const Call& call) { list_attempts(parts, call); };
    router.add(std::move(attempts));
}

}  // namespace anlan::api
