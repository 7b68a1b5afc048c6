// The OpenAPI 3.1 description of the API, made from its endpoints: what is served is what is described.
#pragma once
#include "api/endpoint.hpp"

#include <memory>
#include <span>
#include <string>

namespace anlan::api {

std::string openapi(std::span<const std::unique_ptr<Endpoint>> endpoints, std::string_view version);

}  // namespace anlan::api
