#include "adapters/oidc/bytes.hpp"

#include "codec/base64url.hpp"

#include <sodium.h>

namespace anlan::adapters::oidc {

std::string sha256(std::string_view text) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return hash;
}

std::string chance_text() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return codec::base64url(bytes);
}

}  // namespace anlan::adapters::oidc
