#include "adapters/http/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace anlan::adapters::http {
namespace {

namespace beast_http = boost::beast::http;

// "0\r\n\r\n". Beast takes it for impossible that the last chunk comes in smaller pieces and ends the
// process; no chunked body is over with fewer bytes to come, so they are waited for.
constexpr std::size_t last_chunk_bytes = 5;

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

struct RequestReader::Parser {
    explicit Parser(const Limits& limits) {
        parser.header_limit(static_cast<std::uint32_t>(limits.head_bytes));
        parser.body_limit(limits.body_bytes);
        parser.eager(false);
    }
    beast_http::request_parser<beast_http::string_body> parser;
};

RequestReader::RequestReader(const Limits& limits)
    : limits_(limits), parser_(std::make_unique<Parser>(limits)) {}
RequestReader::~RequestReader() = default;

void RequestReader::fail(ports::Unreadable reason) {
    stage_ = Stage::failed;
    reason_ = reason;
    keeps_alive_ = false;
}

std::size_t RequestReader::put(std::string_view bytes) {
    std::size_t taken = 0;
    while ((stage_ == Stage::head || stage_ == Stage::body) && taken < bytes.size()) {
        boost::system::error_code error;
        auto& parser = parser_->parser;
        if (stage_ == Stage::body && parser.chunked() && bytes.size() - taken < last_chunk_bytes) break;
        const auto n = parser.put(boost::asio::buffer(bytes.data() + taken, bytes.size() - taken), error);
        taken += n;
        if (error == beast_http::error::need_more) break;
        if (error == beast_http::error::header_limit)
            fail(ports::Unreadable::head_too_large);
        else if (error == beast_http::error::body_limit)
            fail(ports::Unreadable::body_too_large);
        else if (error)
            fail(ports::Unreadable::malformed);
        else if (stage_ == Stage::head && parser.is_header_done())
            head_done();
        if (stage_ == Stage::body && parser.is_done()) stage_ = Stage::complete;
    }
    if (stage_ == Stage::complete) request_.body = std::move(parser_->parser.get().body());
    return taken;
}

void RequestReader::head_done() {
    const auto& head = parser_->parser.get();
    keeps_alive_ = head.keep_alive();
    http_1_1_ = head.version() == 11;
    std::size_t hosts = 0, lengths = 0, codings = 0;
    request_.headers.reserve(12);
    for (const auto& field : head) {
        hosts += field.name() == beast_http::field::host;
        lengths += field.name() == beast_http::field::content_length;
        codings += field.name() == beast_http::field::transfer_encoding;
        request_.headers.push_back({lower({field.name_string().data(), field.name_string().size()}),
                                    std::string{field.value().data(), field.value().size()}});
    }
    if (request_.headers.size() > limits_.headers) return fail(ports::Unreadable::head_too_large);
    // Two readings of where a body ends are how a request is smuggled past a proxy (RFC 9112, 6.1).
    // A coding that is not undone here would be taken for no body at all, or for one that it is not.
    if (codings > 0 && lower(std::string_view{head[beast_http::field::transfer_encoding]}) != "chunked")
        return fail(ports::Unreadable::malformed);
    // A list of lengths, and a coding that HTTP/1.0 does not know, are read in two ways, too.
    const auto length = head[beast_http::field::content_length];
    if (length.find_first_not_of("0123456789") != length.npos || (codings > 0 && !http_1_1_))
        return fail(ports::Unreadable::malformed);
    if (lengths + codings > 1 || hosts > 1 || (http_1_1_ && hosts == 0))
        return fail(ports::Unreadable::malformed);
    if (head.version() != 11 && head.version() != 10) return fail(ports::Unreadable::malformed);
    auto target = read_target({head.target().data(), head.target().size()}, limits_.parameters);
    if (!target) return fail(ports::Unreadable::malformed);
    request_.method = std::string{head.method_string().data(), head.method_string().size()};
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    stage_ = Stage::body;
}

bool RequestReader::expects_continue() const {
    const std::string* expect = request_.header("expect");
    return http_1_1_ && expect != nullptr && lower(*expect) == "100-continue";
}

ports::Request RequestReader::take() {
    ports::Request taken = std::move(request_);
    request_ = {};
    parser_ = std::make_unique<Parser>(limits_);
    stage_ = Stage::head;
    return taken;
}

}  // namespace anlan::adapters::http
