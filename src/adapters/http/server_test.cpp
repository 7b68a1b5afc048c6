// The server over real sockets on the loopback address: what arrives in pieces, too much, too slow, or not at all.
#include "adapters/http/server.hpp"

#include "adapters/http/client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace anlan::adapters::http {
namespace {

using namespace std::chrono_literals;
using ports::Request;
using ports::Response;

struct NoLog : telemetry::LogSink {
    void write(std::string_view) noexcept override {}
};

// A stream that the test feeds.
struct Fed {
    std::mutex mutex;
    std::deque<std::string> waiting;
    bool over = false;
    std::atomic<int> ended = 0;

    void feed(std::string text) {
        const std::lock_guard lock{mutex};
        waiting.push_back(std::move(text));
    }
};

class FedStream final : public ports::ByteStream {
public:
    explicit FedStream(Fed& fed) : fed_(fed) {}
    ~FedStream() override { ++fed_.ended; }
    bool ready() noexcept override {
        const std::lock_guard lock{fed_.mutex};
        return !fed_.waiting.empty() || fed_.over;
    }
    Next read(std::size_t, std::vector<ports::Bytes>& chunks) noexcept override {
        const std::lock_guard lock{fed_.mutex};
        while (!fed_.waiting.empty()) {
            chunks.push_back(std::make_shared<const std::string>(std::move(fed_.waiting.front())));
            fed_.waiting.pop_front();
        }
        return fed_.over ? Next::finished : Next::drained;
    }
    ports::Bytes heartbeat() noexcept override { return std::make_shared<const std::string>(":\n\n"); }

private:
    Fed& fed_;
};

// Echoes; "/later" is answered by another thread, "/never" when the test says so.
struct Echo final : ports::RequestHandler {
    Fed fed;
    std::mutex mutex;
    std::vector<std::thread> threads;
    std::vector<std::function<void(Response)>> kept;
    std::promise<void> asked_never;

