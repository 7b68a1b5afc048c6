// Hashes and chance, as OAuth and JOSE write them.
#pragma once
#include <string>
#include <string_view>

namespace anlan::adapters::oidc {

std::string sha256(std::string_view text);
std::string chance_text();                                             // 256 bits in base64url
std::string chance_bytes();                                            // 256 bits
std::string hmac_sha256(std::string_view key, std::string_view text);  // of a key of 32 bytes
bool same_in_constant_time(std::string_view one, std::string_view other);

}  // namespace anlan::adapters::oidc
