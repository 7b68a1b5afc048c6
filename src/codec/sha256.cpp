#include "codec/sha256.hpp"

#include "base/check.hpp"

#include <openssl/evp.h>

namespace anlan::codec {

std::string sha256(std::string_view bytes) {
    std::string hash(32, '\0');
    unsigned int size = 0;
    const int made = EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()),
                                &size, EVP_sha256(), nullptr);
    ANLAN_CHECK(made == 1 && size == hash.size(), "OpenSSL has no SHA-256");
    return hash;
}

std::string sha256_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char c : sha256(bytes)) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

}  // namespace anlan::codec
