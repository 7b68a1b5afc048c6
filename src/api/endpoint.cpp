#include "api/endpoint.hpp"

namespace anlan::api {

void Call::answer(ports::Response response) const {
    const auto digit = static_cast<std::size_t>(response.status / 100);
    if (endpoint != nullptr && digit < endpoint->answered.size() && endpoint->answered[digit] != nullptr)
        endpoint->answered[digit]->add();
    reply(std::move(response));
}

std::string Call::purpose() const {
    if (const auto* header = request.header("anlan-purpose")) return *header;
    const auto* parameter = request.parameter("purpose");
    return parameter == nullptr ? std::string{} : *parameter;
}

std::string_view name_of(kernel::Method method) {
    switch (method) {
        case kernel::Method::get:
            return "GET";
        case kernel::Method::post:
            return "POST";
        case kernel::Method::put:
            return "PUT";
        case kernel::Method::del:
            return "DELETE";
    }
    return "GET";
}

}  // namespace anlan::api
