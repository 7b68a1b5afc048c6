// HTTP without sockets: what the world asks of Anlan, and the answer. adapters/http reads requests from
// sockets and knows nothing of their meaning; api gives them meaning and knows nothing of sockets.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anlan::ports {

struct Header {
    std::string name;  // lower case in a request
    std::string value;
};

enum class Secured { no, yes };

struct Request {
    std::string method;         // "GET", as sent
    std::string path;           // percent-decoded, begins with '/'
    std::vector<Header> query;  // percent-decoded, in order
    std::vector<Header> headers;
    std::string body;
    std::string peer;               // address of the other side, without port
    Secured secured = Secured::no;  // came over TLS

    // The first header or parameter of that name (headers: lower case); null if there is none.
    const std::string* header(std::string_view name) const { return find(headers, name); }
    const std::string* parameter(std::string_view name) const { return find(query, name); }

private:
    static const std::string* find(const std::vector<Header>& among, std::string_view name) {
        for (const Header& header : among)
            if (header.name == name) return &header.value;
        return nullptr;
    }
};

// Bytes that may be sent to many at once, so they are shared and never change.
using Bytes = std::shared_ptr<const std::string>;

// An answer without an end (server-sent events), taken by the adapter as fast as the other side reads it:
// nothing is pushed, so a slow reader holds up nobody and no buffer grows. The adapter asks ready() about a
// hundred times a second, and calls all methods of one stream from one thread at a time; it destroys the
// stream when the other side is gone.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    enum class Next { more, drained, finished };

    virtual bool ready() noexcept = 0;
    // Adds what there is, up to about `bytes_max`. After `finished` the adapter closes the connection.
    virtual Next read(std::size_t bytes_max, std::vector<Bytes>& chunks) noexcept = 0;
    // Sent when nothing else went out for a while. Null: the stream is over.
    virtual Bytes heartbeat() noexcept = 0;
};

struct Response {
    int status = 200;
    std::string content_type;  // empty: no body
    std::vector<Header> headers;
    std::string body;
    Bytes shared_body;                   // instead of body, where it is always the same
    std::unique_ptr<ByteStream> stream;  // instead of both
    // Instead of all: makes the answer on the adapter's thread. For work that whoever answers (the engine,
    // between two commits) should not do itself.
    std::function<Response()> finish;
};

// Requests that never became one: the adapter knows the reason, the handler the words.
enum class Unreadable { malformed, head_too_large, body_too_large, too_slow, too_many_connections };

class RequestHandler {
public:
    virtual ~RequestHandler() = default;

    // Never blocks for long. `reply` is called once, from any thread, during the call or later.
    virtual void handle(Request request, std::function<void(Response)> reply) noexcept = 0;
    virtual Response unreadable(Unreadable reason) noexcept = 0;
    // Whether a path belongs to the handler; any other is looked for among the files of the web folder first.
    virtual bool serves(std::string_view path) const noexcept = 0;
};

}  // namespace anlan::ports
