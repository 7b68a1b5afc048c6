// SHA-256, for what is kept instead of a secret and for what a page's policy names.
#pragma once
#include <string>
#include <string_view>

namespace anlan::codec {

std::string sha256(std::string_view bytes);      // 32 bytes
std::string sha256_hex(std::string_view bytes);  // 64 digits, lower case

}  // namespace anlan::codec
