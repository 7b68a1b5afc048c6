#include "adapters/oidc/bytes.hpp"

#include "base/check.hpp"
#include "codec/base64url.hpp"

#include <sodium.h>

namespace anlan::adapters::oidc {

std::string sha256(std::string_view text) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return hash;
}

std::string chance_bytes() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string chance_text() { return codec::base64url(chance_bytes()); }

std::string hmac_sha256(std::string_view key, std::string_view text) {
    ANLAN_CHECK(key.size() == crypto_auth_hmacsha256_KEYBYTES, "a key of 32 bytes");
    std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(hash.data()),
                           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                           reinterpret_cast<const unsigned char*>(key.data()));
    return hash;
}

bool same_in_constant_time(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace anlan::adapters::oidc
