// The meaning of HTTP, without sockets: which endpoint a request means, who asks, and what the answer is.
// Everything that is served is an endpoint in the router; nothing but health, the sign-in and the pages
// behind callers' links is open.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/presence.hpp"
#include "api/router.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace anlan::api {

class Api final : public ports::RequestHandler {
public:
    explicit Api(Parts parts);

    void handle(ports::Request request, std::function<void(ports::Response)> reply) noexcept override;
    ports::Response unreadable(ports::Unreadable reason) noexcept override;
    bool serves(std::string_view path) const noexcept override;

    // Everything there is, for whoever checks all of it.
    std::span<const std::unique_ptr<Endpoint>> endpoints() const { return router_.endpoints(); }
    const std::string& description() const { return *openapi_; }

private:
    Parts parts_;
    IdMaker ids_;
    Presence presence_;
    Router router_;
    std::shared_ptr<const std::string> openapi_;
};

}  // namespace anlan::api
