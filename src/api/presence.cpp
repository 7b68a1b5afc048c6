#include "api/presence.hpp"

#include "api/body.hpp"
#include "api/id_maker.hpp"
#include "api/permitted_record.hpp"
#include "api/reads.hpp"
#include "codec/json.hpp"

#include <algorithm>

namespace anlan::api {

std::vector<Colleague> Presence::here(const std::string& record, Colleague who, Instant now) {
    const std::lock_guard lock{mutex_};
    forget_silent(now);
    const auto at = records_.find(record);
    if (at == records_.end() && records_.size() >= records_max) return {};
    auto& seen = at == records_.end() ? records_[record] : at->second;
    std::vector<Colleague> others;
    Seen* self = nullptr;
    for (Seen& one : seen) {
        if (one.who.account_id == who.account_id) self = &one;
        // One that is silent since the last sweep, or seems to last because the clock was set, is gone.
        else if (one.until > now && one.until - now <= kept_for)
            others.push_back(one.who);
    }
    if (self == nullptr) {
        who.since = now;
        if (seen.size() < colleagues_max) seen.push_back({std::move(who), now + kept_for});
        return others;
    }
    who.since = self->until > now ? self->who.since : now;
    *self = {std::move(who), now + kept_for};
    return others;
}

void Presence::left(const std::string& record, const std::string& account_id) {
    const std::lock_guard lock{mutex_};
    const auto at = records_.find(record);
    if (at == records_.end()) return;
    std::erase_if(at->second, [&](const Seen& one) { return one.who.account_id == account_id; });
    if (at->second.empty()) records_.erase(at);
}

void Presence::forget_silent(Instant now) {
    if (now - swept_ < kept_for && now >= swept_) return;
    swept_ = now;
    for (auto& [record, seen] : records_)
        std::erase_if(seen, [&](const Seen& one) { return one.until <= now || one.until - now > kept_for; });
    std::erase_if(records_, [](const auto& entry) { return entry.second.empty(); });
}

namespace {

struct Colleagues {
    std::vector<Colleague> rows;
};
BOOST_DESCRIBE_STRUCT(Colleagues, (), (rows))

// As for reading the record. That it is open says nothing of what stands in it, so there is no look to
// record: whoever reads it has stated a purpose there.
bool may_read(const Parts& parts, const kernel::Module& module, Call& call) {
    return permitted_record(parts, module, call, module.read_permission).has_value();
}

Endpoint endpoint_of(const kernel::Module& module, kernel::Method method, const char* word,
                     kernel::Words title) {
    Endpoint endpoint;
    endpoint.method = method;
    endpoint.path = "/v1/" + module.resource + "/{" + module.name + "_id}/presence";
    endpoint.needs = Needs::person;
    endpoint.operation = module.name + word;
    endpoint.tag = module.resource;
    endpoint.title = std::move(title);
    return endpoint;
}

void add_presence_of(const kernel::Module& module, Router& router, const Parts& parts, Presence& presence) {
    auto here = endpoint_of(module, kernel::Method::post, ".be_present",
                            {"正在查看，并得知同时查看者",
                             "Say that one has it open, every few seconds; who else has it open now"});
    here.result_schema = codec::schema<Colleagues>();
    here.handle = [&parts, &module, &presence](Call call) {
        if (!may_read(parts, module, call)) return;
        const auto& session = *call.caller.session;
        const auto display = session.display.empty() ? session.login : session.display;
        const Colleagues others{presence.here(call.path_values.front(),
                                              {session.account_id.value(), display, session.post.post_id, {}},
                                              parts.clock.now())};
        call.answer(json_response(200, codec::to_json(others)));
    };
    router.add(std::move(here));

    auto left =
        endpoint_of(module, kernel::Method::del, ".leave", {"不再查看", "Say that one has closed it"});
    left.success = 204;
    left.handle = [&parts, &module, &presence](Call call) {
        if (!may_read(parts, module, call)) return;
        presence.left(call.path_values.front(), call.caller.session->account_id.value());
        ports::Response response;
        response.status = 204;
        call.answer(std::move(response));
    };
    router.add(std::move(left));
}

}  // namespace

void add_presence(Router& router, const Parts& parts, Presence& presence) {
    // Of what several people work on: records that hold what people said.
    for (const kernel::Module& module : parts.modules)
        if (module.personal && !module.resource.empty()) add_presence_of(module, router, parts, presence);
}

}  // namespace anlan::api
