// GET /v1/stream: a console's subscription to the live feed, as long as its session lasts.
#include "api/body.hpp"
#include "api/given.hpp"
#include "api/service.hpp"

#include <mutex>
#include <unordered_map>
#include <utility>

namespace anlan::api {
namespace {

constexpr int come_again_after = 10;  // seconds: within a heartbeat or two a broken line is noticed

// How many feeds each session holds open. A browser has one a window, and leaves some behind while its line
// breaks; without a bound one session could take a city's connections.
//
// Threads: any.
class OpenFeeds : public std::enable_shared_from_this<OpenFeeds> {
public:
    // Held for as long as the feed is; none: this session has as many as it may.
    std::shared_ptr<void> take(const std::string& session_id, int most) {
        const std::lock_guard lock{mutex_};
        int& count = of_session_[session_id];
        if (count >= most) return nullptr;
        ++count;
        return {this, [self = shared_from_this(), session_id](void*) { self->give_back(session_id); }};
    }

private:
    void give_back(const std::string& session_id) {
        const std::lock_guard lock{mutex_};
        const auto found = of_session_.find(session_id);
        if (--found->second == 0) of_session_.erase(found);
    }

    std::mutex mutex_;
    std::unordered_map<std::string, int> of_session_;
};

Problem too_many_feeds() {
    return {429,
            "stream.too_many",
            "this session has as many live feeds open as it may; close one, or try again later",
            kernel::Remedy::wait,
            {},
            come_again_after,
            {}};
}

Result<std::set<std::string, std::less<>>, Problem> read_resources(const Parts& parts,
                                                                   const ports::Request& request) {
    std::set<std::string, std::less<>> resources;
    const auto* given = request.parameter("resources");
    if (given == nullptr) return resources;
    std::string_view rest = *given;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        const auto name = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        bool known = false;
        for (const auto& module : parts.modules) known = known || module.resource == name;
        if (!known)
            return Unexpected{
                wrong_parameter("resources", "names of resources; there is no " + std::string{name})};
        resources.emplace(name);
    }
    return resources;
}

// When the first of what this session has runs out by itself.
Instant first_end(const Parts& parts, const Call& call) {
    Instant end = call.caller.session->expires_at;
    if (parts.rights != nullptr)
        for (const auto& right : parts.rights->of(call.caller.seat.actor.actor_id, parts.clock.now()))
            end = std::min(end, right.until);
    return end;
}

std::uint64_t changes_of(const Parts& parts) {
    return parts.identity.endings() + (parts.rights == nullptr ? 0 : parts.rights->changes());
}

void open_stream(const Parts& parts, OpenFeeds& feeds, const Call& call) {
    auto resources = read_resources(parts, call.request);
    if (!resources.ok()) return call.answer(resources.error());
    auto place = feeds.take(call.caller.session->session_id, parts.access.sign_in.feeds_max);
    if (!place) return call.answer(too_many_feeds());
    stream::Subscription subscription{call.caller.seat, std::move(resources).value(), {}, {}};
    const auto* last = call.request.header("last-event-id");
    if (last == nullptr) last = call.request.parameter("last_event_id");
    if (last != nullptr) subscription.last_event_id = *last;
    if (call.request.parameter("after") != nullptr) {
        auto after = read_count(call.request, "after", 0, {0});
        if (!after.ok()) return call.answer(after.error());
        subscription.after = after.value();
    }
    // A session that ended ends its feed; so do rights that changed: the console comes back with what it has
    // now.
    subscription.still_wanted = [&parts, token = call.caller.token, seat = call.caller.seat,
                                 place = std::move(place)] {
        if (parts.identity.session(token) == nullptr) return false;
        return parts.rights == nullptr ||
               given_to(seat.actor.actor_id, *parts.rights, parts.clock.now()) == seat.given;
    };
    // The first time always: something may have ended since the seat was made.
    subscription.may_have_ended = [&parts, seen = std::optional<std::uint64_t>{},
                                   end = first_end(parts, call)]() mutable {
        const auto before = std::exchange(seen, changes_of(parts));
        return before != seen || parts.clock.now() >= end;
    };
    ports::Response response;
    response.content_type = "text/event-stream";
    response.headers.push_back({"X-Accel-Buffering", "no"});  // a proxy between must not hold events back
    response.stream = parts.feed.subscribe(std::move(subscription));
    call.answer(std::move(response));
}

}  // namespace

void add_stream(Router& router, const Parts& parts) {
    Endpoint endpoint;
    endpoint.path = "/v1/stream";
    endpoint.operation = "stream.open";
    endpoint.tag = "stream";
    endpoint.title = {"实时变化", "The live feed: server-sent events, resumed by Last-Event-ID"};
    endpoint.parameters = {{Parameter::In::query,
                            "resources",
                            false,
                            {"只看这些资源，逗号分隔", "Only these resources: a,b"},
                            R"({"type":"string"})"},
                           {Parameter::In::query,
                            "after",
                            false,
                            {"从此位置之后", "From after this position (of a list)"},
                            R"({"type":"integer"})"},
                           {Parameter::In::query,
                            "last_event_id",
                            false,
                            {"续传标识（不能带请求头时）", "Where to resume, if a header cannot be sent"},
                            R"({"type":"string"})"},
                           {Parameter::In::header,
                            "Last-Event-ID",
                            false,
                            {"续传标识", "Where to resume"},
                            R"({"type":"string"})"}};
    endpoint.result_type = "text/event-stream";
    endpoint.result_schema = R"({"type":"string"})";
    endpoint.handle = [&parts, feeds = std::make_shared<OpenFeeds>()](const Call& call) {
        open_stream(parts, *feeds, call);
    };
    router.add(std::move(endpoint));
}

}  // namespace anlan::api
