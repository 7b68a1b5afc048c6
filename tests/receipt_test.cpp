// The receipt behind a caller's link, on the whole application: what it shows and to whom, what comes by it,
// and that nothing of it can be guessed, kept or read elsewhere.
#include "access_world_test_support.hpp"
#include "adapters/http/gzip.hpp"
#include "codec/sha256.hpp"
#include "kernel/record.hpp"

#include <cstdio>

namespace anlan::access_world {
namespace {

constexpr std::size_t page_bytes_max = 5 * 1024;
constexpr const char* name = "王小明";
constexpr const char* address = "黄鹤楼东门三号";
constexpr const char* secret = "车筐里有一把蓝伞";

class Caller {
public:
    Caller() {
        const auto where = where_of(Relation::inside);
        EXPECT_EQ(taker("POST", "/v1/calls",
                        R"({"channel":"phone","callback":"13911112222","caller_name":")" + std::string{name} +
                            R"(","text":"被偷","duress":false})",
                        "cal_theft")
                      .status,
                  201);
        EXPECT_EQ(
            taker("POST", "/v1/calls/cal_theft/incident",
                  R"({"report":{"narrative":"电动车被偷，)" + std::string{address} +
                      R"(","class_code":"criminal.ebike_theft","answers":[],"location":{"place_text":")" +
                      address + R"(","where":)" + where + "}}}")
                .status,
            200);
        link = linked(taker("POST", "/v1/calls/cal_theft/receipt_link"));
        EXPECT_EQ(link.size(), 30u);
    }

    Answer taker(const std::string& method, const std::string& path, std::string body = {},
                 const std::string& new_id = {}) {
        auto request =
            World::request(method, path, world.tokens.at("dispatcher"), "call_handling", std::move(body));
        if (!new_id.empty()) request.headers.push_back({"anlan-new-id", new_id});
        return world.ask(std::move(request));
    }
    static std::string linked(const Answer& answer) {
        const auto at = answer.body.find(R"("link":"/r/)");
        return at == std::string::npos ? answer.body : answer.body.substr(at + 11, 30);
    }
    Answer page(const std::string& rest = "", const std::string& of = {}) {
        return world.ask(World::request("GET", "/r/" + (of.empty() ? link : of) + rest, ""));
    }
    Answer send(const std::string& action, const std::string& form, std::vector<ports::Header> headers = {}) {
        ports::Request request;
        request.method = "POST";
        request.path = "/r/" + link + "/" + action;
        request.headers = std::move(headers);
        request.headers.push_back({"host", "t"});
        request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
        request.peer = "10.0.0.9";
        request.body = form;
        return world.ask(std::move(request));
    }
    std::string form_id() {
        const auto shown = page().body;
        const auto at = shown.find(R"(name="id" value=")") + 17;
        return shown.substr(at, shown.find('"', at) - at);
    }
    void time_passes(Millis span) {
        world.clock.millis += span.count();
        world.submit->advance(world.clock.now());
    }
    std::string state(const std::string& resource, const std::string& id) {
        return taker("GET", "/v1/" + resource + "/" + id).body;
    }
    void close() {
        const auto closed = taker("POST", "/v1/incidents/inc_theft/closure",
                                  R"({"disposition":"handled_on_scene","note":"x"})");
        EXPECT_EQ(closed.status, 200) << closed.body;
    }

    World world;
    std::string link;
};

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Receipt, ShowsHowFarItIsAndNothingOfAnybody) {
    Caller caller;
    for (const char* tongue : {"?lang=zh", "?lang=en"}) {
        for (const char* which : {"", "/data"}) {
            const auto shown = caller.page(std::string{which} + tongue);
            EXPECT_EQ(shown.status, 200);
            for (const auto* personal : {name, address, "13911112222", "被偷，", "黄鹤楼", "unt_", "acc_"})
                EXPECT_FALSE(holds(shown.body, personal)) << which << tongue << " shows " << personal;
        }
    }
    const auto shown = caller.page("?lang=zh");
    EXPECT_TRUE(holds(shown.body, "盗窃电动车"));
    EXPECT_TRUE(holds(shown.body, "首义路派出所"));
    EXPECT_TRUE(holds(shown.body, "<h1>已受理，正在安排民警，应在 "));
    EXPECT_TRUE(holds(caller.page("?lang=en").body, "They should be there by "));
}

