#include "api/world_test_support.hpp"

namespace anlan::api {
namespace {

using namespace testing;
using ports::Header;
using Headers = std::vector<Header>;

TEST(Api, NothingButHealthIsOpen) {
    World world;
    for (const char* path : {"/healthz", "/readyz"})
        EXPECT_EQ(world.raw({"GET", path, "", {}, {}}).status, 200) << path;
    for (const char* path :
         {"/metrics", "/openapi.json", "/v1/tickets", "/v1/tickets/tic_1", "/v1/obligations", "/v1/stream",
          "/v1/session", "/v1/rulebook", "/v1/rulebook/incident", "/v1/tickets/tic_1/timeline"}) {
        const auto response = world.raw({"GET", path, "", {}, {}});
        EXPECT_EQ(response.status, 401) << path;
        EXPECT_EQ(code(response), "session.required");
        EXPECT_EQ(header(response, "WWW-Authenticate"), "Bearer");
    }
    EXPECT_EQ(world.raw({"POST", "/v1/tickets", "{}", {{"idempotency-key", "k"}}, {}}).status, 401);
    world.readiness.catching_up = "20 of 40 records";
    const auto ready = world.raw({"GET", "/readyz", "", {}, {}});
    EXPECT_EQ(ready.status, 200);
    EXPECT_EQ(ready.body, R"({"status":"ready","overviews":"20 of 40 records"})");
    world.readiness.waiting_for = "the log cannot be written";
    EXPECT_EQ(world.raw({"GET", "/readyz", "", {}, {}}).status, 503);
    EXPECT_EQ(world.raw({"GET", "/healthz", "", {}, {}}).status, 200);
}

TEST(Api, SigningInGivesACookieOrATokenAndNotBoth) {
    World world;
    world.identity.outcome = ports::SignedIn{"the-token", session("officer"), {}};
    const auto browser =
        world.raw({"POST", "/v1/session", R"({"login":"li.na","password":"secret words"})", {}, {}});
    EXPECT_EQ(browser.status, 201);
    EXPECT_EQ(browser.body.find("the-token"), std::string::npos);
    EXPECT_EQ(header(browser, "Set-Cookie"),
              "anlan_session=the-token; Path=/; HttpOnly; SameSite=Strict; Max-Age=46800");
    EXPECT_NE(browser.body.find(R"("role":"officer","role_zh":"民警","role_en":"officer")"),
              std::string::npos)
        << browser.body;
    EXPECT_EQ(world.identity.attempted.login, "li.na");
    EXPECT_EQ(world.identity.attempted.password.reveal(), "secret words");
    const auto program = world.raw({"POST",
                                    "/v1/session",
                                    R"({"login":"li.na","password":"x","post_id":"pst_1","bearer":true})",
                                    {},
                                    {}});
    EXPECT_NE(program.body.find(R"("token":"the-token")"), std::string::npos);
    EXPECT_EQ(header(program, "Set-Cookie"), "");
    EXPECT_EQ(world.identity.attempted.post_id.value(), "pst_1");
}

TEST(Api, SigningInIsRefusedAsTheTableSays) {
    using kernel::Because;
    World world;
    const auto refuse = [&](std::string why, Because because) {
        world.identity.outcome = ports::NotSignedIn{
            {std::move(why), "", because, kernel::Remedy::none, ""}, Seconds{4}, {session("officer")->post}};
        return world.raw({"POST", "/v1/session", R"({"login":"a","password":"b"})", {}, {}});
    };
    EXPECT_EQ(refuse("session.wrong_credentials", Because::forbidden).status, 401);
    EXPECT_EQ(refuse("session.account_locked", Because::forbidden).status, 403);
    const auto throttled = refuse("session.throttled", Because::busy);
    EXPECT_EQ(throttled.status, 429);
    EXPECT_EQ(header(throttled, "Retry-After"), "4");
    const auto choice = refuse("session.post_required", Because::invalid);
    EXPECT_EQ(choice.status, 422);
    EXPECT_NE(choice.body.find(R"("posts":[{"post_id":"pst_officer","role":"officer")"), std::string::npos);
    EXPECT_EQ(code(world.raw({"POST", "/v1/session", R"({"login":"a","pass":"b"})", {}, {}})),
              "api.member_unknown");
    EXPECT_EQ(code(world.raw({"POST",
                              "/v1/session",
                              R"({"login":"a","password":"b"})",
                              {{"origin", "https://evil.example"}},
                              {}})),
              "session.foreign_origin");
    EXPECT_EQ(code(world.raw({"POST",
                              "/v1/session",
                              R"({"login":"a","password":"b"})",
                              {{"sec-fetch-site", "cross-site"}},
                              {}})),
              "session.foreign_origin")
        << "also where no origin is said";
    for (const char* two : {R"({"login":"a","password":"b","signed_on":true})",
                            R"({"signed_on":true,"passkey":{"credential_id":"","client_data":"",)"
                            R"("authenticator_data":"","signature":""}})",
                            R"({"login":"a","passkey":{"credential_id":"","client_data":"",)"
                            R"("authenticator_data":"","signature":""}})"})
        EXPECT_EQ(code(world.raw({"POST", "/v1/session", two, {}, {}})), "session.one_way") << two;
    const auto body = R"({"login":")" + std::string(65, 'a') + R"(","password":"x"})";
    EXPECT_EQ(code(world.raw({"POST", "/v1/session", body, {}, {}})), "api.member_invalid")
        << "whoever tries a login of a megabyte a thousand times would fill the memory of failures";
}

// A provider that named somebody to the browser with the cookie "b".
struct OneSignOn : ports::SingleSignOn {
    bool taken = false;
    int given_back = 0;

