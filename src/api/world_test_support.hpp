// A small world around the API for its tests: two modules with real JSON, and fakes of what lies behind the
// ports.
#pragma once
#include "api/api.hpp"
#include "kernel/module_of.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace anlan::api::testing {

// ---- a module of records with personal text, one without, and the look book

struct TicketOpened {
    static constexpr std::string_view wire = "ticket.opened.v1";
    std::string title;
    PersonalText said = {};
};
BOOST_DESCRIBE_STRUCT(TicketOpened, (), (title, said))
struct OpenTicket {
    static constexpr std::string_view name = "ticket.open";
    std::string title;
    std::optional<int> level;
};
BOOST_DESCRIBE_STRUCT(OpenTicket, (), (title, level))
struct CloseTicket {
    static constexpr std::string_view name = "ticket.close";
};
BOOST_DESCRIBE_STRUCT(CloseTicket, (), ())
struct LinkTicket {
    static constexpr std::string_view name = "ticket.link";
    std::string other_id;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(LinkTicket, (), (other_id, note))

template <class TheCommand>
struct DeciderOf {
    using Command = TheCommand;
    using Event = std::variant<TicketOpened>;
    struct State {
        std::string title;
        PersonalText caller;
        AreaId district;
        std::optional<kernel::Shared> shared = {};  // left out of what is shown
        BOOST_DESCRIBE_CLASS(State, (), (title, caller, district), (), ())
    };
    static Result<std::vector<Event>, kernel::Refusal> decide(const State&, const Command&,
                                                              const kernel::Now&) {
        return std::vector<Event>{};
    }
    static State evolve(State state, const Event&) { return state; }
    static const std::vector<kernel::Obligation>& obligations(const State&) { return kernel::nothing_owed; }
};
struct Ticket : DeciderOf<std::variant<OpenTicket, CloseTicket, LinkTicket>> {};

struct TicketRow {
    std::string title;
};
BOOST_DESCRIBE_STRUCT(TicketRow, (), (title))

struct RecordLook {
    static constexpr std::string_view name = "look.record";
    std::string record;
    std::vector<std::string> fields;
    std::string purpose;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RecordLook, (), (record, fields, purpose, reason))
struct LookBook : DeciderOf<std::variant<RecordLook>> {};

struct AssignUnit {
    static constexpr std::string_view name = "unit.assign";
    std::string incident_id;
    std::string priority;
    std::optional<std::string> incident_class;
    std::optional<std::string> override_reason;
    std::optional<std::string> preempt_reason;
};
BOOST_DESCRIBE_STRUCT(AssignUnit, (),
                      (incident_id, priority, incident_class, override_reason, preempt_reason))
struct Unit : DeciderOf<std::variant<AssignUnit>> {};

inline kernel::Scope scope_of(const AreaId& district) {
    return {{AreaId{"are_420100"}, district, {}, {}}, {}};
}

enum class Looks { kept, absent };

inline kernel::Modules modules(Looks looks) {
    using kernel::Method;
    kernel::Modules all;
    auto ticket = kernel::describe<Ticket>({.name = "ticket",
                                            .prefix = "tic",
                                            .resource = "tickets",
                                            .title = {"工单", "tickets"},
                                            .personal = true});
    ticket.command<OpenTicket>({Method::post, "/v1/tickets", true, {"开单", "Open a ticket"}});
    ticket.command<CloseTicket>({Method::post, "/v1/tickets/{ticket_id}/closure", false, {"结单", "Close"}});
    ticket.command<LinkTicket>(
        {Method::put, "/v1/tickets/{ticket_id}/links/{other_id}", false, {"关联", "Link"}});
    ticket.scope([](const Ticket::State& state) {
        kernel::Scope scope = scope_of(state.district);
        if (state.shared) scope.shared_with = {*state.shared};
        return scope;
    });
    ticket.row<TicketRow>(
        [](std::string_view, const Ticket::State& state) { return std::optional{TicketRow{state.title}}; },
        [](const Ticket::State& state) -> std::map<std::string, std::string> {
            return {{"status", ""}, {"district", state.district.value()}};
        },
        [](const Ticket::State&) { return true; });
    all.push_back(std::move(ticket).finish());
    auto unit = kernel::describe<Unit>(
        {.name = "unit", .prefix = "unt", .resource = "units", .title = {"警力", "units"}});
    unit.command<AssignUnit>({Method::post, "/v1/units/{unit_id}/assignment", false, {"派警", "Assign"}});
    unit.scope([](const Unit::State& state) { return scope_of(state.district); });
    all.push_back(std::move(unit).finish());
    if (looks == Looks::kept)
        all.push_back(kernel::describe<LookBook>(
                          {.name = "look", .prefix = "lok", .resource = "looks", .title = {"查阅", "looks"}})
                          .finish());
    return all;
}

// ---- what lies behind the ports

struct FakeSubmit : engine::Submit {
    std::vector<engine::Submission> seen;
    std::deque<engine::Outcome> outcomes;  // accepted where none is left

