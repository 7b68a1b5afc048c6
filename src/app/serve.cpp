// anlan serve: the service, until Ctrl-C or SIGTERM; then it finishes what it admitted.
#include "adapters/http/server.hpp"
#include "adapters/oidc/sign_on.hpp"
#include "api/api.hpp"
#include "app/command_line.hpp"
#include "app/demo.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "app/stderr_sink.hpp"

#include <fmt/core.h>

#include <pthread.h>
#include <csignal>
#include <fstream>
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
    std::string origin;
    adapters::oidc::SignOnSettings sign_on;
    std::string sign_on_secret_file;
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

// The city's own sign-on, where one is named; else none. The text is for the person who started it.
Result<std::unique_ptr<adapters::oidc::SignOn>, std::string> open_sign_on(const Options& options,
                                                                          ports::Clock& clock) {
    if (options.sign_on.issuer.empty()) return std::unique_ptr<adapters::oidc::SignOn>{};
    if (options.origin.empty() && options.port == 0)
        return Unexpected{
            std::string{"the sign-on needs --origin, or a --port: the provider sends browsers there"}};
    auto settings = options.sign_on;
    const auto own = "http://localhost:" + std::to_string(options.port);
    settings.redirect_uri = (options.origin.empty() ? own : options.origin) + "/v1/session/sign_on/return";
    if (!options.sign_on_secret_file.empty()) {
        std::ifstream file{options.sign_on_secret_file};
        if (!std::getline(file, settings.client_secret))
            return Unexpected{"cannot read " + options.sign_on_secret_file};
    }
    auto opened = adapters::oidc::SignOn::open(std::move(settings), clock);
    if (!opened.ok()) return Unexpected{opened.error().message + " (" + opened.error().code + ")"};
    return std::move(opened).value();
}

void let_people_in(api::Parts& parts, adapters::identity::SqliteIdentity& identity,
                   ports::SingleSignOn* sign_on) {
    parts.factors = &identity;
    parts.service_keys = &identity;
    parts.single_sign_on = sign_on;
}

int serve(Options& options) {
    const auto signals = block_signals();
    if (options.web.empty()) options.web = find_shared("web").value_or("").string();
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
    auto opened = Node::open({options.data, options.rulebook, say, options.roads, options.origin}, log);
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
    api::Parts parts{node.modules,
                     *node.thread,
                     *node.board,
                     node.views->queries(),
                     *node.identity,
                     node.clock,
                     node.random,
                     node.rules,
                     node.rules.section<access::AccessRules>(),
                     *node.feed,
                     node.metrics};
    parts.rulebook_sections = node.rule_texts;
    parts.readiness = [&node] { return api::Readiness{node.waiting_for()}; };
    parts.noted = [&node](const access::Seat& seat, std::string_view permission,
                          const access::Decision& decision) {
        node.note_decision(seat, permission, decision);
    };
    auto sign_on = open_sign_on(options, node.clock);
    if (!sign_on.ok()) return complain(sign_on.error(), 2);
    let_people_in(parts, *node.identity, sign_on.value().get());
    api::Api api{std::move(parts)};
    adapters::http::ServerSettings settings;
    settings.address = options.address;
    settings.port = options.port;
    settings.web_folder = options.web;
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
    command->add_option("--web", options->web, "the folder of the pages (default: web beside the program)");
    command->add_option("--certificate", options->certificate, "PEM chain: serve TLS 1.3");
    command->add_option("--private-key", options->private_key, "PEM key of the certificate");
    command->add_option(
        "--origin", options->origin,
        "the address that browsers show, such as https://anlan.example: passkeys are made for it "
        "(default: localhost)");
    command->add_option("--sign-on-issuer", options->sign_on.issuer,
                        "the city's own sign-on: an OpenID provider, https");
    command->add_option("--sign-on-client", options->sign_on.client_id, "our client id there");
    command->add_option("--sign-on-secret-file", options->sign_on_secret_file,
                        "a file whose first line is our secret there (none: a public client)");
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