    std::string browser_secret() noexcept override { return "b"; }
    void begin(ports::Browser,
               std::function<void(Result<std::string, ports::AccountTrouble>)>) noexcept override {}
    void finish(ports::SignOnAnswer, ports::Browser,
                std::function<void(Result<Done, ports::AccountTrouble>)>) noexcept override {}
    std::optional<ports::SignedOn> take(std::string_view made_for) noexcept override {
        if (made_for != "b" || std::exchange(taken, true)) return std::nullopt;
        return ports::SignedOn{"https://id.example", "4711", {}};
    }
    void give_back(std::string_view) noexcept override {
        taken = false;
        ++given_back;
    }
};

// What a sister domain, or somebody on the line, set as a cookie is not taken for ours.
TEST(Api, UnderTlsOnlyACookieThatWeSetOpensASession) {
    World world;
    const auto ask = [&](const char* cookie) {
        const Headers headers{{"cookie", cookie}, {"sec-fetch-site", "same-origin"}};
        return world.raw({"GET", "/v1/session", {}, headers, {}, ports::Secured::yes}).status;
    };
    EXPECT_EQ(ask("anlan_session=officer"), 401);
    EXPECT_EQ(ask("anlan_session=stranger; __Host-anlan_session=officer"), 200);
}

// Two posts side by side must not open two sessions with what the provider said once.
TEST(Api, ASignOnOpensOneSession) {
    OneSignOn sign_on;
    World world{Looks::kept, {}, &sign_on};
    const Headers browser{{"cookie", "anlan_sign_on=b"}};
    const auto post = [&] {
        return world.raw({"POST", "/v1/session", R"({"signed_on":true})", browser, {}});
    };
    world.identity.outcome = ports::NotSignedIn{
        {"session.post_required", "", kernel::Because::invalid, kernel::Remedy::none, ""}, {}, {}};
    EXPECT_EQ(code(post()), "session.post_required");
    EXPECT_EQ(sign_on.given_back, 1) << "a post may still be chosen";
    world.identity.outcome = ports::SignedIn{"t", session("officer"), {}, {}};
    std::optional<ports::Response> second;
    world.identity.meanwhile = [&] { second = post(); };
    EXPECT_EQ(post().status, 201);
    ASSERT_TRUE(second);
    EXPECT_EQ(code(*second), "session.sign_on_over");
    EXPECT_EQ(code(post()), "session.sign_on_over") << "nor afterwards";
}

TEST(Api, ACookieIsGoodOnlyForOurOwnPages) {
    World world;
    struct Row {
        const char* says;
        Headers headers;
        int status;
    };
    const Header cookie{"cookie", "theme=dark; anlan_session=officer; x=y"};
    const Header key{"idempotency-key", "k"};
    for (const Row& row :
         {Row{"our page", {cookie, key, {"origin", "http://anlan.example"}}, 200},
          {"our page behind TLS", {cookie, key, {"origin", "https://anlan.example"}}, 200},
          {"our program", {cookie, key, {"anlan-client", "board"}}, 200},
          {"another site", {cookie, key, {"origin", "https://evil.example"}}, 403},
          {"another port", {cookie, key, {"origin", "http://anlan.example:81"}}, 403},
          {"a sandbox", {cookie, key, {"origin", "null"}}, 403},
          {"another site that knows our header",
           {cookie, key, {"anlan-client", "board"}, {"sec-fetch-site", "cross-site"}},
           403},
          {"a page of a sister domain",
           {cookie, key, {"anlan-client", "board"}, {"sec-fetch-site", "same-site"}},
           403},
          {"our page, as the browser says",
           {cookie, key, {"origin", "http://anlan.example"}, {"sec-fetch-site", "same-origin"}},
           200},
          {"nobody says", {cookie, key}, 403},
          {"a token needs none of it", {key, {"authorization", "Bearer officer"}}, 200},
          {"a name that ends like ours",
           {key, {"cookie", "xanlan_session=officer"}, {"anlan-client", "b"}},
           401},
          {"a token that is none", {key, {"authorization", "Bearer x"}}, 401},
          {"another scheme", {key, {"authorization", "Basic officer"}}, 401}})
        EXPECT_EQ(world.raw({"POST", "/v1/tickets/tic_1/closure", "", row.headers, {}}).status, row.status)
            << row.says;
    const auto read_from = [&](const char* site) {
        return world.raw({"GET", "/v1/session", "", {cookie, {"sec-fetch-site", site}}, {}}).status;
    };
    EXPECT_EQ(world.raw({"GET", "/v1/session", "", {cookie}, {}}).status, 200) << "reading is safe";
    EXPECT_EQ(read_from("same-origin"), 200);
    EXPECT_EQ(read_from("none"), 200) << "an address that somebody typed";
    EXPECT_EQ(read_from("same-site"), 403) << "a look would be recorded in the officer's name";
    EXPECT_EQ(read_from("cross-site"), 403);
}

TEST(Api, WhoElseSitsAtOnesPostIsKnownByName) {
    World world;
    const auto post = world.identity.sessions.at("officer")->post.post_id;
    const auto granted = [](const char* id, const char* login, const char* display, const PostId& at) {
        ports::PostGrant grant;
        grant.post_id = at;
        return ports::Account{AccountId{id}, login, display, ports::Standing::open, {grant}};
    };
    world.identity.accounts = {granted("acc_1", "li", "李建国 二级警长", post),
                               granted("acc_2", "wang", "", post),
                               granted("acc_3", "zhao", "赵", PostId{"pst_elsewhere"})};
    const auto colleagues = world.as("officer", {"GET", "/v1/session/colleagues", "", {}, {}});
    EXPECT_EQ(colleagues.body, R"({"rows":[{"account_id":"acc_1","display":"李建国 二级警长"},)"
                               R"({"account_id":"acc_2","display":"wang"}]})");
    EXPECT_EQ(world.raw({"GET", "/v1/session/colleagues", "", {}, {}}).status, 401);
}

// The chief may read posts; the officer of this small world may not.
TEST(Api, WhoMaySeeTheDutiesOfAStationHearsWhatItsPeopleAreCalled) {
    World world;
    for (const char* who : {"chief", "officer"}) {
        auto moved = std::make_shared<ports::Session>(*world.identity.sessions.at(who));
        moved->post.reach = {AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106001"}, {}};
        world.identity.sessions.at(who) = std::move(moved);
    }
    const auto sits_at = [](const char* id, const char* station) {
        ports::PostGrant grant;
        grant.post_id = PostId{std::string{"pst_"} + id};
        grant.reach = {AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{station}, {}};
        return ports::Account{
            AccountId{std::string{"acc_"} + id}, id, id, ports::Standing::open, {std::move(grant)}};
    };
    world.identity.accounts = {sits_at("beside", "are_420106001"), sits_at("elsewhere", "are_420106002")};
    const auto heard = [&](const char* who) {
        return world.as(who, {"GET", "/v1/session/colleagues", "", {}, {}}).body;
    };
    EXPECT_EQ(heard("chief"), R"({"rows":[{"account_id":"acc_beside","display":"beside"}]})");
    EXPECT_EQ(heard("officer"), R"({"rows":[]})");
}

TEST(Api, SigningOutEndsTheSession) {
    World world;
    EXPECT_NE(
        world.as("officer", {"GET", "/v1/session", "", {}, {}}).body.find(R"("permissions":["ticket.*")"),
        std::string::npos);
    const auto out = world.as("officer", {"DELETE", "/v1/session", "", {}, {}});
    EXPECT_EQ(out.status, 204);
    EXPECT_NE(header(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(world.as("officer", {"GET", "/v1/session", "", {}, {}}).status, 401);
}

}  // namespace
}  // namespace anlan::api
