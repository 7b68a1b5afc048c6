// What the headers and parameters of a request say before it means anything: who asks, from where, which
// command, which page, where the feed resumes, which endpoint. Each line of the input is a header or, after a
// question mark, a parameter; the first is the path.
#include "api/body.hpp"
#include "api/caller.hpp"
#include "api/router.hpp"
#include "base/check.hpp"
#include "stream/ring.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace anlan;

// Knows one token, as the real one does; nothing else is asked of it here.
class OneSession final : public ports::Identity {
public:
    void sign_in(ports::SignIn, std::function<void(ports::SignInOutcome)>) noexcept override {}
    ports::SessionPtr session(std::string_view token) noexcept override {
        ANLAN_CHECK(!token.empty(), "a session is asked for without a token");
        return token == "t" ? session_ : nullptr;
    }
    void sign_out(std::string_view) noexcept override {}
    std::uint64_t endings() const noexcept override { return 0; }
    Result<std::vector<ports::OpenSession>, ports::Fault> sessions_of(const AccountId&) noexcept override {
        return std::vector<ports::OpenSession>{};
    }
    Result<Done, ports::AccountTrouble> end_session(const AccountId&, std::string_view) noexcept override {
        return Done{};
    }
    Result<AccountId, ports::AccountTrouble> create(std::string, std::string,
                                                    PersonalText) noexcept override {
        return AccountId{};
    }
    Result<Done, ports::AccountTrouble> change_password(std::string_view, PersonalText) noexcept override {
        return Done{};
    }
    Result<Done, ports::AccountTrouble> grant(std::string_view, ports::PostGrant) noexcept override {
        return Done{};
    }
    Result<Done, ports::AccountTrouble> revoke(std::string_view, const PostId&) noexcept override {
        return Done{};
    }
    Result<Done, ports::AccountTrouble> stand(std::string_view, ports::Standing) noexcept override {
        return Done{};
    }
    Result<std::vector<ports::Account>, ports::Fault> list() noexcept override {
        return std::vector<ports::Account>{};
    }

private:
    ports::SessionPtr session_ = std::make_shared<ports::Session>();
};

ports::Request request_of(std::string_view text) {
    ports::Request request;
    request.method = "POST";
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (request.path.empty()) {
            request.path = line.empty() ? "/" : line;
            continue;
        }
        auto& among = line.starts_with('?') ? request.query : request.headers;
        if (line.starts_with('?')) line.remove_prefix(1);
        const auto colon = std::min(line.find(':'), line.size());
        among.push_back(
            {std::string{line.substr(0, colon)}, std::string{line.substr(std::min(colon + 1, line.size()))}});
    }
    request.body = "{}";
    return request;
}

const api::Router& routes() {
    static telemetry::Metrics metrics;
    static api::Router router{metrics};
    static const bool filled = [] {
        for (const char* path : {"/v1/a", "/v1/a/{a_id}", "/v1/a/{a_id}/b", "/v1/a/new", "/v1/{any}/b"}) {
            api::Endpoint endpoint;
            endpoint.method = kernel::Method::post;
            endpoint.path = path;
            endpoint.operation = path;
            endpoint.parameters.push_back({api::Parameter::In::query, "limit", false, {}});
            router.add(std::move(endpoint));
        }
        return true;
    }();
    ANLAN_CHECK(filled, "routes are there");
    return router;
}

void check_match(const ports::Request& request) {
    const auto match = routes().match(request.method, request.path);
    const auto* found = std::get_if<api::Matched>(&match);
    if (found == nullptr) return;
    ANLAN_CHECK(found->endpoint != nullptr, "a match of nothing");
    ANLAN_CHECK(found->path_values.size() == found->endpoint->path_names.size(), "a name without a value");
    for (const auto& value : found->path_values)
        ANLAN_CHECK(value.find('/') == std::string::npos, "a value of two steps");
    const auto fault = api::fault_in_query(*found->endpoint, request);
    if (request.query.size() > 3)  // more than the endpoint's own and what every endpoint knows
        ANLAN_CHECK(fault && fault->status == 400 && !api::problem_json(*fault).empty(),
                    "a filter passed over");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static OneSession identity;
    const auto request = request_of({reinterpret_cast<const char*>(data), size});
    const Instant now{Millis{1'000'000'000'000}};
    check_match(request);
    for (const auto unsaid : {api::Unsaid::of_another_site, api::Unsaid::of_a_program})
        (void)api::comes_from_elsewhere(request, unsaid);
    (void)api::fault_in_content_type(request);
    const auto caller = api::caller_of(request, identity);
    if (caller.ok()) ANLAN_CHECK(caller->session != nullptr && caller->token == "t", "a caller unknown");
    const auto headers = api::read_command_headers(request, now);
    if (headers.ok()) {
        ANLAN_CHECK(!headers->command_id.empty() && headers->command_id.size() <= 128, "no command id");
        if (headers->happened_at) (void)to_text(*headers->happened_at);
    }
    const auto count = api::read_count(request, "limit", 50, {1, 500});
    if (count.ok()) ANLAN_CHECK(*count >= 1 && *count <= 500, "a count outside of its range");
    const auto from = api::read_instant(request, "from");
    if (from.ok() && *from) (void)to_text(**from);
    if (const auto* last = request.header("last-event-id"))
        if (const auto seen = stream::seen_in(*last, "log")) {
            const auto again = stream::seen_in(stream::event_id("log", seen->position, seen->mark), "log");
            ANLAN_CHECK(again && again->position == seen->position && again->mark == seen->mark,
                        "what was seen is not read back");
        }
    return 0;
}
