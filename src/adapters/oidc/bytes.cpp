#include "adapters/oidc/bytes.hpp"

#include <cstring>

#include <sodium.h>

namespace anlan::adapters::oidc {
namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

bool stays(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string base64url(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), variant);
    text.resize(std::strlen(text.c_str()));
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, &end, variant) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::string sha256(std::string_view text) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return hash;
}

std::string chance_text() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes);
}

std::string percent(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (stays(c)) {
            out += c;
            continue;
        }
        const auto value = static_cast<unsigned char>(c);
        out += '%';
        out += digits[value >> 4U];
        out += digits[value & 15U];
    }
    return out;
}

}  // namespace anlan::adapters::oidc
