// Bytes as OAuth and JOSE write them, and chance.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters::oidc {

std::string base64url(std::string_view bytes);  // without padding
std::optional<std::string> from_base64url(std::string_view text);
std::string sha256(std::string_view text);
std::string chance_text();                   // 256 bits in base64url
std::string percent(std::string_view text);  // for a query or a form

}  // namespace anlan::adapters::oidc