    engine::Outcome next(const engine::Submission& submission) {
        seen.push_back(submission);
        if (outcomes.empty()) return engine::Accepted{submission.stream, 3, 41, false};
        auto outcome = outcomes.front();
        outcomes.pop_front();
        return outcome;
    }
    void submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept override {
        reply(next(submission));
    }
    void submit_all(std::vector<engine::Submission> submissions,
                    std::function<void(std::vector<engine::Outcome>)> reply) noexcept override {
        std::vector<engine::Outcome> all;
        for (const auto& submission : submissions) all.push_back(next(submission));
        reply(std::move(all));
    }
};

struct FakeRecords : views::Records {
    std::map<std::string, views::RecordRead, std::less<>> streams;
    views::ListPage page;
    mutable views::ListRequest listed;
    std::vector<views::OwedRow> owing;
    std::vector<kernel::Envelope> envelopes;

    Result<std::optional<views::RecordRead>, ports::Fault> find(std::string_view stream) const override {
        const auto found = streams.find(stream);
        return found == streams.end() ? std::nullopt : std::optional{found->second};
    }
    Result<views::ListPage, ports::Fault> list(
        const views::ListRequest& request,
        const std::function<bool(const kernel::Scope&)>& visible) const override {
        listed = request;
        views::ListPage shown = page;
        std::erase_if(shown.rows, [&](const auto& row) {
            return !visible(
                scope_of(AreaId{row.row.facets.contains("district") ? row.row.facets.at("district") : ""}));
        });
        return shown;
    }
    Result<std::vector<kernel::Envelope>, ports::Fault> timeline(std::string_view, std::uint64_t first,
                                                                 std::size_t limit) const override {
        std::vector<kernel::Envelope> some;
        for (const auto& envelope : envelopes)
            if (envelope.version >= first && some.size() < limit) some.push_back(envelope);
        return some;
    }
    std::vector<views::OwedRow> owed(
        std::size_t limit, const std::function<bool(const views::OwedRow&)>& wanted) const override {
        std::vector<views::OwedRow> some;
        for (const auto& row : owing)
            if (some.size() < limit && wanted(row)) some.push_back(row);
        return some;
    }
    std::uint64_t position() const override { return 41; }
};

struct FakeIdentity : ports::Identity {
    std::map<std::string, ports::SessionPtr, std::less<>> sessions;
    std::optional<ports::SignInOutcome> outcome;
    ports::SignIn attempted;
    std::function<void()> meanwhile = [] {};  // while a sign-in is on its way, once