TEST(Receipt, EveryAnswerIsClosedToScriptsCachesAndOtherSites) {
    Caller caller;
    const Answer answers[] = {caller.page(), caller.page("/data"), caller.page("", std::string(30, 'x')),
                              caller.send("quiet", "no_siren=on"), caller.send("information", "text=")};
    for (const auto& answer : answers) {
        const auto policy = answer.header("Content-Security-Policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'; style-src 'sha256-")) << policy;
        EXPECT_FALSE(holds(policy, "script"));
        EXPECT_EQ(answer.header("Cache-Control"), "no-store");
        EXPECT_EQ(answer.header("X-Robots-Tag"), "noindex, nofollow");
        EXPECT_EQ(answer.header("Set-Cookie"), "");
        for (const auto* loaded : {"<script", "<img", "<link", " src=", "http:", "https:", "@import"})
            EXPECT_FALSE(holds(answer.body, loaded)) << loaded;
    }
}

TEST(Receipt, ALinkThatOpensNothingIsTheSameWhateverTheReason) {
    Caller caller;
    const auto never = caller.page("", std::string(30, 'x'));
    EXPECT_EQ(never.status, 404);
    const auto same = [&](const Answer& answer, const char* why) {
        EXPECT_EQ(answer.status, 404) << why;
        EXPECT_EQ(answer.body, never.body) << why;
        EXPECT_FALSE(holds(answer.body, caller.link));
    };
    const auto first = caller.link;
    caller.link = Caller::linked(caller.taker("POST", "/v1/calls/cal_theft/receipt_link"));
    EXPECT_NE(caller.link, first);
    same(caller.page("", first), "replaced");
    EXPECT_EQ(caller.page().status, 200);
    EXPECT_EQ(caller.taker("POST", "/v1/calls/cal_theft/receipt_link/revocation", R"({"reason":"x"})").status,
              200);
    same(caller.page(), "revoked");
    same(caller.page("/data"), "revoked, its data");
    same(caller.send("information", "text=x"), "revoked, and something is sent");
    caller.link = Caller::linked(caller.taker("POST", "/v1/calls/cal_theft/receipt_link"));
    EXPECT_EQ(caller.taker("POST", "/v1/calls/cal_theft/duress").status, 200);
    same(caller.page(), "under duress");
    Caller another;
    EXPECT_EQ(another.page().status, 200);
    another.time_passes(Hours{24 * 90});
    same(another.page(), "over");
}

TEST(Receipt, TheLogKeepsTheHashOfALinkAndNothingElse) {
    Caller caller;
    caller.send("information", "text=" + std::string{"x"});
    bool hash_found = false;
    EXPECT_TRUE(caller.world.log
                    .read(1,
                          [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
                              EXPECT_EQ(bytes.find(caller.link), std::string_view::npos);
                              hash_found = hash_found || bytes.find(codec::sha256_hex(caller.link)) !=
                                                             std::string_view::npos;
                              return true;
                          })
                    .ok());
    EXPECT_TRUE(hash_found);
    EXPECT_FALSE(holds(caller.state("calls", "cal_theft"), caller.link));
}

TEST(Receipt, ADoubleTapSendsOnceAndComesBackToThePage) {
    Caller caller;
    const auto form = "id=" + caller.form_id() + "&text=" + secret;
    const auto once = caller.send("information", form);
    EXPECT_EQ(once.status, 303);
    EXPECT_EQ(once.header("Location"), "/r/" + caller.link + "?lang=zh&sent=information");
    EXPECT_EQ(caller.send("information", form).status, 303);
    const auto call = caller.state("calls", "cal_theft");
    const auto at = call.find(secret);
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(call.find(secret, at + 1), std::string::npos);
    EXPECT_TRUE(holds(caller.page("?sent=information").body, "已收到您的补充"));
    // The crew's incident has it, too, and says whose it is.
    const auto timeline = caller.taker("GET", "/v1/incidents/inc_theft/timeline").body;
    EXPECT_TRUE(holds(timeline, secret));
    EXPECT_TRUE(holds(timeline, R"("from_call":"cal_theft")"));
    // Another text from the same page is another text.
    EXPECT_EQ(caller.send("information", "id=" + caller.form_id() + "&text=again").status, 303);
    const auto owed = caller.taker("GET", "/v1/obligations?limit=500").body;
    EXPECT_TRUE(holds(owed, R"("kind":"information")"));
    EXPECT_TRUE(holds(caller.page().body, "尚未阅读"));
    EXPECT_EQ(caller.taker("POST", "/v1/calls/cal_theft/information_reading").status, 200);
    EXPECT_TRUE(holds(caller.page().body, "已有人看过"));
}

