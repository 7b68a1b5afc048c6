#include "adapters/identity/token.hpp"

#include "base/sortable_id.hpp"

#include <array>

#include <sodium.h>

namespace anlan::adapters::identity {

static_assert(std::tuple_size_v<TokenHash> == crypto_hash_sha256_BYTES, "a token's hash is a SHA-256");

std::string make_token() {
    std::array<unsigned char, 32> chance{};
    randombytes_buf(chance.data(), chance.size());
    std::array<char, token_length + 1> text{};
    sodium_bin2base64(text.data(), text.size(), chance.data(), chance.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return {text.data(), token_length};
}

TokenHash hash_token(std::string_view token) {
    TokenHash hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
    return hash;
}

std::string make_account_id(Instant now) { return sortable_id("acc", now, randombytes_random()); }

}  // namespace anlan::adapters::identity
