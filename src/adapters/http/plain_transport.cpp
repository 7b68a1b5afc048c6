#include "adapters/http/transport.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/write.hpp>

namespace anlan::adapters::http {
namespace {

constexpr auto as_values = asio::as_tuple_t<UseAwaitable>{};

class Plain final : public Transport {
public:
    explicit Plain(Socket socket) : socket_(std::move(socket)) {}

    Task<bool> open() override { co_return true; }
    Task<std::size_t> read_some(asio::mutable_buffer into) override {
        const auto [error, size] = co_await socket_.async_read_some(into, as_values);
        co_return error ? 0 : size;
    }
    Task<bool> write(std::span<const asio::const_buffer> from) override {
        if (from.size() == 1) {
            const auto [error, size] = co_await asio::async_write(socket_, from.front(), as_values);
            co_return !error;
        }
        const auto [error, size] = co_await asio::async_write(socket_, from, as_values);
        co_return !error;
    }
    void interrupt() override {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    void close() override {
        boost::system::error_code ignored;
        socket_.shutdown(Socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

private:
    Socket socket_;
};

}  // namespace

MakeTransport plain_transport() {
    return [](Socket socket) { return std::make_unique<Plain>(std::move(socket)); };
}

}  // namespace anlan::adapters::http
