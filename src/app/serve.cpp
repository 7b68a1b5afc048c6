// anlan serve: the service, until Ctrl-C or SIGTERM; then it finishes what it admitted.
#include "adapters/http/server.hpp"
#include "api/api.hpp"
#include "app/api_parts.hpp"
#include "app/command_line.hpp"
#include "app/demo.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "app/stderr_sink.hpp"

#include <fmt/core.h>

#include <pthread.h>
#include <csignal>
#include <memory>

namespace anlan::app {
namespace {

constexpr Millis drain{10'000};

struct Options : Common {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8110;
    std::string web;
    std::string certificate;
    std::string private_key;
    std::string seed;
    bool demo = false;
    double calls_per_hour = 180;
    RoadsChosen roads;
};

// Signals are taken by sigwait in this thread only, so that nothing else is ever interrupted by one.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a full disk, and no reason to die
    return signals;
}

// The consoles are served as `./dev build` made them, the plain board as it was written.
std::vector<adapters::http::WebFolder> web_folders(const std::string& named) {
    if (!named.empty()) return {{"/", named}};
    std::vector<adapters::http::WebFolder> folders;
    for (const auto& [prefix, folder] : {std::pair{"/", "build/web"}, std::pair{"/board/", "web/board"}})
        if (const auto found = find_shared(folder)) folders.push_back({prefix, found->string()});
    return folders;
}

int serve(const Options& options) {
    const auto signals = block_signals();
    StderrSink sink;
    adapters::SystemClock log_clock;
    telemetry::Log log{sink, [&log_clock] { return log_clock.now(); }};
    const auto say = [](const std::string& words) { fmt::print(stderr, "anlan: {}\n", words); };
    std::unique_ptr<DemoLife> demo_life;
    if (options.demo) {
        auto past =
            live_demo_past({options.data, options.rulebook, options.seed, options.calls_per_hour}, say);
        if (!past.ok()) return complain(past.error(), 2);
        demo_life = std::move(past).value();
    }
    auto opened = Node::open({options.data, options.rulebook, say, options.roads}, log);
    if (!opened.ok()) return complain(opened.error(), 2);
    Node& node = *opened.value();
    say(fmt::format("{} records, {} streams, rulebook {}", node.restarted.records, node.restarted.streams,
                    node.rules.version));
    std::unique_ptr<Demo> demo;
    if (options.demo) {
        auto made = Demo::prepare(node, options.seed, std::move(demo_life), say);
        if (!made.ok()) return complain(made.error(), 2);
        demo = std::move(made).value();
    }
    api::Api api{api_parts(node)};
    adapters::http::ServerSettings settings;
    settings.address = options.address;
    settings.port = options.port;
    settings.web_folders = web_folders(options.web);
    settings.certificate = options.certificate;
    settings.private_key = options.private_key;
    auto server = adapters::http::Server::open(settings, api, node.metrics, log);
    if (!server.ok()) return complain(server.error().message + " (" + server.error().code + ")", 2);
    server.value()->start();
    if (demo) demo->start(options.calls_per_hour);
    fmt::print("Anlan listens on http{}://{}:{}\n", options.certificate.empty() ? "" : "s", options.address,
               server.value()->port());
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    say("stopping: finishing what was admitted");
    if (demo) demo->stop();
    server.value()->stop(drain);
    node.stop();
    const auto health = node.thread->health();
    say(fmt::format("stopped after {} records", health.head.records));
    return 0;
}

}  // namespace

Run add_serve(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("serve", "run the service until Ctrl-C or SIGTERM");
    add_data(*command, *options);
    add_rulebook(*command, *options);
    command->add_option("--address", options->address, "the address to listen on")->capture_default_str();
    command->add_option("--port", options->port, "the port; 0 takes any free one")->capture_default_str();
    command->add_option("--web", options->web,
                        "the folder of the pages (default: build/web beside the program, and the board)");
    command->add_option("--certificate", options->certificate, "PEM chain: serve TLS 1.3");
    command->add_option("--private-key", options->private_key, "PEM key of the certificate");
    add_roads(*command, options->roads);
    command->add_flag("--demo", options->demo,
                      "fill an empty log with the demo city and its last hours, and let it live on");
    command->add_option("--seed", options->seed,
                        "the demo city's file (default: build/demo/wuhan.jsonl beside the program)");
    command->add_option("--calls-per-hour", options->calls_per_hour, "how many reports the demo city makes")
        ->check(CLI::Range(0.0, 36'000.0))
        ->capture_default_str();
    return [command, options] { return command->parsed() ? serve(*options) : -1; };
}

}  // namespace anlan::app
