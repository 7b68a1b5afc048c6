#include "kernel/module_of.hpp"

namespace anlan::kernel::detail {

Result<ValuePtr, Malformed> decode_into(std::string_view text, codec::Unknown unknown, codec::ReadValue read,
                                        std::shared_ptr<void> value) {
    if (auto error = codec::read_json_with(text, unknown, read, value.get()))
        return Unexpected{Malformed{std::move(error->path), std::move(error->expected)}};
    return ValuePtr{std::move(value)};
}

void place(CommandSpec& spec, Route route) {
    spec.method = route.method;
    spec.path = std::move(route.path);
    spec.creates = route.creates;
    spec.title = std::move(route.title);
    spec.naming = route.naming;
    spec.link_member = std::move(route.link_member);
    if (!spec.link_member.empty())  // nothing is asked of the sender
        spec.schema = R"({"type":"object","properties":{},"additionalProperties":false})";
    if (!route.permission.empty()) spec.permission = std::move(route.permission);
}

}  // namespace anlan::kernel::detail
