// What `anlan do` and `anlan get` are asked, word by word, as a request. No socket and no file: whatever is
// typed is either a request that says just that, or refused with a sentence.
#pragma once
#include "base/result.hpp"
#include "kernel/module.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace anlan::app {

struct Address {
    std::string host;
    std::uint16_t port = 80;
    bool tls = false;
};
// "http://HOST:PORT" or "https://HOST:PORT"; none for anything else.
std::optional<Address> read_address(std::string_view server);

struct Asked {
    std::string path;  // percent-encoded, with the members that it names in their places
    std::string body;  // JSON, of all other members
};
// member=value, a.b=value for a member of a member. A value that is JSON by itself (a number, true, [..],
// {..}, "..") stays it, unless the command takes a text there; else it is text.
Result<Asked, std::string> read_members(const kernel::CommandSpec& spec,
                                        std::span<const std::string> members);

// A path with its query as somebody types it, with what may not stand in a request's line percent-encoded.
Result<std::string, std::string> read_path(std::string_view typed);

// Whether it can go into a request's header as it is.
bool fits_header(std::string_view text);

}  // namespace anlan::app
