// anlan serve: the service, until Ctrl-C or SIGTERM; then it finishes what it admitted.
#include "adapters/http/self_signed.hpp"
#include "adapters/http/server.hpp"
#include "adapters/oidc/sign_on.hpp"
#include "api/api.hpp"
#include "app/api_parts.hpp"
#include "app/command_line.hpp"
#include "app/demo.hpp"
#include "app/maps.hpp"
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
constexpr Seconds certificate_looked_at{60};

struct Options : Common {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8110;
    std::string web;
    std::string certificate;
    std::string private_key;
    std::string tls;                 // "self"
    std::vector<std::string> names;  // of this machine, in a certificate of its own
    bool plain_text = false;
    std::string origin;
    adapters::oidc::SignOnSettings sign_on;
    std::string sign_on_secret_file;
    std::string seed;
    bool demo = false;
    double calls_per_hour = 180;
    RoadsChosen roads;
    std::filesystem::path maps;
};

// Signals are taken by sigwait in this thread only, so that nothing else is ever interrupted by one.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);  // the certificate is read again
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a full disk, and no reason to die
    return signals;
}

enum class Starting { no, yes };

Result<Done, ports::Fault> make_certificate(Options& options, Instant now, Starting starting) {
    if (options.tls.empty()) return Done{};
    namespace http = adapters::http;
    const auto folder = std::filesystem::path{options.data} / "tls";
    ANLAN_TRY(const auto own, http::self_signed(folder, http::names_of_this_machine(options.names), now));
    options.certificate = own.certificate;
    options.private_key = own.private_key;
    if (own.made || starting == Starting::yes)
        fmt::print(stderr, "anlan: certificate {} {}, SHA-256 {}\n", own.certificate,
                   own.made ? "made" : "kept", own.fingerprint);
    return Done{};
}

// When the certificate's files were last written.
std::filesystem::file_time_type written_at(const Options& options) {
    std::error_code error;
    return std::max(std::filesystem::last_write_time(options.certificate, error),
                    std::filesystem::last_write_time(options.private_key, error));
}

// Until a signal ends the service. A certificate that was exchanged, or made anew before its end, is shown to
// new connections without a restart.
void wait_for_the_end(const sigset_t& signals, Options& options, adapters::http::Server& server,
                      adapters::SystemClock& clock, telemetry::Log& log) {
    auto read_at = written_at(options);
    while (true) {
        const timespec span{certificate_looked_at.count(), 0};
        const int received = ::sigtimedwait(&signals, nullptr, &span);
        if (received == SIGINT || received == SIGTERM) return;
        if (options.certificate.empty()) continue;
        if (auto made = make_certificate(options, clock.now(), Starting::no); !made.ok())
            log.error("tls.not_renewed", {{"why", made.error().message}});
        if (const auto now = written_at(options); received == SIGHUP || now != read_at) {
            read_at = now;
            const auto reloaded = server.reload_certificate();
            if (reloaded.ok())
                log.info("tls.certificate_read", {{"file", options.certificate}});
            else
                log.error("tls.certificate_kept", {{"why", reloaded.error().message}});
        }
    }
}

std::string why_not(const ports::Fault& fault) {
    const auto words = fault.message + " (" + fault.code + ")";
    if (fault.code != "http.plain_text") return words;
    return words +
           "; give --tls self or --tls-cert and --tls-key, or --plain-text where a proxy in front ends TLS";
}

// The city's own sign-on, where one is named; else none. The text is for the person who started it.
Result<std::unique_ptr<adapters::oidc::SignOn>, std::string> open_sign_on(const Options& options,
                                                                          ports::Clock& clock) {
    if (options.sign_on.issuer.empty()) return std::unique_ptr<adapters::oidc::SignOn>{};
    if (options.origin.empty() && options.port == 0)
        return Unexpected{
            std::string{"the sign-on needs --origin, or a --port: the provider sends browsers there"}};
    auto settings = options.sign_on;
    const bool secure = !options.tls.empty() || !options.certificate.empty();
    const auto own = (secure ? "https://localhost:" : "http://localhost:") + std::to_string(options.port);
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

// The consoles are served as `./dev build` made them, the plain board as it was written.
std::vector<adapters::http::WebFolder> web_folders(const std::string& named) {
    if (!named.empty()) return {{"/", named}};
    std::vector<adapters::http::WebFolder> folders;
    for (const auto& [prefix, folder] : {std::pair{"/", "build/web"}, std::pair{"/board/", "web/board"},
                                         std::pair{"/shared/", "web/shared"}})
        if (const auto found = find_shared(folder)) folders.push_back({prefix, found->string()});
    return folders;
}

adapters::http::ServerSettings settings_of(const Options& options) {
    adapters::http::ServerSettings settings;
    settings.address = options.address;
    settings.port = options.port;
    settings.web_folders = web_folders(options.web);
    settings.certificate = options.certificate;
    settings.private_key = options.private_key;
    if (options.plain_text) settings.plain_text = adapters::http::PlainText::anywhere;
    return settings;
}

int serve(Options& options) {
    const auto signals = block_signals();
    StderrSink sink;
    adapters::SystemClock log_clock;
    telemetry::Log log{sink, [&log_clock] { return log_clock.now(); }};
    const auto say = [](const std::string& words) { fmt::print(stderr, "anlan: {}\n", words); };
    const auto maps = read_maps(options.maps);
    if (!maps.ok()) return complain(maps.error(), 2);
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
    api::Parts parts = api_parts(node);
    parts.maps = maps.value();
    auto sign_on = open_sign_on(options, node.clock);
    if (!sign_on.ok()) return complain(sign_on.error(), 2);
    parts.single_sign_on = sign_on.value().get();
    api::Api api{std::move(parts)};
    if (auto made = make_certificate(options, node.clock.now(), Starting::yes); !made.ok())
        return complain(made.error().message + " (" + made.error().code + ")", 2);
    auto settings = settings_of(options);
    serve_maps(maps.value(), settings);
    auto server = adapters::http::Server::open(settings, api, node.metrics, log);
    if (!server.ok()) return complain(why_not(server.error()), 2);
    server.value()->start();
    if (demo) demo->start(options.calls_per_hour);
    fmt::print("Anlan listens on http{}://{}:{}\n", options.certificate.empty() ? "" : "s", options.address,
               server.value()->port());
    std::fflush(stdout);
    wait_for_the_end(signals, options, *server.value(), node.clock, log);
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
    auto* certificate =
        command->add_option("--tls-cert,--certificate", options->certificate, "PEM chain: serve TLS 1.3");
    auto* key = command->add_option("--tls-key,--private-key", options->private_key,
                                    "PEM key of the certificate; both are read again when they change");
    certificate->needs(key);
    key->needs(certificate);
    command
        ->add_option(
            "--tls", options->tls,
            "self: serve TLS 1.3 with a certificate of one's own, made at the first start in tls/ of the "
            "data folder and anew before it runs out")
        ->check(CLI::IsMember({"self"}))
        ->excludes(certificate);
    command->add_option(
        "--name", options->names,
        "a name or address by which this machine is reached, for --tls self; may be repeated");
    command->add_flag(
        "--plain-text", options->plain_text,
        "listen without TLS also where others can read along: only behind a proxy that ends TLS");
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
    add_maps(*command, options->maps);
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
