// A server over real sockets with a handler that echoes, for the tests of this folder.
#pragma once
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

namespace anlan::adapters::http::testing {

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

}  // namespace anlan::adapters::http::testing
