// A connection's bytes, plain or under TLS. One virtual interface over two classes, so that everything above
// is compiled once.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace anlan::adapters::http {

namespace asio = boost::asio;

// Concrete executors: no type-erased call between a socket and its loop.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using UseAwaitable = asio::use_awaitable_t<Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;

class Transport {
public:
    virtual ~Transport() = default;

    virtual Task<bool> open() = 0;  // the handshake, where there is one
    // 0: the other side is gone, or interrupt() was called.
    virtual Task<std::size_t> read_some(asio::mutable_buffer into) = 0;
    virtual Task<bool> write(std::span<const asio::const_buffer> from) = 0;
    virtual void interrupt() = 0;  // ends a read that waits; the connection stays
    virtual void close() = 0;
};

using MakeTransport = std::function<std::unique_ptr<Transport>(Socket)>;

MakeTransport plain_transport();
// TLS 1.3 with the certificate that is current when a connection comes.
class TlsContexts;
MakeTransport tls_transport(std::shared_ptr<TlsContexts> contexts);

}  // namespace anlan::adapters::http
