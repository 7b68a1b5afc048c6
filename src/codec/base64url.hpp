// Bytes in a text, as credentials, tokens and sealed texts are written: base64url without padding (RFC 4648,
// section 5).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace anlan::codec {

std::string base64url(std::string_view bytes);
// None: a character that is none of it, or bits that no encoder leaves.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace anlan::codec