TEST(Receipt, NotSolvedOpensItAgainOnceWithItsOldClocks) {
    Caller caller;
    EXPECT_FALSE(holds(caller.page().body, "not_solved"));
    caller.time_passes(Minutes{30});
    caller.close();
    const auto over = caller.page("?lang=zh");
    EXPECT_TRUE(holds(over.body, "<h1>处理结果：现场处置完毕"));
    caller.time_passes(Minutes{60});
    const auto form = "id=" + caller.form_id() + "&episode=1";
    EXPECT_EQ(caller.send("not_solved", form).status, 303);
    const auto reopened = caller.state("incidents", "inc_theft");
    EXPECT_TRUE(holds(reopened, R"("stage":"open")"));
    EXPECT_TRUE(holds(reopened, R"("contested_by":"cal_theft")"));
    const auto shown = caller.page("?lang=zh").body;
    EXPECT_TRUE(holds(shown, "第 2 次处理"));
    EXPECT_TRUE(holds(shown, "现场处置完毕"));
    caller.close();
    EXPECT_EQ(caller.send("not_solved", form).status, 303);  // the old form, again
    EXPECT_TRUE(holds(caller.state("incidents", "inc_theft"), R"("stage":"closed")"));
    EXPECT_EQ(caller.send("rating", "id=r&episode=2&rating=4").status, 303);
    EXPECT_TRUE(holds(caller.state("incidents", "inc_theft"), R"("rating":4)"));
    EXPECT_TRUE(holds(caller.page("?lang=en").body, "You gave it 4 of 5."));
    EXPECT_FALSE(holds(caller.taker("GET", "/v1/incidents?limit=100").body, "rating"));
}

TEST(Receipt, QuietIsSeenByWhoeverTakesCallsAndWhoeverComes) {
    Caller caller;
    EXPECT_EQ(caller.send("quiet", "id=q&no_siren=on").status, 303);
    for (const char* list : {"/v1/calls?limit=100", "/v1/incidents?limit=100"})
        EXPECT_TRUE(holds(caller.taker("GET", list).body, R"("no_siren":true)")) << list;
    EXPECT_TRUE(holds(caller.page().body, R"(name="no_siren" checked)"));
}

TEST(Receipt, TheDataReceiptSaysWhoLookedByPostAndForWhatAndUnderWhichRuleItIsKept) {
    Caller caller;
    caller.state("calls", "cal_theft");
    caller.state("calls", "cal_theft");
    const auto shown = caller.page("/data?lang=en").body;
    EXPECT_TRUE(holds(shown, "dispatcher of the district"));
    EXPECT_TRUE(holds(shown, "handling a call"));
    EXPECT_TRUE(holds(shown, " · 2, last "));
    EXPECT_TRUE(holds(shown, "个人信息保护法"));
    EXPECT_TRUE(holds(shown, "What is personal is kept until "));
    EXPECT_TRUE(holds(shown, "Kept for 1095 days after it is closed."));
    EXPECT_FALSE(holds(shown, caller.world.seat("dispatcher").actor.actor_id));
}

// A view is made anew at each start: what the caller reads is counted by the log, not by how long the service
// has run.
TEST(Receipt, LooksAreCountedAnewFromTheLogAtEachStart) {
    Caller caller;
    for (int i = 0; i < 3; ++i) caller.state("calls", "cal_theft");
    const auto hash = codec::sha256_hex(caller.link);
    auto& world = caller.world;
    const auto looks = [&](const views::Receipts& receipts) {
        const auto data = receipts.data(hash, world.clock.now());
        std::string told;
        if (!data.ok() || !*data) return std::string{"nothing"};
        for (const auto& one : (*data)->looks)
            told += one.post.en + " " + one.purpose + " " + std::to_string(one.count) + " " +
                    to_text(one.last) + "\n";
        return told;
    };
    const auto before = looks(*world.receipts);
    EXPECT_NE(before.find(" call_handling 3 "), std::string::npos) << before;
    auto made = std::make_unique<views::Receipts>(world.modules, *world.board, world.rules);
    const auto& again = *made;
    std::vector<std::unique_ptr<kernel::View>> all;
    all.push_back(std::move(made));
    views::ViewRunner runner{world.modules, std::move(all)};
    ASSERT_TRUE(runner.catch_up(world.log, world.board->position(), [] { return true; }).ok());
    EXPECT_EQ(looks(again), before);
}

