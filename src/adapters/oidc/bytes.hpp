// Hashes and chance, as OAuth and JOSE write them.
#pragma once
#include <string>
#include <string_view>

namespace anlan::adapters::oidc {

std::string sha256(std::string_view text);
std::string chance_text();  // 256 bits in base64url

}  // namespace anlan::adapters::oidc
