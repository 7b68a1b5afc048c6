#include "adapters/http/client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cerrno>
#include <cstring>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace anlan::adapters::http {
namespace {

namespace beast_http = boost::beast::http;
constexpr std::size_t last_chunk_bytes = 5;
constexpr unsigned first_final_status = 200;
constexpr std::size_t body_max = 256 * 1024 * 1024;

ports::Fault failed(std::string_view what) {
    return {ports::Then::retry_call, "http.client", std::string{what} + ": " + std::strerror(errno)};
}

ports::Fault no_answer(std::string what) { return {ports::Then::retry_call, "http.client", std::move(what)}; }

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

const std::string* ClientResponse::header(std::string_view name) const {
    for (const auto& header : headers)
        if (header.name == name) return &header.value;
    return nullptr;
}

struct ResponseReader::Parser {
    Parser() {
        parser.eager(true);
        parser.body_limit(body_max);
    }
    beast_http::response_parser<beast_http::string_body> parser;
    std::string pending;  // not yet taken
};

ResponseReader::ResponseReader() : parser_(std::make_unique<Parser>()) {}
ResponseReader::~ResponseReader() = default;

bool ResponseReader::done() const { return parser_->parser.is_done(); }
bool ResponseReader::keeps_alive() const { return parser_->parser.keep_alive(); }

Result<Done, ports::Fault> ResponseReader::put(std::string_view bytes) {
    parser_->pending += bytes;
    while (!parser_->pending.empty() && !done()) {
        // Beast ends the process where a last chunk, "0\r\n\r\n", comes in smaller pieces than this.
        const auto& parser = parser_->parser;
        if (parser.is_header_done() && parser.chunked() && parser_->pending.size() < last_chunk_bytes) break;
        boost::system::error_code error;
        const auto taken = parser_->parser.put(boost::asio::buffer(parser_->pending), error);
        parser_->pending.erase(0, taken);
        if (error == beast_http::error::need_more) break;
        if (error) return Unexpected{no_answer("not an answer: " + error.message())};
    }
    // What comes before an answer (100 Continue) was not asked for, and 000 is no status at all.
    if (done() && parser_->parser.get().result_int() < first_final_status)
        return Unexpected{
            no_answer("not an answer: status " + std::to_string(parser_->parser.get().result_int()))};
    return Done{};
}

Result<Done, ports::Fault> ResponseReader::put_end() {
    // Beast takes an end before the first byte for a bug of ours; it is the other side's.
    if (!parser_->parser.got_some()) return Unexpected{no_answer("closed without an answer")};
    boost::system::error_code error;
    parser_->parser.put_eof(error);
    if (error) return Unexpected{no_answer("not an answer: " + error.message())};
    if (!done()) return Unexpected{no_answer("the answer broke off")};
    return put({});
}

ClientResponse ResponseReader::take() {
    auto& message = parser_->parser.get();
    ClientResponse response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message)
        response.headers.push_back({lower({field.name_string().data(), field.name_string().size()}),
                                    std::string{field.value().data(), field.value().size()}});
    response.body = std::move(message.body());
    return response;
}

Client::Client(std::string host, std::uint16_t port, Millis timeout)
    : host_(std::move(host)), port_(port), timeout_(timeout) {}
Client::~Client() { close(); }

void Client::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

Result<Done, ports::Fault> Client::connect() {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host_.c_str(), std::to_string(port_).c_str(), &hints, &found) != 0)
        return Unexpected{ports::Fault{ports::Then::stop, "http.client", "no such host: " + host_}};
    for (const addrinfo* at = found; at != nullptr && socket_ < 0; at = at->ai_next) {
        socket_ = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        const timeval span{timeout_.count() / 1000, timeout_.count() % 1000 * 1000};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &span, sizeof span);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &span, sizeof span);
        const int yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (::connect(socket_, at->ai_addr, at->ai_addrlen) != 0) close();
    }
    ::freeaddrinfo(found);
    if (socket_ < 0) return Unexpected{failed("cannot connect to " + host_ + ":" + std::to_string(port_))};
    return Done{};
}

Result<Done, ports::Fault> Client::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return Unexpected{failed("cannot send")};
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return Done{};
}

Result<ClientResponse, ports::Fault> Client::read() {
    ResponseReader reader;
    std::string bytes(64 * 1024, '\0');
    while (!reader.done()) {
        const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Unexpected{failed("no answer")};
        if (got == 0)
            ANLAN_TRY_DONE(reader.put_end());
        else
            ANLAN_TRY_DONE(reader.put(std::string_view{bytes}.substr(0, static_cast<std::size_t>(got))));
    }
    if (!reader.keeps_alive()) close();
    return reader.take();
}

Result<ClientResponse, ports::Fault> Client::get(std::string_view target) { return send("GET", target, {}); }

Result<ClientResponse, ports::Fault> Client::send(std::string_view method, std::string_view target,
                                                  std::string_view body,
                                                  const std::vector<ports::Header>& headers) {
    std::string request{method};
    request +=
        " " + std::string{target} + " HTTP/1.1\r\nHost: " + host_ + ":" + std::to_string(port_) + "\r\n";
    if (!token_.empty()) request += "Authorization: Bearer " + token_ + "\r\n";
    for (const auto& header : headers) request += header.name + ": " + header.value + "\r\n";
    if (!body.empty()) request += "Content-Type: application/json\r\n";
    if (!body.empty() || method != "GET")
        request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    request += "\r\n";
    request += body;
    if (socket_ < 0) ANLAN_TRY_DONE(connect());
    auto sent = write(request);
    if (!sent.ok()) {
        close();
        return Unexpected{std::move(sent).error()};
    }
    auto response = read();
    if (!response.ok()) close();
    return response;
}

}  // namespace anlan::adapters::http