TEST(Receipt, WhatIsNotTakenComesBackWithItsWords) {
    Caller caller;
    struct Row {
        const char* action;
        std::string form;
        int status;
        const char* says;
    };
    const Row rows[] = {{"information", "id=1&text=", 422, "请先写内容"},
                        {"information", "id=2&text=" + std::string(1501, 'a'), 422, "内容太长"},
                        {"information", "id=3&text=%ff", 422, "没有读懂"},
                        {"information", "id=4&id=5", 422, "没有读懂"},
                        {"rating", "id=6&episode=1&rating=5", 409, "情况已有变化"},
                        {"rating", "id=7&episode=1&rating=9", 422, "请选 1 到 5"},
                        {"not_solved", "id=8&episode=1", 409, "情况已有变化"}};
    for (const Row& row : rows) {
        const auto answer = caller.send(row.action, row.form);
        EXPECT_EQ(answer.status, row.status) << row.form.substr(0, 40);
        EXPECT_TRUE(holds(answer.body, row.says)) << row.form.substr(0, 40);
        EXPECT_TRUE(holds(answer.body, R"(role="alert")"));
    }
    EXPECT_TRUE(holds(caller.send("information", "id=9&text=%3Cb%3E" + std::string(1500, 'a')).body,
                      "<textarea id=\"t\" name=\"text\" required maxlength=\"500\">&lt;b&gt;aaa"));
    const std::string good = "id=10&text=x";
    EXPECT_EQ(caller.send("information", good, {{"origin", "https://elsewhere.example"}}).status, 403);
    EXPECT_EQ(caller.send("information", good, {{"sec-fetch-site", "cross-site"}}).status, 403);
    EXPECT_EQ(caller.send("information", good, {{"origin", "null"}}).status, 303);
    int taken = 1;
    for (; taken < 20; ++taken)
        if (caller.send("information", "id=f" + std::to_string(taken) + "&text=x").status != 303) break;
    EXPECT_EQ(taken, 6);  // the rulebook's figure of an hour
}

TEST(Receipt, WhoGuessesLinksIsToldToWaitAndHoldsNobodyUp) {
    Caller caller;
    int tried = 0;
    while (tried < 100 && caller.page("", "guess" + std::to_string(tried)).status == 404) ++tried;
    EXPECT_EQ(tried, 20);
    EXPECT_EQ(caller.page("", "guess").header("Retry-After"), "60");
    EXPECT_EQ(caller.page().status, 200);
    caller.time_passes(Seconds{60});
    EXPECT_EQ(caller.page("", "guess").status, 404);
}

TEST(Receipt, ALinkIsMadeOnceForEachCommandAndOnlyByWhoMay) {
    Caller caller;
    const auto ask = [&](const std::string& role, const std::string& key) {
        auto request =
            World::request("POST", "/v1/calls/cal_theft/receipt_link", caller.world.tokens.at(role), "");
        for (auto& header : request.headers)
            if (header.name == "idempotency-key") header.value = key;
        return caller.world.ask(std::move(request));
    };
    const auto link = Caller::linked(ask("dispatcher", "same"));
    EXPECT_EQ(Caller::linked(ask("dispatcher", "same")), link);  // the answer was lost
    EXPECT_EQ(caller.page("", link).status, 200);
    EXPECT_EQ(ask("patrol", "p").status, 403);
    EXPECT_EQ(ask("supervisor", "s").status, 403);
    auto forged =
        World::request("POST", "/v1/calls/cal_theft/receipt_link", caller.world.tokens.at("dispatcher"), "",
                       R"({"link_hash":")" + std::string(64, 'a') + R"("})");
    EXPECT_EQ(caller.world.ask(std::move(forged)).status, 400);  // it is said twice
}

TEST(Receipt, ThePageIsSmall) {
    Caller caller;
    caller.send("information", "id=1&text=x");
    caller.time_passes(Hours{1});
    for (const bool closed : {false, true}) {
        if (closed) caller.close();
        for (const char* rest : {"?lang=zh", "?lang=en", "/data?lang=zh", "/data?lang=en"}) {
            ports::Response response;
            response.content_type = "text/html; charset=utf-8";
            response.body = caller.page(rest).body;
            const auto plain = response.body.size();
            adapters::http::compress_page(response);
            std::printf("receipt %s%s: %zu bytes, compressed %zu\n", rest, closed ? " (closed)" : "", plain,
                        response.body.size());
            EXPECT_LE(response.body.size(), page_bytes_max);
        }
    }
}

}  // namespace
}  // namespace anlan::access_world