    void sign_in(ports::SignIn attempt, std::function<void(ports::SignInOutcome)> reply) noexcept override {
        attempted = std::move(attempt);
        std::exchange(meanwhile, [] {})();
        reply(*outcome);
    }
    ports::SessionPtr session(std::string_view token) noexcept override {
        const auto found = sessions.find(token);
        return found == sessions.end() ? nullptr : found->second;
    }
    void sign_out(std::string_view token) noexcept override {
        sessions.erase(std::string{token});
        ++ended;
    }
    std::uint64_t ended = 0;
    std::uint64_t endings() const noexcept override { return ended; }
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
    std::vector<ports::Account> accounts;
    Result<std::vector<ports::Account>, ports::Fault> list() noexcept override { return accounts; }
};

struct StillClock : ports::Clock {
    Instant now() noexcept override { return Instant{Millis{1'700'000'000'000}}; }
};
struct Counting : ports::Random {
    std::uint64_t count = 0;
    std::uint64_t next() noexcept override { return ++count << 32U; }
};

inline access::AccessRules access_rules() {
    return {{{"chief", "指挥长", "chief", "city", {"*"}},
             {"officer", "民警", "officer", "district", {"ticket.*", "unit.read", "unit.assign", "plan.*"}},
             {"guest", "访客", "guest", "city", {}},
             {"partner",
              "协同力量",
              "partner",
              "district",
              {"ticket.read", "unit.read", "plan.*"},
              access::Reach::shared_only}},
            {{"call_handling", "接警处置", "handling a call"}},
            {"*.read", "plan.read"}};
}

inline ports::SessionPtr session(const std::string& role, const std::string& district = "are_420106") {
    ports::Session made;
    made.account_id = AccountId{"acc_" + role};
    made.login = role;
    made.session_id = "ses_" + role;
    made.display = "李娜";
    made.post = {PostId{"pst_" + role}, role, {AreaId{"are_420100"}, AreaId{district}, {}, {}}, {}, {}};
    made.opened_at = Instant{Millis{1'700'000'000'000}};
    made.expires_at = made.opened_at + Hours{13};
    return std::make_shared<const ports::Session>(std::move(made));
}

// ---- asking

struct Asked {
    std::string method = "GET";
    std::string path;
    std::string body;
    std::vector<ports::Header> headers;
    std::vector<ports::Header> query;
    ports::Secured secured = ports::Secured::no;
};

struct World {
    explicit World(Looks looks = Looks::kept, std::vector<kernel::QuerySpec> queries = {},
                   ports::SingleSignOn* sign_on = nullptr, ports::MapSources maps = {})
        : all(modules(looks)),
          feed({"abc", 0, rules, stream::read_permissions(all)}),
          api({all,
               submit,
               records,
               std::move(queries),
               identity,
               clock,
               random,
               rulebook,
               rules,
               feed,
               metrics,
               {{"incident", R"({"classes":[]})"}},
               nullptr,
               [this] { return readiness; },
               [this](const access::Seat& seat, std::string_view permission,
                      const access::Decision& decision) {
                   noted += seat.actor.actor_id + " " + std::string{permission} + " " +
                            std::string{decision.code} + "\n";
               },
               nullptr,
               nullptr,
               sign_on,
               nullptr,
               nullptr,
               [](const std::function<void()>& work) {
                   work();
                   return true;
               },
               std::move(maps)}) {
        identity.sessions = {{"chief", session("chief", "")},
                             {"officer", session("officer")},
                             {"guest", session("guest")},
                             {"partner", session("partner")}};
    }

    ports::Response raw(Asked asked) {
        ports::Request request;
        request.method = std::move(asked.method);
        request.path = std::move(asked.path);
        request.body = std::move(asked.body);
        request.headers = std::move(asked.headers);
        request.query = std::move(asked.query);
        request.secured = asked.secured;
        request.headers.push_back({"host", "anlan.example"});
        if (!request.body.empty() && request.header("content-type") == nullptr)
            request.headers.push_back({"content-type", "application/json"});
        int answers = 0;
        ports::Response response;
        api.handle(std::move(request), [&](ports::Response answered) {
            ++answers;
            response = std::move(answered);
        });
        EXPECT_EQ(answers, 1);
        while (response.finish) response = std::exchange(response.finish, {})();
        return response;
    }
    // As somebody who is signed in, with a program's token.
    ports::Response as(const std::string& who, Asked asked) {
        asked.headers.push_back({"authorization", "Bearer " + who});
        return raw(std::move(asked));
    }
    // A command with its key.
    ports::Response send(const std::string& who, const std::string& path, const std::string& body,
                         std::vector<ports::Header> headers = {}, const std::string& method = "POST") {
        headers.push_back({"idempotency-key", "k1"});
        return as(who, {method, path, body, std::move(headers), {}});
    }
    void put_ticket(const std::string& id, const std::string& district,
                    std::optional<kernel::Shared> shared = std::nullopt) {
        auto state = std::make_shared<Ticket::State>();
        state->title = "a ticket";
        state->caller = PersonalText{"王小明"};
        state->district = AreaId{district};
        state->shared = std::move(shared);
        records.streams[id] = {&all[0], state, 7};
    }

    kernel::Modules all;
    kernel::Rulebook rulebook = [] {
        kernel::Rulebook made;
        made.city = "wuhan";
        made.version = "wuhan@1";
        return made;
    }();
    access::AccessRules rules = access_rules();
    FakeSubmit submit;
    FakeRecords records;
    FakeIdentity identity;
    StillClock clock;
    Counting random;
    telemetry::Metrics metrics;
    Readiness readiness;
    std::string noted;  // decisions, one a line
    stream::Feed feed;
    Api api;
};

inline std::string header(const ports::Response& response, std::string_view name) {
    for (const auto& one : response.headers)
        if (one.name == name) return one.value;
    return {};
}

struct CodeOnly {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeOnly, (), (code))
inline std::string code(const ports::Response& response) {
    const auto read = codec::read_json<CodeOnly>(response.body, codec::Unknown::ignore);
    return read.ok() ? read.value().code : "(no problem: " + response.body + ")";
}

}  // namespace anlan::api::testing
