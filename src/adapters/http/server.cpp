#include "adapters/http/server.hpp"

#include "adapters/http/descriptors.hpp"
#include "adapters/http/loop.hpp"
#include "adapters/http/response_writer.hpp"
#include "adapters/http/tls_context.hpp"
#include "codec/peer_network.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <condition_variable>
#include <thread>
#include <vector>

namespace anlan::adapters::http {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
constexpr auto as_values = asio::as_tuple_t<UseAwaitable>{};
constexpr int backlog = 4'096;

ports::Fault cannot(std::string_view what, const ServerSettings& settings,
                    const boost::system::error_code& error) {
    return {ports::Then::stop, "http.listen",
            std::string{what} + " " + settings.address + ":" + std::to_string(settings.port) + ": " +
                error.message()};
}

}  // namespace

struct Server::Inside {
    Inside(const ServerSettings& given, MakeTransport make_transport, ports::RequestHandler& handler,
           telemetry::Metrics& metrics, telemetry::Log& to);

    Task<void> accept();
    void turn_away(Socket socket);
    Result<Done, ports::Fault> listen();

    ServerSettings settings;
    Shared shared;
    telemetry::Log& log;
    std::vector<std::unique_ptr<Loop>> loops;
    std::unique_ptr<Acceptor> acceptor;
    std::vector<std::thread> threads;
    std::size_t next_loop = 0;
    std::shared_ptr<TlsContexts> contexts;  // none: plain
};

Server::Inside::Inside(const ServerSettings& given, MakeTransport make_transport,
                       ports::RequestHandler& handler, telemetry::Metrics& metrics, telemetry::Log& to)
    : settings(given),
      shared{handler,
             within(settings.limits, open_files_max()),
             WebFiles{settings.web_folders, settings.web_files},
             std::move(make_transport),
             settings.certificate.empty() ? ports::Secured::no : ports::Secured::yes,
             content_policy(settings.picture_origins),
             metrics.gauge("anlan_http_connections", "open connections"),
             metrics.gauge("anlan_http_streams", "open live feeds"),
             metrics.counter("anlan_http_unreadable_total", "requests that could not be read"),
             metrics.counter("anlan_http_turned_away_total", "connections refused for their number"),
             metrics.histogram("anlan_http_request_seconds", "from a request read to its answer")},
      log(to) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, settings.threads); ++i)
        loops.push_back(std::make_unique<Loop>(shared));
    acceptor = std::make_unique<Acceptor>(loops.front()->context());
}

Result<Done, ports::Fault> Server::Inside::listen() {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(settings.address, error);
    if (error) return Unexpected{cannot("not an address:", settings, error)};
    const bool plain = settings.certificate.empty() && settings.plain_text == PlainText::on_this_machine;
    if (plain && !address.is_loopback())
        return Unexpected{ports::Fault{
            ports::Then::stop, "http.plain_text",
            "passwords and records would cross the network in plain text at " + settings.address}};
    if (address.is_loopback()) shared.limits.connections_of_source = shared.limits.connections;
    const asio::ip::tcp::endpoint at{address, settings.port};
    acceptor->open(at.protocol(), error);
    if (!error) acceptor->set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) acceptor->bind(at, error);
    if (!error) acceptor->listen(backlog, error);
    if (error) return Unexpected{cannot("cannot listen on", settings, error)};
    return Done{};
}

// Connections go round the loops; each stays with its own.
Task<void> Server::Inside::accept() {
    while (acceptor->is_open()) {
        Loop& loop = *loops[next_loop++ % loops.size()];
        auto [error, socket] = co_await acceptor->async_accept(loop.context().get_executor(), as_values);
        if (error == asio::error::operation_aborted) co_return;
        if (error) {  // out of file descriptors: the next sweep may have freed some
            log.warn("http.accept_failed", {{"reason", error.message()}});
            asio::basic_waitable_timer<std::chrono::steady_clock,
                                       asio::wait_traits<std::chrono::steady_clock>, Executor>
                pause{loops.front()->context(), Millis{100}};
            co_await pause.async_wait(as_values);
            continue;
        }
        boost::system::error_code ignored;
        const auto peer = socket.remote_endpoint(ignored).address().to_string();
        socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
        if (!shared.count_in(codec::peer_network(peer))) {
            turn_away(std::move(socket));
            continue;
        }
        shared.open_connections.add(1);
        auto held = std::make_shared<Socket>(std::move(socket));
        asio::post(loop.context(), [&loop, held, peer] { loop.welcome(std::move(*held), peer); });
    }
}

void Server::Inside::turn_away(Socket socket) {
    shared.turned_away.add();
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    std::string out;
    if (shared.secured == ports::Secured::no)
        append_response(
            out, shared.handler.unreadable(ports::Unreadable::too_many_connections), Send::whole,
            {Keep::close, Framing::length, 0, loops.front()->date(), shared.secured, shared.content_policy});
    socket.write_some(asio::buffer(out), ignored);
    socket.shutdown(Socket::shutdown_send, ignored);
}

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::~Server() { stop(Millis{0}); }

Result<std::unique_ptr<Server>, ports::Fault> Server::open(const ServerSettings& settings,
                                                           ports::RequestHandler& handler,
                                                           telemetry::Metrics& metrics, telemetry::Log& log) {
    MakeTransport make_transport = plain_transport();
    std::shared_ptr<TlsContexts> contexts;
    if (!settings.certificate.empty()) {
        ANLAN_TRY(contexts, TlsContexts::open(settings.certificate, settings.private_key));
        make_transport = tls_transport(contexts);
    }
    auto inside = std::make_unique<Inside>(settings, std::move(make_transport), handler, metrics, log);
    inside->contexts = std::move(contexts);
    ANLAN_TRY_DONE(inside->listen());
    return std::unique_ptr<Server>{new Server{std::move(inside)}};
}

std::uint16_t Server::port() const {
    boost::system::error_code ignored;
    return inside_->acceptor->local_endpoint(ignored).port();
}

Result<Done, ports::Fault> Server::reload_certificate() {
    if (!inside_->contexts) return Done{};
    return inside_->contexts->reload();
}

void Server::start() {
    Inside& inside = *inside_;
    asio::co_spawn(inside.loops.front()->context().get_executor(), inside.accept(), asio::detached);
    for (auto& loop : inside.loops) inside.threads.emplace_back([&loop] { loop->run(); });
    inside.log.info("http.listening", {{"address", inside.settings.address}, {"port", port()}});
}

void Server::stop(Millis grace) {
    Inside& inside = *inside_;
    if (inside.threads.empty()) return;
    asio::post(inside.loops.front()->context(), [&inside] {
        boost::system::error_code ignored;
        inside.acceptor->close(ignored);
    });
    for (auto& loop : inside.loops) asio::post(loop->context(), [&loop] { loop->drain(); });
    inside.shared.wait_until_empty(grace);
    for (auto& loop : inside.loops) loop->stop();
    for (auto& thread : inside.threads) thread.join();
    inside.threads.clear();
}

}  // namespace anlan::adapters::http
