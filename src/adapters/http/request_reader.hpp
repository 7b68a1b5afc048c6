// From bytes to a request, without sockets: HTTP/1.1 as Beast's parser reads it, plus what it lets through
// and a server should not (a request without a host, a target that is no path, a length beside chunks). One
// reader serves one connection, request after request.
#pragma once
#include "adapters/http/settings.hpp"
#include "ports/request_handler.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace anlan::adapters::http {

enum class Stage { head, body, complete, failed };

class RequestReader {
public:
    explicit RequestReader(const Limits& limits);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    // Takes bytes from the front and tells how many. What it leaves must be at the front of the next call,
    // followed by more; after `complete` the rest belongs to the next request.
    std::size_t put(std::string_view bytes);

    Stage stage() const { return stage_; }
    ports::Unreadable reason() const { return reason_; }  // of `failed`
    bool expects_continue() const;                        // in stage body
    bool keeps_alive() const { return keeps_alive_; }     // of the request last completed
    bool is_http_1_1() const { return http_1_1_; }

    // The completed request. The reader is ready for the next.
    ports::Request take();

private:
    struct Parser;

    void head_done();
    void fail(ports::Unreadable reason);

    Limits limits_;
    std::unique_ptr<Parser> parser_;
    Stage stage_ = Stage::head;
    ports::Unreadable reason_ = ports::Unreadable::malformed;
    bool keeps_alive_ = true;
    bool http_1_1_ = true;
    ports::Request request_;
};

// "/a%20b?x=1+2" into path and parameters. None: not a path, a broken escape, no UTF-8, or a control
// character.
struct Target {
    std::string path;
    std::vector<ports::Header> query;
};
std::optional<Target> read_target(std::string_view target, std::size_t parameters_max);

}  // namespace anlan::adapters::http
