#include "adapters/identity/token.hpp"

#include "base/check.hpp"
#include "base/sortable_id.hpp"
#include "codec/base64url.hpp"

#include <array>
#include <cstring>

#include <sodium.h>

namespace anlan::adapters::identity {
namespace {

static_assert(std::tuple_size_v<TokenHash> == crypto_hash_sha256_BYTES, "a token's hash is a SHA-256");

constexpr std::string_view recovery_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t recovery_length = 16;
static_assert(recovery_alphabet.size() == 32 && recovery_selector_length < recovery_length);

}  // namespace

std::string chance_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string make_token() { return codec::base64url(chance_bytes(32)); }

TokenHash hash_token(std::string_view token) {
    TokenHash hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
    return hash;
}

std::string make_account_id(Instant now) { return make_id("acc", now); }

std::string make_id(std::string_view prefix, Instant now) {
    return sortable_id(prefix, now, randombytes_random());
}

std::string make_recovery_code() {
    std::string code;
    for (std::size_t i = 0; i < recovery_length; ++i) {
        if (i > 0 && i % 4 == 0) code += '-';
        code += recovery_alphabet[randombytes_uniform(static_cast<std::uint32_t>(recovery_alphabet.size()))];
    }
    return code;
}

std::string plain_recovery_code(std::string_view typed) {
    std::string plain;
    for (char c : typed) {
        if (c == '-' || c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (recovery_alphabet.find(c) == std::string_view::npos) return {};
        plain += c;
    }
    return plain.size() == recovery_length ? plain : std::string{};
}

}  // namespace anlan::adapters::identity
