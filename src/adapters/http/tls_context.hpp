// The certificate that a server shows, and its exchange while the server runs: new connections get the new
// one, those that are open keep theirs. TLS 1.3 and nothing older.
//
// Threads: any.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace anlan::adapters::http {

class TlsContexts {
public:
    // PEM files: the chain, and the key of its first certificate.
    static Result<std::shared_ptr<TlsContexts>, ports::Fault> open(std::string certificate,
                                                                   std::string private_key);

    std::shared_ptr<boost::asio::ssl::context> current() const;
    // Reads both files again. What does not read or does not fit changes nothing.
    Result<Done, ports::Fault> reload();

private:
    TlsContexts(std::string certificate, std::string private_key)
        : certificate_(std::move(certificate)), private_key_(std::move(private_key)) {}

    const std::string certificate_;
    const std::string private_key_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> current_;
};

}  // namespace anlan::adapters::http
