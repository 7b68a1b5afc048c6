// The whole way of a command: HTTP, session, access, decision, append, projection, answer, with the real
// modules, rulebook, log and accounts on the disk of the current folder; 32 keep-alive clients (wrk). Then
// the live feed: 200 consoles while 50 commands a second are saved, from the answer of a command to its bytes
// at each console. Prints `name value unit`. Without wrk the first part is left out and said so.
#include "adapters/http/client.hpp"
#include "adapters/http/server.hpp"
#include "api/api.hpp"
#include "bench_support.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace anlan {
namespace {

constexpr int consoles = 200;
constexpr int feed_commands = 1'000;
constexpr std::chrono::milliseconds feed_every{20};

struct Silent : telemetry::LogSink {
    void write(std::string_view) noexcept override {}
};

struct Service {
    Silent sink;
    telemetry::Log log{sink, [] { return Instant{}; }};
    std::unique_ptr<app::Node> node;
    access::AccessRules access_rules;  // with as many feeds of one session as there are consoles here
    std::unique_ptr<api::Api> api;
    std::unique_ptr<adapters::http::Server> server;
    std::string token;

    explicit Service(const std::filesystem::path& data, const std::string& rulebook) {
        auto opened = app::Node::open({data, rulebook, {}}, log);
        if (!opened.ok()) give_up(opened.error());
        node = std::move(opened).value();
        access_rules = node->rules.section<access::AccessRules>();
        access_rules.sign_in.feeds_max = 1'000'000;
        api = std::make_unique<api::Api>(
            api::Parts{node->modules, *node->thread, *node->board, node->views->queries(), *node->identity,
                       node->clock, node->random, node->rules, access_rules, *node->feed, node->metrics});
        adapters::http::ServerSettings settings;
        settings.port = 0;
        auto server_opened = adapters::http::Server::open(settings, *api, node->metrics, log);
        if (!server_opened.ok()) give_up(server_opened.error().message);
        server = std::move(server_opened).value();
        server->start();
        sign_in();
    }
    ~Service() {
        server->stop(Seconds{5});
        node->stop();
    }

    void sign_in() {
        ports::PostGrant grant{
            PostId{"pst_call-taker.420100"}, "call_taker", {AreaId{"are_420100"}, {}, {}, {}}, {}, {}};
        if (!node->identity->create("bench", "bench", PersonalText{"a bench's password"}).ok() ||
            !node->identity->grant("bench", grant).ok())
            give_up("no account");
        adapters::http::Client client{"127.0.0.1", server->port()};
        const auto answer = client.send("POST", "/v1/session",
                                        R"({"login":"bench","password":"a bench's password","bearer":true})");
        if (!answer.ok() || answer.value().status != 201) give_up("no session");
        const auto at = answer.value().body.find("\"token\":\"") + 9;
        token = answer.value().body.substr(at, 43);
    }
};

// ---- commands through wrk

constexpr const char* script = R"(
local counter, thread_number = 0, 0
function setup(thread) thread_number = thread_number + 1; thread:set("number", thread_number) end
function request()
    counter = counter + 1
    wrk.headers["Idempotency-Key"] = "w" .. number .. "-" .. counter
    return wrk.format("POST", "/v1/calls", nil, '{"channel":"web","text":"汉口站东广场有两个人打架，一个人手里拿着棍子"}')
end
function response(status) if status ~= 201 then failed = (failed or 0) + 1 end end
function done(summary, latency)
    print(string.format("RATE %f", summary.requests / (summary.duration / 1e6)))
    print(string.format("P50 %f", latency:percentile(50) / 1e3))
    print(string.format("P99 %f", latency:percentile(99) / 1e3))
    print(string.format("BAD %d", summary.errors.status + summary.errors.connect + summary.errors.timeout))
end
)";

void commands(const Service& service, const std::filesystem::path& folder, const std::string& seconds) {
    const auto file = folder / "command.lua";
    std::ofstream{file} << "wrk.headers['Authorization'] = 'Bearer " << service.token
                        << "'\nwrk.headers['Content-Type'] = 'application/json'\n"
                        << script;
    const auto line = fmt::format("wrk -t1 -c32 -d{}s -s '{}' http://127.0.0.1:{}/ 2>&1", seconds,
                                  file.string(), service.server->port());
    std::FILE* wrk = ::popen(line.c_str(), "r");
    std::array<char, 512> text{};
    bool said = false;
    while (wrk != nullptr && std::fgets(text.data(), text.size(), wrk) != nullptr) {
        const std::string_view heard{text.data()};
        const auto figure = [&](std::string_view name, std::string_view as, std::string_view unit) {
            if (!heard.starts_with(name)) return;
            fmt::print("{} {:.3f} {}\n", as, std::atof(text.data() + name.size()), unit);
            said = true;
        };
        figure("RATE ", "http_command_rate", "commands/s");
        figure("P50 ", "http_command_p50", "ms");
        figure("P99 ", "http_command_p99", "ms");
        figure("BAD ", "http_command_refused", "commands");
    }
    if (wrk != nullptr) ::pclose(wrk);
    if (!said) fmt::print(stderr, "http_bench: wrk is not there; commands over HTTP were not measured\n");
}

// ---- the live feed

int open_console(const Service& service) {
    const int console = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(service.server->port());
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(console, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
        give_up("a console cannot connect");
    const auto request =
        fmt::format("GET /v1/stream HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\n\r\n", service.token);
    if (::send(console, request.data(), request.size(), 0) < 0) give_up("a console cannot ask");
    ::fcntl(console, F_SETFL, O_NONBLOCK);
    return console;
}

struct Sights {
    std::vector<std::atomic<std::int64_t>> saved_ns;  // by position, since `zero`; 0: not yet
    Steady::time_point zero = Steady::now();
    std::vector<double> waits_ms;
    std::uint64_t seen = 0;

    explicit Sights(std::size_t positions) : saved_ns(positions) {}
    std::int64_t now() const { return (Steady::now() - zero).count(); }

    // Every "data: {"position":N" in what came.
    void read(std::string_view text) {
        constexpr std::string_view mark = "data: {\"position\":";
        for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
            const auto position = std::strtoull(text.data() + at + mark.size(), nullptr, 10);
            if (position >= saved_ns.size()) continue;
            const auto saved = saved_ns[position].load();
            const auto span = saved == 0 ? 0 : now() - saved;  // some see it before its sender is told
            waits_ms.push_back(std::max(0.0, static_cast<double>(span) / 1e6));
            ++seen;
        }
    }
};

void read_consoles(int poll, Sights& sights, const std::atomic<bool>& over) {
    std::array<epoll_event, 256> events{};
    std::array<char, 65'536> bytes{};
    while (!over) {
        const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 50);
        for (int i = 0; i < count; ++i)
            for (;;) {
                const auto got =
                    ::recv(events[static_cast<std::size_t>(i)].data.fd, bytes.data(), bytes.size() - 1, 0);
                if (got <= 0) break;
                bytes[static_cast<std::size_t>(got)] = '\0';
                sights.read({bytes.data(), static_cast<std::size_t>(got)});
            }
    }
}

