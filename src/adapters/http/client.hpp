// A small blocking HTTP client, for the command line: it speaks to a service on the same machine or site.
//
// Threads: one at a time.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"
#include "ports/request_handler.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::adapters::http {

struct ClientResponse {
    int status = 0;
    std::vector<ports::Header> headers;  // names in lower case
    std::string body;

    const std::string* header(std::string_view name) const;
};

// From bytes to an answer, without sockets.
class ResponseReader {
public:
    ResponseReader();
    ~ResponseReader();
    ResponseReader(const ResponseReader&) = delete;
    ResponseReader& operator=(const ResponseReader&) = delete;

    Result<Done, ports::Fault> put(std::string_view bytes);
    // The other side has closed: the end of an answer that states no length, or of one that broke off.
    Result<Done, ports::Fault> put_end();
    bool done() const;
    bool keeps_alive() const;  // once done
    ClientResponse take();     // once done

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

class Client {
public:
    // "127.0.0.1", 8110. `token` goes along as bearer, if there is one.
    Client(std::string host, std::uint16_t port, Millis timeout = Seconds{30});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void bear(std::string token) { token_ = std::move(token); }

    Result<ClientResponse, ports::Fault> get(std::string_view target);
    // `headers` beside those that the client writes itself (Host, Content-Type: application/json,
    // Content-Length).
    Result<ClientResponse, ports::Fault> send(std::string_view method, std::string_view target,
                                              std::string_view body,
                                              const std::vector<ports::Header>& headers = {});

private:
    Result<Done, ports::Fault> connect();
    Result<Done, ports::Fault> write(std::string_view bytes);
    Result<ClientResponse, ports::Fault> read();
    void close();

    std::string host_;
    std::uint16_t port_;
    Millis timeout_;
    std::string token_;
    int socket_ = -1;
};

}  // namespace anlan::adapters::http
