#include "adapters/http/transport.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

namespace anlan::adapters::http {
namespace {

constexpr auto as_values = asio::as_tuple_t<UseAwaitable>{};

class Tls final : public Transport {
public:
    Tls(Socket socket, std::shared_ptr<asio::ssl::context> context)
        : context_(std::move(context)), stream_(std::move(socket), *context_) {}

    Task<bool> open() override {
        const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_values);
        co_return !error;
    }
    Task<std::size_t> read_some(asio::mutable_buffer into) override {
        const auto [error, size] = co_await stream_.async_read_some(into, as_values);
        co_return error ? 0 : size;
    }
    Task<bool> write(std::span<const asio::const_buffer> from) override {
        const auto [error, size] = co_await asio::async_write(stream_, from, as_values);
        co_return !error;
    }
    void interrupt() override {
        boost::system::error_code ignored;
        stream_.next_layer().cancel(ignored);
    }
    // Without a TLS goodbye: answers state their length, so a cut cannot pass for an end.
    void close() override {
        boost::system::error_code ignored;
        stream_.next_layer().shutdown(Socket::shutdown_both, ignored);
        stream_.next_layer().close(ignored);
    }

private:
    std::shared_ptr<asio::ssl::context> context_;
    asio::ssl::stream<Socket> stream_;
};

}  // namespace

Result<MakeTransport, ports::Fault> tls_transport(const std::string& certificate,
                                                  const std::string& private_key) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_3_VERSION);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate, error);
    if (error)
        return Unexpected{
            ports::Fault{ports::Then::stop, "http.certificate", certificate + ": " + error.message()}};
    context->use_private_key_file(private_key, asio::ssl::context::pem, error);
    if (error)
        return Unexpected{
            ports::Fault{ports::Then::stop, "http.private_key", private_key + ": " + error.message()}};
    return MakeTransport{
        [context](Socket socket) { return std::make_unique<Tls>(std::move(socket), context); }};
}

}  // namespace anlan::adapters::http