    ~Echo() override {
        for (auto& thread : threads) thread.join();
    }
    static Response text(int status, std::string body) {
        Response response;
        response.status = status;
        response.content_type = "text/plain";
        response.body = std::move(body);
        return response;
    }
    void handle(Request request, std::function<void(Response)> reply) noexcept override {
        if (request.path == "/api/stream") {
            Response response;
            response.content_type = "text/event-stream";
            response.stream = std::make_unique<FedStream>(fed);
            return reply(std::move(response));
        }
        if (request.path == "/api/never") {
            const std::lock_guard lock{mutex};
            kept.push_back(std::move(reply));
            if (kept.size() == 1) asked_never.set_value();
            return;
        }
        auto body = request.method + " " + request.path + " " + request.body;
        if (request.path != "/api/later") return reply(text(200, body));
        const std::lock_guard lock{mutex};
        threads.emplace_back([reply = std::move(reply), body] { reply(text(200, body)); });
    }
    Response unreadable(ports::Unreadable reason) noexcept override {
        constexpr int statuses[] = {400, 431, 413, 408, 503};
        return text(statuses[static_cast<int>(reason)], "refused");
    }
    bool serves(std::string_view path) const noexcept override { return path.starts_with("/api"); }
};

// A bare socket. A read that waits ten seconds fails the test instead of hanging it.
class Wire {
public:
    explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(port);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval span{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &span, sizeof span);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    }
    ~Wire() { ::close(socket_); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    void say(std::string_view text) {
        while (!text.empty()) {
            const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    std::string until(std::string_view mark, int times = 1) {
        std::size_t from = 0;
        for (; times > 0; --times) {
            while (heard_.find(mark, from) == std::string::npos)
                if (!more()) return heard_ + " [ended]";
            from = heard_.find(mark, from) + mark.size();
        }
        auto taken = heard_.substr(0, from);
        heard_.erase(0, from);
        return taken;
    }
    std::string until_end() {
        while (more()) {
        }
        return heard_;
    }

private:
    bool more() {
        char bytes[4096];
        const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
        EXPECT_GE(got, 0) << "nothing came for ten seconds";
        if (got > 0) heard_.append(bytes, static_cast<std::size_t>(got));
        return got > 0;
    }
    int socket_;
    std::string heard_;
};

class ServerTest : public ::testing::Test {
protected:
    void SetUp() override {
        settings.port = 0;
        settings.limits.sweep_every = 10ms;
        settings.limits.stream_every = 1ms;
    }
    void serve() {
        auto opened = Server::open(settings, echo, metrics, log);
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        server = std::move(opened).value();
        server->start();
        port = server->port();
    }
    static std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"; }

    NoLog sink;
    telemetry::Log log{sink, [] { return Instant{}; }};
    telemetry::Metrics metrics;
    Echo echo;
    ServerSettings settings;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

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
    const Row table[] = {{"nonsense\r\n\r\n", " 400 "},
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

class WebFolderTest : public ServerTest {
protected:
    void SetUp() override {
        ServerTest::SetUp();
        folder = std::filesystem::temp_directory_path() / ("anlan_web_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder / "web" / "assets");
        put("secret.txt", "outside");
        put("web/index.html", "<!doctype html>");
        put("web/assets/app.mjs", "export {}");
        put("web/.hidden", "hidden");
        put("web/big.bin", std::string(1'000'000, 'b'));
        std::error_code ignored;
        std::filesystem::create_symlink(folder / "secret.txt", folder / "web" / ".link", ignored);
        settings.web_folder = (folder / "web").string();
        serve();
    }
    void TearDown() override {
        server.reset();
        std::filesystem::remove_all(folder);
    }
    void put(const std::string& name, const std::string& text) { std::ofstream{folder / name} << text; }

    std::filesystem::path folder;
};

TEST_F(WebFolderTest, ServesFilesAndNothingElse) {
    Client client{"127.0.0.1", port};
    const auto index = client.get("/").value();
    EXPECT_EQ(index.body, "<!doctype html>");
    EXPECT_EQ(*index.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(*index.header("cache-control"), "no-cache");
    const auto script = client.get("/assets/app.mjs").value();
    EXPECT_EQ(*script.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_NE(script.header("cache-control")->find("immutable"), std::string::npos);
    EXPECT_EQ(client.get("/big.bin").value().body.size(), 1'000'000u);
    for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt",
                             "//secret.txt", "/.hidden", "/.link", "/assets", "/assets/", "/index.html/"})
        EXPECT_EQ(client.get(path).value().body.find("outside"), std::string::npos) << path;
    EXPECT_EQ(client.get("/.hidden").value().body, "GET /.hidden ") << "what is no file goes to the handler";
    EXPECT_EQ(client.send("POST", "/", "x").value().body, "POST / x");
}

TEST_F(WebFolderTest, ServesRangesAndKnowsWhatIsKnown) {
    Client client{"127.0.0.1", port};
    const auto range = [&](const std::string& value) { return client.send("GET", "/index.html", "", {{"Range", value}}).value(); };
    struct Row {
        const char *range, *body;
        int status;
    };
    for (const Row& row : {Row{"bytes=0-1", "<!", 206}, {"bytes=2-", "doctype html>", 206}, {"bytes=-5", "html>", 206},
                           {"bytes=14-99", ">", 206}, {"bytes=15-", "", 416}, {"bytes=-0", "", 416},
                           {"bytes=3-1", "<!doctype html>", 200}, {"bytes=a-b", "<!doctype html>", 200},
                           {"bytes=0-0,2-3", "<!doctype html>", 200}, {"lines=1-2", "<!doctype html>", 200}}) {
        const auto answer = range(row.range);
        EXPECT_EQ(answer.status, row.status) << row.range;
        EXPECT_EQ(answer.body, row.body) << row.range;
    }
    EXPECT_EQ(*range("bytes=0-1").header("content-range"), "bytes 0-1/15");
    const auto tag = *client.get("/index.html").value().header("etag");
    EXPECT_EQ(client.send("GET", "/index.html", "", {{"If-None-Match", tag}}).value().status, 304);
}

}  // namespace
}  // namespace anlan::adapters::http