void feed(Service& service) {
    const int poll = ::epoll_create1(0);
    std::vector<int> sockets;
    for (int i = 0; i < consoles; ++i) {
        sockets.push_back(open_console(service));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = sockets.back();
        ::epoll_ctl(poll, EPOLL_CTL_ADD, sockets.back(), &event);
    }
    while (service.node->feed->subscribers() < consoles) std::this_thread::yield();
    const auto start = service.node->board->position();
    Sights sights{start + 20 * feed_commands};
    std::atomic<bool> over{false};
    std::thread reader{[&] { read_consoles(poll, sights, over); }};
    const kernel::CommandSpec* receive = nullptr;
    for (const auto& module : service.node->modules)
        if (const auto* spec = module.find_command("call.receive")) receive = spec;
    for (int i = 0; i < feed_commands; ++i) {
        engine::Submission submission;
        submission.stream = "cal_feed" + std::to_string(i);
        submission.command = {receive, receive->decode(R"({"channel":"phone","text":"两车追尾"})").value()};
        submission.seat.actor = {kernel::ActorKind::import, "bench", {}};
        submission.command_id = submission.stream;
        service.node->thread->submit(std::move(submission), [&](engine::Outcome outcome) {
            if (const auto* accepted = std::get_if<engine::Accepted>(&outcome))
                sights.saved_ns[accepted->position].store(sights.now());
        });
        std::this_thread::sleep_until(sights.zero + (i + 1) * feed_every);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    over = true;
    reader.join();
    for (const int socket : sockets) ::close(socket);
    ::close(poll);
    fmt::print("feed_consoles {} consoles\nfeed_seen {} changes\n", consoles, sights.seen);
    fmt::print("feed_saved_to_seen_p50 {:.2f} ms\n", percentile(sights.waits_ms, 0.5));
    fmt::print("feed_saved_to_seen_p99 {:.2f} ms\n", percentile(sights.waits_ms, 0.99));
}

}  // namespace
}  // namespace anlan

int main(int count, char** arguments) {
    const std::string rulebook = anlan::rulebook_folder(count, arguments);
    const std::string seconds = count > 2 ? arguments[2] : "10";
    const auto folder = std::filesystem::current_path() / ("http_bench_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    {
        anlan::Service service{folder, rulebook};
        anlan::feed(service);  // first: the deadlines of a hundred thousand reports would be on it too
        anlan::commands(service, folder, seconds);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
