#include "adapters/http/tls_context.hpp"
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

namespace {

using Context = std::shared_ptr<asio::ssl::context>;

ports::Fault fault(const char* code, const std::string& file, const std::string& why) {
    return {ports::Then::stop, code, file + ": " + why};
}

Result<Context, ports::Fault> read_context(const std::string& certificate, const std::string& private_key) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_3_VERSION);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate, error);
    if (error) return Unexpected{fault("http.certificate", certificate, error.message())};
    context->use_private_key_file(private_key, asio::ssl::context::pem, error);
    if (error) return Unexpected{fault("http.private_key", private_key, error.message())};
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        return Unexpected{fault("http.private_key", private_key, "is not the key of " + certificate)};
    return context;
}

}  // namespace

Result<std::shared_ptr<TlsContexts>, ports::Fault> TlsContexts::open(std::string certificate,
                                                                     std::string private_key) {
    std::shared_ptr<TlsContexts> contexts{new TlsContexts{std::move(certificate), std::move(private_key)}};
    ANLAN_TRY_DONE(contexts->reload());
    return contexts;
}

std::shared_ptr<asio::ssl::context> TlsContexts::current() const {
    const std::lock_guard lock{mutex_};
    return current_;
}

Result<Done, ports::Fault> TlsContexts::reload() {
    ANLAN_TRY(auto fresh, read_context(certificate_, private_key_));
    const std::lock_guard lock{mutex_};
    current_ = std::move(fresh);
    return Done{};
}

MakeTransport tls_transport(std::shared_ptr<TlsContexts> contexts) {
    return [contexts = std::move(contexts)](Socket socket) {
        return std::make_unique<Tls>(std::move(socket), contexts->current());
    };
}

}  // namespace anlan::adapters::http
