#include "api/base64url.hpp"

#include <cstdint>

namespace anlan::api {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(held >> (bits - 6)) & 63U];
    }
    if (bits > 0) text += alphabet[(held << (6 - bits)) & 63U];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        held = (held << 6U) | static_cast<std::uint32_t>(digit);
        if (bits += 6; bits >= 8) bytes += static_cast<char>((held >> (bits -= 8)) & 255U);
    }
    const bool whole = bits < 6 && (held & ((1U << bits) - 1)) == 0;
    return whole ? std::optional{std::move(bytes)} : std::nullopt;
}

}  // namespace anlan::api
