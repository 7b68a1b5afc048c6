// One request to the provider, within limits of size and time, over TLS that is checked; to this machine
// itself also without.
//
// Threads: any; it blocks.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <atomic>
#include <optional>
#include <string>

namespace anlan::adapters::oidc {

struct Sent {
    std::string url;
    std::optional<std::string> form;  // posted; none: a GET
    std::string user;                 // with `password`, as Basic; empty: none
    std::string password;
};

// The body of an answer with status 200; anything else is a fault that says which. Given up within a second
// once `given_up` is true.
Result<std::string, ports::Fault> fetch(const Sent& sent, const std::atomic<bool>& given_up);

// "https://…", or "http://" to this machine itself. One that names a user ("http://localhost:x@id.example")
// is none: what stands before the '@' is not where it leads.
bool is_trusted_url(const std::string& url);

}  // namespace anlan::adapters::oidc
