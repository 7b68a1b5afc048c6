#include "api/service_keys.hpp"

#include "access/service_key.hpp"
#include "api/body.hpp"
#include "api/reads.hpp"
#include "kernel/post_reach.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

constexpr std::string_view keep_keys = "account.keep_keys";

struct IssueBody {
    std::string label;
    std::string role;
    std::optional<AreaId> area_id;  // the city, unless stated
    std::vector<std::string> permissions;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(IssueBody, (), (label, role, area_id, permissions, expires_at))

struct KeyRow {
    std::string key_id;
    std::string label;
    PostId post_id;
    std::string role;
    std::vector<std::string> permissions;
    std::string made_by;
    Instant made_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> revoked_at;
    bool unconfirmed = false;          // a restore brought it back: it opens nothing until it is confirmed
    std::optional<std::string> token;  // when it is made, and never again
};
BOOST_DESCRIBE_STRUCT(KeyRow, (),
                      (key_id, label, post_id, role, permissions, made_by, made_at, expires_at, last_used_at,
                       revoked_at, unconfirmed, token))
struct KeyRows {
    std::vector<KeyRow> rows;
};
BOOST_DESCRIBE_STRUCT(KeyRows, (), (rows))

KeyRow row_of(const ports::ServiceKey& key) {
    return {key.key_id,  key.label,      key.post.post_id, key.post.role,  key.permissions, key.made_by,
            key.made_at, key.expires_at, key.last_used_at, key.revoked_at, key.unconfirmed, {}};
}

bool within_reach(const Parts& parts, const Call& call, const Jurisdiction& reach) {
    return access::may(call.caller.seat, keep_keys, {}, kernel::Scope{reach, {}}, parts.access).allowed();
}

bool permitted(const Parts& parts, const Call& call) {
    return permits(parts, call, keep_keys,
                   access::may_anywhere(call.caller.seat, keep_keys, {}, parts.access));
}

Problem invalid(const char* code, std::string words, std::string field) {
    return {422, code, std::move(words), kernel::Remedy::fix_input, std::move(field), {}, {}};
}

Result<ports::PostGrant, Problem> post_of(const Parts& parts, const IssueBody& body) {
    const auto& levels = parts.rules.section<kernel::RoleLevels>();
    const auto* role = kernel::find_role(levels, body.role);
    if (role == nullptr)
        return Unexpected{invalid("service_key.role_unknown", "the rulebook has no such role", "role")};
    const auto area = body.area_id.value_or(levels.city);
    const auto reach = kernel::reach_of(area, role->level, levels.city);
    if (!reach)
        return Unexpected{
            invalid("service_key.area_invalid", "this is no area of the role's level", "area_id")};
    return ports::PostGrant{kernel::post_id(body.role, area), body.role, *reach, {}, {}};
}

void issue(const Parts& parts, const Call& call) {
    if (!permitted(parts, call)) return;
    auto body = read_body<IssueBody>(call.request);
    if (!body.ok()) return call.answer(body.error());
    auto post = post_of(parts, *body);
    if (!post.ok()) return call.answer(post.error());
    const auto decision =
        access::may(call.caller.seat, keep_keys, {}, kernel::Scope{post->reach, {}}, parts.access);
    if (!permits(parts, call, keep_keys, decision)) return;
    if (const auto no = access::key_refused({body->role, body->permissions, body->expires_at},
                                            parts.clock.now(), parts.access))
        return call.refuse(*no);
    auto made =
        parts.service_keys->issue_key({std::move(body->label), std::move(*post), std::move(body->permissions),
                                       call.caller.session->account_id.value(), body->expires_at});
    if (!made.ok()) return call.answer(problem_of(made.error()));
    auto row = row_of(made->key);
    row.token = std::move(made->token);
    call.answer(json_response(201, codec::to_json(row)));
}

void list(const Parts& parts, const Call& call) {
    if (!permitted(parts, call)) return;
    const auto keys = parts.service_keys->keys();
    if (!keys.ok()) return call.answer(problem_of(keys.error()));
    KeyRows rows;
    for (const auto& key : *keys)
        if (within_reach(parts, call, key.post.reach)) rows.rows.push_back(row_of(key));
    call.answer(json_response(200, codec::to_json(rows)));
}

// One that lies outside the caller's reach is as unknown as one that is not there.
using Change = Result<Done, ports::AccountTrouble> (ports::ServiceKeys::*)(std::string_view) noexcept;
void change(const Parts& parts, const Call& call, Change change_of) {
    if (!permitted(parts, call)) return;
    const auto& key_id = call.path_values.front();
    const auto keys = parts.service_keys->keys();
    if (!keys.ok()) return call.answer(problem_of(keys.error()));
    const auto found = std::find_if(keys->begin(), keys->end(), [&](const auto& key) {
        return key.key_id == key_id && within_reach(parts, call, key.post.reach);
    });
    if (found == keys->end())
        return call.refuse({"service_key.unknown", "there is no such service key", kernel::Because::unknown,
                            kernel::Remedy::fix_input, "key_id"});
    const auto changed = (parts.service_keys->*change_of)(key_id);
    if (!changed.ok()) return call.answer(problem_of(changed.error()));
    call.answer(no_content());
}

Endpoint key_endpoint(kernel::Method method, const char* operation, kernel::Words title) {
    Endpoint endpoint;
    endpoint.method = method;
    endpoint.path = "/v1/service_keys";
    endpoint.needs = Needs::person;
    endpoint.effect = method == kernel::Method::get ? Effect::reads : Effect::signs_in;
    endpoint.operation = operation;
    endpoint.tag = "service_keys";
    endpoint.title = std::move(title);
    return endpoint;
}

}  // namespace

void add_service_keys(Router& router, const Parts& parts) {
    using kernel::Method;
    auto make = key_endpoint(Method::post, "service_key.issue",
                             {"签发服务密钥（仅显示一次）", "Issue a machine's key; it is shown once"});
    make.success = 201;
    make.body_schema = codec::schema<IssueBody>(codec::Unknown::refuse);
    make.result_schema = codec::schema<KeyRow>();
    make.handle = [&parts](const Call& call) { issue(parts, call); };
    router.add(std::move(make));

    auto all = key_endpoint(Method::get, "service_key.list", {"服务密钥", "The machines' keys"});
    all.result_schema = codec::schema<KeyRows>();
    all.handle = [&parts](const Call& call) { list(parts, call); };
    router.add(std::move(all));

    auto end = key_endpoint(Method::del, "service_key.revoke", {"吊销服务密钥", "Revoke one"});
    end.path = "/v1/service_keys/{key_id}";
    end.success = 204;
    end.handle = [&parts](const Call& call) { change(parts, call, &ports::ServiceKeys::revoke_key); };
    router.add(std::move(end));

    auto confirm = key_endpoint(
        Method::post, "service_key.confirm",
        {"确认恢复后的服务密钥", "Confirm one that a restore brought back, so that it opens again"});
    confirm.path = "/v1/service_keys/{key_id}/confirmation";
    confirm.success = 204;
    confirm.handle = [&parts](const Call& call) { change(parts, call, &ports::ServiceKeys::confirm_key); };
    router.add(std::move(confirm));
}

}  // namespace anlan::api
