// The HTTP server: sockets, threads, limits. What a request means is the handler's business.
//
//   auto server = Server::open(settings, handler, metrics, log);   // listens; nothing is answered yet
//   server->start();
//   …
//   server->stop(10s);   // takes no more, answers what is under way, ends streams
#pragma once
#include "adapters/http/settings.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"
#include "ports/request_handler.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <memory>

namespace anlan::adapters::http {

class Server {
public:
    // `handler` must outlive the server; it may answer even later.
    static Result<std::unique_ptr<Server>, ports::Fault> open(const ServerSettings& settings,
                                                              ports::RequestHandler& handler,
                                                              telemetry::Metrics& metrics,
                                                              telemetry::Log& log);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    void start();
    // Reads certificate and key again, for connections from now on; what is wrong with them changes nothing.
    Result<Done, ports::Fault> reload_certificate();
    // Answers under way get this long; then every connection is cut. Returns when all threads have ended.
    void stop(Millis grace);

private:
    struct Inside;
    explicit Server(std::unique_ptr<Inside> inside);

    std::unique_ptr<Inside> inside_;
};

}  // namespace anlan::adapters::http
