// The server over real sockets on the loopback address: what arrives in pieces, too much, too slow, or not at
// all.
#include "adapters/http/descriptors.hpp"
#include "adapters/http/server_test_support.hpp"

namespace anlan::adapters::http {
namespace {

using namespace testing;
using namespace std::chrono_literals;

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    serve();
    Client client{"127.0.0.1", port};
    for (int i = 0; i < 3; ++i) {
        const auto one = client.send("POST", "/api/x", "{\"i\":" + std::to_string(i) + "}");
        ASSERT_TRUE(one.ok()) << one.error().message;
        EXPECT_EQ(one.value().status, 200);
        EXPECT_EQ(one.value().body, "POST /api/x {\"i\":" + std::to_string(i) + "}");
        EXPECT_EQ(*one.value().header("x-content-type-options"), "nosniff");
        EXPECT_EQ(*one.value().header("cache-control"), "no-store");
        EXPECT_TRUE(one.value().header("content-security-policy")->starts_with("default-src 'self';"));
        EXPECT_EQ(one.value().header("connection"), nullptr);
        const auto later = client.get("/api/later");
        ASSERT_TRUE(later.ok()) << later.error().message;
        EXPECT_EQ(later.value().body, "GET /api/later ");
    }
}

TEST_F(ServerTest, PagesAskOtherServersForPicturesOnlyWhereTheyAreNamed) {
    settings.picture_origins = {"https://tiles.example:8443"};
    serve();
    Client client{"127.0.0.1", port};
    const auto answer = client.get("/api/x");
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    const std::string policy = *answer.value().header("content-security-policy");
    EXPECT_TRUE(policy.starts_with(
        "default-src 'self'; img-src 'self' data: blob: https://tiles.example:8443; "
        "media-src 'self' blob:; connect-src 'self' https://tiles.example:8443; object-src 'none';"))
        << policy;
    EXPECT_EQ(policy.find("script-src"), std::string::npos);
}

TEST_F(ServerTest, AnswersManyClientsFromOtherThreads) {
    settings.threads = 2;
    serve();
    std::vector<std::thread> clients;
    std::atomic<int> good = 0;
    for (int c = 0; c < 8; ++c)
        clients.emplace_back([&, c] {
            Client client{"127.0.0.1", port};
            for (int i = 0; i < 50; ++i) {
                const auto body = std::to_string(c * 1'000 + i);
                const auto answer = client.send("POST", "/api/later", body);
                good += answer.ok() && answer.value().body == "POST /api/later " + body;
            }
        });
    for (auto& client : clients) client.join();
    EXPECT_EQ(good, 400);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    serve();
    Wire wire{port};
    wire.say(get("/api/later") + get("/api/2") + get("/api/later") + get("/api/4"));
    const auto heard = wire.until("GET /api/4 ");
    const auto first = heard.find("GET /api/later "), second = heard.find("GET /api/2 ");
    EXPECT_LT(first, second) << heard;
    EXPECT_LT(second, heard.rfind("GET /api/later "));
}

TEST_F(ServerTest, SaysContinueToWhoWaitsForIt) {
    serve();
    Wire wire{port};
    wire.say("POST /api/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(wire.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    wire.say("ok");
    EXPECT_NE(wire.until("POST /api/x ok").find("200 OK"), std::string::npos);
}

// A sweep that was due when the loop ended armed itself anew, and stop() waited for ever: now and then, and
// always where a sweep is always due.
TEST_F(ServerTest, StopsWhileASweepIsDue) {
    settings.limits.sweep_every = 0ms;
    for (int round = 0; round < 20; ++round) {
        serve();
        server->stop(0ms);
    }
}

TEST_F(ServerTest, HeadHasNoBodyAndCloseCloses) {
    serve();
    Wire wire{port};
    wire.say("HEAD /api/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const auto heard = wire.until_end();
    EXPECT_NE(heard.find("Content-Length: 12\r\n"), std::string::npos) << heard;
    EXPECT_NE(heard.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(heard.ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, RefusesWithAnAnswerAndThenCloses) {
    settings.limits.linger_for = 50ms;
    serve();
    struct Row {
        std::string bytes;
        const char* status;
    };
    const Row table[] = {
        {"nonsense\r\n\r\n", " 400 "},
        {"GET / HTTP/1.1\r\n\r\n", " 400 "},
        {"GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(20'000, 'a') + "\r\n\r\n", " 431 "},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'a'),
         " 413 "}};
    for (const Row& row : table) {
        Wire wire{port};
        wire.say(row.bytes);
        const auto heard = wire.until_end();
        EXPECT_NE(heard.substr(0, 20).find(row.status), std::string::npos) << heard.substr(0, 200);
        EXPECT_NE(heard.find("Connection: close"), std::string::npos);
    }
    EXPECT_EQ(metrics.counter("anlan_http_unreadable_total", "").value(), 4u);
}

TEST_F(ServerTest, DoesNotWaitForTheSlow) {
    settings.limits.head_within = 30ms;
    settings.limits.body_within = 30ms;
    settings.limits.idle_for = 30ms;
    settings.limits.linger_for = 20ms;
    serve();
    Wire silent{port};
    EXPECT_EQ(silent.until_end(), "") << "idle connections just end";
    Wire head{port};
    head.say("GET / HTTP/1.1\r\nHo");
    EXPECT_NE(head.until_end().find(" 408 "), std::string::npos);
    Wire body{port};
    body.say("POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_NE(body.until_end().find(" 408 "), std::string::npos);
}

TEST_F(ServerTest, AHandlerThatNeverAnswersEndsTheConnectionOnly) {
    settings.limits.answer_within = 30ms;
    serve();
    Wire wire{port};
    wire.say(get("/api/never"));
    EXPECT_EQ(wire.until_end(), "");
    echo.kept.front()(Echo::text(200, "too late"));
    Client client{"127.0.0.1", port};
    EXPECT_TRUE(client.get("/api/x").ok());
}

TEST_F(ServerTest, TurnsAwayWhatIsTooMany) {
    settings.limits.connections = 2;
    serve();
    Wire one{port}, two{port};
    one.say(get("/api/1"));
    two.say(get("/api/2"));
    one.until("GET /api/1 ");
    two.until("GET /api/2 ");
    Wire three{port};
    EXPECT_NE(three.until_end().find(" 503 "), std::string::npos);
    one.say(get("/api/again"));
    EXPECT_NE(one.until("GET /api/again ").find("200 OK"), std::string::npos);
}

TEST(Descriptors, LeaveRoomForTheLogAndTheAccounts) {
    const auto usual = within({}, 1'024);
    EXPECT_EQ(usual.connections, 512u);
    EXPECT_EQ(usual.connections_of_source, 128u);
    const auto many = within({}, 500'000);
    EXPECT_EQ(many.connections, Limits{}.connections);
    EXPECT_EQ(many.connections_of_source, Limits{}.connections_of_source);
    EXPECT_EQ(within({}, 100).connections, 1u);
}

// Whoever only opens connections must leave room for others.
TEST_F(ServerTest, TurnsAwayWhatIsTooManyFromOneSource) {
    settings.address = "0.0.0.0";
    settings.plain_text = PlainText::anywhere;
    settings.limits.connections = 8;
    settings.limits.connections_of_source = 2;
    serve();
    auto one = std::make_unique<Wire>(port);
    Wire two{port};
    one->say(get("/api/1"));
    two.say(get("/api/2"));
    one->until("GET /api/1 ");
    two.until("GET /api/2 ");
    Wire three{port};
    EXPECT_NE(three.until_end().find(" 503 "), std::string::npos);
    one.reset();
    std::string answer;
    for (int tries = 0; tries < 5'000 && answer.find("200 OK") == std::string::npos; ++tries) {
        Wire again{port};
        again.say("GET /api/again HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        answer = again.until_end();
    }
    EXPECT_NE(answer.find("200 OK"), std::string::npos) << "as soon as one has left";
}

TEST_F(ServerTest, StreamsUntilTheConsoleLeaves) {
    serve();
    {
        Wire wire{port};
        wire.say(get("/api/stream"));
        const auto head = wire.until("\r\n\r\n");
        EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos);
        EXPECT_NE(head.find("Transfer-Encoding: chunked"), std::string::npos);
        echo.fed.feed("data: 1\n\n");
        EXPECT_EQ(wire.until("\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
        echo.fed.feed("data: 2\n\n");
        EXPECT_EQ(wire.until("\n\n\r\n"), "9\r\ndata: 2\n\n\r\n");
    }
    while (echo.fed.ended == 0) std::this_thread::yield();
}

TEST_F(ServerTest, AStreamBeatsAndEnds) {
    settings.limits.heartbeat_every = 20ms;
    serve();
    Wire wire{port};
    wire.say(get("/api/stream"));
    wire.until("\r\n\r\n");
    EXPECT_EQ(wire.until(":\n\n\r\n", 2), "3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
    {
        const std::lock_guard lock{echo.fed.mutex};
        echo.fed.over = true;
    }
    EXPECT_TRUE(wire.until_end().ends_with("0\r\n\r\n"));
}

TEST_F(ServerTest, StopsAfterWhatIsUnderWay) {
    serve();
    Wire idle{port}, busy{port}, streaming{port};
    idle.say(get("/api/x"));
    idle.until("GET /api/x ");
    streaming.say(get("/api/stream"));
    streaming.until("\r\n\r\n");
    busy.say(get("/api/never"));
    echo.asked_never.get_future().wait();
    std::thread stopping{[&] { server->stop(10s); }};
    EXPECT_EQ(idle.until_end(), "");
    streaming.until_end();
    echo.kept.front()(Echo::text(200, "after all"));
    const auto heard = busy.until_end();
    EXPECT_NE(heard.find("after all"), std::string::npos) << heard;
    EXPECT_NE(heard.find("Connection: close"), std::string::npos);
    stopping.join();
}

TEST_F(ServerTest, CutsWhatDoesNotEndInTime) {
    serve();
    Wire busy{port};
    busy.say(get("/api/never"));
    echo.asked_never.get_future().wait();
    server->stop(20ms);
    EXPECT_EQ(busy.until_end(), "");
    echo.kept.front()(Echo::text(200, "the server is gone"));
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
    serve();
    ServerSettings same = settings;
    same.port = port;
    const auto second = Server::open(same, echo, metrics, log);
    ASSERT_FALSE(second.ok());
    EXPECT_NE(second.error().message.find(std::to_string(port)), std::string::npos) << second.error().message;
    same.address = "not an address";
    EXPECT_FALSE(Server::open(same, echo, metrics, log).ok());
    same.certificate = "/nowhere.pem";
    EXPECT_EQ(Server::open(same, echo, metrics, log).error().code, "http.certificate");
}

}  // namespace
}  // namespace anlan::adapters::http
